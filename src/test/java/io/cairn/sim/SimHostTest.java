package io.cairn.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Command;
import io.cairn.engine.Guard;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Observed;
import io.cairn.engine.Reply;
import io.cairn.engine.Step;
import io.cairn.graph.NodeName;
import io.cairn.host.Claim;
import io.cairn.host.Host;
import io.cairn.host.Outcome;
import io.cairn.plan.Plan;
import io.cairn.run.Journal;
import io.cairn.run.Runner;
import io.cairn.run.StepResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The simulation itself: scripts run as on a real node, and faults strike where they are told to.
 */
final class SimHostTest {
  private static final NodeName NODE1 = new NodeName("node1");

  private final World world = new World(1, Example.cluster(), Toolbox.all());
  private final Server server = world.server("node1");
  private final Cairn cairn = new Cairn(world, "test");
  private final SimHost host = new SimHost(world, server, cairn, new Claim.Changing("test"));

  @AfterEach
  void end() {
    host.close();
    world.close();
  }

  private static Step step(Command... commands) {
    return Step.node("thing", "do", NODE1).runs(commands).build();
  }

  /** Over a connection that is open already, so that the fault meets the step. */
  private StepResult runStruck(Faults.Kind kind, Step step) {
    run(step(Command.exec("true")));
    world.breakThings(Faults.next(kind));
    return run(step);
  }

  private StepResult run(Step step) {
    Map<NodeName, Host> hosts = Map.of(NODE1, host);
    Runner runner = new Runner(hosts, _ -> {}, Journal.NONE, () -> false, System::nanoTime);
    return runner.run(Plan.of(List.of(step))).ended().getFirst().result();
  }

  @Test
  void keepsItsClaimWhileItLogsInAnew() throws Exception {
    assertThat(host.run("true", "", _ -> {})).isInstanceOf(Outcome.Ended.class);
    SimHost other = new SimHost(world, server, cairn, new Claim.Changing("another"));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outcome> others = threads.submit(() -> other.run("true", "", _ -> {}));
      host.renew();
      host.renew();
      assertThat(others.get())
          .isInstanceOfSatisfying(
              Outcome.Lost.class, lost -> assertThat(lost.why()).contains(Observed.BUSY, "test"));
    }
    assertThat(host.run("true", "", _ -> {})).isInstanceOf(Outcome.Ended.class);
    host.close();
    assertThat(other.run("true", "", _ -> {})).isInstanceOf(Outcome.Ended.class);
    other.close();
  }

  @Test
  void runsScriptsOnTheNodeItself() {
    Outcome outcome =
        host.run("uname -n; cat /etc/hostname; [ -b /dev/vdb ] && echo disk; cat", "in\n", _ -> {});
    assertThat(outcome).isEqualTo(new Outcome.Ended(new Reply(0, "node1\nnode1\ndisk\nin\n", "")));
    assertThat(world.gaps()).isEmpty();
  }

  @Test
  void writesManagedFiles() {
    ManagedFile file = ManagedFile.whole("/etc/cairn/thing", "text\n");
    assertThat(run(step(Command.put(file)))).isInstanceOf(StepResult.Done.class);
    assertThat(server.machine().readFile("/etc/cairn/thing")).isEqualTo(file.text());
  }

  @Test
  void tellsAsFailureWhenTheScriptIsKilled() {
    StepResult result =
        runStruck(
            Faults.Kind.CRASH,
            step(Command.exec("mv", "a", "b"), Command.exec("touch", "/etc/on")));
    assertThat(result)
        .isInstanceOfSatisfying(
            StepResult.Failed.class, failed -> assertThat(failed.reply().exit()).isEqualTo(137));
    assertThat(server.machine().hasFile("/etc/on")).isFalse();
  }

  @Test
  void leavesTheEndUnknownWhenTheReplyIsLost() {
    StepResult result =
        runStruck(
            Faults.Kind.LOST_REPLY, step(Command.exec("sync"), Command.exec("touch", "/etc/on")));
    assertThat(result).isInstanceOf(StepResult.Unknown.class);
    assertThat(server.machine().hasFile("/etc/on")).as("the script goes on").isTrue();
    assertThat(run(step(Command.exec("sync")))).isInstanceOf(StepResult.Done.class);
  }

  @Test
  void refusesAnotherCairnWhileAToolHangs() {
    assertThat(runStruck(Faults.Kind.HANG, step(Command.exec("sync"))))
        .isInstanceOf(StepResult.Unknown.class);
    world.calm();
    assertThat(run(step(Command.exec("sync")))).isInstanceOf(StepResult.Done.class);
  }

  @Test
  void losesWhatWasNotSyncedWithThePower() {
    run(step(Command.script("echo new > /etc/unsynced; echo there > /run/memory")));
    boolean lost = false;
    for (int i = 0; i < 20 && !lost; i++) {
      run(step(Command.exec("true"))); // finds out that the connection is gone
      run(step(Command.script("echo new > /etc/unsynced" + i)));
      world.losePower(server);
      world.calm();
      lost = !server.machine().hasFile("/etc/unsynced" + i);
    }
    assertThat(lost).as("some unsynced file is lost").isTrue();
    assertThat(server.machine().hasFile("/run/memory")).isFalse();
  }

  @Test
  void keepsWhatWasSynced() {
    for (int i = 0; i < 10; i++) {
      run(step(Command.exec("true"))); // finds out that the connection is gone
      run(
          step(
              Command.put(ManagedFile.whole("/etc/kept", "text " + i + "\n")),
              Command.exec("sync")));
      world.losePower(server);
      world.calm();
      assertThat(server.machine().readFile("/etc/kept"))
          .isEqualTo(ManagedFile.HEADER + "text " + i + "\n");
    }
  }

  @Test
  void reachesNothingWithoutPower() {
    assertThat(runStruck(Faults.Kind.POWER_LOSS, step(Command.exec("sync"))))
        .isInstanceOf(StepResult.Unknown.class);
    assertThat(server.isOn()).isFalse();
    assertThat(host.run("true", "", _ -> {})).isInstanceOf(Outcome.Lost.class);
  }

  @Test
  void reachesNothingAnyMoreWhenCairnIsKilled() {
    assertThat(
            runStruck(
                Faults.Kind.KILL_CAIRN,
                step(Command.exec("sync"), Command.exec("touch", "/etc/on"))))
        .isInstanceOf(StepResult.Unknown.class);
    assertThat(server.machine().hasFile("/etc/on")).isTrue();
    assertThat(host.run("true", "", _ -> {})).isInstanceOf(Outcome.Lost.class);
  }

  @Test
  void tellsOfWritesToForeignDisks() {
    run(step(Command.exec("wipefs", "--all", "--", "/dev/disk/by-id/virtio-archive")));
    assertThat(world.ledger().broken())
        .containsExactly(
            "a foreign disk is written to: /dev/vdd by: wipefs --all -- /dev/disk/by-id/virtio-archive");
  }

  @Test
  void tellsOfGapsInTheImitation() {
    Step refused =
        Step.node("thing", "do", NODE1).guard(Guard.that("it", "modprobe nothing")).build();
    assertThat(run(refused)).isInstanceOf(StepResult.Refused.class);
    assertThat(world.gaps()).isEmpty();
    run(step(Command.exec("lsblk", "--output", "UNHEARD")));
    assertThat(world.gaps()).hasSize(1);
  }
}
