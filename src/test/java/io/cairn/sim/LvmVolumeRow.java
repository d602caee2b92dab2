package io.cairn.sim;

import java.util.Optional;
import java.util.stream.Collectors;

/** What lvs(8) prints of one volume. */
record LvmVolumeRow(Server server, Lvm.Found found, VolumeGroup.Volume volume) {
  private static final String HALF = "50.00";

  private VolumeGroup group() {
    return found.group();
  }

  private boolean isActive() {
    return Activation.isActive(server, group(), volume);
  }

  /** The pool of a cached volume, and that pool itself. */
  private Optional<VolumeGroup.Role.CachePool> cache() {
    return switch (volume.role()) {
      case VolumeGroup.Role.CachePool pool -> Optional.of(pool);
      case VolumeGroup.Role.Cached(_, var pool) ->
          Optional.of((VolumeGroup.Role.CachePool) group().part(pool).role());
      case VolumeGroup.Role.Linear _, VolumeGroup.Role.Thin _, VolumeGroup.Role.ThinPool _ ->
          Optional.empty();
    };
  }

  /** What only the kernel counts, as long as the cached volume is active. */
  private Optional<Long> cacheBlocks() {
    boolean counted =
        cache().isPresent()
            && group().volumes().stream()
                .anyMatch(
                    v ->
                        v.role() instanceof VolumeGroup.Role.Cached(_, var pool)
                            && (v.equals(volume) || pool.equals(volume.name()))
                            && isCaching(v));
    return counted
        ? cache().map(pool -> group().part(pool.data()).size() / pool.chunk())
        : Optional.empty();
  }

  private boolean isCaching(VolumeGroup.Volume cached) {
    Mapped mapped = server.kernel().mapped.get(group().mapped(cached.name()));
    return mapped != null && mapped.table() instanceof Mapped.Table.Cached;
  }

  String value(String column) {
    return switch (column) {
      case "vg_name" -> group().name();
      case "lv_name" -> volume.visible() ? volume.name() : "[" + volume.name() + "]";
      case "lv_uuid" -> volume.uuid();
      case "lv_attr" -> attributes();
      case "lv_size" -> Long.toString(volume.size());
      case "segtype" -> volume.role().word();
      case "lv_tags" -> String.join(",", volume.tags());
      case "pool_lv" ->
          switch (volume.role()) {
            case VolumeGroup.Role.Thin(var pool) -> pool;
            case VolumeGroup.Role.Cached(_, var pool) -> "[" + pool + "]";
            case VolumeGroup.Role.Linear _,
                VolumeGroup.Role.CachePool _,
                VolumeGroup.Role.ThinPool _ ->
                "";
          };
      case "origin" ->
          volume.role() instanceof VolumeGroup.Role.Cached(var origin, _)
                  && !Activation.isPending(volume)
              ? "[" + origin + "]"
              : "";
      case "data_percent", "metadata_percent" -> percent(column);
      case "lv_metadata_size" ->
          switch (volume.role()) {
            case VolumeGroup.Role.ThinPool(_, var map, _) ->
                Long.toString(group().part(map).size());
            case VolumeGroup.Role.CachePool(_, var map, _, _, _) ->
                Long.toString(group().part(map).size());
            case VolumeGroup.Role.Linear _, VolumeGroup.Role.Thin _, VolumeGroup.Role.Cached _ ->
                "";
          };
      case "chunk_size" ->
          volume.role() instanceof VolumeGroup.Role.ThinPool(_, _, var chunk)
              ? Long.toString(chunk)
              : cache().map(pool -> Long.toString(pool.chunk())).orElse("0");
      case "cache_mode" -> cache().map(VolumeGroup.Role.CachePool::mode).orElse("");
      case "cache_total_blocks" -> cacheBlocks().map(count -> Long.toString(count)).orElse("");
      case "cache_policy" ->
          cache()
              .map(pool -> pool.policy() == VolumeGroup.Role.Policy.CLEANER ? "cleaner" : "smq")
              .orElse("");
      case "kernel_cache_policy" ->
          cacheBlocks()
              .flatMap(_ -> cache())
              .map(pool -> pool.policy() == VolumeGroup.Role.Policy.SMQ ? "smq" : "cleaner")
              .orElse("");
      case "cache_settings",
          "writecache_total_blocks",
          "writecache_free_blocks",
          "writecache_block_size" ->
          "";
      case "cache_dirty_blocks" ->
          cacheBlocks()
              .map(_ -> LvmCacheTools.dirty(server, group(), volume).orElse(0L).toString())
              .orElse("");
      case "cache_used_blocks",
          "cache_read_hits",
          "cache_read_misses",
          "cache_write_hits",
          "cache_write_misses" ->
          cacheBlocks().map(_ -> "0").orElse("");
      case "lv_health_status" -> "";
      case "seg_monitor" ->
          !(volume.role() instanceof VolumeGroup.Role.ThinPool) || !isActive()
              ? ""
              : server.kernel().watched.contains(group().name() + "/" + volume.name())
                  ? "monitored"
                  : "not monitored";
      case "lv_profile" -> volume.profile().orElse("");
      case "lv_device_open" -> Activation.isOpen(server, group(), volume) ? "open" : "";
      case "lv_active" -> isActive() ? "active" : "";
      case "lv_skip_activation" -> "";
      case "devices" -> devices();
      default -> throw new UnsupportedOperationException("lvs column " + column);
    };
  }

