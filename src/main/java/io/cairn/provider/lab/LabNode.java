package io.cairn.provider.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Brings one node into being, from a saved state. */
record LabNode(LabFolder lab, Twin twin, SavedState state) {
  private static final Duration RESTORE_LIMIT = Duration.ofMinutes(3);
  private static final Duration TWIN_LIMIT = Duration.ofMinutes(3);

  private LabFolder.NodeFolder folder() {
    return lab.node(twin.name());
  }

  /** Makes its files, starts it from the saved state, gives it its disks, cards and names. */
  void create() throws IOException {
    LabFolder.NodeFolder folder = folder();
    Files.createDirectories(folder.path());
    Qemu.overlay(state.system(), "qcow2", folder.system());
    for (Twin.Disk disk : twin.disks()) {
      Qemu.create(folder.disk(disk), disk.size().bytes());
    }
    Files.write(
        folder.disks(),
        twin.disks().stream().map(disk -> disk.serial() + " " + disk.path()).toList());
    LocalCommand.of(
            "ssh-keygen",
            "-q",
            "-t",
            "ed25519",
            "-N",
            "",
            "-C",
            twin.name().text(),
            "-f",
            folder.hostKey().toString())
        .require("make a host key");
    int port = Qemu.freePort();
    Files.writeString(folder.sshPort(), port + "\n");
    Files.writeString(folder.qmp(), lab.qmp(twin) + "\n");
    Files.write(folder.boot(), bootArguments(port));
    restore(port);
  }

  private List<String> commonArguments(int port) {
    LabFolder.NodeFolder folder = folder();
    return state
        .machine()
        .arguments(folder.system(), port, folder.console(), folder.pid(), lab.qmp(twin));
  }

  /** A cold boot: everything is on the command line. */
  List<String> bootArguments(int port) {
    List<String> arguments = new ArrayList<>(commonArguments(port));
    arguments.addAll(state.machine().ownMemory());
    arguments.addAll(Machine.kernelArguments(twin.cards()));
    int slot = Machine.FIRST_FREE_SLOT;
    for (Twin.Disk disk : twin.disks()) {
      arguments.addAll(
          List.of("-blockdev", Json.write(Devices.image(disk.serial(), folder().disk(disk)))));
      arguments.addAll(List.of("-blockdev", Json.write(Devices.top(disk.serial()))));
      arguments.addAll(List.of("-device", Json.write(Devices.device(disk, slot++))));
    }
    for (Twin.Card card : twin.cards()) {
      arguments.addAll(List.of("-netdev", Json.write(Devices.backEnd(card, port(card)))));
      arguments.addAll(List.of("-device", Json.write(Devices.device(card, slot++))));
    }
    if (slot > Machine.LAST_SLOT + 1) {
      throw new LabFailure(
          "%s has more disks and networks than a lab node has places for: %d of %d"
              .formatted(
                  twin.name(),
                  slot - Machine.FIRST_FREE_SLOT,
                  Machine.LAST_SLOT + 1 - Machine.FIRST_FREE_SLOT));
    }
    return arguments;
  }

  private Path port(Twin.Card card) {
    return lab.sockets().resolve(twin.port(card));
  }

  private void restore(int port) throws IOException {
    List<String> arguments = new ArrayList<>(commonArguments(port));
    arguments.addAll(WaitingShell.arguments(lab.shell(twin)));
    arguments.addAll(state.machine().memoryFile(state.memory(), Machine.MemoryUse.COPIED_ON_WRITE));
    arguments.addAll(Machine.kernelArguments(List.of()));
    arguments.addAll(List.of("-incoming", "defer"));
    new LocalCommand(arguments).require("start " + twin.name());
    try (Qmp qmp = Qmp.connect(lab.qmp(twin));
        WaitingShell shell = WaitingShell.connect(lab.shell(twin))) {
      SavedState.shareMemory(qmp);
      qmp.execute("migrate-incoming", Map.of("uri", "exec:cat '" + state.devices() + "'"));
      awaitLoaded(qmp);
      qmp.execute("cont", Map.of());
      new SwitchControl(lab).awaitControl();
      plugIn(qmp);
      becomeTwin(shell);
    }
  }

  private void awaitLoaded(Qmp qmp) {
    Instant end = Instant.now().plus(RESTORE_LIMIT);
    while (qmp.execute("query-status", Map.of()).path("status").asText().equals("inmigrate")) {
      if (Instant.now().isAfter(end)) {
        throw new LabFailure(
            "QEMU did not load the saved state " + state.folder() + " for " + twin.name());
      }
      Qemu.pause(Duration.ofMillis(10));
    }
  }

  private void plugIn(Qmp qmp) {
    int slot = Machine.FIRST_FREE_SLOT;
    for (Twin.Disk disk : twin.disks()) {
      qmp.execute("blockdev-add", Devices.image(disk.serial(), folder().disk(disk)));
      qmp.execute("blockdev-add", Devices.top(disk.serial()));
      qmp.execute("device_add", Devices.device(disk, slot++));
    }
    for (Twin.Card card : twin.cards()) {
      qmp.execute("netdev_add", Devices.backEnd(card, port(card)));
      qmp.execute("device_add", Devices.device(card, slot++));
    }
  }

  private void becomeTwin(WaitingShell shell) throws IOException {
    String whom = "make a started node the twin of " + twin.name();
    Personality personality =
        new Personality(
            twin,
            UUID.randomUUID().toString().replace("-", ""),
            Files.readString(folder().publicHostKey()).strip(),
            Files.readString(folder().hostKey()).strip(),
            Recipe.digest(UUID.randomUUID().toString() + UUID.randomUUID()));
    shell.await(personality.cardsAreThere(), TWIN_LIMIT, "see the network cards of " + twin.name());
    shell.require(personality.script(), TWIN_LIMIT, whom);
    shell.await(
        personality.isDone(),
        TWIN_LIMIT,
        "see the disks of " + twin.name() + ", and its SSH server with its new key,");
    // Last, with what is to be on its disk: what it takes to get there would be missing on the
    // clock.
    shell.require("sync", TWIN_LIMIT, whom);
    shell.require(Personality.clock(Instant.now()), TWIN_LIMIT, "set the clock of " + twin.name());
    shell.exit();
  }
}
