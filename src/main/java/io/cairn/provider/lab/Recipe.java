package io.cairn.provider.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How images are built: the resource files beside this class.
 *
 * @param files contents by file name
 */
record Recipe(SequencedMap<String, String> files) {
  private static final List<String> NAMES =
      List.of(
          "build-image.sh",
          "packages",
          "container-packages",
          "customize",
          "customize-container",
          "init");

  Recipe {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
  }

  /** The one that is part of this program. */
  static Recipe load() {
    SequencedMap<String, String> files = new LinkedHashMap<>();
    for (String name : NAMES) {
      try (InputStream in = Recipe.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new LabFailure("The resource " + name + " is missing. This is a bug in the build.");
        }
        files.put(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new LabFailure("Could not read the resource " + name, e);
      }
    }
    return new Recipe(files);
  }

  /** Name of the image of that release: another recipe, another name. */
  String id(Release release) {
    return release.word().replace('/', '-') + "-" + digest(files.toString()).substring(0, 12);
  }

  /** Writes the files into that folder. */
  void unpack(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** SHA-256 in hexadecimal. */
  static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256 (java.security.MessageDigest)", e);
    }
  }
}
