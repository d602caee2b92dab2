package io.cairn.engine.drbd;

import io.cairn.engine.ManagedFile;
import io.cairn.engine.SnapshotMarks;

/**
 * The script that DRBD runs on the target of a resync, before it and after it.
 *
 * <p>The module waits for the one before: until it ends nothing that the other node writes is
 * received (drbd_worker.c, {@code drbd_start_resync}). So it has a limit, and what LVM does later
 * than that is undone.
 */
final class ResyncScript {
  /**
   * In seconds. The other node gives up a connection on which a write waits for {@code timeout}
   * times {@code ko-count}: 6 s times 7 (drbd.conf-8.4(5)).
   */
  private static final int LIMIT = 20;

  private ResyncScript() {}

  /** The script, checked by the shell before it is put in place. */
  static ManagedFile file() {
    return ManagedFile.whole(
            DrbdPaths.RESYNC_SCRIPT,
            TEXT.replace("@LIMIT@", Integer.toString(LIMIT))
                .replace("@NAME@", SnapshotMarks.BEFORE_RESYNC.text())
                .replace("@SNAPSHOT@", SnapshotMarks.TAG)
                .replace("@RESYNC@", SnapshotMarks.RESYNC)
                .replace("@TAKEN@", SnapshotMarks.TAKEN + SnapshotMarks.NOW))
        .checkedBy("sh", "-n", ManagedFile.CANDIDATE);
  }

