package io.cairn.view;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Writes an XML document, an element a line: always well-formed, whatever the texts say. */
final class Xml {
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Begins an element; attributes are names and values in turn. */
  Xml open(String name, Object... attributes) {
    tag(name, attributes).append(">\n");
    open.push(name);
    return this;
  }

  /** Ends the element that was begun last. */
  Xml close() {
    String name = open.pop();
    indent().append("</").append(name).append(">\n");
    return this;
  }

  /** An element without content. */
  Xml empty(String name, Object... attributes) {
    tag(name, attributes).append("/>\n");
    return this;
  }

  /** An element with text. */
  Xml text(String name, String content, Object... attributes) {
    tag(name, attributes);
    text.append('>').append(escaped(content)).append("</").append(name).append(">\n");
    return this;
  }

  /** Text of several lines in the element that is open. */
  Xml lines(String content) {
    content.lines().forEach(line -> indent().append(escaped(line)).append('\n'));
    return this;
  }

  private StringBuilder tag(String name, Object... attributes) {
    indent().append('<').append(name);
    for (int i = 0; i + 1 < attributes.length; i += 2) {
      text.append(' ')
          .append(attributes[i])
          .append("=\"")
          .append(
              attributes[i + 1] instanceof Double number
                  ? number(number)
                  : escaped(attributes[i + 1].toString()))
          .append('"');
    }
    return text;
  }

  private StringBuilder indent() {
    return text.append("  ".repeat(open.size()));
  }

  /** At most one decimal: a tenth of a pixel is not seen. */
  static String number(double value) {
    // never a negative zero
    String text = String.format(Locale.ROOT, "%.1f", Math.round(value * 10) / 10.0);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** What XML 1.0 has no character for, not even as a reference, becomes U+FFFD. */
  static String escaped(String content) {
    StringBuilder escaped = new StringBuilder();
    content.codePoints().forEach(character -> escaped.append(escaped(character)));
    return escaped.toString();
  }

  private static String escaped(int character) {
    return switch (character) {
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      case '"' -> "&quot;";
      case '\t', '\n', '\r' -> "&#" + character + ";";
      default ->
          character < 0x20
                  || (character >= 0xd800 && character < 0xe000)
                  || character == 0xfffe
                  || character == 0xffff
              ? "\ufffd"
              : Character.toString(character);
    };
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
