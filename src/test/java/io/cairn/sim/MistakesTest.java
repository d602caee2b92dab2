package io.cairn.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Command;
import io.cairn.engine.Engine;
import io.cairn.engine.Engines;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Step;
import io.cairn.engine.drbd.DrbdEngine;
import io.cairn.engine.filesystem.FileSystemEngine;
import io.cairn.engine.lvm.LvmEngine;
import io.cairn.engine.raid.RaidEngine;
import io.cairn.operate.Apply;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The simulation can fail: engines with a mistake in them are caught, and without the mistake the
 * same life is a good one.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("sweep")
final class MistakesTest {
  private static final int EVERY_COMMAND = 1;
  private static final int FIRST = 0;

  /** The boot script waits half a minute, and looks every three seconds: once in each survey. */
  private static final int LONG_ENOUGH = 15;

  private static Engine drbd(UnaryOperator<Step> mistake) {
    return new Mutant(new DrbdEngine(), mistake);
  }

  private static Engine fileSystem(UnaryOperator<Step> mistake) {
    return new Mutant(new FileSystemEngine(), mistake);
  }

  @Test
  void aPlannerThatForcesPromotionIsCaught() {
    Engine forcing =
        drbd(
            step ->
                Mutant.instead("promote", Command.exec("drbdadm", "primary", "--force", "r0"))
                    .apply(Mutant.instead("demote", Command.exec("sync")).apply(step)));
    try (Scenario scenario = Example.world(1)) {
      scenario.apply();
      scenario.use(forcing);
      partitionedWhileMoving(scenario);
      assertThat(scenario.world().ledger().broken())
          .first()
          .asString()
          .startsWith("two at the same time primary of r0");
    }
    try (Scenario scenario = Example.world(1)) {
      scenario.apply();
      partitionedWhileMoving(scenario);
      scenario.mustSettle();
      scenario.mustBeWhole();
    }
  }

  private static void partitionedWhileMoving(Scenario scenario) {
    scenario.breakThings(
        Faults.sweep(Faults.Kind.PARTITION, Faults.Moment.BEFORE, EVERY_COMMAND, FIRST));
    scenario.move("r0", "node2");
  }

  /** A replicated volume grows, and a node loses power before DRBD is told. */
  @Test
  void aGrowthThatForgetsWhereTheMetadataWereIsCaught() {
    Engine forgetting =
        new Mutant(
            new LvmEngine(),
            Mutant.instead(
                "grow", Command.exec("lvextend", "--yes", "--size", "100663296b", "--", "g/v")));
    try (Scenario scenario = replicatedVolume(64)) {
      scenario.apply();
      scenario.use(forgetting);
      growsAndLosesPower(scenario);
      assertThat(scenario.world().ledger().broken())
          .first()
          .asString()
          .startsWith("drbdmeta moves the metadata of a disk that grew");
    }
    try (Scenario scenario = replicatedVolume(64)) {
      scenario.apply();
      growsAndLosesPower(scenario);
      scenario.mustSettle();
      scenario.mustBeWhole();
      assertThat(scenario.world().calls()).anyMatch(call -> call.contains(" lvreduce --yes"));
      assertThat(scenario.world().server("node1").block("/dev/drbd0").orElseThrow().size())
          .isEqualTo(Metadata.room(96L << 20));
    }
  }

  private static Scenario replicatedVolume(int size) {
    return new Scenario(1, Scenario.cluster(volume(size).text()), new Engines(Example.engines()));
  }

  private static Sketch volume(int size) {
    return Sketch.empty(List.of("node1", "node2"))
        .withDisk("d", 160)
        .with("g", new Sketch.Part("vg", List.of("d"), 0))
        .with("v", new Sketch.Part("lv", List.of("g"), size))
        .with("r", new Sketch.Part("drbd", List.of("v"), 0))
        .with("s", new Sketch.Part("ext4", List.of("r"), 0, Map.of("mount", "/srv/s")));
  }

  private static void growsAndLosesPower(Scenario scenario) {
    scenario.declare(Scenario.cluster(volume(96).text()));
    scenario.breakThings(Faults.after(Faults.Kind.POWER_LOSS, "lvextend"));
    scenario.apply();
    scenario.world().calm();
  }

