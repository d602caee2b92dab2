package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Command;
import io.cairn.engine.Finding;
import io.cairn.engine.Health;
import io.cairn.engine.Reply;
import io.cairn.engine.Snapshot;
import io.cairn.engine.SnapshotName;
import io.cairn.engine.SnapshotTimers;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Snapshots by schedule of a thin volume over a resource, planned and observed. */
class ThinScheduleTest {
  private static final LvmEngine ENGINE = new LvmEngine();
  private static final String SCHEDULES =
      "snapshots: [{ every: 1h, keep: 24 }, { every: 1d, keep: 7 }]";
  private static final String OVER =
      """
      r0: { type: drbd, over: /dev/disk/by-id/virtio-hdd, nodes: [n1, n2], prefer: n1 }
      vg0: { type: vg, over: r0 }
      pool: { type: thinpool, over: vg0, size: 80%, autoextend: { at: 70%, by: 20% } }
      data: { type: thin, over: pool, size: 2G@ }
      """;
  private static final String DECLARED = OVER.replace("@", ", " + SCHEDULES);
  private static final String NOT_DECLARED = OVER.replace("@", "");

  /** What systemd says of the units where they are in use, ten hours after they were started. */
  private static final String RUNNING =
      """
      now=2026-11-27T20:10:00Z
      up=36100

      Id=cairn-snapshots-data.timer
      ActiveState=active
      UnitFileState=enabled
      Result=success
      ActiveEnterTimestampMonotonic=100000000

      Id=cairn-snapshots-data.service
      ActiveState=inactive
      UnitFileState=static
      Result=success
      ActiveEnterTimestampMonotonic=0
      """;

  private static final String PROBE = SnapshotTimers.probe().name();

  private static List<Step> schedule(Stack stack) {
    return ENGINE.plan(stack.context()).stream()
        .filter(step -> step.id().contains("schedule"))
        .toList();
  }

  private static Stack blank(String layers) {
    return Nodes.blank(layers).withDrbd(Map.of("r0", "n1"));
  }

  /** Everything is written, and the timer of n1 runs. */
  private static Stack written(String layers, String running, String snapshots) {
    Stack stack = blank(layers);
    List<Step> steps = ENGINE.plan(blank(DECLARED).context());
    for (String node : List.of("n1", "n2")) {
      stack
          .node(node)
          .filesOf(steps, node)
          .reply(PROBE, node.equals("n1") ? running : running.replace("=active", "=inactive"));
    }
    stack
        .node("n1")
        .disk("/dev/drbd0", "10G")
        .reply(
            LvmProbes.VGS,
            """
            {"report":[{"vg":[{"vg_name":"vg0","vg_uuid":"u","vg_attr":"wz--n-","vg_extent_size":"4194304",
            "vg_extent_count":"2559","vg_free_count":"500","vg_tags":"cairn:test","vg_missing_pv_count":"0",
            "vg_mda_count":"1","vg_autoactivation":""}]}]}""")
        .reply(
            LvmProbes.LVS,
            "{\"report\":[{\"lv\":[" + volume("data", "cairn:test") + snapshots + "]}]}");
    return stack;
  }

  private static String volume(String name, String tags) {
    return """
        {"vg_name":"vg0","lv_name":"%s","lv_uuid":"u-%s","lv_attr":"Vwi-a-tz--","lv_size":"2147483648",
        "segtype":"thin","lv_tags":"%s","pool_lv":"pool","origin":"","data_percent":"1.00",
        "metadata_percent":"","lv_metadata_size":"","chunk_size":"0","cache_mode":"","lv_health_status":"",
        "seg_monitor":"","lv_profile":"","devices":""}"""
        .formatted(name, name, tags);
  }

  private static String taken(String every, String stamp, String time) {
    return ","
        + volume(
            "data.every-" + every + "-" + stamp,
            "cairn:test,cairn-snapshot,cairn-schedule:" + every + ",cairn-taken:" + time);
  }

  private static final String RECENT =
      taken("1h", "20261127T200001Z", "2026-11-27T20:00:01Z")
          + taken("1d", "20261127T000001Z", "2026-11-27T00:00:01Z");

  private static List<Finding> findings(Stack stack) {
    return ENGINE.check(stack.context()).stream()
        .filter(finding -> finding.code().startsWith("SNAP"))
        .toList();
  }

  @Test
  void writesUnitsOnEveryNodeAndStartsThemWhereTheVolumeIs() {
    List<Step> steps = schedule(blank(DECLARED));
    Golden.check("lvm/schedule.txt", Stack.text(steps.subList(0, 1)));
    assertThat(Stack.ids(steps)).containsExactly("data/schedule@n1", "data/schedule@n2");
    assertThat(Stack.text(steps.subList(1, 2))).doesNotContain("systemctl restart", "data active");
  }

  @Test
  void hasNothingToDoWhereAllIsAsDeclared() {
    assertThat(schedule(written(DECLARED, RUNNING, RECENT))).isEmpty();
  }

  @Test
  void startsATimerThatDoesNotRun() {
    Stack stack = written(DECLARED, RUNNING.replace("=active", "=inactive"), RECENT);
    List<Step> steps = schedule(stack);
    assertThat(Stack.ids(steps)).containsExactly("data/schedule@n1");
    assertThat(steps.getFirst().why()).isEqualTo("its timer does not run");
  }

  @Test
  void enablesATimerThatNothingStarts() {
    Stack stack = written(DECLARED, RUNNING.replace("=enabled", "=disabled"), RECENT);
    assertThat(Stack.ids(schedule(stack))).containsExactly("data/schedule@n1", "data/schedule@n2");
  }

