package io.cairn.engine.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One file of ifupdown's configuration, as interfaces(5) describes it, with the lines of each
 * stanza so that it can be changed without touching the rest.
 */
record InterfacesFile(String path, List<String> lines, List<Stanza> stanzas) {
  static final String MARK = "#cairn# ";

  private static final Set<String> OTHERS =
      Set.of(
          "mapping",
          "source",
          "source-directory",
          "rename",
          "no-auto-down",
          "no-scripts",
          "template");

  InterfacesFile {
    lines = List.copyOf(lines);
    stanzas = List.copyOf(stanzas);
  }

  /**
   * A keyword line with the option lines that follow it.
   *
   * @param words the keyword line's
   * @param options without their indentation, continued lines joined
   * @param first index of its keyword line, {@code last} of its last option's last line
   */
  record Stanza(List<String> words, List<String> options, int first, int last) {
    Stanza {
      words = List.copyOf(words);
      options = List.copyOf(options);
    }

    String keyword() {
      return words.getFirst();
    }

    /** What follows the keyword. */
    List<String> arguments() {
      return words.subList(1, words.size());
    }

    boolean isIface() {
      return keyword().equals("iface");
    }

    /** Whether it says which interfaces come up by themselves. */
    boolean isSelection() {
      return keyword().equals("auto") || keyword().startsWith("allow-");
    }

    /** The interface of an {@code iface} stanza. */
    String name() {
      return words.size() > 1 ? words.get(1) : "";
    }

    /** {@code inet} or {@code inet6}, of an {@code iface} stanza. */
    String family() {
      return words.size() > 2 ? words.get(2) : "";
    }

    /** {@code static}, {@code dhcp}, {@code manual}, ..., of an {@code iface} stanza. */
    String method() {
      return words.size() > 3 ? words.get(3) : "";
    }
  }

  static InterfacesFile parse(String path, String text) {
    List<String> lines = text.lines().toList();
    List<Stanza> stanzas = new ArrayList<>();
    int line = 0;
    while (line < lines.size()) {
      int end = logicalEnd(lines, line);
      String logical = join(lines, line, end);
      if (!logical.isEmpty() && !logical.startsWith("#")) {
        add(stanzas, logical, line, end);
      }
      line = end + 1;
    }
    return new InterfacesFile(path, lines, stanzas);
  }

  private static void add(List<Stanza> stanzas, String logical, int first, int last) {
    List<String> words = Arrays.asList(logical.split("\\s+"));
    String word = words.getFirst();
    boolean keyword =
        word.equals("iface")
            || word.equals("auto")
            || word.startsWith("allow-")
            || OTHERS.contains(word);
    if (keyword || stanzas.isEmpty()) {
      stanzas.add(new Stanza(words, List.of(), first, last));
      return;
    }
    Stanza open = stanzas.removeLast();
    List<String> options = new ArrayList<>(open.options());
    options.add(logical);
    stanzas.add(new Stanza(open.words(), options, open.first(), last));
  }

  // a backslash at its very end continues a line; a comment cannot be continued
  private static int logicalEnd(List<String> lines, int first) {
    int end = first;
    while (end + 1 < lines.size()
        && lines.get(end).endsWith("\\")
        && !lines.get(first).stripLeading().startsWith("#")) {
      end++;
    }
    return end;
  }

  private static String join(List<String> lines, int first, int last) {
    StringBuilder joined = new StringBuilder();
    for (int i = first; i <= last; i++) {
      String line = lines.get(i);
      joined.append(i < last ? line.substring(0, line.length() - 1) + " " : line);
    }
    return joined.toString().strip();
  }

  /** Its text with everything about that interface turned into marked comments. */
  String without(String name) {
    List<String> text = new ArrayList<>(lines);
    for (Stanza stanza : stanzas) {
      if (stanza.isIface() && stanza.name().equals(name)) {
        mark(text, stanza);
      } else if (stanza.isSelection() && stanza.arguments().contains(name)) {
        mark(text, stanza);
        List<String> rest = stanza.arguments().stream().filter(n -> !n.equals(name)).toList();
        if (!rest.isEmpty()) {
          int last = stanza.last();
          text.set(last, text.get(last) + "\n" + stanza.keyword() + " " + String.join(" ", rest));
        }
      }
    }
    return String.join("\n", text) + "\n";
  }

  private static void mark(List<String> text, Stanza stanza) {
    for (int i = stanza.first(); i <= stanza.last(); i++) {
      text.set(i, MARK + text.get(i));
    }
  }
}
