package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A unit file as systemd reads it (systemd.unit(5), systemd.service(5), systemd.mount(5)): what the
 * generated units use of it.
 *
 * @param settings in order, {@code Section.Key=value}
 */
record UnitFile(String name, List<String> settings) {
  static UnitFile parse(String name, String text) {
    List<String> settings = new ArrayList<>();
    String section = "";
    for (String raw : text.replace("\\\n", " ").lines().toList()) {
      String line = raw.strip();
      if (line.startsWith("[") && line.endsWith("]")) {
        section = line.substring(1, line.length() - 1);
      } else if (line.contains("=") && !line.startsWith("#") && !line.startsWith(";")) {
        int equals = line.indexOf('=');
        settings.add(
            section
                + "."
                + line.substring(0, equals).strip()
                + "="
                + line.substring(equals + 1).strip());
      }
    }
    return new UnitFile(name, List.copyOf(settings));
  }

  /** Every value of a setting, an empty one resetting what came before. */
  List<String> all(String key) {
    List<String> values = new ArrayList<>();
    settings.stream()
        .filter(setting -> setting.startsWith(key + "="))
        .map(setting -> setting.substring(key.length() + 1))
        .forEach(
            value -> {
              if (value.isEmpty()) {
                values.clear();
              } else {
                values.add(value.replace("%n", name).replace("%%", "%"));
              }
            });
    return List.copyOf(values);
  }

  Optional<String> one(String key) {
    List<String> all = all(key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** Unit names in a setting that takes a list of them. */
  List<String> units(String... keys) {
    return Stream.of(keys)
        .flatMap(key -> all(key).stream())
        .flatMap(value -> Stream.of(value.split("\\s+")))
        .distinct()
        .toList();
  }

  /** A command line as arguments: quotes, {@code $$}. */
  static List<String> argv(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        inWord = true;
      } else if (c == '\\' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
        inWord = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words.stream().map(w -> w.replace("$$", "$")).toList();
  }
}