  @Test
  void aMountThatMakesTheFileSystemAnewIsCaught() {
    Engine anew =
        fileSystem(
            Mutant.instead("mount", Command.exec("mkfs.btrfs", "--force", "--", "/dev/drbd0")));
    try (Scenario scenario = Example.world(1)) {
      scenario.apply();
      scenario.use(anew);
      scenario.move("r0", "node2");
      assertThat(scenario.world().ledger().broken())
          .first()
          .asString()
          .startsWith("the last good copy of acknowledged data is gone");
    }
  }

  @Test
  void aNodeThatStartsAtBootWithoutItsPeerIsCaught() {
    try (Scenario scenario = Example.world(1)) {
      scenario.use(drbd(MistakesTest::startingAlone));
      comeBackAlone(scenario);
      assertThat(scenario.world().ledger().broken())
          .first()
          .asString()
          .startsWith("two at the same time primary of r0");
    }
    try (Scenario scenario = Example.world(1)) {
      comeBackAlone(scenario);
      scenario.mustSettle();
      scenario.mustBeWhole();
      assertThat(scenario.primary("r0")).contains("node2");
    }
  }

  /** The script on the nodes does not ask for the operator's leave to start without the peer. */
  private static Step startingAlone(Step step) {
    List<Command> commands = step.commands().stream().map(MistakesTest::startingAlone).toList();
    return commands.equals(step.commands()) ? step : Mutant.doing(step, commands);
  }

  private static Command startingAlone(Command command) {
    return command instanceof Command.Put(ManagedFile file)
            && file.content() instanceof ManagedFile.Content.Whole(String text)
        ? Command.put(
            new ManagedFile(
                file.path(),
                file.mode(),
                new ManagedFile.Content.Whole(text.replace("grep -qx alone", "true")),
                file.check()))
        : command;
  }

  /** A node died, the other took over; now it boots again, and they do not reach each other. */
  private static void comeBackAlone(Scenario scenario) {
    Server node1 = scenario.world().server("node1");
    scenario.apply();
    scenario.world().switchOff(node1);
    scenario.mustComplete(scenario.failover("r0", "node2"));
    scenario.world().part();
    scenario.world().switchOn(node1);
    for (int i = 0; i < LONG_ENOUGH; i++) {
      scenario.survey();
    }
  }

  @Test
  void aStepWithoutGuardsIsCaught() {
    try (Scenario scenario = Example.world(1)) {
      scenario.use(drbd(Mutant::unguarded));
      scenario.applyAfter(MistakesTest::takeDisk);
      assertThat(scenario.world().ledger().broken())
          .first()
          .asString()
          .startsWith("a foreign disk is written to: /dev/vdb");
    }
    try (Scenario scenario = Example.world(1)) {
      assertThat(scenario.applyAfter(MistakesTest::takeDisk))
          .isInstanceOf(Apply.Outcome.Failed.class);
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.Refused.class);
      scenario.mustBeWhole();
    }
  }

  @Test
  void anArrayOfADiskThatSomebodyTookIsCaught() {
    try (Scenario scenario = Example.storage(1)) {
      scenario.use(new Mutant(new RaidEngine(), Mutant::unguarded));
      scenario.applyAfter(MistakesTest::takeDisk);
      assertThat(scenario.world().ledger().broken())
          .first()
          .asString()
          .startsWith("a foreign disk is written to: /dev/vdb");
    }
    try (Scenario scenario = Example.storage(1)) {
      assertThat(scenario.applyAfter(MistakesTest::takeDisk))
          .isInstanceOf(Apply.Outcome.Failed.class);
      assertThat(scenario.apply()).isInstanceOf(Apply.Outcome.Refused.class);
      scenario.mustBeWhole();
    }
  }

  /** Between survey and step, somebody else begins to use the disk, without a signature on it. */
  private static void takeDisk(World world) {
    world
        .server("node1")
        .disk("/dev/vdb")
        .orElseThrow()
        .giveAway(new Content.Noise("a database on the bare disk"));
  }
}
