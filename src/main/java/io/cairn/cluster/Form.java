package io.cairn.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping with fixed keys.
 *
 * @param later keys that a later version has: they are refused with a word about that
 * @param elsewhere keys that only other types have, each with what to do instead
 */
record Form(List<Key> keys, List<String> later, Map<String, String> elsewhere) {
  Form {
    keys = List.copyOf(keys);
    later = List.copyOf(later);
    elsewhere = Map.copyOf(elsewhere);
  }

  static Form of(Key... keys) {
    return new Form(List.of(keys), List.of(), Map.of());
  }

  Form later(String... names) {
    return new Form(keys, List.of(names), elsewhere);
  }

  Form elsewhere(String name, String instead) {
    return new Form(keys, later, Map.of(name, instead));
  }

  Optional<Key> key(String name) {
    return keys.stream().filter(key -> key.name().equals(name)).findFirst();
  }

  List<String> required() {
    return keys.stream()
        .filter(key -> key.presence() == Key.Presence.REQUIRED)
        .map(Key::name)
        .toList();
  }

  List<String> names() {
    return keys.stream().map(Key::name).toList();
  }
}
