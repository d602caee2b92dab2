package io.cairn.engine.raid;

import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.Context;
import io.cairn.engine.DeviceNames;
import io.cairn.graph.Below;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One array on one node, as declared and as observed. */
record RaidView(
    Layer.Raid layer, NodeName node, RaidFacts facts, List<Member> members, DevicePath device) {
  RaidView {
    members = List.copyOf(members);
  }

  /**
   * A declared member.
   *
   * @param found the device, where it is there
   */
  record Member(
      Below.Ground ground, DevicePath path, Optional<Device> found, MemberContent content) {
    /** Whether it is there by itself, and not made by a layer below. */
    boolean isDisk() {
      return ground instanceof Below.OnDisk;
    }
  }

  static RaidView of(Layer.Raid layer, NodeName node, Context context, RaidFacts facts) {
    List<Member> members = new ArrayList<>();
    for (Below.Ground ground : context.cluster().allBelow(layer, node)) {
      DevicePath path = context.device(ground, node);
      members.add(
          new Member(ground, path, facts.node().blocks().at(path), facts.content(path.text())));
    }
    DevicePath device = DeviceNames.of(layer, node, context.cluster()).orElseThrow();
    return new RaidView(layer, node, facts, members, device);
  }

  /** As it stands in the superblocks. */
  String fullName() {
    return DeviceNames.array(layer.name(), node);
  }

  /** The array of that name, started or not, whoever made it. */
  Optional<MdArray> named() {
    return facts.arrays().stream()
        .filter(array -> array.name().equals(Optional.of(fullName())))
        .findFirst();
  }

  /** The declared array: of that name, and of no other devices than the declared ones. */
  Optional<MdArray> array() {
    return named().filter(this::isOfDeclaredMembers);
  }

  private boolean isOfDeclaredMembers(MdArray array) {
    Set<String> declared = new HashSet<>();
    members.forEach(member -> member.found().ifPresent(device -> declared.add(device.path())));
    // one that failed may have been replaced in the file
    return array.members().stream()
        .filter(member -> !member.isFaulty())
        .allMatch(member -> declared.contains(member.path()));
  }

  /** Whether the array has no working member there. */
  boolean isLost(Member member, MdArray array) {
    return array.members().stream()
        .filter(each -> !each.isFaulty())
        .noneMatch(
            each -> member.found().filter(device -> device.path().equals(each.path())).isPresent());
  }

  /** Members that carry a superblock of this array, of whichever of that name. */
  List<Member> carriers() {
    return members.stream()
        .filter(
            member ->
                member.content() instanceof MemberContent.Superblock(var name, _)
                    && name.equals(fullName()))
        .toList();
  }

  /** The identities of the arrays of that name on the members: more than one is a mixture. */
  Set<String> identities() {
    Set<String> identities = new HashSet<>();
    carriers()
        .forEach(
            member -> {
              if (member.content() instanceof MemberContent.Superblock(_, var uuid)) {
                identities.add(uuid);
              }
            });
    return identities;
  }

  /**
   * Whether making it was interrupted: it was never used, and not every member is in it, or the
   * kernel has them all and was never told to start it. Such members are no others than blank ones
   * and those that carry it.
   */
  boolean isHalfMade() {
    boolean lacks =
        array().map(found -> found.missing() > 0 || !found.isStarted()).orElse(named().isEmpty());
    return isMarkedAsBeingMade()
        && identities().size() == 1
        && (carriers().size() < members.size() || array().filter(a -> !a.isStarted()).isPresent())
        && lacks
        && members.stream()
            .allMatch(m -> carriers().contains(m) || m.content() instanceof MemberContent.Blank);
  }

  /**
   * Whether starting it was interrupted: the kernel has every declared member, and was never told
   * to start the array. One that lacks members is another matter.
   */
  boolean isAssembledHalfway() {
    return array()
        .filter(a -> !a.isStarted() && a.members().size() == members.size())
        .filter(_ -> carriers().size() == members.size() && identities().size() == 1)
        .isPresent();
  }

  /** Whether making it was begun, and its end is not known. */
  boolean isMarkedAsBeingMade() {
    return facts.node().file(RaidProbes.making(layer)).found().isPresent();
  }

  /**
   * Members that were being wiped when that was interrupted: their superblock is gone, and what
   * follows it may not be.
   */
  List<Member> halfWiped() {
    return members.stream()
        .filter(member -> member.content() instanceof MemberContent.Blank)
        .filter(this::wasBeingWiped)
        .toList();
  }

  /** Whether wiping that member was begun, and its end is not known. */
  boolean wasBeingWiped(Member member) {
    return RaidProbes.wiping(layer).isOn(member.path(), facts.node());
  }

  /** Whether nothing of it is there: no array, and no member that was part of one. */
  boolean isNew() {
    return named().isEmpty() && carriers().isEmpty();
  }
}
