package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.operate.Move;
import io.cairn.operate.Site;
import io.cairn.plan.Plan;
import io.cairn.run.Event;
import io.cairn.run.Journal;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ctrl-C in the middle of a move: what is half gone is brought back, however often it is pressed.
 */
class StoppedMoveTest {
  private final Desk desk;

  StoppedMoveTest(@TempDir Path folder) throws IOException {
    desk = new Desk(folder);
  }

  /** Somebody who wants it to stop from the end of the first step on. */
  private static final class Impatient implements Site.Watcher {
    private volatile boolean stopped;

    @Override
    public Journal journal() {
      return Journal.NONE;
    }

    @Override
    public void begins(Plan plan) {}

    @Override
    public void saw(Event event) {
      stopped |= event instanceof Event.Ended;
    }

    @Override
    public boolean isStopped() {
      return stopped;
    }
  }

  @Test
  void everythingRunsAgainWhereItWas() throws IOException {
    assertThat(desk.cairn("apply", "--yes").exit()).isZero();
    Site site = desk.site(new Impatient());
    Move.Prospect prospect =
        Move.plan(
            site.survey(), site.cluster().layer(new LayerName("mysql")), new NodeName("node2"));
    Move.Outcome outcome = Move.run(site, (Move.Prospect.Possible) prospect);
    assertThat(outcome).isInstanceOf(Move.Outcome.WentBack.class);
    assertThat(desk.marks("node1")).contains("mysql.active", "store1.active", "r0.active");
    assertThat(desk.marks("node2")).doesNotContain("mysql.active", "store1.active", "r0.active");
  }
}
