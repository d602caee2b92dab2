package io.cairn.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** pvs(8), vgs(8), lvs(8) and lvmconfig(8): what they print. */
final class LvmReports {
  private LvmReports() {}

  static void add(Map<String, Tool> tools) {
    tools.put("pvs", LvmReports::pvs);
    tools.put("vgs", LvmReports::vgs);
    tools.put("lvs", LvmReports::lvs);
    tools.put("lvmconfig", LvmReports::lvmconfig);
  }

  private static Answer lvmconfig(Call call) {
    Call.Words words = call.words("--typeconfig");
    return words.has("--validate")
        ? Answer.ok()
        : Answer.out(LvmSettings.of(call.server().machine()).text(words.operands()));
  }

  /** One line of a report: asks for the value of a column. */
  private interface Row extends Function<String, String> {}

  private static Call.Words words(Call call) {
    return call.words("--reportformat", "--units", "--options", "--select");
  }

  private static Answer report(
      Call.Words words, String kind, List<Row> rows, List<String> warnings) {
    List<String> columns = List.of(words.value("--options").orElseThrow().split(","));
    List<Row> chosen =
        rows.stream()
            .filter(row -> words.value("--select").stream().allMatch(s -> is(row, s)))
            .toList();
    String out =
        words.value("--reportformat").filter("json"::equals).isPresent()
            ? json(kind, columns, chosen)
            : chosen.stream()
                .map(row -> columns.stream().map(row).collect(Collectors.joining(" ", "  ", "\n")))
                .collect(Collectors.joining());
    return new Answer.Said(0, out, warnings.isEmpty() ? "" : String.join("\n", warnings) + "\n");
  }

  private static String json(String kind, List<String> columns, List<Row> rows) {
    return "{\"report\":[{\"%s\":[%s]}]}\n"
        .formatted(
            kind,
            rows.stream()
                .map(
                    row ->
                        columns.stream()
                            .map(column -> "\"" + column + "\":\"" + row.apply(column) + "\"")
                            .collect(Collectors.joining(",", "{", "}")))
                .collect(Collectors.joining(",")));
  }

  /** The selections that the product asks for: comparisons of texts, all of which must hold. */
  private static boolean is(Row row, String selection) {
    for (String part : selection.split(" && ")) {
      String[] sides = part.split("!?=", 2);
      boolean equal = row.apply(sides[0]).equals(sides[1].replace("\"", ""));
      if (equal == part.contains("!=")) {
        return false;
      }
    }
    return true;
  }

  private static Answer pvs(Call call) {
    Call.Words words = words(call);
    Lvm lvm = Lvm.of(call.server());
    List<Row> rows = new ArrayList<>();
    for (String path : words.operands()) {
      if (lvm.device(path).filter(seen -> seen.volume().isPresent()).isEmpty()) {
        return LvmGroupTools.answer(
            5, List.of(), "Failed to find physical volume \"" + path + "\".");
      }
    }
    for (Lvm.Seen seen : lvm.devices()) {
      boolean asked =
          words.operands().isEmpty()
              ? seen.volume().isPresent() || words.has("--all", "-a")
              : words.operands().stream().anyMatch(seen.block()::isCalled);
      if (asked) {
        rows.add(column -> pv(lvm, seen, column));
      }
    }
    List<String> warnings = new ArrayList<>(lvm.warnings(lvm.groups()));
    warnings.addAll(lvm.orphanWarnings());
    return report(words, "pv", rows, warnings);
  }

  private static String pv(Lvm lvm, Lvm.Seen seen, String column) {
    Optional<Content.PhysicalVolume> volume = seen.volume();
    Optional<VolumeGroup> group = lvm.groupOf(seen).map(Lvm.Found::group);
    Optional<VolumeGroup.Member> member =
        group.flatMap(
            g -> g.members().stream().filter(m -> m.uuid().equals(seen.uuid())).findFirst());
    return switch (column) {
      case "pv_name" -> seen.name();
      case "pv_uuid" -> volume.map(Content.PhysicalVolume::uuid).orElse("");
      case "vg_name" ->
          group
              .map(VolumeGroup::name)
              .orElse(volume.isPresent() && lvm.isOrphanInUse(seen) ? "[unknown]" : "");
      case "pv_attr" -> group.isPresent() ? "a--" : "---";
      case "dev_size" -> Long.toString(seen.block().size());
      case "pv_size" ->
          Long.toString(
              member.map(m -> m.extents() * VolumeGroup.EXTENT).orElse(seen.block().size()));
      case "pv_pe_count" -> Long.toString(member.map(VolumeGroup.Member::extents).orElse(0L));
      case "pv_pe_alloc_count" ->
          Long.toString(member.map(m -> group.orElseThrow().used(m.uuid())).orElse(0L));
      case "pv_mda_used_count" -> volume.isPresent() ? "1" : "0";
      case "pv_missing", "pv_duplicate" -> "";
      case "pv_in_use" ->
          volume
              .filter(v -> v.use() == Content.PhysicalVolume.Use.IN_A_GROUP)
              .map(_ -> "used")
              .orElse("");
      default -> throw new UnsupportedOperationException("pvs column " + column);
    };
  }

