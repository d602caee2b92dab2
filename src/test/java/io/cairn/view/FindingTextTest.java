package io.cairn.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTextTest {
  private static final Finding CLOCKS =
      Finding.warning("TIME-01", "Clocks apart")
          .at("node2")
          .saw("4.2 s behind this machine", "less than 1 s")
          .because(
              "Logs of the two nodes cannot be compared, and after a failover files carry times"
                  + " from the future.",
              "let chrony step the clock:\nchronyc makestep");
  private static final Finding SIZES =
      Finding.error("DRBD-03", "Peers of different size")
          .at("r0")
          .saw("node1 offers 1000 MiB, node2 900 MiB", "the same number of sectors on both")
          .because("DRBD takes the smaller one; the rest is lost.", "set size: 900M in layer p0");
  private static final Finding KEY =
      Finding.error("FILE-02", "Unknown key")
          .at("cluster.yaml:12:5")
          .saw("mont\n  store1: { type: btrfs, mont: /srv }\n                           ^", "")
          .because("", "did you mean 'mount'?");

  @Test
  void showsErrorsFirstWithTheCorrectionOnItsOwnLine() {
    Golden.check(
        "view/findings.txt", FindingText.of(List.of(CLOCKS, KEY, SIZES, CLOCKS), Screen.plain(80)));
  }

  @Test
  void countsThemBySeverity() {
    assertThat(FindingText.count(List.of(CLOCKS, KEY, SIZES, CLOCKS)))
        .isEqualTo("2 errors, 1 warning");
    assertThat(FindingText.count(List.of())).isEqualTo("nothing found");
  }

  @Test
  void rendersNothingForNothing() {
    assertThat(FindingText.of(List.of(), Screen.plain(80))).isEmpty();
  }

  @Test
  void holdsAllForPrograms() {
    Golden.check("view/findings.json", FindingJson.of(List.of(CLOCKS, SIZES)));
  }
}
