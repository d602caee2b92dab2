package io.cairn.host;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One running ssh(1). */
final class SshLine implements Line {
  private final Process process;
  private final InputStream out;
  private volatile String errors = "";
  private final Thread errorReader;

  SshLine(List<String> argv) throws IOException {
    process = new ProcessBuilder(argv).start();
    out = new BufferedInputStream(process.getInputStream());
    errorReader = Thread.ofVirtual().start(this::readErrors);
  }

  private void readErrors() {
    try (InputStream err = process.getErrorStream()) {
      errors = new String(err.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      errors = "its error output was not readable: " + e.getMessage();
    }
  }

  @Override
  public OutputStream toShell() {
    return process.getOutputStream();
  }

  @Override
  public InputStream fromShell() {
    return out;
  }

  @Override
  public String lastWords() {
    try {
      process.waitFor();
      errorReader.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return errors.strip();
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException _) {
      // the other end is gone already
    }
    process.destroy();
  }
}
