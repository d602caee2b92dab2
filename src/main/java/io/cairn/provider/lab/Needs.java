package io.cairn.provider.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** The programs that the lab needs on this computer. */
final class Needs {
  private static final SequencedMap<String, String> PACKAGES_BY_PROGRAM = packages();
  private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

  /** How long another installer of this computer, as unattended-upgrades, is waited for. */
  private static final int LOCK_SECONDS = 600;

  private Needs() {}

  private static SequencedMap<String, String> packages() {
    SequencedMap<String, String> packages = new LinkedHashMap<>();
    packages.put("qemu-system-x86_64", "qemu-system-x86");
    packages.put("qemu-img", "qemu-utils");
    packages.put("mmdebstrap", "mmdebstrap");
    packages.put("mke2fs", "e2fsprogs");
    packages.put("ssh", "openssh-client");
    packages.put("zstd", "zstd");
    packages.put("xz", "xz-utils");
    packages.put("setsid", "util-linux");
    return packages;
  }

  /**
   * Installs what is missing where that is possible, else names the command that does.
   *
   * @param locks a folder of the user's: of two labs that start at once, one installs
   */
  static void require(Path locks, Consumer<String> progress) {
    if (!isRoot()) {
      requireIds();
    }
    if (missing().isEmpty()) {
      return;
    }
    boolean canInstall = LocalCommand.exists("apt-get") && isRoot();
    if (!canInstall) {
      throw new LabFailure(
          "This computer lacks what the lab needs: %1$s.\nInstall it, on Debian and Ubuntu with:\n  sudo apt-get install --no-install-recommends %1$s"
              .formatted(String.join(" ", missing())));
    }
    try (FileLock _ =
        FileLock.hold(
            locks.resolve("install.lock"),
            () -> progress.accept("waiting for another lab that is installing packages"))) {
      List<String> missing = missing();
      if (!missing.isEmpty()) {
        install(missing, progress);
      }
    }
  }

  private static void install(List<String> packages, Consumer<String> progress) {
    progress.accept("installing " + String.join(" ", packages));
    LocalCommand.of("apt-get", "update", "--quiet").require("update the list of packages");
    List<String> install =
        new ArrayList<>(
            List.of(
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "install",
                "--option=DPkg::Lock::Timeout=" + LOCK_SECONDS,
                "--yes",
                "--no-install-recommends"));
    install.addAll(packages);
    new LocalCommand(install).require("install what the lab needs");
  }

  private static List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, String> need : PACKAGES_BY_PROGRAM.entrySet()) {
      if (!LocalCommand.exists(need.getKey())) {
        missing.add(need.getValue());
      }
    }
    if (!isRoot() && !LocalCommand.exists("newuidmap")) {
      missing.add("uidmap");
    }
    if (!Files.exists(KEYRING)) {
      missing.add("debian-archive-keyring");
    }
    return missing;
  }

  /** A plain user builds the image in a namespace, whose ids come from these files (subuid(5)). */
  private static void requireIds() {
    String user = LocalCommand.of("id", "-un").require("find out who runs this").strip();
    for (Path file : List.of(Path.of("/etc/subuid"), Path.of("/etc/subgid"))) {
      if (!hasRange(file, user)) {
        throw new LabFailure(
            """
            %s has no range of ids for %s, without which only root can build the node image.
            Give one with:
              sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 %s"""
                .formatted(file, user, user));
      }
    }
  }

  private static boolean hasRange(Path file, String user) {
    try {
      return Files.exists(file)
          && Files.readAllLines(file).stream().anyMatch(line -> line.startsWith(user + ":"));
    } catch (IOException e) {
      throw new LabFailure("Could not read " + file, e);
    }
  }

  private static boolean isRoot() {
    return LocalCommand.of("id", "-u").require("find out who runs this").strip().equals("0");
  }
}
