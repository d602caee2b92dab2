# Managed by Cairn. Changes here are overwritten; change the cluster file.
# sh subvolume-snapshots.sh container|filesystem LAYER MOUNT DEVICE EVERY:SECONDS:KEEP...
# Run by the units cairn-snapshots-LAYER.service. Takes the snapshots that are due, and deletes the
# oldest of each schedule beyond KEEP.
kind=$1 layer=$2 mount=$3 device=$4
shift 4
set -eu
export LC_ALL=C
# what is begun is ended: systemd tells only this shell to stop
trap 'exit 1' HUP INT TERM
status=0

fail() { echo "$*" >&2; status=1; }
die() { fail "$@"; exit 1; }

# Nothing changes in the midst of what Cairn does; Cairn waits as long as one command takes.
change() {
  code=0
  flock --shared --nonblock --close --conflict-exit-code 75 /run/lock/cairn.lock "$@" || code=$?
  [ "$code" != 75 ] || { echo 'Cairn is at work on this node: left for the next time'; exit "$status"; }
  return "$code"
}

stamp() { date --utc --date="@$1" +%Y%m%dT%H%M%SZ; }

earlier() { expr "$1" '<' "$2" > /dev/null; }

# Whether this period of $2 seconds has no snapshot, the last one being $1: that came along when the
# layer moved. Periods begin at the same times everywhere, a week on Monday; 345600 is the first
# one of 1970.
is_due() {
  [ -n "$1" ] || return 0
  begun=$(stamp $((now - (now - 345600) % $2))) || exit 1
  ends=$(stamp $((now + $2))) || exit 1
  if earlier "$ends" "${1##*-}"; then
    fail "no snapshot: $1 is of the future. Is the clock right? If it is, delete that one with 'cairn snapshot delete'."
    return 1
  fi
  earlier "${1##*-}" "$begun"
}

registry=/var/lib/lxc
snapshots=$mount/.cairn/snapshots/$layer
marks=$mount/.cairn/schedules/$layer
# by another name until it is whole
fresh=$snapshots/.of-schedule
frozen=

thaw() {
  for name in $frozen; do lxc-unfreeze --lxcpath="$registry" --name="$name" || fail "$name stays frozen"; done
  frozen=
}
trap thaw EXIT

# A directory with inode 256 on Btrfs is the root of a subvolume.
is_subvolume() {
  [ ! -L "$1" ] && [ "$(stat --file-system --format=%T -- "$1"):$(stat --format=%i -- "$1")" = btrfs:256 ]
}

is_read_only() { is_subvolume "$1" && [ "$(btrfs property get -ts "$1" ro)" = ro=true ]; }

# The file system is the one meant and in use here.
look() {
  source=$(findmnt --noheadings --nofsroot --first-only --output SOURCE --mountpoint "$mount") ||
    die "nothing is mounted at $mount"
  [ "$(readlink --canonicalize "$source")" = "$(readlink --canonicalize "$device")" ] ||
    die "$mount is mounted from $source, not from $device"
}

of_schedule() {
  for mark in "$marks/every-$1-"[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z; do
    [ -e "$mark" ] && [ -d "$snapshots/${mark##*/}" ] || continue
    echo "${mark##*/}"
  done | sort
}

# Of a full Btrfs nothing can be deleted any more once snapshots hold what it is full of.
has_room() {
  used=$(df --output=pcent -- "$mount" | tail -n 1 | tr -d ' %') || return 1
  [ "$used" -lt 95 ] || { fail "$mount is too full: $used %, the most is 95 %"; return 1; }
}

of_container() {
  root=$mount/lxc/$layer/rootfs
  is_subvolume "$root" || { fail "$root is no subvolume"; return 1; }
  inner=$(btrfs subvolume list -o "$root") || return 1
  [ -z "$inner" ] || { fail "subvolumes lie within $layer, which a snapshot would leave out: $inner"; return 1; }
  btrfs subvolume snapshot -r -- "$root" "$snapshots/$1"
}

# All at one moment: every container that runs is frozen while they are taken.
of_filesystem() {
  [ "$(findmnt --noheadings --first-only --output FSROOT --mountpoint "$mount")" = / ] ||
    { fail "only a part of the file system is mounted at $mount"; return 1; }
  others=$(btrfs subvolume list "$mount") || return 1
  others=$(printf '%s\n' "$others" | sed 's/^.* path //' | grep --invert-match -e '^\.cairn/' -e '^lxc/[^/]*/rootfs$' || true)
  [ -z "$others" ] || { fail "there are subvolumes that a snapshot would leave out: $others"; return 1; }
  clear "$fresh" && mkdir --parents -- "$fresh/lxc" || return 1
  for root in "$mount"/lxc/*/rootfs; do
    name=${root%/rootfs} name=${name##*/}
    if lxc-info --lxcpath="$registry" --name="$name" --state --no-humanize 2> /dev/null | grep --quiet RUNNING; then
      frozen="$frozen $name"
      lxc-freeze --lxcpath="$registry" --name="$name" || return 1
    fi
  done
  btrfs subvolume snapshot -r -- "$mount" "$fresh/top" || return 1
  for root in "$mount"/lxc/*/rootfs; do
    [ -d "$root" ] || continue
    name=${root%/rootfs} name=${name##*/}
    btrfs subvolume snapshot -r -- "$root" "$fresh/lxc/$name" || return 1
  done
  mv --no-target-directory -- "$fresh" "$snapshots/$1"
}

# Only read-only subvolumes, and the folders around them.
clear() {
  for each in "$1"/lxc/* "$1/top" "$1"; do
    [ -d "$each" ] && is_subvolume "$each" || continue
    is_read_only "$each" || { fail "$each can be written to: it is no snapshot"; return 1; }
    btrfs subvolume delete -- "$each" || return 1
  done
  [ ! -e "$1/lxc" ] || rmdir -- "$1/lxc" || return 1
  [ ! -e "$1" ] || rmdir -- "$1"
}

# The mark first: cut off here, it is one of nothing, and taken away the next time.
take_now() {
  install --directory --mode=0700 -- "$mount/.cairn" "$mount/.cairn/snapshots" "$snapshots" "$mount/.cairn/schedules" "$marks" || return 1
  for mark in "$marks"/*; do
    [ ! -e "$mark" ] || [ -d "$snapshots/${mark##*/}" ] || rm -- "$mark" || return 1
  done
  : > "$marks/every-$1-$stamp" || return 1
  "of_$kind" "every-$1-$stamp"
}

# Holds off what Cairn does as long as it takes; nothing that it starts goes on behind it.
alone() {
  exec 9>> /run/lock/cairn.lock
  flock --shared --nonblock 9 || { echo 'Cairn is at work on this node: left for the next time'; exit "$status"; }
  code=0
  "$@" || code=$?
  thaw
  exec 9>&-
  return "$code"
}

take() { has_room && alone take_now "$1"; }

delete() { alone delete_now "$1" || fail "$1 is still there"; }

delete_now() { clear "$snapshots/$1" && rm --force -- "$marks/$1"; }

mkdir -p /run/lock
now=$(date +%s)
stamp=$(stamp "$now")
look
for schedule in "$@"; do
  every=${schedule%%:*} keep=${schedule##*:} seconds=${schedule#*:}
  if is_due "$(of_schedule "$every" | tail -n 1)" "${seconds%:*}"; then
    take "$every" || fail "no snapshot every $every"
    look
  fi
  for old in $(of_schedule "$every" | head -n "-$keep"); do delete "$old"; done
done
exit "$status"
