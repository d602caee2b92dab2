package io.cairn.sim;

import java.util.List;

/**
 * What udev's rules do when a device appears: 64-md-raid-assembly.rules has mdadm take up members,
 * 69-dm-lvm.rules activates groups that are complete.
 */
final class Appearance {
  private Appearance() {}

  /** At boot every disk appears; arrays that stay incomplete are started when they can be. */
  static void all(Server server) {
    server.disks().forEach(disk -> of(server, disk));
    // mdadm-last-resort@.timer
    for (MdArray array : List.copyOf(server.kernel().arrays.values())) {
      if (!array.isStarted() && array.isEnough()) {
        array.start();
        of(server, array);
      }
    }
  }

  static void of(Server server, Block block) {
    switch (block.content()) {
      case Content.RaidMember member when server.packages.contains("mdadm") ->
          takeUp(server, block, member);
      case Content.PhysicalVolume _ when server.packages.contains("lvm2") ->
          activate(server, block);
      case Content.Zero _,
          Content.Noise _,
          Content.FileSystem _,
          Content.ThinVolumes _,
          Content.RaidMember _,
          Content.PhysicalVolume _ -> {
        // nothing to do with it
      }
    }
  }

  private static void takeUp(Server server, Block block, Content.RaidMember member) {
    if (!server.over(block).isEmpty()) {
      return;
    }
    Hardware.loadModule(server, member.level());
    MdArray array =
        server.kernel().arrays.values().stream()
            .filter(one -> one.uuid().equals(member.array()))
            .findFirst()
            .orElseGet(() -> MdTools.begin(server, block));
    array.add(block);
    if (array.isWhole() && !array.isStarted()) {
      array.start();
      of(server, array);
    }
  }

  private static void activate(Server server, Block block) {
    Lvm lvm = Lvm.of(server);
    lvm.volumes().stream()
        .filter(seen -> seen.block().equals(block))
        .findFirst()
        .flatMap(lvm::groupOf)
        .filter(Lvm.Found::isComplete)
        .filter(f -> f.group().autoactivation() == VolumeGroup.Autoactivation.ENABLED)
        .ifPresent(found -> new Activation(server, found, found.group()).all());
  }
}
