package io.cairn.provider.lab;

import io.cairn.graph.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** The images in the user's cache; each is built once. */
final class ImageStore {
  private static final String MIRROR = "http://deb.debian.org/debian";

  /** Seen at the most while an image is built: its files packed, unpacked, and in the disk. */
  private static final Size NEEDED = Size.mebibytes(3 * 1024);

  private final Path folder;
  private final Recipe recipe;
  private final Consumer<String> progress;

  ImageStore(Path folder, Recipe recipe, Consumer<String> progress) {
    this.folder = folder;
    this.recipe = recipe;
    this.progress = progress;
  }

  /** The image of that release, built if it is not there; about two minutes on two cores. */
  NodeImage image(Release release) {
    NodeImage image = new NodeImage(release, folder.resolve(recipe.id(release)));
    try (FileLock _ =
        FileLock.hold(
            Unfinished.lock(folder),
            () -> progress.accept("waiting for another lab that is building an image"))) {
      if (!Files.exists(image.folder())) {
        build(image);
      }
      return image;
    } catch (IOException e) {
      throw new LabFailure("Could not build the node image in " + folder, e);
    }
  }

  private void build(NodeImage image) throws IOException {
    Unfinished.remove(folder);
    Space.require(folder, NEEDED, "build the node image");
    Path building =
        Files.createDirectories(folder.resolve("building-" + image.folder().getFileName()));
    Path out = Files.createDirectories(building.resolve("image"));
    recipe.unpack(building.resolve("recipe"));
    Instant start = Instant.now();
    progress.accept(
        "building the node image of %s, once, into %s"
            .formatted(image.release().word(), image.folder()));
    LocalCommand command =
        LocalCommand.of(
            "sh",
            building.resolve("recipe/build-image.sh").toString(),
            image.release().suite(),
            Release.DEBIAN_13.suite(),
            MIRROR,
            building.resolve("recipe").toString(),
            out.toString());
    LocalCommand.Result result = command.run(line -> progress.accept("  " + line));
    if (result.status() != 0) {
      throw new LabFailure(
          """
          Could not build the node image of %s (exit status %d). The last lines:
          %s
          It needs %s and about %s in %s. What was begun is removed at the next attempt."""
              .formatted(
                  image.release().word(),
                  result.status(),
                  LocalCommand.lastLines(result.output()),
                  MIRROR,
                  NEEDED,
                  folder));
    }
    Files.move(out, image.folder(), StandardCopyOption.ATOMIC_MOVE);
    Folders.remove(building);
    progress.accept(
        "built the node image in %d s"
            .formatted(Duration.between(start, Instant.now()).toSeconds()));
  }
}
