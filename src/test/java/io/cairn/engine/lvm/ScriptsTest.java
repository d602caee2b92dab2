package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Probe;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated shell: as the shell reads it, and the unit's script against tools that answer. */
class ScriptsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @BeforeEach
  void answerForTheSystem() throws IOException {
    tool("udevadm", "exit 0");
    tool("vgchange", "echo \"vgchange $*\" >> " + folder + "/ran");
    tool("sleep", "exit 0");
  }

  private void tool(String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void hasTheScriptThatAReviewerHasSeen() {
    Golden.check("lvm/lvm.sh", GroupUnit.script().text());
  }

  @Test
  void isReadByTheShell() throws Exception {
    List<String> scripts = new ArrayList<>();
    scripts.add(GroupUnit.script().text());
    Stack stack = Nodes.blank(Nodes.DEEP).withDrbd(Map.of("r0", "n1"));
    new LvmEngine()
        .probes(stack.context().cluster(), new NodeName("n1"))
        .forEach((Probe probe) -> scripts.add(probe.script()));
    for (Step step : new LvmEngine().plan(stack.context())) {
      step.commands().forEach(command -> scripts.add(command.toShell()));
      step.guards().forEach(guard -> scripts.add(guard.test().toShell()));
      step.checks().forEach(guard -> scripts.add(guard.test().toShell()));
    }
    for (String script : scripts) {
      Path file = Files.writeString(folder.resolve("script"), script);
      assertThat(run("sh", "-n", file.toString())).as(script).isZero();
    }
  }

  @Test
  void activatesAGroupThatIsOnItsDevice() throws Exception {
    tool("vgs", "echo '  /dev/drbd0'");
    assertThat(script("activate", "OVER", "/dev/drbd0")).isZero();
    assertThat(ran()).containsExactly("vgchange --activate y -- OVER");
  }

  @Test
  void activatesNothingFromTheDiskBelow() throws Exception {
    tool("vgs", "echo '  /dev/vdb'");
    assertThat(script("activate", "OVER", "/dev/drbd0")).isNotZero();
    assertThat(ran()).isEmpty();
  }

  @Test
  void activatesNothingThatLvmSeesTwice() throws Exception {
    tool("vgs", "echo 'WARNING: Not using device /dev/vdb for PV x.' >&2; echo '  /dev/drbd0'");
    assertThat(script("activate", "OVER", "/dev/drbd0")).isNotZero();
    assertThat(ran()).isEmpty();
  }

  @Test
  void activatesNothingWhereTheGroupIsNotThere() throws Exception {
    tool("vgs", "exit 5");
    assertThat(script("activate", "OVER", "/dev/drbd0")).isNotZero();
    assertThat(ran()).isEmpty();
  }

  @Test
  void isDoneWithAGroupThatIsGoneAndHasNoDevices() throws Exception {
    tool("vgchange", "exit 5");
    assertThat(script("deactivate", "NO-SUCH-GROUP-HERE", "/dev/drbd0")).isZero();
  }

  private static final LayerName VG1 = new LayerName("VG1");

  @Test
  void writesDownWhichVolumesWereThereBeforeAPool() throws Exception {
    tool("lvs", "echo '  aaa'; echo '  bbb'");
    Making making = new Making(VG1);
    assertThat(shell(making.begin("pool").toShell())).isZero();
    assertThat(folder.resolve("state/lvm/VG1.making")).hasContent("pool\naaa\nbbb\n");
    assertThat(shell(making.isNewSince("ccc"))).isZero();
    assertThat(shell(making.isNewSince("bbb"))).isNotZero();

    tool("lvs", "exit 5");
    assertThat(shell(making.begin("other").toShell())).isNotZero();
    assertThat(folder.resolve("state/lvm/VG1.making")).content().startsWith("pool\n");

    assertThat(shell(making.end().toShell())).isZero();
    assertThat(shell(making.isNewSince("ccc"))).isNotZero();
  }

  @Test
  void takesAGroupForItsOwnWhenOnlyItsMetadataDiffer() throws Exception {
    String uneven =
        """
        {
        echo '  WARNING: ignoring metadata seqno 3 on /dev/vdb for seqno 4 on /dev/vdc for VG VG1.'
        echo '  WARNING: Inconsistent metadata found for VG VG1.'
        echo '  See vgck --updatemetadata to correct inconsistency.'
        } >&2
        """;
    String guard = new LvmGuards(VG1, "cairn:test").isOursThoughUneven().test().toShell();
    tool("vgs", uneven + "echo '  0 cairn:test'");
    assertThat(shell(guard)).isZero();
    tool("vgs", uneven + "echo '  0 theirs'");
    assertThat(shell(guard)).isNotZero();
    tool("vgs", uneven + "echo '  1 cairn:test'");
    assertThat(shell(guard)).isNotZero();
    tool("vgs", uneven.replace("VG VG1.", "VG VG10.") + "echo '  0 cairn:test'");
    assertThat(shell(guard)).isNotZero();
    tool("vgs", "echo '  WARNING: Not using device /dev/vdb for PV x.' >&2; echo '  0 cairn:test'");
    assertThat(shell(guard)).isNotZero();
  }

  @Test
  void leavesAVolumeAloneThatHoldsSomething() throws Exception {
    tool("lvchange", "exit 0");
    tool("wipefs", "exit 0");
    tool("blkid", "exit 2");
    String script = LvmCommands.mustBeBlank(VG1, "lvol0").toShell();
    assertThat(shell(script)).as("without its device").isNotZero();

    String there = script.replace("[ -b /dev/VG1/lvol0 ]", "true");
    assertThat(shell(there)).isZero();
    tool("blkid", "exit 8");
    assertThat(shell(there)).isNotZero();
    tool("blkid", "exit 2");
    tool("wipefs", "echo ext4");
    assertThat(shell(there)).isNotZero();
  }

  private int shell(String script) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("script"), script.replace("/var/lib/cairn", folder + "/state"));
    return run("dash", "-eu", file.toString());
  }

  private List<String> ran() throws IOException {
    Path ran = folder.resolve("ran");
    return Files.exists(ran) ? Files.readAllLines(ran) : List.of();
  }

  private int script(String... arguments) throws Exception {
    Path file = Files.writeString(folder.resolve("lvm.sh"), GroupUnit.script().text());
    List<String> argv = new ArrayList<>(List.of("sh", file.toString()));
    argv.addAll(List.of(arguments));
    return run(argv.toArray(String[]::new));
  }

  private int run(String... argv) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
    return builder.start().waitFor();
  }
}
