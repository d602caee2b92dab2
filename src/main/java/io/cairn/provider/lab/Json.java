package io.cairn.provider.lab;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The machine language of QEMU: JSON out of maps, lists and texts, and back. */
final class Json {
  private Json() {}

  /** One line of JSON. Text values hold no control characters here: paths, names, words. */
  static String write(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> write(entry.getKey()) + ":" + write(entry.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case List<?> list ->
          list.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
      case Number number -> number.toString();
      case Boolean bool -> bool.toString();
      default -> '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    };
  }

  /** One JSON object; JSON is YAML (YAML 1.2.2, section 1.2). */
  static Map<?, ?> read(String line) {
    Object value = new Load(LoadSettings.builder().build()).loadFromString(line);
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new LabFailure("QEMU answered with something that is no JSON object: " + line);
  }
}
