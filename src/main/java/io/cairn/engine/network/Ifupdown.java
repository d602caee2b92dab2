package io.cairn.engine.network;

import io.cairn.engine.network.InterfacesFile.Stanza;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The configuration of ifupdown on a node: {@value #MAIN} and the files below {@value #DIRECTORY}.
 *
 * @param files by path, with their texts
 */
record Ifupdown(SequencedMap<String, String> files) {
  static final String MAIN = "/etc/network/interfaces";
  static final String DIRECTORY = "/etc/network/interfaces.d";

  /** What Cairn's own files are called there. */
  static final String OWN = DIRECTORY + "/cairn-";

  static final Ifupdown EMPTY = new Ifupdown(new LinkedHashMap<>());

  Ifupdown {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
  }

  /** The same configuration with one file written anew. */
  Ifupdown with(String path, String text) {
    SequencedMap<String, String> changed = new LinkedHashMap<>(files);
    changed.put(path, text);
    return new Ifupdown(changed);
  }

  /** Its files, read. */
  List<InterfacesFile> read() {
    return files.entrySet().stream()
        .map(file -> InterfacesFile.parse(file.getKey(), file.getValue()))
        .toList();
  }

  /** The files that configure that interface. */
  List<InterfacesFile> filesOf(String name) {
    return read().stream().filter(file -> !ifaces(file, name).isEmpty()).toList();
  }

  /** The stanzas of that interface, in their order. */
  List<Stanza> ifaces(String name) {
    return read().stream().flatMap(file -> ifaces(file, name).stream()).toList();
  }

  private static List<Stanza> ifaces(InterfacesFile file, String name) {
    return file.stanzas().stream()
        .filter(stanza -> stanza.isIface() && stanza.name().equals(name))
        .toList();
  }

  /** Cairn's own file that configures that interface. */
  Optional<String> ownFile(String name) {
    return filesOf(name).stream()
        .map(InterfacesFile::path)
        .filter(path -> path.startsWith(OWN))
        .findFirst();
  }

  /** Whether the main file reads those below the directory. */
  boolean readsDirectory() {
    return read().stream()
        .filter(file -> file.path().equals(MAIN))
        .flatMap(file -> file.stanzas().stream())
        .anyMatch(Ifupdown::isDirectory);
  }

  private static boolean isDirectory(Stanza stanza) {
    if (stanza.words().size() < 2) {
      return false;
    }
    // a path that is not absolute starts at the directory of the file (interfaces(5))
    String given = stanza.words().get(1);
    String path = given.startsWith("/") ? given : "/etc/network/" + given;
    return (stanza.keyword().equals("source") && path.equals(DIRECTORY + "/*"))
        || (stanza.keyword().equals("source-directory") && path.equals(DIRECTORY))
        || (stanza.keyword().equals("source") && path.equals(OWN + "*"));
  }

  /** Constructs whose effect on an interface cannot be told from its own stanzas. */
  List<String> notUnderstood() {
    return read().stream()
        .flatMap(file -> file.stanzas().stream())
        .filter(stanza -> isIndirect(stanza) || isPattern(stanza))
        .map(stanza -> String.join(" ", stanza.words()))
        .toList();
  }

  private static boolean isIndirect(Stanza stanza) {
    return List.of("mapping", "rename", "template").contains(stanza.keyword())
        || (stanza.isIface() && stanza.arguments().contains("inherits"));
  }

  private static boolean isPattern(Stanza stanza) {
    return (stanza.isIface() || stanza.isSelection())
        && stanza.arguments().stream().anyMatch(word -> word.matches(".*[/*?\\[].*"));
  }
}
