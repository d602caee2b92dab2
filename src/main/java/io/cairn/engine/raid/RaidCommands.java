package io.cairn.engine.raid;

import io.cairn.engine.Command;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Shell;
import io.cairn.graph.DevicePath;
import java.util.ArrayList;
import java.util.List;

/** From intent to commands, for one array on one node. */
record RaidCommands(RaidView view) {
  static final Command SETTLE = Command.exec("udevadm", "settle", "--timeout=30");

  /** Where the array's UUID is kept, which nobody knows before it is made. */
  static String identity(RaidView view) {
    return "/var/lib/cairn/raid/" + view.layer().name();
  }

  private String local() {
    return "/dev/md/" + view.layer().name();
  }

  /**
   * Makes it. mdadm(8) asks when members differ by more than a hundredth, or seem to hold
   * something: of the first, the plan has warned; the second is proved just before.
   */
  Command create(Evenness evenness) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "mdadm",
                "--create",
                local(),
                "--metadata=1.2",
                "--homehost=" + view.node(),
                "--name=" + view.layer().name(),
                "--level=" + view.layer().level().word(),
                "--raid-devices=" + view.members().size(),
                "--bitmap=internal"));
    if (evenness == Evenness.DIFFERENT) {
      argv.add("--run");
    }
    view.members().forEach(member -> argv.add(member.path().text()));
    return new Command.Exec(argv);
  }

  /** Whether mdadm will find the members' sizes to differ. */
  enum Evenness {
    ALIKE,
    DIFFERENT
  }

  /** Starts what is on the members; mdadm starts nothing with fewer members than it had. */
  Command assemble(String uuid) {
    List<String> argv =
        new ArrayList<>(
            List.of("mdadm", "--assemble", local(), "--homehost=" + view.node(), "--uuid=" + uuid));
    view.members().forEach(member -> argv.add(member.path().text()));
    return new Command.Exec(argv);
  }

  /** Says that it is being made, before anything is written. */
  Command beginMaking() {
    return Command.script(
        "mkdir -p /var/lib/cairn/raid\n: > %1$s\nsync %1$s /var/lib/cairn/raid"
            .formatted(RaidProbes.making(view.layer())));
  }

  /** Says that it is made. */
  Command endMaking() {
    return Command.exec("rm", "-f", RaidProbes.making(view.layer()));
  }

  /**
   * Stops it where the kernel has it, started or not, with whatever members: one that is not
   * started has no name but the kernel's.
   */
  static Command stopIfThere(String uuid) {
    return Command.script(
        """
        for md in /sys/block/md*/md; do
          [ -e "$md/array_state" ] || continue
          device=/dev/${md#/sys/block/}; device=${device%%/md}
          is=$(mdadm --detail --export "$device" | sed -n 's/^MD_UUID=//p')
          [ "$is" != %s ] || mdadm --stop "$device"
        done"""
            .formatted(uuid));
  }

  /** Keeps the array's UUID for the line in mdadm.conf. */
  Command keepIdentity() {
    return Command.script(
        """
        mdadm --detail --export %1$s | sed -n 's/^MD_UUID=//p' > %2$s
        [ -s %2$s ]"""
            .formatted(Shell.quote(view.device().text()), identity(view)));
  }

  /** Its line in mdadm.conf, with the UUID that the node has kept. */
  ManagedFile entryOfKept() {
    // not secret, but likewise known on the node only
    return entry(ManagedFile.secretIn(identity(view)));
  }

  /** Its line in mdadm.conf. */
  ManagedFile entry(String uuid) {
    return ManagedFile.block(
        RaidProbes.CONFIG,
        "array " + view.layer().name(),
        "ARRAY " + local() + " metadata=1.2 UUID=" + uuid + "\n");
  }

  Command stop() {
    return Command.exec("mdadm", "--stop", view.device().text());
  }

  static Command zeroSuperblock(DevicePath member) {
    return Command.exec("mdadm", "--zero-superblock", member.text());
  }

  /** Takes its line out of mdadm.conf. */
  Command forget() {
    ManagedFile.Content.Block block =
        new ManagedFile.Content.Block("array " + view.layer().name(), "");
    return Command.script(
        """
        [ ! -e %1$s ] || sed -i '/^%2$s$/,/^%3$s$/d' %1$s
        rm -f %4$s"""
            .formatted(RaidProbes.CONFIG, block.begin(), block.end(), identity(view)));
  }
}
