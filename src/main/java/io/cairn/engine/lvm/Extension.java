package io.cairn.engine.lvm;

import io.cairn.engine.Context;
import io.cairn.graph.Below;
import io.cairn.graph.DevicePath;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Optional;

/**
 * Devices that a group of Cairn's is declared on and does not lie on, while all that it lies on is
 * declared: they are taken into it. So it is where a lost device was taken out of it and a new one
 * is in its place.
 *
 * @param grounds at least one
 */
record Extension(List<Below.Ground> grounds) {
  Extension {
    grounds = List.copyOf(grounds);
  }

  /** Empty where nothing is to be taken into the group, or where nobody can tell. */
  static Optional<Extension> of(
      GroupLayers layers, NodeName node, Context context, LvmFacts facts) {
    Optional<Group> group =
        facts
            .group(layers.name())
            .filter(g -> g.tags().contains(LvmCommands.tag(context.cluster().name())))
            .filter(g -> g.missing() == 0);
    List<PhysicalVolume> members = facts.members(layers.name());
    boolean isElsewhere =
        members.stream()
            .anyMatch(
                pv ->
                    context.devicesBelow(layers.group(), node).stream()
                        .noneMatch(device -> Capacity.isAt(pv, device, facts.node())));
    // what lies over a resource is the same on all nodes, and grows with it
    if (group.isEmpty() || layers.isReplicated() || members.isEmpty() || isElsewhere) {
      return Optional.empty();
    }
    List<Below.Ground> grounds =
        context.cluster().allBelow(layers.group(), node).stream()
            .filter(ground -> isNoMember(context.device(ground, node), members, facts))
            .toList();
    return grounds.isEmpty() ? Optional.empty() : Optional.of(new Extension(grounds));
  }

  private static boolean isNoMember(
      DevicePath device, List<PhysicalVolume> members, LvmFacts facts) {
    return members.stream().noneMatch(pv -> Capacity.isAt(pv, device, facts.node()));
  }

  /** What is taken in. */
  List<DevicePath> devices(Context context, NodeName node) {
    return grounds.stream().map(ground -> context.device(ground, node)).toList();
  }
}
