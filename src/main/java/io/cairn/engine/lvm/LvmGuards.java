package io.cairn.engine.lvm;

import io.cairn.engine.Blanking;
import io.cairn.engine.Guard;
import io.cairn.engine.Shell;
import io.cairn.engine.SnapshotMarks;
import io.cairn.graph.DevicePath;
import io.cairn.graph.LayerName;
import io.cairn.graph.Size;
import java.util.List;
import java.util.stream.Collectors;

/** What has to hold on the node immediately before or after a step, for one group. */
record LvmGuards(LayerName group, String tag) {

  // LVM exits 0 when it sees a physical volume twice, or misses one, and says so beside its answer
  private static String ask(String tool, String columns, String of) {
    return """
        said=$(LVM_SUPPRESS_FD_WARNINGS=1 %s --noheadings --options %s -- %s 2>&1) || { echo "$said"; exit 1; }
        case $said in *WARNING*) echo "$said"; exit 1 ;; esac
        """
        .formatted(tool, columns, Shell.quote(of));
  }

  /** The group is Cairn's, all its devices are there, and each is seen once. */
  Guard isOurs() {
    return Guard.that(
        group + " is Cairn's, and LVM sees each of its devices once",
        ask("vgs", "vg_missing_pv_count,vg_tags", group.text())
            + "set -- $said\n[ \"$1\" = 0 ] || { echo \"$1 devices are missing\"; exit 1; }\n"
            + "case ,${2-}, in *,"
            + tag
            + ",*) ;; *) echo \"its tags are: ${2-}\"; exit 1 ;; esac");
  }

  /**
   * The group is Cairn's, and nothing is wrong with it but that its metadata differ between its
   * devices.
   */
  Guard isOursThoughUneven() {
    return Guard.that(
        group + " is Cairn's, and at most its metadata differ between its devices",
        """
        said=$(LVM_SUPPRESS_FD_WARNINGS=1 vgs --noheadings --options vg_missing_pv_count,vg_tags -- %1$s 2>&1) || { echo "$said"; exit 1; }
        said=$(printf '%%s\\n' "$said" | sed -e '/gnoring metadata seqno .* for VG %1$s[.]$/d' -e '/Inconsistent metadata found for VG %1$s[.]$/d' -e '/See vgck --updatemetadata/d')
        case $said in *WARNING*) echo "$said"; exit 1 ;; esac
        set -- $said
        [ "$1" = 0 ] || { echo "$1 devices are missing"; exit 1; }
        case ,${2-}, in *,%2$s,*) ;; *) echo "its tags are: ${2-}"; exit 1 ;; esac"""
            .formatted(group, tag));
  }

  /** Making it was begun and not ended. */
  Guard isBegun() {
    return Guard.that(
        "making " + group + " was not ended",
        "[ -e " + Shell.quote(LvmPaths.started(group).path()) + " ]");
  }

  /** Making the group on that device was begun and not ended. */
  Guard wasBegun(DevicePath device) {
    return Guard.that(
        "making " + group + " was begun on " + device, LvmPaths.started(group).names(device));
  }

  Guard isEmpty() {
    return Guard.that(
        group + " holds no volume",
        """
        found=$(LVM_SUPPRESS_FD_WARNINGS=1 lvs --noheadings --options lv_name -- %s)
        [ -z "$found" ] || { echo "it holds $found"; exit 1; }"""
            .formatted(group));
  }

  /** What is left of a pool: plain, not in use, and made since making it was begun. */
  Guard isLeft(Volume volume, Making making) {
    return Guard.that(
        volume.name() + " is left of a pool whose making was interrupted",
        ask("lvs", "lv_uuid,segtype,lv_device_open", group + "/" + volume.name())
            + "set -- $said\n[ \"$*\" = '"
            + volume.uuid()
            + " linear' ] || { echo \"it is $*\"; exit 1; }\n{ "
            + making.isNewSince(volume.uuid())
            + "; } || { echo 'it was there before'; exit 1; }");
  }

