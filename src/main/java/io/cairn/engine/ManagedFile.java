package io.cairn.engine;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A file on a node that Cairn writes: whole, or one marked block of it.
 *
 * <p>It is written to the side, checked with the engine's own parser, moved into place, and its
 * predecessor is kept below {@value #BACKUPS} (rules R07, R12, R25).
 *
 * @param path absolute path
 * @param mode octal permissions, as in {@code 0644}
 * @param check the parser's command, {@value #CANDIDATE} standing for the file beside; empty where
 *     there is none
 */
public record ManagedFile(String path, String mode, Content content, List<String> check) {
  /** Where predecessors are kept on the node. */
  public static final String BACKUPS = "/var/lib/cairn/replaced";

  /** Stands for the path of the file beside, in {@code check}. */
  public static final String CANDIDATE = "{}";

  /** First line of every whole file, so that a reader knows who writes it. */
  public static final String HEADER =
      "# Managed by Cairn. Changes here are overwritten; change the cluster file.\n";

  /** Begins the place of a secret in a text; see {@link #secretIn}. */
  static final String SECRET = "@CAIRN_SECRET:";

  private static final Pattern MODE = Pattern.compile("0[0-7]{3}");

  public ManagedFile {
    check = List.copyOf(check);
    if (!path.startsWith("/") || !MODE.matcher(mode).matches()) {
      throw new IllegalArgumentException("not a managed file: " + path + " " + mode);
    }
  }

  /** What of the file is Cairn's. */
  public sealed interface Content {
    /** All of it. */
    record Whole(String text) implements Content {}

    /** The lines between two marks; the rest is left as it is. */
    record Block(String id, String text) implements Content {
      /** The line before the block. */
      public String begin() {
        return "# BEGIN Cairn " + id;
      }

      /** The line after the block. */
      public String end() {
        return "# END Cairn " + id;
      }
    }
  }

  /** A whole file with Cairn's header, mode 0644, without a parser to check it. */
  public static ManagedFile whole(String path, String text) {
    return new ManagedFile(path, "0644", new Content.Whole(HEADER + text), List.of());
  }

  /** A marked block of a file, mode 0644. */
  public static ManagedFile block(String path, String id, String text) {
    return new ManagedFile(path, "0644", new Content.Block(id, text), List.of());
  }

  /** The same file, checked by this command before it is moved into place. */
  public ManagedFile checkedBy(String... argv) {
    return new ManagedFile(path, mode, content, List.of(argv));
  }

  /** The same file with other permissions. */
  public ManagedFile withMode(String octal) {
    return new ManagedFile(path, octal, content, check);
  }

  /**
   * Stands in a text for a secret: the first line of that file on the node, filled in there, so
   * that it is in no plan, journal or argument list. One to a line; the text with it is what a
   * survey compares, so its probe must put the same words in the place of the secret.
   */
  public static String secretIn(String file) {
    return SECRET + file + "@";
  }

  /** The probe that reads it. */
  public Probe probe() {
    return Probe.file(path);
  }

  /**
   * Whether the node's file already says this. Unknown counts as different: writing it anew is
   * safe.
   */
  public boolean isIn(NodeFacts facts) {
    return facts.file(path).found().filter(this::isIn).isPresent();
  }

  private boolean isIn(String existing) {
    return switch (content) {
      case Content.Whole(var text) -> existing.equals(text);
      case Content.Block block ->
          existing.contains(block.begin() + "\n" + block.text() + block.end() + "\n");
    };
  }

  String toShell() {
    return FileScript.of(this);
  }

  String shown() {
    return switch (content) {
      case Content.Whole _ -> "write " + path + " (mode " + mode + ")";
      case Content.Block block -> "write the block '" + block.id() + "' in " + path;
    };
  }

  /** The text that is Cairn's. */
  public String text() {
    return switch (content) {
      case Content.Whole(var text) -> text;
      case Content.Block(_, var text) -> text;
    };
  }
}
