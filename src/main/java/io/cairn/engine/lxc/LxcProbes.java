package io.cairn.engine.lxc;

import io.cairn.engine.Probe;
import io.cairn.engine.Shell;
import io.cairn.engine.Units;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;

/** What is asked of a node. */
final class LxcProbes {
  static final String IMAGES = "lxc:images";

  private LxcProbes() {}

  static List<Probe> of(Cluster cluster, NodeName node) {
    List<Probe> probes = new ArrayList<>();
    for (Layer.Lxc layer : on(cluster, node)) {
      Place place = Place.of(layer, cluster);
      probes.add(new Probe(IMAGES, "ls -1 -- " + Image.FOLDER + " 2>/dev/null || true"));
      IdAllotment.FILES.forEach(file -> probes.add(Probe.file(file)));
      probes.add(Probe.file(Units.path(ContainerUnit.name(layer))));
      probes.add(Probe.file(place.config()));
      probes.add(Probe.file(place.started()));
      probes.add(new Probe(container(layer.name()), script(layer, place)));
      if (layer.image().startsWith("/")) {
        probes.add(new Probe(image(layer.image()), "[ -r " + Shell.quote(layer.image()) + " ]"));
      }
    }
    probes.addAll(SnapshotFacts.probes(cluster, node));
    SubvolumeSchedule.on(node, cluster).forEach(schedule -> probes.addAll(schedule.probes()));
    return List.copyOf(probes);
  }

  static String container(LayerName layer) {
    return "lxc:container:" + layer;
  }

  static String image(String path) {
    return "lxc:image:" + path;
  }

  // one line for each thing that is there, a word before its value
  private static String script(Layer.Lxc layer, Place place) {
    return """
        [ ! -L %1$s ] || echo "link $(readlink -- %1$s)"
        [ -L %1$s ] || [ ! -e %1$s ] || echo 'link something else'
        systemctl show --property=UnitFileState,ActiveState,Result -- %2$s 2>/dev/null \\
          | sed -e 's/^UnitFileState=/enabled /' -e 's/^ActiveState=/unit /' -e 's/^Result=/result /'
        for path in home:%3$s rootfs:%4$s restored:%5$s replaced:%6$s condemned:%7$s unfinished:%8$s; do
          [ ! -d "${path#*:}" ] || echo "has ${path%%%%:*}"
        done
        %9$s --state --ips 2>/dev/null | sed 's/^State: */state /; s/^IP: */ip /'
        memory=/sys/fs/cgroup/lxc.payload.%10$s/memory.current
        { read -r used < $memory; } 2>/dev/null && echo "memory $used"
        exit 0"""
        .formatted(
            Shell.quote(place.link()),
            Shell.quote(ContainerUnit.name(layer)),
            Shell.quote(place.home()),
            Shell.quote(place.rootfs()),
            Shell.quote(place.restored()),
            Shell.quote(place.replaced()),
            Shell.quote(place.condemned()),
            Shell.quote(place.unfinished()),
            LxcShell.info(layer, "").strip(),
            layer.name());
  }

  static List<Layer.Lxc> on(Cluster cluster, NodeName node) {
    return only(cluster.bottomUpOn(node));
  }

  static List<Layer.Lxc> all(Cluster cluster) {
    return only(cluster.bottomUp());
  }

  private static List<Layer.Lxc> only(List<Layer> layers) {
    return layers.stream().filter(Layer.Lxc.class::isInstance).map(Layer.Lxc.class::cast).toList();
  }
}
