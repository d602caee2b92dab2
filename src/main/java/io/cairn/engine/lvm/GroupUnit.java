package io.cairn.engine.lvm;

import io.cairn.engine.ManagedFile;
import io.cairn.engine.Shell;
import io.cairn.engine.Units;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import java.util.List;

/**
 * The service that activates a group over a replicated resource where the resource is primary, and
 * deactivates it before it becomes secondary (systemd.service(5)). A group elsewhere is activated
 * by LVM's own events.
 */
final class GroupUnit {
  private GroupUnit() {}

  static ManagedFile file(
      Layer.VolumeGroup group, LayerName base, List<DevicePath> devices, Cluster cluster) {
    String below = Units.below(group, cluster).orElseThrow();
    String arguments =
        group.name() + " " + Shell.join(devices.stream().map(DevicePath::text).toList());
    return ManagedFile.whole(
        Units.path(Units.group(group.name())),
        """
        [Unit]
        Description=Volume group %1$s (Cairn)
        Requires=%2$s
        After=%2$s lvm2-monitor.service dm-event.socket
        PartOf=%3$s

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart=/bin/sh %4$s activate %5$s
        ExecStop=/bin/sh %4$s deactivate %5$s
        TimeoutSec=5min
        """
            .formatted(group.name(), below, Units.target(base), LvmPaths.SCRIPT, arguments));
  }

  /** The script that the units run; it needs neither Cairn nor its machine. */
  static ManagedFile script() {
    return ManagedFile.whole(LvmPaths.SCRIPT, TEXT).checkedBy("sh", "-n", ManagedFile.CANDIDATE);
  }

  private static final String TEXT =
      """
      # sh lvm.sh activate|deactivate GROUP DEVICE...
      # Run by the units cairn-vg-GROUP.service. The devices are those that the group has to lie on.
      set -eu
      export LC_ALL=C LVM_SUPPRESS_FD_WARNINGS=1
      verb=$1 group=$2
      shift 2

      names() { for device in "$@"; do readlink -f "$device"; done | sort; }

      # The disk below DRBD shows the same group: written to there, the other node would never know.
      activate() {
        udevadm settle --timeout=30 || true
        said=$(vgs --noheadings --options pv_name -- "$group" 2>&1) || { echo "$said" >&2; exit 1; }
        case $said in *WARNING*) echo "$said" >&2; exit 1 ;; esac
        [ "$(names $said)" = "$(names "$@")" ] || {
          echo "$group: LVM finds it on $(names $said), not on $*" >&2
          exit 1
        }
        vgchange --activate y -- "$group"
        udevadm settle --timeout=30 || true
      }

      # What was just unmounted, or udev, may still hold a volume open for a moment. Where the device
      # below is gone LVM cannot say anything of the group: then its mapped devices tell.
      deactivate() {
        mapped=/dev/mapper/$(printf '%s' "$group" | sed 's/-/--/g')-
        tries=0
        until vgchange --activate n -- "$group"; do
          ls -d "$mapped"[!-]* > /dev/null 2>&1 || return 0
          tries=$((tries + 1))
          [ "$tries" -lt 30 ] || return 1
          sleep 1
        done
      }

      case $verb in
        activate | deactivate) "$verb" "$@" ;;
        *) echo "unknown: $verb" >&2; exit 64 ;;
      esac
      """;
}
