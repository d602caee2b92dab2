package io.cairn.engine.node;

import io.cairn.engine.Probe;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is asked of every node. */
final class NodeProbes {
  static final String MODULES = "node:modules";
  static final String CANDIDATES = "node:candidates";
  static final String TIME = "node:time";
  static final String SERVICES = "node:services";
  static final String HOSTS = "/etc/hosts";

  private NodeProbes() {}

  static List<Probe> of(Cluster cluster, NodeName node) {
    List<Probe> probes = new ArrayList<>();
    probes.add(new Probe(MODULES, modules(cluster, node)));
    probes.add(new Probe(CANDIDATES, candidates(cluster, node)));
    probes.add(new Probe(TIME, TIME_SCRIPT));
    if (carriesDrbd(cluster, node)) {
      probes.add(Probe.command(SERVICES, List.of("systemctl", "is-enabled", "drbd.service")));
    }
    probes.add(Probe.file(HOSTS));
    probes.add(Probe.file(ChronyConfig.PATH));
    return List.copyOf(probes);
  }

  static boolean carriesDrbd(Cluster cluster, NodeName node) {
    return cluster.bottomUpOn(node).stream().anyMatch(Layer.Drbd.class::isInstance);
  }

  // modinfo(8) goes on after a module that it does not find, and says so; without the directory of
  // the running kernel nothing can be loaded any more
  private static String modules(Cluster cluster, NodeName node) {
    return """
        command -v modinfo > /dev/null || exit 127
        [ -d "/lib/modules/$(uname -r)" ] || echo 'kernel gone'
        modinfo %s 2>&1 | grep -E '^(filename|name|version):|not found'
        # how an administrator forbids one for good (modprobe.d(5), install); asked only where there is
        # such a line at all, for modprobe tells all that it knows
        grep -rqsE '^[[:space:]]*install[[:space:]]' /etc/modprobe.d /run/modprobe.d \\
          /usr/local/lib/modprobe.d /usr/lib/modprobe.d /lib/modprobe.d || exit 0
        modprobe --showconfig 2> /dev/null | grep -E '^install (%s) .*/(false|true)( |$)'
        exit 0"""
        .formatted(
            String.join(" ", KernelModules.of(cluster, node)),
            String.join("|", KernelModules.of(cluster, node)));
  }

  // apt is asked only about what is not installed: it takes a second to read its lists
  private static String candidates(Cluster cluster, NodeName node) {
    return """
        wanted='%s'
        installed=" $(dpkg-query -W -f '${Package}=${db:Status-Status} ' $wanted 2> /dev/null)"
        missing=
        for package in $wanted; do
          case $installed in *" $package=installed "*) ;; *) missing="$missing $package" ;; esac
        done
        [ -n "$missing" ] || exit 0
        find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' 2> /dev/null | grep -q . || { echo 'no lists'; exit 0; }
        apt-cache policy $missing"""
        .formatted(String.join(" ", PackageNeeds.all(cluster, node)));
  }

  // timesyncd marks by that file that it has set the clock since boot
  // (systemd-timesyncd.service(8))
  private static final String TIME_SCRIPT =
      """
      systemctl show --property=Id,ActiveState,UnitFileState -- %s
      [ ! -e /run/systemd/timesync/synchronized ] || echo 'timesyncd synchronised'
      command -v chronyc > /dev/null || exit 0
      chronyc -n -c -m tracking sources 2> /dev/null
      exit 0"""
          .formatted(
              TimeFacts.SERVICES.stream()
                  .map(service -> service + ".service")
                  .collect(Collectors.joining(" ")));
}