  private String percent(String column) {
    boolean counts =
        switch (volume.role()) {
          case VolumeGroup.Role.Linear _ -> false;
          case VolumeGroup.Role.Thin _ -> isActive() && column.equals("data_percent");
          case VolumeGroup.Role.ThinPool _ -> isActive();
          case VolumeGroup.Role.Cached _, VolumeGroup.Role.CachePool _ -> cacheBlocks().isPresent();
        };
    return counts ? HALF : "";
  }

  private String devices() {
    return switch (volume.role()) {
      case VolumeGroup.Role.Linear _ ->
          volume.segments().stream()
              .map(
                  segment ->
                      Optional.ofNullable(found.members().get(segment.member()))
                              .map(Lvm.Seen::name)
                              .orElse("[unknown]")
                          + "("
                          + segment.start()
                          + ")")
              .collect(Collectors.joining(","));
      case VolumeGroup.Role.Cached(var origin, _) -> origin + "(0)";
      case VolumeGroup.Role.CachePool(var data, _, _, _, _) -> data + "(0)";
      case VolumeGroup.Role.ThinPool(var data, _, _) -> data + "(0)";
      case VolumeGroup.Role.Thin _ -> "";
    };
  }

  /** The first six and the seventh character; the others have no meaning here. */
  private String attributes() {
    boolean open = Activation.isOpen(server, group(), volume);
    boolean used = isActive() && (open || !volume.visible() || hasThinVolumes());
    char type =
        switch (volume.role()) {
          case VolumeGroup.Role.Cached _, VolumeGroup.Role.CachePool _ -> 'C';
          case VolumeGroup.Role.ThinPool _ -> 't';
          case VolumeGroup.Role.Thin _ -> 'V';
          case VolumeGroup.Role.Linear _ -> part();
        };
    char target =
        switch (volume.role()) {
          case VolumeGroup.Role.Cached _, VolumeGroup.Role.CachePool _ -> 'C';
          case VolumeGroup.Role.ThinPool _, VolumeGroup.Role.Thin _ -> 't';
          case VolumeGroup.Role.Linear _ -> type == 'o' ? 'C' : '-';
        };
    boolean zeroed =
        volume.role() instanceof VolumeGroup.Role.ThinPool
            || volume.role() instanceof VolumeGroup.Role.Thin;
    return ""
        + type
        + "wi-"
        + (isActive() ? 'a' : '-')
        + (used ? 'o' : '-')
        + target
        + (zeroed ? 'z' : '-')
        + "--";
  }

  private boolean hasThinVolumes() {
    return volume.role() instanceof VolumeGroup.Role.ThinPool
        && group().volumes().stream()
            .anyMatch(
                v -> v.role() instanceof VolumeGroup.Role.Thin(var p) && p.equals(volume.name()));
  }

  private char part() {
    if (volume.visible()) {
      return '-';
    }
    String name = volume.name();
    return name.endsWith("_tdata")
        ? 'T'
        : name.endsWith("_cdata") ? 'C' : name.endsWith("_corig") ? 'o' : 'e';
  }
}