  @Test
  void writesUnitsAnewThatAreOfAnotherSchedule() {
    Stack stack = written(DECLARED.replace("keep: 24", "keep: 48"), RUNNING, RECENT);
    List<Step> steps = schedule(stack);
    assertThat(Stack.ids(steps)).containsExactly("data/schedule@n1", "data/schedule@n2");
    assertThat(steps.getFirst().why())
        .isEqualTo("/etc/systemd/system/cairn-snapshots-data.service is not as declared");
  }

  @Test
  void hasUnitsReadThatWereWrittenBeforeAnInterruption() {
    Stack stack =
        written(DECLARED, RUNNING.replace("static", "static\nNeedDaemonReload=yes"), RECENT);
    assertThat(schedule(stack).getFirst().commands().stream().map(Command::toShell))
        .containsExactly(
            "systemctl daemon-reload", "systemctl restart -- cairn-snapshots-data.timer");
  }

  @Test
  void takesTheUnitsAwayWithTheScheduleAndLeavesTheSnapshots() {
    Golden.check(
        "lvm/unschedule.txt", Stack.text(schedule(written(NOT_DECLARED, RUNNING, RECENT))));
  }

  @Test
  void takesNothingAwayThatItCannotSee() {
    Stack stack = written(NOT_DECLARED, RUNNING, RECENT);
    stack.node("n1").reply(PROBE, new Reply(1, RUNNING, "no bus"));
    assertThat(Stack.ids(schedule(stack))).containsExactly("data/unschedule@n2");
  }

  @Test
  void destroysTheUnitsBeforeTheVolumeAndItsSnapshots() {
    Stack stack = written(DECLARED, RUNNING, RECENT).destroying("data");
    List<Step> steps = ENGINE.destroy(stack.layer("data"), stack.context());
    assertThat(Stack.ids(steps))
        .containsExactly("data/unschedule@n1", "data/remove@n1", "data/unschedule@n2");
    assertThat(steps.get(1).needs()).containsAll(steps.getFirst().provides());
    assertThat(steps.get(1).intent()).contains("data.every-1h-20261127T200001Z");
  }

  @Test
  void saysNothingWhereSnapshotsAreTaken() {
    assertThat(findings(written(DECLARED, RUNNING, RECENT))).isEmpty();
  }

  @Test
  void saysThatTakingThemFailed() {
    String failed =
        RUNNING
            .replace("ActiveState=inactive", "ActiveState=failed")
            .replace("static\nResult=success", "static\nResult=exit-code");
    List<Finding> found = findings(written(DECLARED, failed, RECENT));
    assertThat(found).extracting(Finding::code).containsExactly("SNAP-01");
    assertThat(found.getFirst().seen()).isEqualTo("cairn-snapshots-data.service failed: exit-code");
    assertThat(found.getFirst().place()).isEqualTo("n1: data");
    assertThat(ENGINE.states(written(DECLARED, failed, RECENT).context()))
        .filteredOn(state -> state.health() == Health.DEGRADED)
        .extracting(state -> state.layer() + " on " + state.node())
        .containsExactly("data on n1");
  }

  @Test
  void saysThatNoneWasTakenForThreePeriods() {
    String old = taken("1h", "20261127T150000Z", "2026-11-27T15:00:00Z");
    List<Finding> found = findings(written(DECLARED, RUNNING, old));
    assertThat(found).extracting(Finding::code).containsExactly("SNAP-02");
    assertThat(found.getFirst().seen())
        .isEqualTo("the last of 2026-11-27T15:00:00Z, and it is 2026-11-27T20:10:00Z");
    assertThat(findings(written(DECLARED, RUNNING, ""))).hasSize(1);
  }

  /** It was not in use before: nobody could take any. */
  @Test
  void doesNotMissThoseOfATimeInWhichTheVolumeWasNotInUse() {
    String justStarted = RUNNING.replace("=100000000", "=35000000000");
    assertThat(findings(written(DECLARED, justStarted, ""))).isEmpty();
  }

  private static VolumeSnapshots snapshots(Stack stack) {
    return new VolumeSnapshots(stack.layer("data"), new NodeName("n1"), stack.context());
  }

  @Test
  void listsThemWithTheirPeriod() {
    assertThat(snapshots(written(DECLARED, RUNNING, RECENT)).all())
        .extracting(Snapshot::schedule)
        .containsExactly(Optional.of("1d"), Optional.of("1h"));
  }

  /** Its time comes all the same, though going back to it used it up and took it anew. */
  @Test
  void leavesOneThatWasGoneBackToAmongThoseOfItsSchedule() {
    Step step =
        snapshots(written(DECLARED, RUNNING, RECENT))
            .rollBack(
                new SnapshotName("every-1h-20261127T200001Z"),
                new SnapshotName("before-restore-1"));
    assertThat(step.commands().getFirst().toShell().lines())
        .filteredOn(line -> line.startsWith("lvcreate"))
        .satisfiesExactly(
            kept -> assertThat(kept).doesNotContain("cairn-schedule"),
            again -> assertThat(again).contains("--addtag cairn-schedule:1h"));
  }

  @Test
  void tellsTheLastInTheStatus() {
    Stack stack = written(DECLARED, RUNNING, RECENT);
    assertThat(ENGINE.states(stack.context()))
        .filteredOn(
            state -> state.layer().text().equals("data") && state.node().text().equals("n1"))
        .first()
        .satisfies(
            state ->
                assertThat(state.detail())
                    .isEqualTo(
                        "2 GiB, snapshots every 1h, 24 kept and every 1d, 7 kept, the last of"
                            + " 2026-11-27T20:00:01Z"));
  }
}
