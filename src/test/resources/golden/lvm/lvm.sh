# Managed by Cairn. Changes here are overwritten; change the cluster file.
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
