package io.cairn.provider.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The images in the user's cache; each is built once. */
final class ImageStore {
  private static final String MIRROR = "http://deb.debian.org/debian";

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
            folder.resolve("lock"),
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
    removeUnfinished();
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
          It needs %s and about 3 GiB in %s. What was begun is removed at the next attempt."""
              .formatted(
                  image.release().word(),
                  result.status(),
                  LocalCommand.lastLines(result.output()),
                  MIRROR,
                  folder));
    }
    Files.move(out, image.folder(), StandardCopyOption.ATOMIC_MOVE);
    Folders.remove(building);
    progress.accept(
        "built the node image in %d s"
            .formatted(Duration.between(start, Instant.now()).toSeconds()));
  }

  /** What a killed Cairn has left, and the programs that it started and that go on. */
  private void removeUnfinished() throws IOException {
    List<Path> left;
    try (Stream<Path> entries = Files.list(folder)) {
      left = entries.filter(e -> e.getFileName().toString().startsWith("building-")).toList();
    }
    for (Path building : left) {
      Processes.naming(building).endTrees();
      LocalCommand remove = LocalCommand.of("rm", "-rf", "--", building.toString());
      if (remove.run(_ -> {}).status() != 0) {
        // Of a plain user's image, files belong to ids that only a namespace of the user can touch.
        List<String> inside =
            new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--map-auto", "--"));
        inside.addAll(remove.argv());
        new LocalCommand(inside).require("remove an unfinished image");
      }
    }
  }
}
