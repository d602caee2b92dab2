package io.cairn.engine.drbd;

import io.cairn.engine.Command;
import io.cairn.engine.SnapshotName;
import io.cairn.engine.Units;
import io.cairn.graph.LayerName;
import java.util.List;

/** Intent to command. */
final class DrbdCommands {
  static final Command LOAD_MODULE = Command.exec("modprobe", "drbd");

  private DrbdCommands() {}

  // 40 hexadecimal digits; drbd.conf-8.4(5) takes up to 64 characters
  static Command makeSecret(LayerName resource) {
    String file = DrbdPaths.secret(resource);
    return Command.script(
        """
        umask 077
        mkdir -p %1$s
        head -c 20 /dev/urandom | od -An -v -tx1 | tr -d ' \\n' > %2$s.new
        echo >> %2$s.new
        [ "$(wc -c < %2$s.new)" -eq 41 ]
        sync %2$s.new
        mv %2$s.new %2$s"""
            .formatted(DrbdPaths.SECRETS, file));
  }

  static Command readSecret(LayerName resource) {
    return Command.exec("cat", DrbdPaths.secret(resource));
  }

  static Command writeSecret(LayerName resource) {
    String file = DrbdPaths.secret(resource);
    return Command.script(
        """
        umask 077
        mkdir -p %1$s
        cat > %2$s.new
        [ "$(wc -c < %2$s.new)" -eq 41 ]
        sync %2$s.new
        mv %2$s.new %2$s"""
            .formatted(DrbdPaths.SECRETS, file));
  }

  /**
   * Without {@code --force}: over existing metadata or data drbdmeta asks, and without a terminal
   * that is a refusal (drbdmeta of drbd-utils 9.22).
   */
  static Command createMetadata(LayerName resource) {
    return Command.script("drbdadm create-md " + resource + "/0 < /dev/null");
  }

  /** Starts a unit, also one that systemd believes to be running while DRBD says otherwise. */
  static Command bringUp(LayerName resource) {
    return Command.exec("systemctl", "restart", DrbdPaths.upUnit(resource));
  }

  static Command adoptUp(LayerName resource) {
    return Command.exec("systemctl", "start", DrbdPaths.upUnit(resource));
  }

  /** {@code drbdadm adjust}, with what it says kept free of the secret. */
  static Command adjust(LayerName resource) {
    return Command.script("sh " + DrbdPaths.SCRIPT + " up " + resource);
  }

  static Command connect(LayerName resource, String... options) {
    return Command.script(
        """
        status=0
        said=$(drbdadm connect %s%s 2>&1) || status=$?
        printf '%%s' "$said" | sed 's/--shared-secret=[^ ]*/--shared-secret=***/g' >&2
        [ "$status" = 0 ]"""
            .formatted(options.length == 0 ? "" : String.join(" ", options) + " ", resource));
  }

  /** Takes a stale unit down first: one that someone demoted by hand is still active. */
  static Command promote(LayerName resource) {
    String unit = DrbdPaths.primaryUnit(resource);
    return Command.script(
        """
        case $(drbdadm role %1$s) in
          Primary/*) systemctl start %2$s ;;
          *) systemctl stop %2$s; systemctl start %2$s ;;
        esac"""
            .formatted(resource, unit));
  }

  /** The boot unit goes first: while it waits, it would start everything again. */
  static Command demote(LayerName resource) {
    return Command.exec(
        "systemctl",
        "stop",
        DrbdPaths.bootUnit(resource),
        DrbdPaths.target(resource),
        DrbdPaths.primaryUnit(resource));
  }

  /** Writes the holder mark: from now on this node brings the resource into use at boot. */
  static Command mark(LayerName resource, HolderMark.Reach reach) {
    String mark = Units.holderMark(resource);
    String alone = reach == HolderMark.Reach.ALONE ? "alone\\n" : "";
    return Command.script(
        """
        mkdir -p %2$s
        printf 'since %%s\\n%3$s' "$(date -u +%%Y-%%m-%%dT%%H:%%M:%%SZ)" > %1$s.new
        sync %1$s.new
        mv -f %1$s.new %1$s
        sync %2$s"""
            .formatted(mark, mark.substring(0, mark.lastIndexOf('/')), alone));
  }

  static Command unmark(LayerName resource) {
    return Command.exec("rm", "-f", Units.holderMark(resource));
  }

  /** With everything over it; the unit may not know that it is up. */
  static List<Command> takeDown(LayerName resource) {
    return List.of(
        Command.exec(
            "systemctl",
            "stop",
            DrbdPaths.bootUnit(resource),
            DrbdPaths.target(resource),
            DrbdPaths.primaryUnit(resource),
            DrbdPaths.upUnit(resource)),
        Command.exec("drbdadm", "down", resource.text()));
  }

