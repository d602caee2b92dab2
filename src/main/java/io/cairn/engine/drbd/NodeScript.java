package io.cairn.engine.drbd;

import io.cairn.engine.ManagedFile;
import io.cairn.engine.Units;
import io.cairn.graph.LayerName;

/** The script on each node that the units run; it needs neither Cairn nor its machine. */
final class NodeScript {
  private NodeScript() {}

  /** The script, checked by the shell before it is put in place. */
  static ManagedFile file() {
    String marks = Units.holderMark(new LayerName("X")).replaceAll("X$", "");
    return ManagedFile.whole(
            DrbdPaths.SCRIPT, TEXT.replace("@MARKS@", marks).replace("@ROLES@", DrbdPaths.ROLES))
        .checkedBy("sh", "-n", ManagedFile.CANDIDATE);
  }

  private static final String TEXT =
      """
      # sh drbd.sh up|down|primary|secondary|boot RESOURCE
      # Run by the units cairn-drbd-, cairn-primary- and cairn-boot-RESOURCE.service.
      set -eu
      export LC_ALL=C
      verb=$1 resource=$2
      mark=@MARKS@$resource
      roles=@ROLES@/$resource.roles
      growing=@ROLES@/$resource.growing
      former=cairn-$resource-former-end

      say() { printf '%s: %s\\n' "$resource" "$*"; }

      # When drbdadm fails it shows the command that it ran, with the shared secret in it.
      masked() {
        status=0
        said=$("$@" 2>&1 < /dev/null) || status=$?
        [ -z "$said" ] || printf '%s\\n' "$said" | sed 's/--shared-secret=[^ ]*/--shared-secret=***/g' >&2
        return "$status"
      }

      # The line of /proc/drbd: cs:CONNECTION ro:HERE/THERE ds:HERE/THERE ...; empty when it is down.
      state() {
        minor=$(drbdadm sh-dev "$resource")
        minor=${minor#/dev/drbd}
        [ ! -e /proc/drbd ] || sed -n "s/^ *$minor: //p" /proc/drbd
      }

      # When this node was primary is what a split brain is judged by.
      record() {
        mkdir -p "${roles%/*}"
        printf '%s %s\\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" >> "$roles"
        tail -n 200 "$roles" > "$roles.new"
        mv -f "$roles.new" "$roles"
      }

      up() {
        modprobe drbd
        disk=$(drbdadm sh-ll-dev "$resource")
        tries=0
        while [ ! -b "$disk" ] && [ "$tries" -lt 90 ]; do
          sleep 1
          tries=$((tries + 1))
        done
        [ ! -e "/dev/mapper/$former" ] || let_go
        case $(state) in *' ds:'[!D]*) ;; *) find_metadata ;; esac
        masked drbdadm adjust "$resource"
      }

      has_metadata() { drbdmeta --force - v08 "$1" internal get-gi > /dev/null 2>&1 < /dev/null; }

      # The disk below was made larger, and this node stopped before DRBD was told: the metadata are where it
      # ended before. drbdmeta of drbd-utils before 9.35 moves them, and the bitmap to a wrong place.
      find_metadata() {
        [ -s "$growing" ] || return 0
        read -r volume size < "$growing"
        case $volume in
          # it may still grow while this is up
          /dev/drbd*) [ "$(blockdev --getsize64 "$volume")" -gt "$size" ] || return 0 ;;
        esac
        if ! has_metadata "$volume"; then
          loop=$(losetup --read-only --sizelimit "$size" --find --show "$volume")
          if has_metadata "$loop"; then ended=here; else ended=elsewhere; fi
          losetup --detach "$loop"
          case $ended$volume in
            here/dev/drbd*) move_metadata ;;
            here*) take_back ;;
          esac
        fi
        rm -f "$growing"
      }

      # A volume gets its size back; DRBD never wrote to what it loses.
      take_back() {
        say "$volume gets its $size bytes back: DRBD was not told yet that it is larger"
        # newer ones look for a file system at once, and would find the one in DRBD
        if lvreduce --help 2>&1 | grep -q -e --fs; then set -- --fs ignore; else set --; fi
        lvreduce --yes --force "$@" --size "${size}b" -- "$volume"
      }

      # The resource of a pair keeps the size that its nodes have agreed on. The kernel is shown its device with
      # the former end, and then told of the new one, before anybody uses what is over it.
      move_metadata() {
        say "its metadata move from byte $size of $volume to the end: DRBD was not told yet that it is larger"
        minor=$(drbdadm sh-dev "$resource")
        minor=${minor#/dev/drbd}
        # what an attempt without its disk has left
        drbdsetup down "$resource" 2> /dev/null || true
        dmsetup create "$former" --table "0 $((size / 512)) linear $volume 0"
        drbdmeta --force - v08 "/dev/mapper/$former" internal apply-al < /dev/null
        drbdsetup new-resource "$resource"
        drbdsetup new-minor "$resource" "$minor" 0
        drbdsetup attach "$minor" "/dev/mapper/$former" "/dev/mapper/$former" internal
        dmsetup suspend "$former"
        dmsetup reload "$former" --table "0 $(blockdev --getsz "$volume") linear $volume 0"
        dmsetup resume "$former"
        drbdsetup resize "$minor"
        let_go
        has_metadata "$volume"
      }

      let_go() {
        drbdsetup down "$resource" || true
        udevadm settle --timeout=30 || true
        dmsetup remove --retry "$former"
      }

      down() {
        case $(state) in '') return 0 ;; esac
        masked drbdadm down "$resource"
      }

      # Without force: refused while the peer is primary, and without up-to-date data.
      primary() {
        case $(state) in *' ro:Primary/'*) was=primary ;; *) was=secondary ;; esac
        masked drbdadm primary "$resource"
        [ "$was" = primary ] || record primary
      }

      # What just unmounted it, or udev, may still hold it open for a moment.
      secondary() {
        case $(state) in *' ro:Primary/'*) ;; *) return 0 ;; esac
        tries=0
        until masked drbdadm secondary "$resource"; do
          tries=$((tries + 1))
          [ "$tries" -lt 30 ] || return 1
          sleep 1
        done
        record secondary
      }

      # Brings everything over the resource up again where it was, and only there: without the peer only
      # where an operator said that the peer is dead. Never forces anything.
      boot() {
        begun=$(date +%s)
        told=0
        behind=0
        while [ -e "$mark" ]; do
          now=$(($(date +%s) - begun))
          seen=$(state)
          ready=no
          case $seen in
            *' ro:Primary/'*) ready=yes ;;
            *' ro:Secondary/Primary '*) give_up 'the other node is primary' ;;
            *' ro:Secondary/Secondary ds:UpToDate/'*) ready=yes ;;
            # After both lost power it can be either that counts as newer. The other one comes first, if it
            # claims the resource too; else this one goes on with its data, read from there where need be.
            'cs:SyncTarget ro:Secondary/Secondary ds:'*'/UpToDate '*)
              behind=$((behind + 1))
              [ "$behind" -lt 20 ] || ready=yes ;;
            *' ro:Secondary/Unknown ds:UpToDate/'*)
              if [ "$now" -ge 30 ] && grep -qx alone "$mark"; then ready=yes; fi ;;
          esac
          if [ "$ready" = yes ] && systemctl start "cairn-primary-$resource.service"; then
            say 'starting what lies over it'
            exec systemctl start --no-block "cairn-$resource.target"
          fi
          if [ "$now" -ge "$told" ]; then
            say "not started yet: ${seen:-not configured}. Waiting for the other node."
            told=$((now + 600))
          fi
          if [ "$now" -lt 600 ]; then sleep 3; else sleep 15; fi
        done
      }

      give_up() {
        say "$1: it is not started here, and this node no longer claims it"
        rm -f "$mark"
        exit 0
      }

      case $verb in
        up | down | primary | secondary | boot) "$verb" ;;
        *) echo "unknown: $verb" >&2; exit 64 ;;
      esac
      """;
}
