package io.cairn.survey;

import com.fasterxml.jackson.databind.JsonNode;
import io.cairn.engine.BlockDevices;
import io.cairn.engine.BlockDevices.Access;
import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.BlockDevices.Medium;
import io.cairn.engine.Mounts;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Probe;
import io.cairn.engine.Reply;
import io.cairn.engine.SystemFacts;
import io.cairn.graph.Size;
import io.cairn.host.Claim;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The questions that every survey asks, and how their answers are read. */
final class CommonFacts {
  // lsblk(8): -b bytes, -p full paths, -J json; a device over two parents appears twice in the tree
  private static final String LSBLK =
      "lsblk -J -b -p -o NAME,SIZE,TYPE,FSTYPE,UUID,PTTYPE,PARTLABEL,MOUNTPOINTS,SERIAL,RO,ROTA";
  private static final String MOUNTS =
      "findmnt -J -l -b -v -o TARGET,SOURCE,FSTYPE,OPTIONS,USED,SIZE --real";
  // those of volume groups and arrays are directories of their own; the rest leads to no disk
  private static final String LINKS =
      "find /dev -path /dev/char -prune -o -path /dev/block -prune -o -path '/dev/std*' -prune"
          + " -o -type l -path '/dev/*/*' -printf '%p\\t%l\\n' 2>/dev/null || true";
  private static final String SYSTEM =
      """
      uname -n; uname -r; id -u; cat /proc/sys/kernel/random/boot_id
      now=$(date +%s.%N); echo "$now"; progress "clock $now"
      sed -n 's/^MemTotal: *\\([0-9]*\\).*/\\1/p' /proc/meminfo
      echo ---; cat /etc/os-release
      echo ---; cut -d' ' -f1 /proc/modules | while read -r m; do
        v=; [ -r /sys/module/$m/version ] && read -r v < /sys/module/$m/version
        echo "$m $v"; done
      echo ---; dpkg-query -W -f '${Package}\\t${Version}\\t${db:Status-Status}\\n' 2>/dev/null || true""";

  // What has a device open for writing: a program (the link of such a descriptor has the writer's
  // permission, proc(5)), or a loop device over it. Neither is seen by lsblk, and neither keeps
  // others out.
  private static final String WRITERS =
      """
      find /proc/[0-9]*/fd -maxdepth 1 -lname '/dev/*' -perm /u+w -printf '%h %l\\n' 2>/dev/null |
        sort -u | while read -r fds device; do
          [ -b "$device" ] || continue
          pid=${fds#/proc/}; pid=${pid%/fd}
          name=; { read -r name < "/proc/$pid/comm"; } 2>/dev/null || continue
          printf '%s\\t%s, process %s\\n' "$device" "$name" "$pid"
        done
      for file in /sys/block/loop*/loop/backing_file; do
        back=; [ ! -e "$file" ] || read -r back < "$file" || continue
        loop=${file#/sys/block/}
        [ ! -b "$back" ] || printf '%s\\t/dev/%s\\n' "$back" "${loop%%/*}"
      done""";

  private CommonFacts() {}

  static List<Probe> probes() {
    return List.of(
        new Probe("common:system", SYSTEM),
        new Probe("common:blocks", LSBLK),
        new Probe("common:links", LINKS),
        new Probe("common:mounts", MOUNTS),
        new Probe(NodeFacts.WRITERS, WRITERS),
        new Probe("common:claim", Claim.question()));
  }

  static SystemFacts system(Reply reply, Instant asked, Instant answered) {
    String[] sections = reply.out().split("(?m)^---\n", -1);
    List<String> head = sections[0].lines().toList();
    Instant middle = asked.plus(Duration.between(asked, answered).dividedBy(2));
    return new SystemFacts(
        head.get(0),
        head.get(1),
        osRelease(sections[1]),
        Integer.parseInt(head.get(2)),
        head.get(3),
        Duration.between(middle, instant(head.get(4))),
        Long.parseLong(head.get(5)) * 1024,
        words(sections[2]),
        packages(sections[3]));
  }

