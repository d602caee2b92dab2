package io.cairn.provider.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import io.cairn.host.Claim;
import io.cairn.host.SshHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A booted node, frozen: its memory, its devices, its system disk. All nodes of all labs that have
 * the same machine start from it, and share the memory that they do not write to.
 *
 * @param folder its folder in the cache; never changed once it is there
 */
record SavedState(Machine machine, Path folder) {
  private static final Duration BOOT_LIMIT = Duration.ofMinutes(8);
  private static final Duration SAVE_LIMIT = Duration.ofMinutes(2);

  /** Devices, and what the node writes to its disk while it boots. */
  private static final long MORE_THAN_MEMORY = Size.mebibytes(256).bytes();

  /** Memory pages; x-ignore-shared keeps them out of {@link #devices}. */
  Path memory() {
    return folder.resolve("memory");
  }

  Path devices() {
    return folder.resolve("devices");
  }

  Path system() {
    return folder.resolve("system.qcow2");
  }

  /** The state of that machine, made if it is not there: one boot. */
  static SavedState of(Machine machine, Path images, Consumer<String> progress) {
    String qemu =
        LocalCommand.of("qemu-system-x86_64", "--version").require("ask QEMU its version");
    String arguments =
        machine.arguments(Path.of("s"), 0, Path.of("c"), Path.of("p"), Path.of("q")).toString();
    String id =
        Recipe.digest(qemu + arguments + Machine.kernelArguments(List.of()) + WARM_UP)
            .substring(0, 12);
    SavedState state = new SavedState(machine, machine.image().folder().resolve("state-" + id));
    try (FileLock _ =
        FileLock.hold(
            Unfinished.lock(images),
            () -> progress.accept("waiting for another lab that is preparing nodes"))) {
      if (!Files.exists(state.folder())) {
        state.make(progress);
      }
      return state;
    } catch (IOException e) {
      throw new LabFailure("Could not save a booted node in " + state.folder(), e);
    }
  }

  /**
   * What runs in the node before it is frozen: the boot's end, then what the first minutes of a lab
   * will read, so that it is in memory.
   */
  private static final String WARM_UP =
      """
      systemctl is-system-running --wait >/dev/null
      for file in /usr/sbin/drbdadm /usr/sbin/drbdsetup /usr/sbin/drbdmeta /usr/bin/lxc-* /usr/bin/btrfs \
        /usr/sbin/mkfs.* /usr/sbin/lvm /usr/bin/lsblk /usr/sbin/blkid /usr/bin/findmnt /usr/bin/flock; do
        cat "$file" >/dev/null 2>&1
      done
      lsblk >/dev/null; ip address >/dev/null; flock --version >/dev/null; perl -e 1
      sync
      """
          + WaitingShell.START;

  /** The folder of a state that is being made. */
  private static Path making(Path image) {
    return image.resolve("making-state");
  }

  private static Path sockets(Path making) {
    return Path.of("/tmp", "cairn-" + Recipe.digest(making.toString()).substring(0, 12));
  }

  /** What a killed Cairn has left of a state that it was making from that image. */
  static void removeUnfinished(Path image) throws IOException {
    Path making = making(image);
    stop(making);
    Folders.remove(making);
    Folders.remove(sockets(making));
  }

  private void make(Consumer<String> progress) throws IOException {
    Path making = making(machine.image().folder());
    removeUnfinished(machine.image().folder());
    Space.require(
        machine.image().folder(),
        new Size(machine.memory().bytes() + MORE_THAN_MEMORY),
        "save the state of a booted node");
    Files.createDirectories(making);
    SavedState draft = new SavedState(machine, making);
    Qemu.overlay(machine.image().system(), "raw", draft.system());
    int port = Qemu.freePort();
    Path sockets = sockets(making);
    Folders.createPrivate(sockets);
    try (Undo _ = Undo.whenInterrupted(() -> stop(making))) {
      progress.accept("booting a node once, to save its state");
      Instant start = Instant.now();
      draft.boot(port, sockets.resolve("qmp"));
      progress.accept("  SSH after %d s".formatted(seconds(start)));
      draft.settle(port);
      draft.save(sockets.resolve("qmp"));
      Files.delete(making.resolve("known_hosts"));
      Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
      progress.accept("saved the state of a booted node after %d s".formatted(seconds(start)));
    } finally {
      stop(making);
      Folders.remove(sockets);
    }
  }

  private static long seconds(Instant start) {
    return Duration.between(start, Instant.now()).toSeconds();
  }

  private static void stop(Path making) {
    Processes.of(making).end();
  }

  private void boot(int port, Path qmp) {
    Path console = folder.resolve("console.log");
    Path pid = folder.resolve("pid");
    List<String> argv = new ArrayList<>(machine.arguments(system(), port, console, pid, qmp));
    argv.addAll(WaitingShell.arguments(qmp.resolveSibling("shell")));
    argv.addAll(machine.memoryFile(memory(), Machine.MemoryUse.WRITTEN));
    argv.addAll(Machine.kernelArguments(List.of()));
    new LocalCommand(argv).require("start a node");
    Qemu.awaitSsh(port, BOOT_LIMIT, console, pid);
  }

  private void settle(int port) throws IOException {
    NodeName name = new NodeName("node");
    try (SshHost host =
        new SshHost(
            name, GenericLogin.options(machine.image(), port, folder), new Claim.Reading())) {
      GenericLogin.connect(host);
      GenericLogin.require(host.run(WARM_UP, "", _ -> {}), "let a booted node settle");
    }
    // The connection's end leaves a trace of its own in the node; let it pass.
    Qemu.pause(Duration.ofSeconds(3));
  }

  private void save(Path socket) {
    try (Qmp qmp = Qmp.connect(socket)) {
      qmp.execute("stop", Map.of());
      shareMemory(qmp);
      qmp.execute("migrate-set-parameters", Map.of("max-bandwidth", 10L * 1024 * 1024 * 1024));
      qmp.execute("migrate", Map.of("uri", "exec:cat > '" + devices() + "'"));
      Instant end = Instant.now().plus(SAVE_LIMIT);
      while (!isSaved(qmp)) {
        if (Instant.now().isAfter(end)) {
          throw new LabFailure("QEMU did not finish saving a booted node to " + folder);
        }
        Qemu.pause(Duration.ofMillis(100));
      }
      qmp.quit();
    }
    awaitEnd();
  }

  private static boolean isSaved(Qmp qmp) {
    JsonNode answer = qmp.execute("query-migrate", Map.of());
    String status = answer.path("status").asText();
    if (status.equals("failed")) {
      throw new LabFailure("QEMU could not save a booted node: " + answer);
    }
    return status.equals("completed");
  }

  /** Tells QEMU that memory is in a file, and not part of what is saved or loaded. */
  static void shareMemory(Qmp qmp) {
    qmp.execute(
        "migrate-set-capabilities",
        Map.of("capabilities", List.of(Map.of("capability", "x-ignore-shared", "state", true))));
  }

  private void awaitEnd() {
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    while (Files.exists(folder.resolve("pid")) && Instant.now().isBefore(end)) {
      Qemu.pause(Duration.ofMillis(50));
    }
  }
}
