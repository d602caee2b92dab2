package io.cairn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.engine.Condition;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final NodeName NODE1 = new NodeName("node1");
  private static final NodeName NODE2 = new NodeName("node2");

  private static Cluster erp() throws IOException {
    return switch (ClusterFile.parse("erp.yaml", Files.readString(Path.of("examples/erp.yaml")))) {
      case ParseResult.Parsed(var file) -> file.cluster();
      case ParseResult.Rejected(var problems) -> throw new IllegalStateException("" + problems);
    };
  }

  private static Step.Builder step(String layer, String verb, NodeName node) {
    return Step.layer(new LayerName(layer), verb, node);
  }

  private static Condition active(String layer, NodeName node) {
    return Condition.active(new LayerName(layer), node);
  }

  private static Condition stopped(String layer, NodeName node) {
    return Condition.stopped(new LayerName(layer), node);
  }

  private static Selection layers(String... names) {
    return new Selection(
        Set.of(), Arrays.stream(names).map(LayerName::new).collect(Collectors.toSet()));
  }

  private static List<String> ids(List<Step> steps) {
    return steps.stream().map(Step::id).toList();
  }

  @Test
  void everythingIsTheWholePlan() throws IOException {
    Plan plan = Plan.of(List.of(step("r0", "up", NODE1).build(), step("web", "up", NODE2).build()));
    Part part = Selection.ALL.of(plan, erp());
    assertThat(part).isEqualTo(new Part(plan, List.of(), List.of()));
  }

  @Test
  void stepBringsAllThatItNeedsFromOtherLayersAndNodes() throws IOException {
    Condition packages = Condition.node("packages", NODE2);
    Condition up = new Condition("r0 up on node2");
    Plan plan =
        Plan.of(
            List.of(
                Step.node("packages", "install", NODE2).provides(packages).build(),
                Step.node("time", "set", NODE2).build(),
                step("r0", "up", NODE2).needs(packages).provides(up).build(),
                step("r0", "promote", NODE1).needs(up).provides(active("r0", NODE1)).build(),
                step("store1", "mount", NODE1).needs(active("r0", NODE1)).build(),
                step("web", "start", NODE2).build()));
    Part part = layers("store1").of(plan, erp());
    assertThat(ids(part.plan().steps()))
        .containsExactly(
            "packages/install@node2", "r0/up@node2", "r0/promote@node1", "store1/mount@node1");
    assertThat(part.plan().after("r0/up@node2")).containsExactly("packages/install@node2");
    assertThat(ids(part.along())).doesNotContain("store1/mount@node1").hasSize(3);
    assertThat(ids(part.leftOut())).containsExactly("time/set@node2", "web/start@node2");
  }

  /** As the end of DRBD's first copy, which is waited for when everything else is done. */
  @Test
  void stepThatOnlyWaitsForWhatLiesAboveDoesNotBringIt() throws IOException {
    Plan plan =
        Plan.of(
            List.of(
                step("r0", "promote", NODE1).provides(active("r0", NODE1)).build(),
                step("mysql", "start", NODE1).provides(active("mysql", NODE1)).build(),
                step("web", "start", NODE2).provides(active("web", NODE2)).build(),
                step("r0", "await-sync", NODE2)
                    .needs(active("r0", NODE1), active("mysql", NODE1), active("web", NODE2))
                    .build()));
    Part part = layers("r0").of(plan, erp());
    assertThat(ids(part.plan().steps())).containsExactly("r0/promote@node1", "r0/await-sync@node2");
    assertThat(part.plan().after("r0/await-sync@node2")).containsExactly("r0/promote@node1");
  }

  @Test
  void whatIsStoppedIsStartedAgainEvenOnTheOtherNode() throws IOException {
    Plan plan =
        Plan.of(
            List.of(
                step("store1", "unmount", NODE1)
                    .mark(Mark.CHANGE)
                    .provides(stopped("store1", NODE1))
                    .build(),
                step("r0", "demote", NODE1)
                    .needs(stopped("store1", NODE1))
                    .provides(stopped("r0", NODE1))
                    .build(),
                step("r0", "promote", NODE2)
                    .needs(stopped("r0", NODE1))
                    .provides(active("r0", NODE2))
                    .build(),
                step("web", "start", NODE1).build()));
    Part part = new Selection(Set.of(NODE1), Set.of(new LayerName("store1"))).of(plan, erp());
    assertThat(ids(part.plan().steps()))
        .containsExactly("store1/unmount@node1", "r0/demote@node1", "r0/promote@node2");
  }

  @Test
  void nodeMeansItsSettingsTooLayersAloneDoNot() throws IOException {
    Plan plan =
        Plan.of(
            List.of(
                Step.node("time", "set", NODE1).build(),
                Step.node("time", "set", NODE2).build(),
                step("web", "start", NODE1).build()));
    assertThat(ids(new Selection(Set.of(NODE1), Set.of()).of(plan, erp()).plan().steps()))
        .containsExactly("time/set@node1", "web/start@node1");
    assertThat(ids(layers("web").of(plan, erp()).plan().steps()))
        .containsExactly("web/start@node1");
  }
}