  private static Instant instant(String seconds) {
    int dot = seconds.indexOf('.');
    return Instant.ofEpochSecond(
        Long.parseLong(seconds.substring(0, dot)), Long.parseLong(seconds.substring(dot + 1)));
  }

  private static Map<String, String> osRelease(String text) {
    Map<String, String> values = new HashMap<>();
    text.lines()
        .filter(line -> line.contains("="))
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              values.put(
                  line.substring(0, equals), line.substring(equals + 1).replaceAll("^\"|\"$", ""));
            });
    return values;
  }

  private static Map<String, String> words(String text) {
    Map<String, String> values = new HashMap<>();
    text.lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line -> {
              int space = line.indexOf(' ');
              values.put(line.substring(0, space), line.substring(space + 1).strip());
            });
    return values;
  }

  private static Map<String, String> packages(String text) {
    Map<String, String> values = new HashMap<>();
    text.lines()
        .map(line -> line.split("\t"))
        .filter(fields -> fields.length == 3 && fields[2].equals("installed"))
        .forEach(fields -> values.put(fields[0], fields[1]));
    return values;
  }

  static BlockDevices blocks(Reply lsblk, Reply links) {
    Map<String, Device> devices = new LinkedHashMap<>();
    for (JsonNode device : Json.parse(lsblk).path("blockdevices")) {
      add(device, Optional.empty(), devices);
    }
    Map<String, String> aliases = new HashMap<>();
    links
        .out()
        .lines()
        .map(line -> line.split("\t"))
        .filter(fields -> fields.length == 2)
        .forEach(fields -> aliases.put(fields[0], target(fields[0], fields[1])));
    return new BlockDevices(List.copyOf(devices.values()), aliases);
  }

  // udev's links lead straight to the device: resolved here, they cost the node no process each
  private static String target(String link, String to) {
    return Path.of(link).resolveSibling(to).normalize().toString();
  }

  private static void add(JsonNode json, Optional<String> parent, Map<String, Device> devices) {
    String path = json.path("name").asText();
    List<String> parents = new ArrayList<>();
    Optional.ofNullable(devices.get(path)).ifPresent(known -> parents.addAll(known.parents()));
    parent.ifPresent(parents::add);
    devices.put(path, device(json, path, parents));
    for (JsonNode child : json.path("children")) {
      add(child, Optional.of(path), devices);
    }
  }

  private static Device device(JsonNode json, String path, List<String> parents) {
    List<String> mountPoints = new ArrayList<>();
    for (JsonNode point : json.path("mountpoints")) {
      if (!point.isNull()) {
        mountPoints.add(point.asText());
      }
    }
    return new Device(
        path,
        new Size(json.path("size").asLong()),
        json.path("type").asText(),
        text(json, "fstype"),
        text(json, "uuid"),
        text(json, "pttype"),
        text(json, "partlabel"),
        mountPoints,
        text(json, "serial"),
        parents,
        json.path("ro").asBoolean() ? Access.READ_ONLY : Access.READ_WRITE,
        json.path("rota").asBoolean() ? Medium.ROTATING : Medium.SOLID);
  }

  private static Optional<String> text(JsonNode json, String key) {
    JsonNode value = json.path(key);
    return value.isTextual() && !value.asText().isEmpty()
        ? Optional.of(value.asText())
        : Optional.empty();
  }

  static Mounts mounts(Reply reply) {
    List<Mounts.Mount> mounts = new ArrayList<>();
    for (JsonNode mount : Json.parse(reply).path("filesystems")) {
      mounts.add(
          new Mounts.Mount(
              mount.path("target").asText(),
              mount.path("source").asText(),
              mount.path("fstype").asText(),
              List.of(mount.path("options").asText().split(",")),
              mount.path("used").asLong(),
              mount.path("size").asLong()));
    }
    return new Mounts(mounts);
  }
}