  // A block of 4 KiB that is resynced can cost a whole chunk of the pool, for the snapshot keeps
  // the
  // old one; 48 bytes of metadata for each (kernel documentation, thin-provisioning). A pool that a
  // resync fills would fail every volume in it, which is worse than what the snapshot is for.
  private static final String TEXT =
      """
      # sh resync.sh before|after thin|any TAG
      # Run by DRBD where this node's copy is the target of a resync (drbd.conf-8.4(5), handlers). TAG is that of what
      # Cairn made in LVM; thin volumes, or any, are snapshotted. It ends with 0 whatever happens: for another status DRBD
      # would give up the connection, and a copy that is not replicated is worse than one without a snapshot.
      set -u
      export LC_ALL=C LVM_SUPPRESS_FD_WARNINGS=1
      verb=$1 kind=$2 tag=$3
      resource=${DRBD_RESOURCE-} disk=${DRBD_LL_DISK-} minor=${DRBD_MINOR-}
      limit=@LIMIT@

      say() { logger --tag cairn-drbd --priority "daemon.$1" -- "$resource: $2"; }

      # What /proc/drbd says of it, on one line: cs:CONNECTION ro:HERE/THERE ds:HERE/THERE ... oos:KIBIBYTES
      state() { sed -n "/^ *$minor: /{N;s/\\n/ /;s/^[^:]*: *//;p;}" /proc/drbd 2> /dev/null; }

      # One at a time for each resource: a removal that is late must not meet the next resync.
      alone() {
        exec 9> "/run/lock/cairn-resync-$resource"
        flock --timeout 300 9
      }

      # LVM must not look at DRBD's own devices: while this script runs, reading one can wait for its end.
      find_volume() {
        names=$(dmsetup splitname --noheadings --separator ' ' --options vg_name,lv_name "${disk#/dev/mapper/}" LVM) || return 1
        set -- $names
        group=$1 volume=$2
        snapshot=$volume.@NAME@
        own=$(lvmconfig devices/filter 2> /dev/null) || own=
        own=${own#filter=} own=${own#'['} own=${own%']'}
        hide="devices { filter = [ \\"r|^/dev/drbd|\\"${own:+, $own} ] }"
      }

      # Says why there shall be no snapshot; nothing where there shall be one. Sizes are in KiB.
      why_not() {
        awk -F '|' -v volume="$volume" -v snapshot="$snapshot" -v tag="$tag" -v kind="$kind" -v behind="$behind" '
          { for (i = 1; i <= NF; i++) gsub(/^ +| +$/, "", $i)
            type[$1] = $2; size[$1] = $3; pool[$1] = $4; chunk[$1] = $5; meta[$1] = $6
            data_used[$1] = $7; meta_used[$1] = $8; tags[$1] = "," $9 "," }
          END {
            if (!(volume in type)) { print "LVM does not show the volume"; exit }
            if (!index(tags[volume], "," tag ",")) { print "the volume is not of this cluster"; exit }
            if (snapshot in type) { print "one is there already, and it is kept: this copy was last consistent then"; exit }
            if (type[volume] != "thin") { if (kind == "thin") print "the volume is not thin"; exit }
            p = pool[volume]
            if (!(p in type) || data_used[p] == "" || meta_used[p] == "" || chunk[p] <= 0) {
              print "how full its pool is, is not known"; exit }
            more = behind / 4 * chunk[p]
            mapped = size[volume] * data_used[volume] / 100
            if (more > mapped) more = mapped
            if (size[p] * data_used[p] / 100 + more > size[p] * 0.9) {
              printf "the pool %s is too full: data %s %%, and up to %d MiB more with it\\n", p, data_used[p], more / 1024; exit }
            if (meta[p] * meta_used[p] / 100 + more / chunk[p] * 48 / 1024 > meta[p] * 0.9)
              printf "the pool %s is too full: metadata %s %%\\n", p, meta_used[p]
          }'
      }

      take() {
        find_volume || { say warning "no snapshot before the resync: $disk is no volume"; return 1; }
        alone || { say warning 'no snapshot before the resync: the last removal has not ended'; return 1; }
        columns=lv_name,segtype,lv_size,pool_lv,chunk_size,lv_metadata_size,data_percent,metadata_percent,lv_tags
        all=$(lvs --config "$hide" --noheadings --separator '|' --units k --nosuffix --options "$columns" -- "$group" 2>&1 9>&-) || {
          say warning "no snapshot before the resync: $all"
          return 1
        }
        why=$(printf '%s\\n' "$all" | why_not)
        [ -z "$why" ] || { say warning "no snapshot before the resync: $why"; return 1; }
        case $(printf '%s\\n' "$all" | sed -n "s/^ *$volume|\\([^|]*\\)|.*/\\1/p") in
          thin) set -- --setactivationskip y ;;
          # as much room as it could ever need: it cannot become invalid
          *) set -- --extents 100%ORIGIN ;;
        esac
        said=$(lvcreate --config "$hide" --yes --snapshot "$@" --name "$snapshot" --addtag "$tag" --addtag @SNAPSHOT@ \\
          --addtag @RESYNC@ --addtag "@TAKEN@" -- "$group/$volume" 2>&1 9>&-) || {
          say warning "no snapshot before the resync: $said"
          return 1
        }
      }

      before() {
        case $disk in /dev/mapper/?*-?*) ;; *) return 0 ;; esac
        seen=$(state)
        behind=${seen##* oos:}
        behind=${behind%%[!0-9]*}
        case $seen in
          *' ds:Outdated/'* | *' ds:Consistent/'* | *' ds:UpToDate/'*) ;;
          *) say info "no snapshot before the resync: this copy is not consistent (${seen:-unknown})"; return 0 ;;
        esac
        [ "${behind:-0}" -gt 0 ] || return 0
        at=$(mktemp -d /run/cairn-resync.XXXXXX) || return 0
        : > "$at/running"
        # whoever moves the file away first has the say whether it was in time
        (
          if take; then
            if mv "$at/running" "$at/done"; then
              say notice "$group/$snapshot has the last consistent state of this copy while it is resynced"
            else
              lvremove --config "$hide" --yes -- "$group/$snapshot" 9>&-
            fi
          fi
          rm -rf "$at"
        ) < /dev/null > /dev/null 2>&1 &
        left=$((limit * 5))
        while [ -e "$at/running" ]; do
          left=$((left - 1))
          if [ "$left" -lt 0 ] && mv "$at/running" "$at/late" 2> /dev/null; then
            say warning "no snapshot before the resync: LVM did not make one within $limit s"
          fi
          sleep 0.2
        done
      }

      # Only what this script took, and only while this copy is good without it.
      remove() {
        find_volume && alone || return 0
        tags=$(lvs --config "$hide" --noheadings --options lv_tags -- "$group/$snapshot" 9>&-) || return 0
        case ,$(printf '%s' "$tags" | tr -d ' '), in *,@RESYNC@,*) ;; *) return 0 ;; esac
        case $(state) in
          *' ds:UpToDate/'*) ;;
          *) say warning "$group/$snapshot is kept: this copy is not up to date"; return 0 ;;
        esac
        if said=$(lvremove --config "$hide" --yes -- "$group/$snapshot" 2>&1 9>&-); then
          say notice "$group/$snapshot is removed: the resync has ended"
        else
          say warning "$group/$snapshot is left: $said"
        fi
      }

      after() {
        case $disk in /dev/mapper/?*-?*) ;; *) return 0 ;; esac
        remove < /dev/null > /dev/null 2>&1 &
      }

      case $verb in
        before | after) "$verb" ;;
      esac
      exit 0
      """;
}
