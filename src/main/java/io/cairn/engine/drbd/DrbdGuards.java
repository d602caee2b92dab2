package io.cairn.engine.drbd;

import io.cairn.engine.Guard;
import io.cairn.engine.Shell;
import io.cairn.graph.DevicePath;
import io.cairn.graph.LayerName;
import io.cairn.graph.Size;
import java.util.Optional;

/**
 * What must hold before and after the steps of one resource on one node, read from {@code
 * /proc/drbd} and the disk in that moment.
 */
record DrbdGuards(LayerName resource, Allotment.Slot slot) {

  /** The kernel's device of that number belongs to this resource (rule R10). */
  Guard isTheOneMeant() {
    return Guard.that(
        slot.device() + " is " + resource,
        "drbdsetup events2 --now %1$s | grep -F 'device name:%1$s volume:0 minor:%2$d '"
            .formatted(resource, slot.minor()));
  }

  /** The configuration as drbdadm reads it names this device. */
  Guard isReadAsMeant() {
    return Guard.that(
        "drbdadm reads " + resource + " as " + slot.device() + " of this node",
        "[ \"$(drbdadm sh-dev %s)\" = %s ]".formatted(resource, slot.device()));
  }

  /** The backing disk that drbdadm would write to is this one, behind whatever link. */
  Guard isBackedBy(DevicePath disk) {
    return Guard.that(
        disk + " is the disk of " + resource,
        "[ \"$(readlink -f \"$(drbdadm sh-ll-dev %s)\")\" = \"$(readlink -f %s)\" ]"
            .formatted(resource, disk));
  }

  /** The line of the device in /proc/drbd has this form (a pattern of the shell). */
  private Guard inState(String what, String pattern) {
    return Guard.that(
        what,
        """
        state=$(sed -n 's/^ *%d: //p' /proc/drbd)
        case $state in %s) ;; *) echo "it is ${state:-not configured}"; exit 1 ;; esac"""
            .formatted(slot.minor(), pattern));
  }

  Guard isUp() {
    return inState("it is configured", "*' ro:'*");
  }

  Guard isConnected() {
    return inState("both nodes are connected", "*' ro:'*/Primary' ds:'*|*' ro:'*/Secondary' ds:'*");
  }

  Guard isDisklessBesideGoodCopy() {
    return inState(
        "it has no disk here, and the other node's copy is up to date",
        "*' ds:Diskless/UpToDate '*");
  }

  Guard isUpToDateHere() {
    return inState("its disk here is up to date", "*' ds:UpToDate/'*");
  }

  Guard isUpToDateOnBoth() {
    return inState(
        "the disks of both nodes are up to date", "'cs:Connected '*' ds:UpToDate/UpToDate '*");
  }

  /** Connected, and the peer has no use of it. */
  Guard isPeerSecondary() {
    return inState("the other node is connected and secondary", "*' ro:'*/Secondary' ds:'*");
  }

  Guard isPeerPrimary() {
    return inState("the other node is primary", "*' ro:'*/Primary' ds:'*");
  }

  /** The copy holds what it held when it was shown to the person who decides. */
  Guard holdsGeneration(String generation) {
    // the lowest bit only says whether it is primary
    return Guard.that(
        "the copy is still the one that was shown",
        """
        ids=$(drbdadm get-gi %s/0)
        case $ids in %s[%s]:*) ;; *) echo "its identifiers are $ids"; exit 1 ;; esac"""
            .formatted(
                resource,
                generation.substring(0, generation.length() - 1),
                lastDigits(generation)));
  }

  private static String lastDigits(String generation) {
    int digit = Character.digit(generation.charAt(generation.length() - 1), 16);
    return "%X%X".formatted(digit & ~1, digit | 1);
  }

  /** A verify or resync left no block that differs. */
  Guard hasNoDifference() {
    return Guard.that(
        "no block differs",
        """
        differing=$(awk -v minor=%d: '$1 ~ /^[0-9]+:$/ { mine = ($1 == minor) }
          mine && sub(/.* oos:/, "") { print $1 }' /proc/drbd)
        [ "$differing" = 0 ] || { echo "$differing KiB differ"; exit 1; }"""
            .formatted(slot.minor()));
  }