  Guard isAbsent() {
    return Guard.that(
        "there is no group " + group,
        """
        found=$(LVM_SUPPRESS_FD_WARNINGS=1 vgs --noheadings --options vg_uuid --select vg_name=%s)
        [ -z "$found" ] || { echo "it is there: $found"; exit 1; }"""
            .formatted(Shell.quote(group.text())));
  }

  /**
   * The device carries no signature; or the one of a physical volume in no group, which is there
   * because this very step, or the removal of the group, did not come to its end. One that says it
   * is in a group is in none when room for metadata is used on it, and holds none.
   */
  Guard isBlankOrBegun(DevicePath device) {
    return Guard.that(
        device + " is blank, or a physical volume without a group that was begun here",
        """
        found=$(wipefs --no-act --noheadings --output TYPE,LABEL,UUID -- %1$s)
        blkid --probe --output full -- %1$s > /dev/null || [ $? = 2 ] || { echo "blkid is not sure"; exit 1; }
        [ -z "$found" ] || {
          %2$s || { echo "found: $found"; exit 1; }
          said=$(LVM_SUPPRESS_FD_WARNINGS=1 pvs --noheadings --options pv_in_use,pv_mda_used_count,vg_name -- %1$s 2>&1) || { echo "$said"; exit 1; }
          said=$(printf '%%s\\n' "$said" | sed -e '/is marked in use but no VG was found using it/d' -e '/might need repairing/d')
          set -- $said
          case $* in 1 | 'used 1 [unknown]') ;; *) echo "it is $said"; exit 1 ;; esac
        }"""
            .formatted(Shell.quote(device.text()), LvmPaths.started(group).names(device)));
  }

  /** Beside {@link #isBlankOrBegun}: what has no signature begins with zeros, or was begun here. */
  Guard isZeroOrBegun(DevicePath device) {
    return Guard.that(
        device + " begins with zeros, where it has no label of LVM and was not begun here",
        "[ -n \"$(wipefs --no-act --noheadings --output TYPE -- %s)\" ] || %s || %s"
            .formatted(
                Shell.quote(device.text()),
                LvmPaths.started(group).names(device),
                Blanking.isZeroAtItsBeginning(device).test().toShell()));
  }

  /** All of them are physical volumes. */
  Guard hasLabels(List<DevicePath> devices) {
    return Guard.that(
        "the labels of " + group + " are still there",
        "LVM_SUPPRESS_FD_WARNINGS=1 pvs --noheadings --options pv_uuid -- "
            + Shell.join(devices.stream().map(DevicePath::text).toList())
            + " > /dev/null");
  }

  Guard hasDevices(List<DevicePath> devices) {
    return Guard.that(
        group
            + " lies on "
            + devices.stream().map(DevicePath::text).collect(Collectors.joining(", ")),
        ask("vgs", "pv_name", group.text())
            + """
            seen=$(for device in $said; do readlink --canonicalize "$device"; done | sort)
            meant=$(for device in %s; do readlink --canonicalize "$device"; done | sort)
            [ "$seen" = "$meant" ] || { echo "it lies on $seen"; exit 1; }"""
                .formatted(Shell.join(devices.stream().map(DevicePath::text).toList())));
  }

  Guard hasNo(String volume) {
    return Guard.that(
        "there is no volume " + volume + " in " + group,
        """
        found=$(LVM_SUPPRESS_FD_WARNINGS=1 lvs --noheadings --options lv_uuid --select 'vg_name=%1$s && lv_name=%2$s')
        [ -z "$found" ] || { echo "it is there: $found"; exit 1; }"""
            .formatted(group, volume));
  }

  /** The volume is Cairn's, of that type and at least that size. */
  Guard isMade(String volume, String type, Size size) {
    return Guard.that(
        volume + " is a volume of type " + type + ", Cairn's, and of " + size,
        LVM_VOLUME.formatted(Shell.quote(group + "/" + volume), tag, type)
            + "[ \"$2\" -ge "
            + size.bytes()
            + " ] || { echo \"it has $2 bytes\"; exit 1; }");
  }

