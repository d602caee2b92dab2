package io.cairn.engine.lvm;

import io.cairn.engine.Finding;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Names that LVM keeps for itself (lvm(8), "VALID NAMES"). */
final class NameRules {
  private static final Pattern RESERVED =
      Pattern.compile(
          "(snapshot|pvmove).*|.*(_cdata|_cmeta|_corig|_cpool|_cvol|_wcorig|_mlog|_mimage|_iorig"
              + "|_imeta|_pmspare|_rimage|_rmeta|_tdata|_tmeta|_tpool|_vdata|_vorigin).*");

  // what is below /dev already is no name for the directory of a group's volumes
  private static final Set<String> DIRECTORIES =
      Set.of("block", "bsg", "bus", "char", "cpu", "disk", "dri", "drbd", "fd", "hugepages",
          "input", "mapper", "md", "mqueue", "net", "pts", "shm", "snd", "vfio");

  private NameRules() {}

  static List<Finding> of(Cluster cluster) {
    List<Finding> findings = new ArrayList<>();
    for (Layer.VolumeGroup group : GroupLayers.all(cluster)) {
      GroupLayers layers = new GroupLayers(group, cluster);
      if (DIRECTORIES.contains(group.name().text())) {
        findings.add(reserved(group.name(), "/dev/" + group.name() + " is something else"));
      }
      for (Layer layer : layers.all()) {
        if (RESERVED.matcher(layer.name().text()).matches()) {
          findings.add(reserved(layer.name(), "LVM keeps such names for parts of volumes"));
        }
      }
      for (Layer.LogicalVolume volume : layers.volumes()) {
        layers.all().stream()
            .filter(layer -> volume.cache().isPresent())
            .filter(layer -> layer.name().text().equals(LvmCommands.cacheName(volume)))
            .forEach(
                layer ->
                    findings.add(
                        reserved(layer.name(), "the cache of " + volume.name() + " has it")));
      }
    }
    return List.copyOf(findings);
  }

  private static Finding reserved(LayerName name, String why) {
    return Finding.error("LVM-27", "Name that LVM does not take")
        .at(name.text())
        .saw(name.text(), "another name")
        .because(why + ".", "Rename the layer in the cluster file.");
  }
}
