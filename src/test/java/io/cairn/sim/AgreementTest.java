package io.cairn.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.engine.BlockDevices;
import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.Engines;
import io.cairn.engine.NodeFacts;
import io.cairn.graph.Cluster;
import io.cairn.graph.NodeName;
import io.cairn.operate.Apply;
import io.cairn.survey.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The simulated node is held against a real one: the same plan runs on it, and a survey of it reads
 * the same, but for what is drawn by chance (UUIDs) or counts what was done (fill, hits).
 */
final class AgreementTest {
  private static final Path CASE = Path.of("src/test/resources/cases/plan/lvm/applied");
  private static final NodeName NODE = new NodeName("n1");

  /** A counted value stands there or not; how much it is, is another story. */
  private static final Set<String> COUNTED =
      Set.of(
          "data_percent",
          "metadata_percent",
          "cache_used_blocks",
          "cache_dirty_blocks",
          "cache_read_hits",
          "cache_read_misses",
          "cache_write_hits",
          "cache_write_misses");

  /** Asked since the node was recorded. */
  private static final Set<String> SINCE =
      Set.of(
          "kernel_cache_policy",
          "cache_settings",
          "writecache_total_blocks",
          "writecache_free_blocks",
          "writecache_block_size");

  private static NodeFacts real;
  private static NodeFacts simulated;
  private static Object outcome = "";

  @BeforeAll
  static void applyAndSurvey() throws IOException {
    Cluster cluster = Scenario.cluster(Files.readString(CASE.resolve("cluster.yaml")));
    Engines engines = new Engines(Example.engines());
    real = Replay.of(CASE.resolve("facts"), cluster, engines).facts(NODE).orElseThrow();
    try (Scenario scenario = new Scenario(1, cluster, engines)) {
      scenario.apply();
      outcome = scenario.apply();
      simulated = scenario.survey().facts(NODE).orElseThrow();
      scenario.mustBeWhole();
    }
  }

  @Test
  void thePlanRunsAndNothingIsLeftToDo() {
    assertThat(outcome).isInstanceOf(Apply.Outcome.NothingToDo.class);
  }

  @Test
  void lvmReportsTheSamePhysicalVolumes() {
    assertThat(rows(simulated, "pv")).isEqualTo(rows(real, "pv"));
  }

  @Test
  void lvmReportsTheSameGroups() {
    assertThat(rows(simulated, "vg")).isEqualTo(rows(real, "vg"));
  }

  @Test
  void lvmReportsTheSameVolumes() {
    assertThat(rows(simulated, "lv")).isEqualTo(rows(real, "lv"));
  }

  @Test
  void lvmHasTheSameSettings() {
    assertThat(reply(simulated, "lvm:settings")).isEqualTo(reply(real, "lvm:settings"));
    assertThat(reply(simulated, "lvm:node")).isEqualTo(reply(real, "lvm:node"));
  }

  @Test
  void theSameDevicesLieOverEachOther() {
    assertThat(devices(simulated)).isEqualTo(devices(real));
  }

  /** Those by which the filter of LVM is evaluated, and the product's own paths. */
  @Test
  void udevNamesThemTheSame() {
    assertThat(links(simulated)).isEqualTo(links(real));
  }

  private static String reply(NodeFacts facts, String probe) {
    return facts.reply(probe).orElseThrow().out();
  }

  private static String rows(NodeFacts facts, String kind) {
    List<String> lines = new ArrayList<>();
    for (JsonNode row : json(reply(facts, "lvm:" + kind + "s")).findValue(kind)) {
      // devices without a physical volume: the system's own
      if (!row.path(kind + "_uuid").asText().isEmpty()) {
        StringBuilder line = new StringBuilder();
        row.properties().stream()
            .filter(p -> !SINCE.contains(p.getKey()))
            .forEach(p -> line.append(value(p.getKey(), p.getValue().asText())));
        lines.add(line.toString());
      }
    }
    return lines.stream().sorted().collect(Collectors.joining("\n"));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  private static String value(String column, String text) {
    if (column.endsWith("_uuid")) {
      return "";
    }
    if (COUNTED.contains(column)) {
      return " " + column + "=" + (text.isEmpty() ? "" : "NUMBER");
    }
    return " " + column + "=" + text.replaceAll("\\(\\d+\\)", "");
  }

  private static boolean isSystem(Device device) {
    return device.path().startsWith("/dev/vda");
  }

  private static List<Device> own(NodeFacts facts) {
    return facts.blocks().devices().stream()
        .filter(device -> !isSystem(device) && !device.path().matches("/dev/vd[d-z]"))
        .toList();
  }

  private static String devices(NodeFacts facts) {
    return own(facts).stream()
        .map(
            device ->
                "%s %s %s %s over %s mounted at %s"
                    .formatted(
                        device.path(),
                        device.size(),
                        device.type(),
                        device.signature().orElse("without signature"),
                        new TreeSet<>(device.parents()),
                        device.mountPoints()))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static String links(NodeFacts facts) {
    BlockDevices blocks = facts.blocks();
    return own(facts).stream()
        .map(
            device ->
                device.path()
                    + " "
                    + blocks.paths(device).stream()
                        .filter(path -> path.matches("/dev/(mapper|VG1|DRBDVG|disk/by-id)/.*"))
                        .map(path -> path.replaceAll("(dm-uuid-LVM|lvm-pv-uuid)-.*", "$1-UUID"))
                        .toList())
        .sorted()
        .collect(Collectors.joining("\n"));
  }
}
