package io.cairn.engine.raid;

import io.cairn.engine.Blanking;
import io.cairn.engine.Guard;
import io.cairn.engine.Shell;
import io.cairn.graph.DevicePath;
import java.util.stream.Collectors;

/** What must hold before and after the steps of one array on one node. */
record RaidGuards(RaidView view) {

  private String device() {
    return Shell.quote(view.device().text());
  }

  /** There is no array of that name, from whatever it would be made. */
  Guard isAbsent() {
    return Guard.that(
        "there is no array " + view.fullName(),
        "[ ! -e %1$s ] || { echo \"it is $(readlink -f %1$s)\"; exit 1; }".formatted(device()));
  }

  /** Making it was begun and never ended: nothing can lie over it. */
  Guard isBeingMade() {
    String mark = RaidProbes.making(view.layer());
    return Guard.that("making it was interrupted", "[ -e " + mark + " ]");
  }

  /**
   * Nothing was ever written where the member's data begins: every file system, physical volume or
   * resource would have written there.
   */
  static Guard isEmpty(DevicePath member) {
    return Guard.that(
        member + " holds no data",
        """
        offset=$(mdadm --examine %1$s | sed -n 's/^ *Data Offset : \\([0-9]*\\) sectors$/\\1/p')
        [ -n "$offset" ] || { echo 'where its data begins is not known'; exit 1; }
        cmp --bytes=1048576 --ignore-initial=$((offset * 512)):0 %1$s /dev/zero"""
            .formatted(Shell.quote(member.text())));
  }

  /** Where it is started, nothing is on it and nobody uses it. */
  Guard isUnusedIfStarted() {
    return Guard.that(
        view.fullName() + " is not started, or blank and not in use",
        "[ -e %s ] || exit 0\n%s\n%s\n%s"
            .formatted(
                device(),
                Blanking.isUnused(view.device()).test().toShell(),
                Guard.isClosed(view.device()).test().toShell(),
                Blanking.isBlank(view.device()).test().toShell()));
  }

  /** It is there, of its level and of the declared members, and of nothing else. */
  Guard isMade() {
    return Guard.that(
        view.fullName() + " is a " + view.layer().type() + " of the declared members",
        """
        [ -b %1$s ] || { echo 'it is not there'; exit 1; }
        md=$(readlink -f %1$s); md=/sys/block/${md##*/}/md
        level=$(cat "$md/level") || exit 1
        [ "$level" = %2$s ] || { echo "it is a $level"; exit 1; }
        has=$(for member in "$md"/dev-*/block; do kernel=$(readlink -f "$member"); echo "${kernel##*/}"; done | sort | tr '\\n' ' ')
        wanted=$(for path in %3$s; do kernel=$(readlink -f "$path"); echo "${kernel##*/}"; done | sort | tr '\\n' ' ')
        [ "$has" = "$wanted" ] || { echo "its members are $has"; exit 1; }"""
            .formatted(device(), view.layer().level().word(), paths()));
  }

  /** The array behind the name is the one that was seen. */
  Guard isThatOne(String uuid) {
    return Guard.that(
        view.device() + " is the array " + uuid,
        """
        uuid=$(mdadm --detail --export %s | sed -n 's/^MD_UUID=//p')
        [ "$uuid" = %s ] || { echo "it is ${uuid:-not there}"; exit 1; }"""
            .formatted(device(), uuid));
  }

  /** The member carries a superblock of the array that was seen. */
  Guard belongsTo(DevicePath member, String uuid) {
    return Guard.that(
        member + " is a member of the array " + uuid,
        """
        uuid=$(mdadm --examine --export %s | sed -n 's/^MD_UUID=//p')
        [ "$uuid" = %s ] || { echo "it belongs to ${uuid:-none}"; exit 1; }"""
            .formatted(Shell.quote(member.text()), uuid));
  }

  /** Wiping it was begun and never ended: what it holds is what was there then. */
  Guard wasBeingWiped(DevicePath member) {
    return Guard.that(
        "wiping " + member + " was interrupted", RaidProbes.wiping(view.layer()).names(member));
  }

  /** Its first MiB is zero, or what it holds is left of wiping it. */
  Guard isZeroOrWasBeingWiped(DevicePath member) {
    Guard zero = Blanking.isZeroAtItsBeginning(member);
    return Guard.that(
        zero.what() + ", or wiping it was interrupted",
        RaidProbes.wiping(view.layer()).names(member) + " || " + zero.test().toShell());
  }

  /** mdadm.conf names the array as it is. */
  Guard isNamed() {
    return Guard.that(
        RaidProbes.CONFIG + " names the array",
        """
        uuid=$(mdadm --detail --export %1$s | sed -n 's/^MD_UUID=//p')
        grep -q -x -F -- "ARRAY /dev/md/%2$s metadata=1.2 UUID=${uuid:-none}" %3$s"""
            .formatted(device(), view.layer().name(), RaidProbes.CONFIG));
  }

  private String paths() {
    return view.members().stream()
        .map(member -> Shell.quote(member.path().text()))
        .collect(Collectors.joining(" "));
  }
}
