package io.cairn.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The files in file systems on devices: one directory for each copy that can differ. */
final class Trees {
  private final Path directory;
  private int made;

  Trees(Path directory) {
    this.directory = directory;
  }

  Path at(String tree) {
    return directory.resolve(tree);
  }

  /** A new file system's empty directory. */
  String make() {
    String tree = "tree" + made++;
    try {
      Files.createDirectories(at(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tree;
  }

  /** A copy that goes its own way from now on. */
  String copy(String tree) {
    String copy = "tree" + made++;
    try (Stream<Path> all = Files.walk(at(tree))) {
      for (Path from : all.toList()) {
        Files.copy(
            from,
            at(copy).resolve(at(tree).relativize(from)),
            LinkOption.NOFOLLOW_LINKS,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copy;
  }

  /** The same with all its files of its own, which go their own way from now on. */
  Surface parted(Surface surface) {
    return surface.mapped(system -> system.withTree(copy(system.tree())));
  }

  List<Path> all() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }
}
