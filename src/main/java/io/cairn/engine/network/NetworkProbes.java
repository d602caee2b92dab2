package io.cairn.engine.network;

import io.cairn.engine.Probe;
import java.util.List;

/** What is asked of every node; {@value #SPEEDS} may also serve other engines. */
final class NetworkProbes {
  static final String LINKS = "network:links";
  static final String ROUTES = "network:routes";
  static final String ROUTES6 = "network:routes6";
  static final String IFUPDOWN = "network:ifupdown";
  static final String MANAGERS = "network:managers";
  static final String SPEEDS = "network:speeds";
  static final String PENDING = "network:pending";

  private NetworkProbes() {}

  static List<Probe> all() {
    return List.of(
        new Probe(PENDING, PENDING_SCRIPT), // first: what it waits for changes the others' answers
        Probe.command(LINKS, List.of("ip", "-json", "-details", "address", "show")),
        Probe.command(ROUTES, List.of("ip", "-json", "-4", "route", "show", "default")),
        Probe.command(ROUTES6, List.of("ip", "-json", "-6", "route", "show", "default")),
        new Probe(IFUPDOWN, IFUPDOWN_SCRIPT),
        new Probe(MANAGERS, MANAGERS_SCRIPT),
        new Probe(SPEEDS, SPEEDS_SCRIPT));
  }

  // A change that a killed Cairn left unconfirmed is confirmed by the next one, if there is time
  // for
  // it. Else it would meet the way back on its way, and is waited for.
  private static final String PENDING_SCRIPT =
      """
      if [ -e %1$s ] && [ -z "$(find %1$s -newermt '-%2$d seconds')" ]; then
        waited=0
        while [ -e %1$s ] && [ "$waited" -lt %3$d ]; do sleep 1; waited=$((waited + 1)); done
      fi
      if [ -e %1$s ]; then echo armed; else echo nothing; fi"""
          .formatted(Undo.ARMED, Undo.SECONDS / 2, Undo.SECONDS + 30);

  // a bar before each line of a file keeps them apart from the lines that name files; awk ends a
  // last
  // line that lacks its newline
  private static final String IFUPDOWN_SCRIPT =
      """
      command -v ifup > /dev/null || exit 127
      set -- /etc/network/interfaces
      for file in /etc/network/interfaces.d/*; do [ ! -f "$file" ] || set -- "$@" "$file"; done
      sha256sum -- "$@"
      awk 'FNR == 1 { print "file " FILENAME } { print "|" $0 }' "$@"
      exit 0""";

  // networkd keeps the state of a link in a file named by the link's index (systemd-networkd(8))
  private static final String MANAGERS_SCRIPT =
      """
      if [ -d /run/systemd/netif ] && systemctl --quiet is-active systemd-networkd.service; then
        for file in /run/systemd/netif/links/*; do
          [ ! -f "$file" ] || printf 'networkd %s %s\\n' "${file##*/}" "$(sed -n 's/^ADMIN_STATE=//p' "$file")"
        done
      fi
      if [ -d /run/NetworkManager ] && systemctl --quiet is-active NetworkManager.service; then
        nmcli --terse --fields DEVICE,STATE device | sed 's/^\\([^:]*\\):/manager \\1 /'
      fi
      exit 0""";

  // reading the speed of an interface that is down, or has none, is an error
  private static final String SPEEDS_SCRIPT =
      """
      for path in /sys/class/net/*; do
        speed=-1; { read -r speed < "$path/speed"; } 2> /dev/null || speed=-1
        printf '%s %s\\n' "${path##*/}" "$speed"
      done""";
}