  /**
   * Has the unit refuse to bring it up, also after a reboot ({@code AssertPathExists} of
   * systemd.unit(5)).
   */
  static Command forbidUp(LayerName resource, SnapshotName until) {
    String file = DrbdPaths.restoring(resource);
    return Command.script(
        """
        mkdir -p %1$s
        printf '# snapshot %3$s\\n[Unit]\\nAssertPathExists=!%2$s\\n' > %2$s
        sync %2$s %1$s
        systemctl daemon-reload"""
            .formatted(folder(file), file, until));
  }

  /** The opposite of {@link #forbidUp}. */
  static Command allowUp(LayerName resource) {
    String file = DrbdPaths.restoring(resource);
    return Command.script(
        """
        rm -f %2$s
        [ ! -d %1$s ] || rmdir --ignore-fail-on-non-empty %1$s
        systemctl daemon-reload"""
            .formatted(folder(file), file));
  }

  private static String folder(String file) {
    return file.substring(0, file.lastIndexOf('/'));
  }

  /**
   * Waits until no write is on its way to the disk or the peer, at most 20 s: {@code lo}, {@code
   * pe} and {@code ap} of /proc/drbd (User's Guide 8.4, "Performance indicators").
   */
  static Command awaitQuiet(int minor) {
    return Command.script(
        """
        begun=$(date +%%s)
        until awk -v minor=%d: '
            $1 ~ /^[0-9]+:$/ { mine = ($1 == minor) }
            mine && / lo:0 pe:0 ua:[0-9]+ ap:0 / { quiet = 1 }
            END { exit !quiet }' /proc/drbd; do
          [ $(($(date +%%s) - begun)) -lt 20 ] || { echo 'writes are still on their way' >&2; exit 1; }
          sleep 0.2
        done"""
            .formatted(minor));
  }

  /** Waits until the peer no longer answers, at most a minute. */
  static Command awaitLoss(int minor) {
    return Command.script(
        """
        begun=$(date +%%s)
        while :; do
          state=$(sed -n 's/^ *%d: //p' /proc/drbd)
          case $state in *' ro:'*/Unknown' ds:'*) break ;; esac
          [ $(($(date +%%s) - begun)) -lt 60 ] || break
          progress "the other node still seems to answer: ${state%%%% *}"
          sleep 1
        done"""
            .formatted(minor));
  }

  static Command disconnect(LayerName resource) {
    return Command.script(
        "[ \"$(drbdadm cstate %1$s)\" = StandAlone ] || drbdadm disconnect %1$s"
            .formatted(resource));
  }

  /** Waits until the peer answers, at most three minutes; what then holds is for the check. */
  static Command awaitConnection(int minor) {
    return Command.script(
        """
        begun=$(date +%%s)
        while :; do
          state=$(sed -n 's/^ *%d: //p' /proc/drbd)
          case $state in *' ro:'*/Unknown*) ;; *) break ;; esac
          [ $(($(date +%%s) - begun)) -lt 180 ] || break
          progress "waiting for the other node: ${state%%%% *}"
          sleep 1
        done"""
            .formatted(minor));
  }

  /**
   * Tells DRBD of a larger disk. What its peer was just told of may begin to be copied in the same
   * moment, and meanwhile it refuses (drbdsetup(8): 130).
   */
  static Command resize(LayerName resource) {
    return Command.script(
        """
        tries=0
        until said=$(drbdadm resize %s 2>&1); do
          tries=$((tries + 1))
          case $said in *'during resync'*) ;; *) tries=900 ;; esac
          [ "$tries" -lt 900 ] || { printf '%%s\\n' "$said" >&2; exit 1; }
          progress 'what was added before is still copied'
          sleep 2
        done"""
            .formatted(resource));
  }

  /** Waits while blocks are copied or compared, and reports how far it is. */
  static Command awaitSync(int minor) {
    return Command.script(
        """
        while :; do
          state=$(sed -n 's/^ *%1$d: cs://p' /proc/drbd)
          case $state in
            *Sync*|WFBitMap*|Verify*) ;;
            *) break ;;
          esac
          progress "$(awk -v minor=%1$d: '
            $1 ~ /^[0-9]+:$/ { mine = ($1 == minor) }
            mine && /ed: *[0-9.]+%%/ { sub(/.*ed: */, ""); done = $1 }
            mine && /finish: / { sub(/.*finish: /, ""); left = $1; rate = $3 }
            END { print done == "" ? "about to begin" : done " done, " rate " KiB/s, " left " left" }' /proc/drbd)"
          sleep 2
        done"""
            .formatted(minor));
  }
}
