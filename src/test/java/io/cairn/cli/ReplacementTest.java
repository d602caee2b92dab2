package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.operate.Replacement;
import io.cairn.plan.Planner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that a new server has come in the place of, from what real nodes answered. */
class ReplacementTest {
  private static final Path CASES = Path.of("src/test/resources/cases/plan");
  private static final NodeName LEFT = new NodeName("left");
  private static final NodeName RIGHT = new NodeName("right");

  @Test
  void saysWhatComesFromWhereAndWhatCannotComeBack() throws IOException {
    Context context = PlanCasesTest.context(CASES.resolve("anew/new-server"));
    assertThat(Replacement.plan(context, RIGHT))
        .isInstanceOfSatisfying(
            Replacement.Prospect.Possible.class,
            possible -> {
              assertThat(possible.sources())
                  .isEqualTo(Map.of(new LayerName("r0"), LEFT, new LayerName("r1"), LEFT));
              assertThat(possible.lost()).containsExactly(new LayerName("notes"));
            });
    assertThat(Replacement.plan(context, LEFT))
        .isInstanceOfSatisfying(
            Replacement.Prospect.Impossible.class,
            no -> assertThat(no.why()).startsWith("only left has the data of r0, r1"));
  }

  @Test
  void leavesTheIdsOfContainersWhereTheyAre(@TempDir Path folder) throws IOException {
    Path applied = CASES.resolve("erp/applied");
    Files.createDirectory(folder.resolve("facts"));
    for (String file : new String[] {"cluster.yaml", "facts/node1.txt", "facts/node2.txt"}) {
      String text = Files.readString(applied.resolve(file));
      // as an installer leaves it that made a user
      Files.writeString(
          folder.resolve(file),
          file.contains("node2")
              ? text.replace("| root:100000:65536\n", "| admin:100000:65536\n")
              : text);
    }
    assertThat(Planner.plan(PlanCasesTest.context(folder)).findings())
        .extracting(Finding::code, Finding::place)
        .contains(org.assertj.core.groups.Tuple.tuple("LXC-06", "node2: /etc/subuid"));
  }
}
