package io.cairn.provider.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The language of QEMU's control socket and of its newer options, and of the lab's own answers. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** One line of JSON out of maps, lists, texts and numbers. */
  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON of " + value + ". This is a bug in the lab.", e);
    }
  }

  /** The same for a person to read, with a line end. */
  static String indented(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON of " + value + ". This is a bug in the lab.", e);
    }
  }

  /** One line of JSON. */
  static JsonNode read(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new LabFailure("QEMU answered with something that is no JSON: " + line, e);
    }
  }
}
