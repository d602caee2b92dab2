package io.cairn.engine.lxc;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a container's first root file system comes from. */
sealed interface Image {
  /** Where a node may have images of its own, as in {@code debian-13.tar.zst}. */
  String FOLDER = "/usr/share/cairn/images";

  /** Endings of tarballs that GNU tar can unpack, the best first. */
  List<String> ENDINGS = List.of(".tar.zst", ".tar.xz", ".tar.gz", ".tgz", ".tar.bz2", ".tar");

  /** A tarball on the node. */
  record Tarball(String path) implements Image {
    /** How tar(1) is told what packed it; it cannot find out from standard input. */
    Optional<String> unpacker() {
      if (path.endsWith(".zst")) {
        return Optional.of("--zstd");
      } else if (path.endsWith(".xz")) {
        return Optional.of("--xz");
      } else if (path.endsWith("gz")) {
        return Optional.of("--gzip");
      }
      return path.endsWith(".bz2") ? Optional.of("--bzip2") : Optional.empty();
    }
  }

  /** An image of the public server, fetched and verified by LXC's {@code download} template. */
  record Download(String distribution, String release) implements Image {}

  /** Releases have names there. */
  Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("debian/11", "bullseye"),
          Map.entry("debian/12", "bookworm"),
          Map.entry("debian/13", "trixie"),
          Map.entry("debian/14", "forky"),
          Map.entry("ubuntu/20.04", "focal"),
          Map.entry("ubuntu/22.04", "jammy"),
          Map.entry("ubuntu/24.04", "noble"),
          Map.entry("devuan/5", "daedalus"));

  /**
   * What stands for the word of the cluster file on a node.
   *
   * @param local names of the files in {@link #FOLDER} there
   */
  static Image of(String word, Collection<String> local) {
    if (word.startsWith("/")) {
      return new Tarball(word);
    }
    String file = word.replace('/', '-');
    return ENDINGS.stream()
        .map(ending -> file + ending)
        .filter(local::contains)
        .findFirst()
        .<Image>map(name -> new Tarball(FOLDER + "/" + name))
        .orElseGet(() -> download(word));
  }

  private static Image download(String word) {
    int slash = word.indexOf('/');
    return new Download(
        word.substring(0, slash), NAMES.getOrDefault(word, word.substring(slash + 1)));
  }
}
