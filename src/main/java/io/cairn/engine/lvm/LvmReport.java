package io.cairn.engine.lvm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.engine.Reply;
import io.cairn.engine.Seen;
import io.cairn.graph.Extents;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the reports of pvs(8), vgs(8) and lvs(8) in JSON (lvmreport(7)). */
final class LvmReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LvmReport() {}

  /** Every physical volume; devices that are none are left out. */
  static Seen<List<PhysicalVolume>> physicalVolumes(Reply reply) {
    return rows(reply, "pv")
        .map(
            rows ->
                rows.stream()
                    .filter(row -> !row.text("pv_uuid").isEmpty())
                    .map(LvmReport::physicalVolume)
                    .toList());
  }

  /** Every device that LVM looks at, by the name that it prefers. */
  static Seen<Set<String>> devices(Reply reply) {
    return rows(reply, "pv")
        .map(rows -> rows.stream().map(row -> row.text("pv_name")).collect(Collectors.toSet()));
  }

  static Seen<List<Group>> groups(Reply reply) {
    return switch (rows(reply, "vg")) {
      case Seen.Unknown<List<Row>>(var why) -> new Seen.Unknown<>(why);
      case Seen.Missing<List<Row>> _ -> new Seen.Missing<>();
      case Seen.Present<List<Row>>(var rows)
          when rows.stream().anyMatch(row -> row.number("vg_extent_size") == 0) ->
          new Seen.Unknown<>("a group without a size of its extents: " + rows);
      case Seen.Present<List<Row>>(var rows) ->
          new Seen.Present<>(rows.stream().map(LvmReport::group).toList());
    };
  }

  /** Every volume, once, although lvs shows a row for each of its segments. */
  static Seen<List<Volume>> volumes(Reply reply) {
    return rows(reply, "lv").map(LvmReport::volumes);
  }

  private static Seen<List<Row>> rows(Reply reply, String what) {
    if (!reply.ok()) {
      return new Seen.Unknown<>(reply.exit() == 127 ? "LVM is not installed" : reply.err().strip());
    }
    try {
      JsonNode report = JSON.readTree(reply.out()).path("report");
      if (!report.isArray()) {
        return new Seen.Unknown<>("the answer holds no report");
      }
      List<Row> rows = new ArrayList<>();
      for (JsonNode part : report) {
        part.path(what).forEach(row -> rows.add(new Row(row)));
      }
      return new Seen.Present<>(List.copyOf(rows));
    } catch (JsonProcessingException e) {
      return new Seen.Unknown<>("the answer is not JSON: " + e.getOriginalMessage());
    }
  }

  private static PhysicalVolume physicalVolume(Row row) {
    return new PhysicalVolume(
        row.text("pv_name"),
        row.text("pv_uuid"),
        // so it calls the group of one whose label says that it is in one, and no group has it
        row.optional("vg_name").filter(name -> !name.equals("[unknown]")),
        row.size("dev_size"),
        row.number("pv_pe_count"),
        row.number("pv_pe_count") - row.number("pv_pe_alloc_count"),
        presence(row),
        row.text("pv_in_use").isEmpty()
            ? PhysicalVolume.Use.IN_NO_GROUP
            : PhysicalVolume.Use.IN_A_GROUP);
  }

  private static PhysicalVolume.Presence presence(Row row) {
    if (!row.text("pv_missing").isEmpty()) {
      return PhysicalVolume.Presence.MISSING;
    }
    return row.text("pv_duplicate").isEmpty()
        ? PhysicalVolume.Presence.ONCE
        : PhysicalVolume.Presence.DUPLICATE;
  }

  private static Group group(Row row) {
    return new Group(
        row.text("vg_name"),
        row.text("vg_uuid"),
        row.size("vg_extent_size"),
        new Extents(row.number("vg_extent_count")),
        new Extents(row.number("vg_free_count")),
        row.set("vg_tags"),
        Math.toIntExact(row.number("vg_missing_pv_count")),
        Math.toIntExact(row.number("vg_mda_count")),
        // "enabled", or nothing
        row.text("vg_autoactivation").isEmpty()
            ? Group.Activation.WHEN_TOLD
            : Group.Activation.BY_ITSELF);
  }

  private static List<Volume> volumes(List<Row> rows) {
    Map<String, List<Row>> byVolume = new LinkedHashMap<>();
    rows.forEach(
        row -> byVolume.computeIfAbsent(row.text("lv_uuid"), _ -> new ArrayList<>()).add(row));
    return byVolume.values().stream().map(LvmReport::volume).toList();
  }

  private static Volume volume(List<Row> segments) {
    Row row = segments.getFirst();
    String name = row.text("lv_name");
    boolean internal = name.startsWith("[");
    return new Volume(
        row.text("vg_name"),
        internal ? name.substring(1, name.length() - 1) : name,
        row.text("lv_uuid"),
        internal ? Volume.Visibility.INTERNAL : Volume.Visibility.VISIBLE,
        row.text("segtype"),
        row.size("lv_size"),
        row.text("lv_attr"),
        row.set("lv_tags"),
        row.optional("pool_lv").map(LvmReport::bare),
        row.optional("origin").map(LvmReport::bare),
        row.optional("lv_metadata_size").map(Row::bytes),
        row.optional("chunk_size").map(Row::bytes).filter(size -> size.bytes() > 0),
        new Volume.Fill(
            row.optional("data_percent").map(Double::valueOf),
            row.optional("metadata_percent").map(Double::valueOf)),
        cache(row),
        writecache(row),
        row.text("lv_health_status"),
        monitoring(row.text("seg_monitor")),
        row.optional("lv_profile"),
        segments.stream().flatMap(segment -> segment.devices().stream()).distinct().toList());
  }

  /** The name without the brackets of an internal one. */
  private static String bare(String name) {
    return name.replaceAll("[\\[\\]]", "");
  }

  private static Optional<Volume.CacheUse> cache(Row row) {
    if (row.text("cache_total_blocks").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Volume.CacheUse(
            row.text("cache_mode"),
            row.text("kernel_cache_policy"),
            row.number("cache_total_blocks"),
            row.number("cache_used_blocks"),
            row.number("cache_dirty_blocks"),
            row.number("cache_read_hits"),
            row.number("cache_read_misses"),
            row.number("cache_write_hits"),
            row.number("cache_write_misses")));
  }

  private static Optional<Volume.WritecacheUse> writecache(Row row) {
    if (!row.text("segtype").equals("writecache")
        || row.text("writecache_total_blocks").isEmpty()) {
      return Optional.empty();
    }
    long held = row.number("writecache_total_blocks") - row.number("writecache_free_blocks");
    return Optional.of(
        new Volume.WritecacheUse(
            new Size(Math.max(0, held) * row.number("writecache_block_size")),
            row.set("cache_settings").contains("cleaner=1")));
  }

  private static Volume.Monitoring monitoring(String word) {
    return switch (word) {
      case "monitored" -> Volume.Monitoring.WATCHED;
      case "not monitored" -> Volume.Monitoring.NOT_WATCHED;
      default -> Volume.Monitoring.UNDEFINED;
    };
  }

  /** One row: every value is a text, and what means nothing for it is empty. */
  private record Row(JsonNode json) {
    String text(String column) {
      return json.path(column).asText();
    }

    Optional<String> optional(String column) {
      return Optional.of(text(column)).filter(value -> !value.isEmpty());
    }

    Set<String> set(String column) {
      return optional(column).map(value -> Set.of(value.split(","))).orElse(Set.of());
    }

    long number(String column) {
      String value = text(column);
      return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
    }

    Size size(String column) {
      return bytes(text(column));
    }

    static Size bytes(String value) {
      return new Size(value.matches("\\d{1,18}") ? Long.parseLong(value) : 0);
    }

    // as in /dev/vdb(0),/dev/vdc(0) or pool_tdata(0)
    List<String> devices() {
      return optional("devices").stream()
          .flatMap(value -> Arrays.stream(value.split(",")))
          .map(device -> device.replaceAll("\\(\\d+\\)$", ""))
          .toList();
    }
  }
}
