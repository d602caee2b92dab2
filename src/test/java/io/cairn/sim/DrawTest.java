package io.cairn.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.graph.Cluster;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is drawn is what an administrator might write: the product's own check accepts it. */
final class DrawTest {
  private static final int SEEDS = 100;
  private static final int CHANGES = 5;

  @Test
  void everyFileThatIsDrawnIsAccepted() {
    assertThat(LongStream.rangeClosed(1, SEEDS)).allSatisfy(DrawTest::isAccepted);
  }

  private static void isAccepted(long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    Draw draw = new Draw(chance);
    Changes changes = new Changes(chance, draw);
    Sketch sketch = draw.sketch();
    accepts(sketch);
    for (int i = 0; i < CHANGES; i++) {
      sketch = changes.next(sketch).after();
      accepts(sketch);
    }
  }

  private static void accepts(Sketch sketch) {
    Cluster cluster = Scenario.cluster(sketch.text());
    for (Engine engine : Example.engines()) {
      assertThat(engine.check(cluster))
          .as(sketch.text())
          .noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }
  }
}
