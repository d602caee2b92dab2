# Managed by Cairn. Changes here are overwritten; change the cluster file.
# sh thin-snapshots.sh CLUSTER GROUP VOLUME POOL MOST EVERY:SECONDS:KEEP...
# Run by the units cairn-snapshots-VOLUME.service. Takes the snapshots that are due, where the pool
# is less than MOST percent full, and deletes the oldest of each schedule beyond KEEP.
cluster=$1 group=$2 volume=$3 pool=$4 most=$5
shift 5
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

export LVM_SUPPRESS_FD_WARNINGS=1

# LVM exits 0 when it sees a device twice or misses one, and says so beside its answer.
ask() {
  said=$("$@" 2>&1) || die "$said"
  case $said in *WARNING*) die "$said" ;; esac
}

has() { case ,$1, in *",$2,"*) ;; *) return 1 ;; esac; }

# The group and the volume are the ones meant and in use here.
look() {
  ask vgs --noheadings --options vg_missing_pv_count,vg_tags -- "$group"
  read -r missing tags <<END
$said
END
  [ "$missing" = 0 ] || die "$missing devices of $group are missing"
  has "$tags" "cairn:$cluster" || die "$group is not Cairn's: its tags are $tags"
  ask lvs --noheadings --options segtype,lv_active,pool_lv,lv_tags -- "$group/$volume"
  read -r type active in tags <<END
$said
END
  [ "$type $active $in" = "thin active $pool" ] || die "$group/$volume is $type, $active, in $in"
  has "$tags" "cairn:$cluster" || die "$group/$volume is not Cairn's: its tags are $tags"
  if has "$tags" cairn-snapshot; then die "$group/$volume is a snapshot itself"; fi
  ask lvs --noheadings --options lv_name,lv_tags -- "$group"
  volumes=$said
}

# The tags say that they are Cairn's and of this schedule, the name that they are of this volume;
# the volume itself has neither.
of_schedule() {
  printf '%s\n' "$volumes" | while read -r name tags; do
    has "$tags" "cairn:$cluster" && has "$tags" cairn-snapshot && has "$tags" "cairn-schedule:$1" || continue
    case $name in
      "$volume.every-$1-"[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z) echo "$name" ;;
    esac
  done | sort
}

# A pool that is full takes all its volumes down.
has_room() {
  ask lvs --noheadings --options data_percent,metadata_percent -- "$group/$pool"
  read -r data metadata <<END
$said
END
  [ -n "$data" ] && [ -n "$metadata" ] || die "nobody can tell how full $group/$pool is: $said"
  [ "${data%%.*}" -lt "$most" ] && [ "${metadata%%.*}" -lt "$most" ] && return
  fail "$group/$pool is too full: data $data %, metadata $metadata %, the most is $most %"
  return 1
}

# Not every one of these is worth an archive of the group's metadata; the backup is kept current.
take() {
  has_room || return 1
  time=$(date --utc --date="@$now" +%Y-%m-%dT%H:%M:%SZ) || return 1
  change lvcreate --yes --snapshot --setactivationskip y --config backup/archive=0 \
    --name "$volume.every-$1-$stamp" \
    --addtag "cairn:$cluster" --addtag cairn-snapshot --addtag "cairn-schedule:$1" \
    --addtag "cairn-taken:$time" -- "$group/$volume"
}

delete() {
  ask lvs --noheadings --options lv_device_open -- "$group/$1"
  case $said in
    *open*) echo "$1 stays: it is in use" ;;
    *) change lvremove --yes --config backup/archive=0 -- "$group/$1" || fail "$1 is still there" ;;
  esac
}

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