  /** No peer answers. */
  Guard isAlone() {
    return inState("the other node does not answer", "*' ro:'*/Unknown' ds:'*");
  }

  Guard isPrimary() {
    return inState("it is primary here", "*' ro:Primary/'*");
  }

  Guard isSecondary() {
    return inState("it is secondary here", "*' ro:Secondary/'*");
  }

  /** Secondary, or not up at all. */
  Guard isNotPrimary() {
    return Guard.that(
        "it is not primary here",
        "! grep -q '^ *%d: .* ro:Primary/' /proc/drbd".formatted(slot.minor()));
  }

  Guard isDown() {
    return Guard.that(
        "it is not configured",
        """
        [ -e /proc/drbd ] || exit 0
        state=$(sed -n 's/^ *%d: cs://p' /proc/drbd)
        case $state in ''|Unconfigured*) ;; *) echo "it is $state"; exit 1 ;; esac"""
            .formatted(slot.minor()));
  }

  /**
   * Nobody ever had data in it: the connected state tells of the peer too, for two copies of which
   * only one is new do not meet without one becoming the other's source.
   */
  Guard isNewOnBoth() {
    return inState(
        "both nodes are connected, secondary, and hold no data",
        "'cs:Connected ro:Secondary/Secondary ds:Inconsistent/Inconsistent '*");
  }

  /** There is metadata on its disk, whatever its history. */
  Guard hasMetadata() {
    return Guard.that(
        "there is metadata on its disk",
        "drbdadm get-gi %s/0 < /dev/null > /dev/null".formatted(resource));
  }

  Guard isJustCreated() {
    return Guard.that(
        "its metadata was just created",
        """
        ids=$(drbdadm get-gi %s/0)
        case $ids in
          0000000000000004:0000000000000000:0000000000000000:0000000000000000:*) ;;
          *) echo "its identifiers are $ids"; exit 1 ;;
        esac"""
            .formatted(resource));
  }

  /** The backing disk is there and of the size that was seen when this was planned. */
  static Guard hasSize(DevicePath disk, Optional<Size> size) {
    String test = "[ -b %1$s ] || { echo '%1$s is not there'; exit 1; }".formatted(disk);
    return size.map(
            seen ->
                Guard.that(
                    disk + " has " + seen.sectors() + " sectors",
                    """
                    %s
                    size=$(blockdev --getsize64 %s)
                    [ "$size" = %d ] || { echo "it has $((size / 512)) sectors"; exit 1; }"""
                        .formatted(test, disk, seen.bytes())))
        .orElseGet(() -> Guard.that(disk + " is there", test));
  }

  /** The backing disk carries nothing that anyone would know again. */
  static Guard isWithoutSignature(DevicePath disk) {
    return Guard.that(
        disk + " carries no signature",
        """
        found=$(wipefs --no-act --noheadings --output TYPE,UUID,LABEL %s)
        [ -z "$found" ] || { echo "found: $found"; exit 1; }"""
            .formatted(disk));
  }

  /** Nothing is mounted from the disk, made of it, or holds it. */
  static Guard isUnused(DevicePath disk) {
    return Guard.that(
        disk + " is not in use",
        """
        used=$(lsblk --noheadings --raw --output NAME,MOUNTPOINTS %1$s | sed '1s/^[^ ]* *//')
        held=$(ls "/sys/class/block/$(basename "$(readlink -f %1$s)")/holders")
        [ -z "$used$held" ] || { echo "in use by: $used $held"; exit 1; }"""
            .formatted(disk));
  }

  /** The node runs the module that the configuration is written for. */
  static Guard isEight() {
    return Guard.that(
        "the DRBD module of this kernel is of the 8.4 line",
        """
        version=$(cat /sys/module/drbd/version 2>/dev/null || modinfo --field version drbd)
        case $version in 8.4.*) ;; *) echo "it is ${version:-not there}"; exit 1 ;; esac""");
  }

  /** A file is there and not empty. */
  static Guard isWritten(String path) {
    return Guard.that(path + " is there", "[ -s " + Shell.quote(path) + " ]");
  }
}
