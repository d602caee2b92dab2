package io.cairn.engine.lvm;

import io.cairn.engine.Reply;
import io.cairn.engine.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * LVM's own settings as they are in force, all configuration files and defaults together
 * (lvmconfig(8), {@code --typeconfig full}).
 *
 * @param values as they stand there, by name without section
 */
record Settings(Map<String, String> values) {
  Settings {
    values = Map.copyOf(values);
  }

  /** Reads lines as {@code scan_lvs=0}; missing where LVM does not know any of them. */
  static Seen<Settings> parse(Reply reply) {
    Map<String, String> values = new HashMap<>();
    for (String line : reply.out().lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    // it exits 5 for a name that this version does not have, and answers the rest
    return values.isEmpty()
        ? new Seen.Unknown<>(reply.err().strip())
        : new Seen.Present<>(new Settings(values));
  }

  boolean isOn(String name) {
    return "1".equals(values.get(name));
  }

  /** Its number; empty where it has none. */
  Optional<Integer> number(String name) {
    return Optional.ofNullable(values.get(name))
        .filter(value -> value.matches("\\d{1,9}"))
        .map(Integer::valueOf);
  }

  /** The patterns of a filter; everything is accepted where it is not there. */
  List<String> patterns(String name) {
    return strings(values.getOrDefault(name, ""));
  }

  /** The filter of that name; empty where LVM would refuse it. */
  Optional<DeviceFilter> filter(String name) {
    return DeviceFilter.parse(patterns(name));
  }

  // ["a|x|","r|y|"], or "a|x|" alone
  private static List<String> strings(String value) {
    List<String> strings = new ArrayList<>();
    StringBuilder string = new StringBuilder();
    boolean inside = false;
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      if (c == '"') {
        if (inside) {
          strings.add(string.toString());
          string.setLength(0);
        }
        inside = !inside;
      } else if (inside && c == '\\' && at + 1 < value.length()) {
        string.append(value.charAt(++at));
      } else if (inside) {
        string.append(c);
      }
    }
    return strings;
  }
}
