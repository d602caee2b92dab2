package io.cairn.engine.network;

import io.cairn.engine.ManagedFile;
import io.cairn.engine.Shell;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way back of a network change: a script, a timer that starts it, and a unit that starts it at
 * boot, all of them on the node. It needs nobody outside.
 */
final class Undo {
  static final String DIRECTORY = "/var/lib/cairn/network";

  /** There while a change is not confirmed; holds the boot in which it was made. */
  static final String ARMED = DIRECTORY + "/armed";

  /** What came of the change: {@code done} or {@code failed}. */
  static final String RESULT = DIRECTORY + "/result";

  /** Who answered before the change, one address a line. */
  static final String ANSWERED = DIRECTORY + "/answered";

  /** The files before the change, a plus for each slash. */
  static final String BEFORE = DIRECTORY + "/before";

  static final String SCRIPT = DIRECTORY + "/undo";
  static final String SERVICE = "cairn-network-undo.service";
  static final String TIMER = "cairn-network-undo.timer";
  static final String CHANGE = "cairn-network-change.service";

  /**
   * How long a change waits for its confirmation: ssh gives a broken connection up after 30 s, a
   * new login has 15 s to answer, and a switch with the spanning tree protocol holds a new port
   * back for 30 s.
   */
  static final int SECONDS = 90;

  private Undo() {}

  /** The unit that goes back, when the timer says so or when the node boots. */
  static ManagedFile service() {
    return ManagedFile.whole(
        "/etc/systemd/system/" + SERVICE,
        """
        [Unit]
        Description=Put the network back as it was before a change that nobody confirmed
        ConditionPathExists=%s
        DefaultDependencies=no
        RequiresMountsFor=%s
        Wants=network-pre.target
        Before=network-pre.target networking.service

        [Service]
        Type=oneshot
        ExecStart=/bin/sh %s

        [Install]
        WantedBy=sysinit.target
        """
            .formatted(ARMED, DIRECTORY, SCRIPT));
  }

  static ManagedFile timer() {
    return ManagedFile.whole(
        "/etc/systemd/system/" + TIMER,
        """
        [Unit]
        Description=Wait for the confirmation of a network change

        [Timer]
        OnActiveSec=%d
        AccuracySec=1
        RemainAfterElapse=no
        """
            .formatted(SECONDS));
  }

  /**
   * Shell that starts the timer, and proves that it runs. Restarted, for a timer that has elapsed
   * once can stay active, and to start what is active does nothing (systemd.timer(5),
   * RemainAfterElapse; seen with systemd 252).
   */
  static String startTimer() {
    return """
        systemctl restart -- %1$s
        state=$(systemctl show --property SubState --value -- %1$s)
        if [ "$state" != waiting ]; then
          rm -f -- %2$s
          echo "the timer that would put the network back is $state: nothing was changed" >&2
          exit 1
        fi"""
        .formatted(TIMER, ARMED);
  }

  /** The script that goes back. It does as much as it can: a failure must not keep the rest out. */
  static ManagedFile script(NodeChange change) {
    String files =
        change.files().stream().map(file -> putBack(file.path())).collect(Collectors.joining("\n"));
    return ManagedFile.whole(
            SCRIPT,
            """
            set -u
            export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
            [ -e %1$s ] || exit 0
            systemctl stop %2$s
            # after a reboot nothing of the change runs any more, and nothing of the network yet
            live=no
            [ "$(cat %1$s)" != "$(cat /proc/sys/kernel/random/boot_id)" ] || live=yes
            if [ "$live" = yes ]; then
            %3$s
            fi
            %4$s
            sync
            if [ "$live" = yes ]; then
              %5$s
            fi
            rm -f %1$s
            echo 'the network is as it was before'
            """
                .formatted(ARMED, CHANGE, takeDown(change), files, bringBack(change)))
        .withMode("0700");
  }

  private static String takeDown(NodeChange change) {
    return Stream.of(
            change.up().reversed().stream().map(name -> "  ifdown --force " + name),
            change.up().stream()
                .map(name -> "  ip link set dev " + name + " nomaster 2> /dev/null"),
            change.up().stream()
                .map(name -> "  ip address flush dev " + name + " scope global 2> /dev/null"),
            change.made().stream()
                .map(name -> "  ip link delete dev " + name + " type bridge 2> /dev/null"))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }

  private static String bringBack(NodeChange change) {
    return change.down().isEmpty()
        ? ":"
        : "ifup --force " + String.join(" ", change.down().reversed());
  }

  private static String putBack(String path) {
    String kept = Shell.quote(kept(path));
    String target = Shell.quote(path);
    String beside = Shell.quote(path + ".cairn-new");
    return """
        if [ -e %1$s ]; then cp -p %1$s %3$s && mv -f %3$s %2$s; else rm -f %2$s %3$s; fi"""
        .formatted(kept, target, beside);
  }

  static String kept(String path) {
    return BEFORE + "/" + path.replace('/', '+');
  }

  /** Shell that keeps the files as they are now. */
  static String keep(List<String> paths) {
    return paths.stream()
        .map(
            path ->
                "if [ -e %1$s ]; then cp -p %1$s %2$s; fi"
                    .formatted(Shell.quote(path), Shell.quote(kept(path))))
        .collect(Collectors.joining("\n", "rm -rf " + BEFORE + "\nmkdir -p " + BEFORE + "\n", ""));
  }
}