  /** The volume is Cairn's and of that type. */
  Guard isOurs(String volume, String type) {
    return Guard.that(
        volume + " is a volume of type " + type + " and Cairn's",
        LVM_VOLUME.formatted(Shell.quote(group + "/" + volume), tag, type).stripTrailing());
  }

  private static final String LVM_VOLUME =
      """
      said=$(LVM_SUPPRESS_FD_WARNINGS=1 lvs --noheadings --units b --nosuffix --options segtype,lv_size,lv_tags -- %1$s 2>&1) || { echo "$said"; exit 1; }
      case $said in *WARNING*) echo "$said"; exit 1 ;; esac
      set -- $said
      case ,${3-}, in *,%2$s,*) ;; *) echo "its tags are: ${3-}"; exit 1 ;; esac
      [ "$1" = %3$s ] || { echo "it is of type $1"; exit 1; }
      """;

  /** The volume is a snapshot that Cairn took; what it was taken of has no such tag. */
  Guard isSnapshot(String volume) {
    return Guard.that(
        volume + " is a snapshot, and Cairn's",
        ask("lvs", "lv_tags", group + "/" + volume)
            + """
            tags=,$(printf '%%s' "$said" | tr -d ' '),
            case $tags in *,%1$s,*) ;; *) echo "its tags are: $said"; exit 1 ;; esac
            case $tags in *,%2$s,*) ;; *) echo "its tags are: $said"; exit 1 ;; esac"""
                .formatted(tag, SnapshotMarks.TAG));
  }

  /** Nothing has the volume open; "unknown" is what LVM says of one that has no device. */
  Guard isClosed(String volume) {
    return Guard.that(
        volume + " is not in use",
        ask("lvs", "lv_device_open", group + "/" + volume)
            + "case $(printf '%s' \"$said\" | tr -d ' ') in '' | unknown) ;; *) echo \"it is $said\"; exit 1 ;; esac");
  }

  /** dmeventd(8) watches the pool: without that it does not grow by itself. */
  Guard isWatched(LayerName pool) {
    return Guard.that(
        pool + " is watched by dmeventd",
        ask("lvs", "seg_monitor", group + "/" + pool)
            + "[ \"$(printf '%s' \"$said\" | tr -d ' ')\" = monitored ] || { echo \"it is $said\"; exit 1; }");
  }

  /** Every volume of the group is active, as it is while the group is in use. */
  Guard isActive() {
    return Guard.that(
        "every volume of " + group + " is active",
        """
        found=$(LVM_SUPPRESS_FD_WARNINGS=1 lvs --noheadings --options lv_name --select 'vg_name=%s && lv_active!=active && lv_skip_activation!="skip activation"')
        [ -z "$found" ] || { echo "inactive: $found"; exit 1; }"""
            .formatted(group));
  }

  /** No volume of the group has a device. */
  Guard isInactive() {
    return Guard.that(
        "no volume of " + group + " is active",
        """
        found=$(ls -d %s[!-]* 2>/dev/null) || exit 0
        echo "active: $found"; exit 1"""
            .formatted(LvmPaths.mappedGroup(group)));
  }

  /**
   * A thin volume that has no block behind its first MiB: {@code dmsetup status} shows how many
   * sectors it has and which is the last (kernel documentation, thin-provisioning, "Thin target").
   */
  static Guard isUnmapped(DevicePath thin) {
    return Guard.that(
        "nothing was ever written to " + thin + " behind its first MiB",
        """
        status=$(dmsetup status %s)
        case $status in
          *' thin 0 -') ;;
          *' thin '*[0-9]) [ "${status##* }" -lt 2048 ] || { echo "it is $status"; exit 1; } ;;
          *) echo "it is $status"; exit 1 ;;
        esac"""
            .formatted(Shell.quote(thin.text())));
  }
}
