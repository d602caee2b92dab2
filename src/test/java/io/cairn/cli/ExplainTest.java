package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.Golden;
import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.plan.Selection;
import io.cairn.view.Explanation;
import io.cairn.view.ExplanationJson;
import io.cairn.view.ExplanationText;
import io.cairn.view.Live;
import io.cairn.view.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer of every example explained by the file, and some with nodes as they were. */
class ExplainTest {
  private static final Screen SCREEN = Screen.plain(100);
  private static final Path CASES = Path.of("src/test/resources/cases/plan");

  /** What no example has: the other arrays, a cache that holds writes back, a pool that stays. */
  private static final String OTHERS =
      """
      cluster: others
      nodes:
        n1: { ssh: root@10.1.0.5 }
      layers:
        p1: { type: partition, over: /dev/disk/by-id/virtio-a, size: 10G }
        p2: { type: partition, over: /dev/disk/by-id/virtio-b, size: 10G }
        p3: { type: partition, over: /dev/disk/by-id/virtio-c, size: 11G }
        p4: { type: partition, over: /dev/disk/by-id/virtio-d, size: 10G }
        store: { type: raid6, over: [p1, p2, p3, p4] }
        fast: { type: raid1, over: [/dev/disk/by-id/virtio-e, /dev/disk/by-id/virtio-f] }
        main: { type: vg, over: [store, fast] }
        work: { type: lv, over: main, on: store, size: 5G, cache: { on: fast, size: 1G, mode: writeback } }
        log: { type: lv, over: main, on: fast, size: 1001M }
        still: { type: raid5, over: [/dev/disk/by-id/virtio-g, /dev/disk/by-id/virtio-h, /dev/disk/by-id/virtio-i] }
        cold: { type: vg, over: still }
        pool: { type: thinpool, over: cold, size: 50%, chunk: 256K, autoextend: { at: 100%, by: 20% } }
        wide: { type: raid10, over: [/dev/disk/by-id/virtio-j, /dev/disk/by-id/virtio-k, /dev/disk/by-id/virtio-l] }
        data: { type: xfs, over: wide, mount: /srv/data }
      """;

  static List<Path> examples() throws IOException {
    return DiagramSvgTest.examples();
  }

  private static String all(Cluster cluster) {
    StringBuilder all = new StringBuilder();
    for (Layer layer : cluster.layers().values()) {
      Explanation told = Explanation.of(cluster, layer, ExplainCommand.purpose(layer));
      all.append(ExplanationText.of(told, SCREEN)).append("\n\n");
    }
    return all.toString();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void explainsEveryLayerOfTheExample(Path file) throws IOException {
    String name = file.getFileName().toString().replace(".yaml", ".txt");
    Golden.check("explain/" + name, all(DiagramSvgTest.cluster(file)));
  }

  @Test
  void explainsWhatNoExampleHas() {
    Cluster cluster =
        switch (ClusterFile.parse("others.yaml", OTHERS)) {
          case ParseResult.Parsed(var parsed) -> parsed.cluster();
          case ParseResult.Rejected(var problems) -> throw new AssertionError(problems.toString());
        };
    Golden.check("explain/others.txt", all(cluster));
  }

  @ParameterizedTest
  @CsvSource({
    "erp/changed-by-hand, r0",
    "erp/node-off, r0",
    "erp/resync-running, r0",
    "lvm/applied, VG1",
    "lvm/applied, pool",
    "single/fresh, wiki"
  })
  void tellsHowItIsOnTheNodes(String name, String layer) throws IOException {
    Live live = Live.of(PlanCasesTest.context(CASES.resolve(name)), Selection.ALL);
    Layer explained = live.status().cluster().layer(new LayerName(layer));
    Explanation told = Explanation.of(live, explained, ExplainCommand.purpose(explained));
    String file = "explain/" + name.replace('/', '-') + "-" + layer;
    SoftAssertions softly = new SoftAssertions();
    softly.check(() -> Golden.check(file + ".txt", ExplanationText.of(told, SCREEN)));
    softly.check(() -> Golden.check(file + ".json", ExplanationJson.of(told)));
    softly.assertAll();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void commandsOfCairnCanBeTypedLikeThat(Path file) throws IOException {
    Cluster cluster = DiagramSvgTest.cluster(file);
    for (Layer layer : cluster.layers().values()) {
      Explanation told = Explanation.of(cluster, layer, ExplainCommand.purpose(layer));
      JsonNode json = new ObjectMapper().readTree(ExplanationJson.of(told));
      List<String> commands = json.path("commands").findValuesAsText("command");
      assertThat(commands).hasSizeGreaterThan(3);
      for (String command : commands) {
        String[] words = command.split(" ");
        assertThat(
                HelpTest.program()
                    .parseArgs(Arrays.copyOfRange(words, 1, words.length))
                    .hasSubcommand())
            .isTrue();
      }
    }
  }

  @Test
  void unknownLayerIsAnsweredWithTheNearest(@TempDir Path folder) throws IOException {
    Desk desk = new Desk(folder);
    assertThat(desk.cairn("explain", "mysq").err()).contains("did you mean 'mysql'?");
    assertThat(desk.cairn("explain", "mysql").out()).startsWith("mysql: LXC container (type: lxc)");
    assertThat(desk.cairn("explain", "mysql", "--live", "--json").out())
        .contains("\"differences\": [");
    assertThat(desk.cairn("diagram", "--svg", "--live", "--target", "mysql").out())
        .startsWith("<svg ")
        .contains(">mysql<")
        .doesNotContain(">web<");
  }
}
