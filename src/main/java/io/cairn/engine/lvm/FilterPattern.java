package io.cairn.engine.lvm;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One pattern of LVM's filter, as in {@code r|^/dev/sda$|} (lvm.conf(5), {@code devices/filter}).
 *
 * @param text as it stands in the configuration
 * @param regex what LVM looks for anywhere in a path
 */
record FilterPattern(String text, Verdict verdict, Pattern regex) {
  /** What becomes of a device of which a path matches. */
  enum Verdict {
    ACCEPT,
    REJECT
  }

  /** Reads one; empty for what LVM refuses, or reads otherwise than it looks. */
  static Optional<FilterPattern> parse(String text) {
    if (text.length() < 3 || "ar".indexOf(text.charAt(0)) < 0) {
      return Optional.empty();
    }
    if (text.charAt(text.length() - 1) != end(text.charAt(1))) {
      return Optional.empty();
    }
    Verdict verdict = text.charAt(0) == 'a' ? Verdict.ACCEPT : Verdict.REJECT;
    return DmRegex.toJava(text.substring(2, text.length() - 1))
        .map(regex -> new FilterPattern(text, verdict, regex));
  }

  /** A pattern that fits this path and no other. */
  static FilterPattern exactly(Verdict verdict, String path) {
    return of(verdict, "^" + DmRegex.quote(path) + "$");
  }

  /**
   * A pattern that fits every path that begins so.
   *
   * @param next what has to follow, an expression
   */
  static FilterPattern beginning(Verdict verdict, String prefix, String next) {
    return of(verdict, "^" + DmRegex.quote(prefix) + next);
  }

  private static FilterPattern of(Verdict verdict, String regex) {
    String text = (verdict == Verdict.ACCEPT ? "a|" : "r|") + regex + "|";
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("This is a bug in Cairn: " + text));
  }

  boolean matches(String path) {
    return regex.matcher(path).find();
  }

  // lib/filters/filter-regex.c, _extract_pattern
  private static char end(char begin) {
    return switch (begin) {
      case '(' -> ')';
      case '[' -> ']';
      case '{' -> '}';
      default -> begin;
    };
  }
}
