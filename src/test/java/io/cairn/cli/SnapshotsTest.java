package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Context;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Observed;
import io.cairn.engine.Observed.NodeSurvey;
import io.cairn.engine.Reply;
import io.cairn.engine.Snapshot;
import io.cairn.engine.SnapshotMarks;
import io.cairn.engine.SnapshotName;
import io.cairn.engine.Step;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.operate.Destroy;
import io.cairn.operate.Snapshots;
import io.cairn.operate.Snapshots.Answer;
import io.cairn.plan.Plan;
import io.cairn.view.PlanText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Snapshots of volumes and of all copies of a resource, from what real nodes answered. */
class SnapshotsTest {
  private static final SnapshotName ALL = new SnapshotName("all2");
  private static final SnapshotName NEW = new SnapshotName("new");

  private final Context deep = recorded("vps/with-snapshots");

  private static Context recorded(String scene) {
    try {
      return PlanCasesTest.context(Path.of("src/test/resources/cases/plan").resolve(scene));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Answer.Possible possible(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Possible.class);
    return (Answer.Possible) answer;
  }

  private static List<String> ids(Plan plan) {
    return plan.steps().stream().map(Step::id).toList();
  }

  private Snapshots snapshots() {
    return new Snapshots(deep);
  }

  private Layer layer(String name) {
    return deep.cluster().layer(new LayerName(name));
  }

  private String text(Plan plan) {
    return PlanText.withCommands(plan, deep.cluster(), PlanCasesTest.SCREEN);
  }

  @Test
  void listsEachOnceWhateverLayerIsNamed() {
    List<Snapshot> ofResource = snapshots().of(layer("r0"));
    assertThat(ofResource).hasSize(9).isEqualTo(snapshots().of(layer("DRBDLV1")));
    assertThat(ofResource)
        .filteredOn(snapshot -> snapshot.name().equals(ALL))
        .extracting(Snapshot::node)
        .containsExactly(
            new NodeName("livenode1"), new NodeName("livenode2"), new NodeName("livenode3"));
    assertThat(snapshots().of(layer("shop"))).isEqualTo(snapshots().of(layer("shopdisk")));
    assertThat(snapshots().all()).hasSize(11).doesNotHaveDuplicates();
  }

  @Test
  void allCopiesAreTakenWhileWhatLiesOverThemIsHeldStill() {
    Answer.Possible possible = possible(snapshots().create(layer("r0"), NEW));
    assertThat(ids(possible.plan()))
        .containsExactly(
            "r0/hold@livenode1",
            "r0/drain@livenode1",
            "r0-lower/drain@livenode1",
            "DRBDLV1/snapshot-new@livenode1",
            "DRBDLV1/snapshot-new@livenode2",
            "DRBDLV1/snapshot-new@livenode3",
            "r0/let-go@livenode1");
    assertThat(ids(possible.amends())).containsExactly("r0/let-go@livenode1");
    Golden.check("snapshots/create-copies.txt", text(possible.plan()));
  }

  @Test
  void whatLiesDirectlyOnAVolumeIsHeldStillByLvm() {
    Answer.Possible possible = possible(snapshots().create(layer("shop"), NEW));
    assertThat(ids(possible.plan())).containsExactly("shopdisk/snapshot-new@livenode1");
    Golden.check("snapshots/create-volume.txt", text(possible.plan()));
  }

  @Test
  void allCopiesGoBackTogetherAndTheRestIsApplied() {
    Answer.Possible possible = possible(snapshots().restore(layer("r0"), ALL));
    assertThat(possible.rest())
        .hasValueSatisfying(
            rest ->
                assertThat(rest.layers())
                    .contains(new LayerName("r0"), new LayerName("r0-lower"), new LayerName("shop"))
                    .doesNotContain(new LayerName("DRBDLV1"), new LayerName("pool")));
    Golden.check("snapshots/restore-copies.txt", text(possible.plan()));
  }

  /** A power cut between the merge on livenode2, which used the snapshot up, and taking it anew. */
  @Test
  void aCopyThatWentBackAlreadyIsNotTakenBackAgain() {
    String used = "\"lv_name\":\"DRBDLV1.all2\"";
    NodeName there = new NodeName("livenode2");
    Context lacking =
        with(deep, there, "lvm:lvs", out -> out.replace(used, "\"lv_name\":\"other\""));
    assertThat(refused(new Snapshots(lacking).restore(layer("r0"), ALL)).why())
        .isEqualTo("DRBDLV1 has no snapshot all2 on livenode2.");
    Context wentBack = with(lacking, there, "drbd:r0-lower", out -> "going-back-to all2\n" + out);
    Plan plan = possible(new Snapshots(wentBack).restore(layer("r0"), ALL)).plan();
    assertThat(ids(plan)).containsAll(ids(possible(snapshots().restore(layer("r0"), ALL)).plan()));
    assertThat(refused(new Snapshots(wentBack).delete(layer("r0"), ALL)).why())
        .isEqualTo("r0-lower is going back to all2, and not all of its copies are there yet.");
    Step anew =
        plan.steps().stream()
            .filter(step -> step.id().equals("DRBDLV1/restore-all2@livenode2"))
            .findFirst()
            .orElseThrow();
    Golden.check("snapshots/taken-anew.txt", text(Plan.of(List.of(anew))));
  }

  private static Context with(
      Context before, NodeName node, String probe, UnaryOperator<String> change) {
    NodeFacts facts = before.observed().facts(node).orElseThrow();
    Map<String, Reply> replies = new LinkedHashMap<>(facts.replies());
    replies.computeIfPresent(
        probe, (_, reply) -> new Reply(reply.exit(), change.apply(reply.out()), reply.err()));
    SequencedMap<NodeName, NodeSurvey> nodes = new LinkedHashMap<>(before.observed().nodes());
    nodes.put(
        node,
        new NodeSurvey.Answered(
            new NodeFacts(facts.system(), facts.blocks(), facts.mounts(), replies)));
    return Context.of(before.cluster(), new Observed(nodes), before.engines());
  }

  @Test
  void aVolumeGoesBackBetweenStopAndStart() {
    Answer.Possible possible =
        possible(snapshots().restore(layer("shopdata"), new SnapshotName("s2")));
    assertThat(ids(possible.plan()))
        .containsExactly(
            "shop/stop@livenode1",
            "shopdata/unmount@livenode1",
            "shopdisk/restore-s2@livenode1",
            "shopdata/mount@livenode1",
            "shop/start@livenode1");
    assertThat(possible.rest()).isEmpty();
    Golden.check("snapshots/restore-volume.txt", text(possible.plan()));
  }

  @Test
  void deletesOnlyWhatIsTaggedAsASnapshot() {
    Answer.Possible possible = possible(snapshots().delete(layer("r0"), ALL));
    assertThat(ids(possible.plan()))
        .containsExactly(
            "DRBDLV1/delete-snapshot-all2@livenode1",
            "DRBDLV1/delete-snapshot-all2@livenode2",
            "DRBDLV1/delete-snapshot-all2@livenode3");
    Golden.check("snapshots/delete.txt", text(possible.plan()));
  }

  @Test
  void destroyingAVolumeTakesItsSnapshotsAlong() {
    Set<LayerName> group = Set.of(new LayerName("shopdisk"));
    Context may = new Context(deep.cluster(), deep.observed(), deep.engines(), group);
    Plan plan = ((Destroy.Prospect.Possible) Destroy.plan(may, group, group)).plan();
    assertThat(plan.steps())
        .extracting(Step::intent)
        .contains("Remove the volume with its data, and its snapshots shopdisk.s1, shopdisk.s2");
  }

  private static Answer.Refused refused(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return (Answer.Refused) answer;
  }

  @Test
  void refusesTheNameOfASchedule() {
    assertThat(snapshots().create(layer("shopdisk"), new SnapshotName("every-1h-20261127T090000Z")))
        .isEqualTo(
            new Answer.Refused(
                "Names that begin as 'every-1h-20261127T090000Z' are those of schedules.",
                "Choose another name."));
  }

  @Test
  void refusesANameThatIsThere() {
    assertThat(refused(snapshots().create(layer("r0"), ALL)).why())
        .isEqualTo("DRBDLV1 has a snapshot all2 already, on livenode1.");
  }

  @Test
  void refusesANameThatLvmKeepsForItself() {
    assertThat(refused(snapshots().create(layer("shop"), new SnapshotName("x_tdata"))).why())
        .isEqualTo("LVM keeps names with '_tdata' for parts of its own volumes.");
  }

  @Test
  void saysWhichSnapshotsThereAre() {
    Answer.Refused refused = refused(snapshots().restore(layer("shop"), NEW));
    assertThat(refused.why()).isEqualTo("shop has no snapshot new.");
    assertThat(refused.correction()).isEqualTo("It has s1, s2");
  }

  @Test
  void refusesTheNameOfWhatANodeTakesBeforeAResync() {
    assertThat(refused(snapshots().create(layer("r0"), SnapshotMarks.BEFORE_RESYNC)).why())
        .isEqualTo("before-resync is what a node takes by itself before its copy is resynced.");
  }

  @Test
  void showsAndDeletesWhatANodeTookBeforeAResyncButDoesNotGoBackToIt() {
    Context running = recorded("resync/running");
    Snapshots snapshots = new Snapshots(running);
    Layer resource = running.cluster().layer(new LayerName("r0"));
    assertThat(snapshots.of(resource))
        .containsExactly(
            new Snapshot(
                new LayerName("docs"),
                SnapshotMarks.BEFORE_RESYNC,
                new NodeName("right"),
                "2026-11-27T10:01:52Z",
                Optional.empty()));
    assertThat(ids(possible(snapshots.delete(resource, SnapshotMarks.BEFORE_RESYNC)).plan()))
        .containsExactly("docs/delete-snapshot-before-resync@right");
    assertThat(refused(snapshots.restore(resource, SnapshotMarks.BEFORE_RESYNC)).why())
        .isEqualTo(
            "before-resync of docs is of one copy alone, and of no moment that the other copies have.");
  }

  @Test
  void refusesCopiesOfWhichOneIsMissing() {
    assertThat(
            refused(
                    snapshots()
                        .restore(layer("r0"), new SnapshotName("before-restore-20260101T000000Z")))
                .why())
        .contains("has no snapshot");
  }

  @Test
  void refusesWhatHasNone() {
    assertThat(refused(snapshots().create(layer("pool"), NEW)).why())
        .isEqualTo("pool is of type thinpool, which has no snapshots.");
    Answer.Refused overResource =
        refused(
            new Snapshots(recorded("trio/applied"))
                .create(recorded("trio/applied").cluster().layer(new LayerName("data")), NEW));
    assertThat(overResource.why())
        .isEqualTo("data is ext4, which has no snapshots, and lies over no volume of LVM.");
    assertThat(overResource.correction())
        .isEqualTo("One of r0 takes all that lies over it: cairn snapshot create r0 NAME");
  }

  @Test
  void refusesWhereTheCopiesAreNoVolumes() {
    Context trio = recorded("trio/applied");
    assertThat(
            refused(new Snapshots(trio).create(trio.cluster().layer(new LayerName("r0")), NEW))
                .why())
        .contains("which has no snapshots");
  }

  @Test
  void refusesWhileANodeIsSilent() {
    SequencedMap<NodeName, NodeSurvey> nodes = new LinkedHashMap<>(deep.observed().nodes());
    nodes.put(new NodeName("livenode3"), new NodeSurvey.Unreachable("no route to host"));
    Context silent = Context.of(deep.cluster(), new Observed(nodes), deep.engines());
    assertThat(refused(new Snapshots(silent).create(layer("r0"), NEW)).why())
        .isEqualTo("livenode3 does not answer: no route to host");
  }
}
