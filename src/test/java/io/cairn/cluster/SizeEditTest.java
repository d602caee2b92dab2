package io.cairn.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.graph.LayerName;
import io.cairn.graph.Size;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeEditTest {
  private static final String TEXT =
      """
      cluster: shop   # ours
      nodes: { n1: { ssh: root@10.0.0.1 } }
      layers:
        data: { type: vg, over: [/dev/disk/by-id/virtio-a, /dev/disk/by-id/virtio-b] }
        # size: 7G
        www:  { type: lv, over: data,   size:  8G }  # size: was 4G, é
        mail:
          over: data
          size: "2G"
          type: lv
        logs: { type: lv, over: data, on: /dev/disk/by-id/virtio-a, cache: { on: /dev/disk/by-id/virtio-b, size: 1G }, size: 3G, }
      """;

  private static Optional<String> edit(String layer, String size) {
    return switch (ClusterFile.parse("cluster.yaml", TEXT)) {
      case ParseResult.Parsed(var file) -> SizeEdit.edit(TEXT, file, new LayerName(layer), size);
      case ParseResult.Rejected(var problems) -> throw new AssertionError(problems);
    };
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          www  | size:  8G }           | size:  12G }
          mail | size: "2G"            | size: 12G
          logs | size: 1G }, size: 3G, | size: 1G }, size: 12G,
          """)
  void changesThatSizeAndNothingElse(String layer, String before, String after) {
    assertThat(edit(layer, "12G")).contains(TEXT.replace(before, after));
  }

  @Test
  void findsNoSizeWhereThereIsNone() {
    assertThat(edit("data", "12G")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1G, 1G", "1536M, 1536M", "1.5G, 1536M", "2T, 2T", "1K, 1K"})
  void writesASizeThatIsReadBackExactly(String size, String text) {
    Size meant = Size.parse(size).orElseThrow();
    assertThat(SizeEdit.text(meant)).isEqualTo(text);
    assertThat(Size.parse(SizeEdit.text(meant))).contains(meant);
  }
}
