package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What every command that changes volumes of a group does: one piece of work, in its commits. */
final class LvmWork {
  private final Call call;
  private final Lvm.Found found;
  private VolumeGroup group;

  LvmWork(Call call, Lvm.Found found) {
    this.call = call;
    this.found = found;
    this.group = found.group();
  }

  static Answer refused(String why) {
    return LvmGroupTools.answer(5, List.of(), why);
  }

  static long bytes(String text) {
    return Long.parseLong(text.replaceFirst("b$", ""));
  }

  static long extents(long bytes) {
    return Math.ceilDiv(bytes, VolumeGroup.EXTENT);
  }

  static Answer withWarnings(Answer answer, List<String> warnings) {
    return answer instanceof Answer.Said(int exit, String out, String err) && !warnings.isEmpty()
        ? new Answer.Said(exit, out, String.join("\n", warnings) + "\n" + err)
        : answer;
  }

  Call call() {
    return call;
  }

  Server server() {
    return call.server();
  }

  /** The group as the last commit left it. */
  VolumeGroup group() {
    return group;
  }

  void commit(VolumeGroup changed) {
    group = Lvm.commit(found, changed, call.midway());
    call.midway().run();
  }

  // while the tables of an active volume are changed nothing of it can be used by anybody, and what
  // is cut off there is beyond this imitation
  void commitAtOnce(VolumeGroup changed) {
    group =
        Lvm.commit(
            found,
            changed,
            () -> {
              // not to be cut off
            });
  }

  Activation activation() {
    return new Activation(server(), found, group);
  }

  VolumeGroup.Volume plain(String name, Set<String> tags, List<VolumeGroup.Segment> segments) {
    return new VolumeGroup.Volume(
        name,
        LvmGroupTools.uuid(server().world()),
        true,
        tags,
        segments.stream().mapToLong(VolumeGroup.Segment::count).sum() * VolumeGroup.EXTENT,
        segments,
        new VolumeGroup.Role.Linear(),
        Optional.empty());
  }

  Answer tooLittle() {
    return refused(
        "Volume group \"%s\" has insufficient free space (%d extents)"
            .formatted(group.name(), group.free()));
  }

  /** Takes signatures away and zeros the beginning. */
  void wipe(VolumeGroup.Volume volume) {
    Mapped mapped = server().kernel().mapping(group.mapped(volume.name()));
    if (!mapped.surface().equals(Surface.ZERO)) {
      mapped.put(Surface.of(new Content.Noise("behind a beginning of zeros")));
    }
  }

  void wipeForAMoment(VolumeGroup.Volume volume) {
    activation().one(volume);
    server().publish();
    call.midway().run();
    wipe(volume);
    Activation.deactivate(server(), group, volume);
    server().publish();
  }

  /**
   * The spare for repairs, at least that large: made as a plain volume, committed with what
   * follows.
   */
  boolean spare(long count, List<String> on, Optional<String> profile) {
    Optional<VolumeGroup.Volume> there = group.spare();
    long has = there.map(spare -> spare.size() / VolumeGroup.EXTENT).orElse(0L);
    if (has >= count) {
      return true;
    }
    Optional<List<VolumeGroup.Segment>> room = group.allocate(count - has, on);
    if (room.isEmpty()) {
      return false;
    }
    if (there.isPresent()) {
      List<VolumeGroup.Segment> longer = new ArrayList<>(there.get().segments());
      longer.addAll(room.get());
      group =
          group.changed(
              there.get().name(), v -> v.with(longer).withSize(count * VolumeGroup.EXTENT));
      return true;
    }
    VolumeGroup.Volume made = plain(group.freshName(), Set.of(), room.get()).with(profile);
    commit(group.with(made));
    wipeForAMoment(made);
    group = group.changed(made.name(), v -> v.hidden(made.name() + "_pmspare"));
    return true;
  }
}
