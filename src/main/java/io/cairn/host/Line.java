package io.cairn.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** An open way to a shell on a node, and back: ssh in real life, a simulated machine in tests. */
public interface Line extends AutoCloseable {
  /** Opens a line whenever one is needed. */
  @FunctionalInterface
  interface Dial {
    /** A fresh line to a fresh shell. */
    Line open() throws IOException;
  }

  /** What the shell reads. */
  OutputStream toShell();

  /** What the shell prints; ends when the line breaks. */
  InputStream fromShell();

  /** After the line broke: what was said about it; empty for nothing. */
  String lastWords();

  /** Ends it. A script that runs goes on to its end. */
  @Override
  void close();
}
