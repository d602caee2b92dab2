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
  private static final int DEFAULT_HEIGHT = 24;

  private Terminal() {}

  /** What the program writes to. */
  enum Output {
    STANDARD(1),
    ERROR(2);

    private final int descriptor;

    Output(int descriptor) {
      this.descriptor = descriptor;
    }
  }

  /** Whether it is a terminal that takes control sequences. */
  static boolean isScreen(Output output) {
    return isTerminal(output) && !"dumb".equals(System.getenv("TERM"));
  }

  /** Java tells of both standard streams together only, and of standard error nothing. */
  private static boolean isTerminal(Output output) {
    try {
      return new ProcessBuilder("sh", "-c", "test -t " + output.descriptor)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Lines of the terminal; some where it does not tell. */
  static int height() {
    return size().map(size -> size[0]).orElse(DEFAULT_HEIGHT);
  }

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
    return isInteractive() ? size().map(size -> size[1]).orElse(DEFAULT_WIDTH) : DEFAULT_WIDTH;
  }

  /** Lines and columns, asked anew each time: a window changes its size. */
  private static Optional<int[]> size() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
      String[] size =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ");
      // a terminal that does not know its size says 0 0
      return size.length == 2 && !size[0].equals("0") && !size[1].equals("0")
          ? Optional.of(new int[] {Integer.parseInt(size[0]), Integer.parseInt(size[1])})
          : Optional.empty();
    } catch (IOException | NumberFormatException _) {
      return Optional.empty();
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
