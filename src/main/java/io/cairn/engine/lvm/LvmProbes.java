package io.cairn.engine.lvm;

import io.cairn.engine.Blanking;
import io.cairn.engine.Probe;
import io.cairn.engine.Units;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is asked of a node. */
final class LvmProbes {
  static final String PVS = "lvm:pvs";
  static final String VGS = "lvm:vgs";
  static final String LVS = "lvm:lvs";
  static final String SETTINGS = "lvm:settings";
  static final String NODE = "lvm:node";

  // lvmreport(7). A descriptor that the shell has open is none of LVM's business
  private static final String REPORT =
      "LVM_SUPPRESS_FD_WARNINGS=1 %s --all --reportformat json --units b --nosuffix --options %s";

  // --all: also the devices that are no physical volume, so that it shows what passes the filter
  private static final String PV_COLUMNS =
      "pv_name,pv_uuid,vg_name,pv_attr,dev_size,pv_pe_count,pv_pe_alloc_count,pv_missing,"
          + "pv_duplicate,pv_in_use";
  private static final String VG_COLUMNS =
      "vg_name,vg_uuid,vg_attr,vg_extent_size,vg_extent_count,vg_free_count,vg_tags,"
          + "vg_missing_pv_count,vg_mda_count,vg_autoactivation";
  private static final String LV_COLUMNS =
      "vg_name,lv_name,lv_uuid,lv_attr,lv_size,segtype,lv_tags,pool_lv,origin,data_percent,"
          + "metadata_percent,lv_metadata_size,chunk_size,cache_mode,cache_total_blocks,"
          + "cache_used_blocks,cache_dirty_blocks,cache_read_hits,cache_read_misses,"
          + "cache_write_hits,cache_write_misses,kernel_cache_policy,cache_settings,"
          + "writecache_total_blocks,writecache_free_blocks,writecache_block_size,"
          + "lv_health_status,seg_monitor,lv_profile,devices";

  private static final String SETTINGS_SCRIPT =
      "LVM_SUPPRESS_FD_WARNINGS=1 lvmconfig --typeconfig full devices/filter"
          + " devices/global_filter devices/scan_lvs devices/use_devicesfile activation/monitoring"
          + " activation/thin_pool_autoextend_threshold global/event_activation";

  private LvmProbes() {}

  static List<Probe> of(Cluster cluster, NodeName node) {
    List<Layer.VolumeGroup> groups = GroupLayers.on(cluster, node);
    if (groups.isEmpty()) {
      return List.of();
    }
    List<Probe> probes =
        new ArrayList<>(
            List.of(
                new Probe(PVS, REPORT.formatted("pvs", PV_COLUMNS)),
                new Probe(VGS, REPORT.formatted("vgs", VG_COLUMNS)),
                new Probe(LVS, REPORT.formatted("lvs", LV_COLUMNS)),
                new Probe(SETTINGS, SETTINGS_SCRIPT),
                new Probe(NODE, node(units(groups, cluster))),
                Probe.file(LvmPaths.LOCAL)));
    for (Layer.VolumeGroup group : groups) {
      probes.add(LvmPaths.started(group.name()).probe());
      probes.add(new Making(group.name()).probe());
      cluster.allBelow(group, node).stream()
          .filter(ground -> Blanking.isToBeProven(ground, cluster))
          .forEach(ground -> probes.add(Blanking.probe(Probe.path(ground, node, cluster))));
      Units.active(group, cluster)
          .ifPresent(
              unit -> {
                probes.add(Probe.file(Units.path(unit)));
                probes.add(Probe.file(LvmPaths.SCRIPT));
              });
      for (Layer.ThinPool pool : new GroupLayers(group, cluster).pools()) {
        probes.add(Probe.file(LvmPaths.profile(pool.name())));
      }
      ThinSchedule.of(new GroupLayers(group, cluster))
          .forEach(schedule -> probes.addAll(schedule.probes()));
    }
    probes.addAll(new FillWatch(node, cluster).probes());
    return List.copyOf(probes);
  }

  // the initramfs carries a copy of /etc/lvm; it matters only where the system lies on LVM
  private static String node(String units) {
    return """
        for unit in dm-event.socket%2$s; do
          echo "unit $unit $(systemctl is-active "$unit" 2>/dev/null)"
        done
        [ ! -e /etc/lvm/devices/system.devices ] || echo 'devices file'
        initrd=/boot/initrd.img-$(uname -r)
        if [ ! -e "$initrd" ]; then echo 'initramfs none'
        elif [ "$initrd" -nt %1$s ]; then echo 'initramfs current'
        else echo 'initramfs older'; fi"""
        .formatted(LvmPaths.LOCAL, units);
  }

  private static String units(List<Layer.VolumeGroup> groups, Cluster cluster) {
    return groups.stream()
        .flatMap(group -> Units.active(group, cluster).stream())
        .map(unit -> " " + unit)
        .collect(Collectors.joining());
  }
}
