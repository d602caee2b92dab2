package io.cairn.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What every machine has of the real system: shell, text and file tools, their libraries, device
 * nodes. Made once for a test run, shared by all machines.
 *
 * @param directory holds {@code bin}, {@code lib} and {@code nodes}
 */
record Image(Path directory) {
  private static final List<String> RESOURCES = List.of("tool.c", "init", "boot", "make-image");

  /** The one image of this JVM; deleted with everything below {@link #home} when it ends. */
  static Image shared() {
    return Holder.IMAGE;
  }

  private static final class Holder {
    static final Image IMAGE = make();
  }

  /** Below this directory lives everything that the simulation writes. */
  Path home() {
    return directory.resolveSibling("worlds");
  }

  Path boot() {
    return directory.resolveSibling("boot");
  }

  /** A device node of the image: {@code open}, {@code closed}, {@code null}, ... */
  Path node(String name) {
    return directory.resolve("nodes").resolve(name);
  }

  private static Image make() {
    try {
      Path home = Files.createTempDirectory("cairn-sim-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
      for (String resource : RESOURCES) {
        try (var in = Image.class.getResourceAsStream("/sim/" + resource)) {
          if (in == null) {
            throw new IllegalStateException("the test resource sim/" + resource + " is missing");
          }
          Files.copy(in, home.resolve(resource), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Image image = new Image(Files.createDirectory(home.resolve("image")));
      Files.createDirectory(image.home());
      image.fill(home);
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException("the simulation cannot write its image", e);
    }
  }

  private void fill(Path resources) throws IOException {
    Process process =
        new ProcessBuilder(
                "sh",
                resources.resolve("make-image").toString(),
                directory.toString(),
                resources.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "The simulated cluster cannot run here. It needs root and loop devices, and got: "
                + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while making the simulation's image", e);
    }
  }

  static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + directory, e);
    }
  }
}
