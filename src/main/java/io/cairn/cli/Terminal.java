package io.cairn.cli;

import io.cairn.view.Glyphs;
import io.cairn.view.Screen;
import io.cairn.view.Style;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What Cairn is started from: a terminal with a person before it, or a pipe. */
final class Terminal {
  private static final int DEFAULT_WIDTH = 100;

  private Terminal() {}

  /** Whether a person sees the output and can answer. */
  // JDK 25 answers null again where there is no terminal (jdk.console's default changed)
  @SuppressWarnings("SystemConsoleNull")
  static boolean isInteractive() {
    return System.console() != null && System.console().isTerminal();
  }

  /** How to write for it: NO_COLOR (no-color.org), TERM and the locale's character set decide. */
  static Screen screen() {
    boolean plain =
        !isInteractive()
            || System.getenv("NO_COLOR") != null
            || "dumb".equals(System.getenv("TERM"));
    String charset = Optional.ofNullable(System.getProperty("stdout.encoding")).orElse("UTF-8");
    return new Screen(
        plain ? Style.PLAIN : Style.COLOUR,
        Charset.forName(charset).equals(StandardCharsets.UTF_8) ? Glyphs.UNICODE : Glyphs.ASCII,
        width());
  }

  private static int width() {
    String columns = System.getenv("COLUMNS");
    if (columns != null && columns.matches("\\d{2,4}")) {
      return Integer.parseInt(columns);
    }
    return isInteractive() ? widthOfTerminal() : DEFAULT_WIDTH;
  }

  private static int widthOfTerminal() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
      String[] size =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ");
      return size.length == 2 ? Integer.parseInt(size[1]) : DEFAULT_WIDTH;
    } catch (IOException | NumberFormatException _) {
      return DEFAULT_WIDTH;
    }
  }

  /** Asks, and takes only the exact word for yes. */
  static boolean confirm(String question, String yes) {
    System.err.print(question + " ");
    System.err.flush();
    try {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      return yes.equals(Optional.ofNullable(in.readLine()).orElse("").strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
