package io.cairn.engine.drbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.engine.Stack;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResyncSnapshotsTest {
  private static final String LAYERS =
      """
      vg: { type: vg, over: /dev/disk/by-id/virtio-a }
      pool: { type: thinpool, over: vg, size: 50% }
      thin: { type: thin, over: pool, size: 1G }
      plain: { type: lv, over: vg, size: 1G }
      r0: { type: drbd, over: OVER, nodes: [n1, n2], prefer: n1MORE }
      """;

  private static String handlers(String over, String more) {
    Stack stack = Stack.of(LAYERS.replace("OVER", over).replace("MORE", more));
    return new ResyncSnapshots((Layer.Drbd) stack.layer("r0"), stack.context().cluster())
        .handlers(List.of(new NodeName("n1"), new NodeName("n2")))
        .orElse("none");
  }

  @Test
  void areTakenOfThinVolumesUnlessToldOtherwise() {
    assertThat(handlers("thin", ""))
        .contains("before-resync-target", "after-resync-target", " before thin cairn:test ");
    assertThat(handlers("plain", "")).isEqualTo("none");
    assertThat(handlers("/dev/disk/by-id/virtio-b", "")).isEqualTo("none");
    assertThat(handlers("thin", ", resync-snapshot: false")).isEqualTo("none");
  }

  @Test
  void areTakenOfAnyVolumeWhereTheFileSaysSo() {
    assertThat(handlers("plain", ", resync-snapshot: true")).contains(" before any cairn:test ");
    assertThat(handlers("thin", ", resync-snapshot: true")).contains(" before any cairn:test ");
  }

  @Test
  void areTakenByTheNodesThatHaveAThinVolume() {
    assertThat(handlers("{ n1: thin, n2: plain }", "")).contains(" before thin ");
  }

  /** The pair's own copies are those of its lower resource. */
  @Test
  void areThoseOfThePairsLowerResourceAndOfTheThirdNode() throws Exception {
    String text = Files.readString(Path.of("examples/vps.yaml"));
    ParseResult.Parsed parsed = (ParseResult.Parsed) ClusterFile.parse("vps.yaml", text);
    List<String> takers =
        DrbdProbes.all(parsed.file().cluster()).stream()
            .flatMap(
                resource ->
                    parsed.file().cluster().nodesOf(resource).stream()
                        .filter(
                            node ->
                                new ResyncSnapshots(resource, parsed.file().cluster()).isOn(node))
                        .map(node -> resource.name() + " on " + node))
            .toList();
    assertThat(takers)
        .containsExactly("r0-lower on livenode1", "r0-lower on livenode2", "r0 on livenode3");
  }
}