  private static Answer vgs(Call call) {
    Call.Words words = words(call);
    Lvm lvm = Lvm.of(call.server());
    List<Lvm.Found> groups = new ArrayList<>();
    for (String name : words.operands()) {
      Optional<Lvm.Found> found = lvm.group(name);
      if (found.isEmpty()) {
        return LvmGroupTools.notFound(name);
      }
      groups.add(found.get());
    }
    if (words.operands().isEmpty()) {
      groups.addAll(lvm.groups());
    }
    List<Row> rows = new ArrayList<>();
    boolean perDevice = words.value("--options").orElseThrow().contains("pv_name");
    for (Lvm.Found found : groups) {
      if (perDevice) {
        found.members().values().forEach(seen -> rows.add(column -> pv(lvm, seen, column)));
      } else {
        rows.add(column -> vg(found, column));
      }
    }
    return report(words, "vg", rows, lvm.warnings(groups));
  }

  private static String vg(Lvm.Found found, String column) {
    VolumeGroup group = found.group();
    return switch (column) {
      case "vg_name" -> group.name();
      case "vg_uuid" -> group.uuid();
      case "vg_attr" -> found.isComplete() ? "wz--n-" : "wz-pn-";
      case "vg_extent_size" -> Long.toString(VolumeGroup.EXTENT);
      case "vg_extent_count" -> Long.toString(group.total());
      case "vg_free_count" -> Long.toString(group.free());
      case "vg_tags" -> String.join(",", group.tags());
      case "vg_missing_pv_count" ->
          Integer.toString(group.members().size() - found.members().size());
      case "vg_mda_count" -> Integer.toString(found.carriers().size());
      case "pv_count" -> Integer.toString(group.members().size());
      case "vg_autoactivation" ->
          group.autoactivation() == VolumeGroup.Autoactivation.ENABLED ? "enabled" : "";
      default -> throw new UnsupportedOperationException("vgs column " + column);
    };
  }

  private static Answer lvs(Call call) {
    Call.Words words = words(call);
    Lvm lvm = Lvm.of(call.server());
    Map<Lvm.Found, List<VolumeGroup.Volume>> asked = new LinkedHashMap<>();
    for (String target : words.operands()) {
      String[] names = target.split("/", 2);
      Optional<Lvm.Found> found = lvm.group(names[0]);
      if (found.isEmpty()) {
        return LvmGroupTools.notFound(names[0]);
      }
      List<VolumeGroup.Volume> volumes =
          found.get().group().volumes().stream()
              .filter(
                  v ->
                      names.length == 1
                          ? v.visible() || words.has("--all", "-a")
                          : v.name().equals(names[1]))
              .toList();
      if (names.length == 2 && volumes.isEmpty()) {
        return LvmGroupTools.answer(
            5, List.of(), "Failed to find logical volume \"" + target + "\"");
      }
      asked.put(found.get(), volumes);
    }
    if (words.operands().isEmpty()) {
      lvm.groups()
          .forEach(
              f ->
                  asked.put(
                      f,
                      f.group().volumes().stream()
                          .filter(v -> v.visible() || words.has("--all", "-a"))
                          .toList()));
    }
    List<Row> rows = new ArrayList<>();
    asked.keySet().forEach(found -> LvmCacheTools.writeBack(call.server(), found.group()));
    asked.forEach(
        (found, volumes) ->
            volumes.stream()
                .sorted(Comparator.comparing(VolumeGroup.Volume::name))
                .forEach(
                    volume -> rows.add(new LvmVolumeRow(call.server(), found, volume)::value)));
    return report(words, "lv", rows, lvm.warnings(List.copyOf(asked.keySet())));
  }
}
