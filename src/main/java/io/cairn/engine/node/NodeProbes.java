package io.cairn.engine.node;

import io.cairn.engine.Probe;
import io.cairn.engine.Shell;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;

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
    return cluster.layers().values().stream()
        .anyMatch(layer -> layer instanceof Layer.Drbd && cluster.nodesOf(layer).contains(node));
  }

  // modinfo -n prints the module's file, or "(builtin)"; without the directory of the running
  // kernel
  // nothing can be loaded any more
  private static String modules(Cluster cluster, NodeName node) {
    return """
        command -v modinfo > /dev/null || exit 127
        [ -d "/lib/modules/$(uname -r)" ] || echo 'kernel gone'
        for module in %s; do
          if file=$(modinfo -n "$module" 2> /dev/null); then
            printf '%%s %%s %%s\\n' "$module" "$file" "$(modinfo -F version "$module" 2> /dev/null)"
          else
            printf '%%s missing\\n' "$module"
          fi
        done"""
        .formatted(String.join(" ", KernelModules.of(cluster, node)));
  }

  // apt is asked only about what is not installed: it takes a second to read its lists
  private static String candidates(Cluster cluster, NodeName node) {
    return """
        missing=
        for package in %s; do
          [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null)" = installed ] || missing="$missing $package"
        done
        [ -n "$missing" ] || exit 0
        find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' 2> /dev/null | grep -q . || { echo 'no lists'; exit 0; }
        apt-cache policy $missing"""
        .formatted(Shell.join(List.copyOf(PackageNeeds.all(cluster, node))));
  }

  // timesyncd marks by that file that it has set the clock since boot
  // (systemd-timesyncd.service(8))
  private static final String TIME_SCRIPT =
      """
      for service in chrony systemd-timesyncd ntpsec ntp openntpd; do
        printf 'service %s %s\\n' "$service" "$(systemctl is-active "$service.service" 2> /dev/null)"
      done
      [ ! -e /run/systemd/timesync/synchronized ] || echo 'timesyncd synchronised'
      command -v chronyc > /dev/null || exit 0
      printf 'tracking %s\\n' "$(chronyc -n -c tracking 2> /dev/null)"
      chronyc -n -c sources 2> /dev/null | sed 's/^/source /'
      exit 0""";
}
