package io.cairn.engine.lvm;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Expressions of LVM's own (libdm/regex/parse_rx.c): only {@code . * + ? | ( ) [ ] ^ $} and the
 * backslash mean something, all else stands for itself.
 */
final class DmRegex {
  /** What may follow what was read last. */
  private enum After {
    /** Something has to come: the beginning, an open bracket, a bar. */
    NOTHING,
    /** It can be repeated. */
    ATOM,
    /** It is whole, and not repeated once more: {@code a*+} is another thing in Java. */
    WHOLE
  }

  private final String text;
  private final StringBuilder java = new StringBuilder();
  private int at;
  private int open;
  private After after = After.NOTHING;

  private DmRegex(String text) {
    this.text = text;
  }

  /**
   * The same expression for Java. Empty for what libdm refuses, and for what it takes without a
   * word and then reads only the beginning of, as in {@code a)b}.
   */
  static Optional<Pattern> toJava(String text) {
    DmRegex regex = new DmRegex(text);
    while (regex.at < text.length()) {
      if (!regex.read()) {
        return Optional.empty();
      }
    }
    return regex.open == 0 && regex.after != After.NOTHING
        ? Optional.of(Pattern.compile(regex.java.toString()))
        : Optional.empty();
  }

  /**
   * An expression that fits only this path of a device. Sets need no backslash, which lvm.conf
   * would want doubled; neither that nor a bracket is ever in such a path.
   */
  static String quote(String text) {
    return text.replaceAll("[.+*?$|()]", "[$0]");
  }

  /** Reads one token; false where it means nothing there. */
  private boolean read() {
    char c = text.charAt(at++);
    return switch (c) {
      case '[' -> charset();
      case '\\' -> at < text.length() && atom(literal(unescaped(text.charAt(at++))));
      case '*', '+', '?' -> after == After.ATOM && add(c, After.WHOLE);
      case '(' -> {
        open++;
        java.append("(?:");
        after = After.NOTHING;
        yield true;
      }
      case ')' -> after != After.NOTHING && open-- > 0 && add(c, After.ATOM);
      case '|' -> after != After.NOTHING && add(c, After.NOTHING);
      case '^', '$' -> add(c, After.WHOLE);
      case '.' -> add(c, After.ATOM);
      default -> atom(literal(c));
    };
  }

  private boolean add(char c, After next) {
    java.append(c);
    after = next;
    return true;
  }

  private boolean atom(String pattern) {
    java.append(pattern);
    after = After.ATOM;
    return true;
  }

  private boolean charset() {
    StringBuilder set = new StringBuilder("[");
    if (at < text.length() && text.charAt(at) == '^') {
      set.append('^');
      at++;
    }
    int first = at;
    boolean ranged = false;
    while (at < text.length() && text.charAt(at) != ']') {
      char c = text.charAt(at++);
      if (c == '-' && at - 1 > first && !ranged) {
        set.append('-');
        ranged = true;
        continue;
      }
      if (c == '\\') {
        if (at == text.length()) {
          return false;
        }
        c = unescaped(text.charAt(at++));
      }
      set.append(literal(c));
      ranged = false;
    }
    // an empty set fits nothing in libdm and is none in Java; a range needs its end
    if (at == text.length() || at == first || ranged) {
      return false;
    }
    at++;
    return atom(set.append(']').toString());
  }

  private static String literal(char c) {
    return Character.isLetterOrDigit(c) ? String.valueOf(c) : "\\" + c;
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }
}
