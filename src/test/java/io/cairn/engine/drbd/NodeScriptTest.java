package io.cairn.engine.drbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Command;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Probe;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import io.cairn.graph.NodeName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated shell, as the shell reads it. */
class NodeScriptTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void hasTheScriptThatAReviewerHasSeen() {
    Golden.check("drbd/drbd.sh", NodeScript.file().text());
  }

  @Test
  void isReadByTheShell() throws Exception {
    List<String> scripts = new ArrayList<>();
    scripts.add(NodeScript.file().text());
    Stack stack = Nodes.blank();
    new DrbdEngine()
        .probes(stack.context().cluster(), new NodeName("n1"))
        .forEach((Probe probe) -> scripts.add(probe.script()));
    for (Step step : new DrbdEngine().plan(stack.context())) {
      step.commands().forEach(command -> scripts.add(command.toShell()));
      step.guards().forEach(guard -> scripts.add(guard.test().toShell()));
      step.checks().forEach(guard -> scripts.add(guard.test().toShell()));
    }
    for (String script : scripts) {
      assertThat(shell("-n", script).exit()).as(script).isZero();
    }
  }

  @Test
  void fillsInASecretWithoutShowingIt() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "0123abc\n");
    Path target = folder.resolve("out.res");
    ManagedFile file =
        ManagedFile.whole(
            target.toString(),
            "a \"" + ManagedFile.secretIn(secret.toString()) + "\";\n  $x `y` \\n  end\n");
    Ran ran = shell("-eux", Command.put(file).toShell().replace("/var/lib/cairn", folder + ""));
    assertThat(Files.readString(target))
        .isEqualTo(ManagedFile.HEADER + "a \"0123abc\";\n  $x `y` \\n  end\n");
    // every program that was started is traced with its arguments
    assertThat(ran.err().lines().filter(line -> line.contains("0123abc")))
        .allMatch(line -> line.startsWith("+ printf") || line.startsWith("+ [ -n"));
  }

  @Test
  void refusesToWriteAFileWithoutItsSecret() throws Exception {
    Path target = folder.resolve("out.res");
    ManagedFile file =
        ManagedFile.whole(
            target.toString(), "a \"" + ManagedFile.secretIn(folder + "/none") + "\";\n");
    assertThat(shell("-eu", Command.put(file).toShell()).exit()).isNotZero();
    assertThat(target).doesNotExist();
  }

  /**
   * What {@code up} does with a volume that was 4096 bytes when it was about to grow.
   *
   * @param metadataAt what drbdmeta finds metadata on: the volume as it is, or seen with its old
   *     end
   */
  private String upAfterGrowing(String metadataAt) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path roles = Files.createDirectories(folder.resolve("roles"));
    Path volume = Files.write(folder.resolve("volume"), new byte[8192]);
    Files.writeString(roles.resolve("r0.growing"), volume + " 4096\n");
    tool(bin, "modprobe", "");
    tool(bin, "drbdmeta", "[ \"$4\" = '" + metadataAt.replace("VOLUME", volume.toString()) + "' ]");
    tool(bin, "losetup", "case $1 in --detach) ;; *) echo /dev/old-end ;; esac");
    tool(bin, "lvreduce", "[ \"$1\" = --help ] || echo \"lvreduce $*\"");
    tool(
        bin,
        "drbdadm",
        "case $1 in sh-dev) echo /dev/drbd9999 ;; sh-ll-dev) echo /dev/null ;; adjust) echo adjust >&2 ;; esac");
    String said = up(bin, roles, "r0");
    assertThat(roles.resolve("r0.growing")).doesNotExist();
    return said.replace(volume.toString(), "VOLUME");
  }

  private String up(Path bin, Path roles, String resource) throws Exception {
    String script =
        NodeScript.file()
            .text()
            .replace("/var/lib/cairn/drbd", roles.toString())
            .replace("[ ! -b \"$disk\" ]", "false");
    Path file = Files.writeString(folder.resolve("drbd.sh"), script);
    ProcessBuilder shell = new ProcessBuilder("sh", file.toString(), "up", resource);
    shell.environment().merge("PATH", bin + ":", (path, first) -> first + path);
    Process process = shell.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static void tool(Path bin, String name, String script) throws Exception {
    Path tool = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void givesAVolumeItsSizeBackOfWhichDrbdWasNotTold() throws Exception {
    assertThat(upAfterGrowing("/dev/old-end"))
        .isEqualTo(
            """
            r0: VOLUME gets its 4096 bytes back: DRBD was not told yet that it is larger
            lvreduce --yes --force --size 4096b -- VOLUME
            adjust
            """);
  }

  @Test
  void leavesAVolumeAloneOfWhichDrbdWasTold() throws Exception {
    assertThat(upAfterGrowing("VOLUME")).isEqualTo("adjust\n");
  }

  @Test
  void leavesAVolumeAloneWithMetadataAtNeitherEnd() throws Exception {
    assertThat(upAfterGrowing("nowhere")).isEqualTo("adjust\n");
  }

  /** What {@code up} does over a device of the pair that is so large, and was 4096 bytes before. */
  private String upOverThePair(String metadataAt, int size) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path roles = Files.createDirectories(folder.resolve("roles"));
    Path moved = folder.resolve("moved");
    Files.writeString(roles.resolve("r1.growing"), "/dev/drbd77 4096\n");
    tool(bin, "modprobe", "");
    tool(bin, "udevadm", "");
    tool(
        bin,
        "blockdev",
        "case $1 in --getsz) echo $((SIZE / 512)) ;; *) echo SIZE ;; esac"
            .replace("SIZE", "" + size));
    tool(
        bin,
        "drbdmeta",
        "case $* in *apply-al) echo \"drbdmeta $*\"; exit ;; esac; [ -e "
            + moved
            + " ] || [ \"$4\" = "
            + metadataAt
            + " ]");
    tool(bin, "losetup", "case $1 in --detach) ;; *) echo /dev/old-end ;; esac");
    tool(bin, "dmsetup", "echo \"dmsetup $*\"");
    tool(bin, "drbdsetup", "echo \"drbdsetup $*\"; [ $1 != resize ] || touch " + moved);
    tool(
        bin,
        "drbdadm",
        "case $1 in sh-dev) echo /dev/drbd9999 ;; sh-ll-dev) echo /dev/null ;; adjust) echo adjust >&2 ;; esac");
    String said = up(bin, roles, "r1");
    Files.deleteIfExists(moved);
    return said;
  }

  @Test
  void hasTheKernelMoveTheMetadataOverAPairThatHasGrown() throws Exception {
    Golden.check("drbd/moved-metadata.txt", upOverThePair("/dev/old-end", 8192));
    assertThat(folder.resolve("roles/r1.growing")).doesNotExist();
  }

  @Test
  void keepsTheNoteWhileThePairHasNotGrown() throws Exception {
    assertThat(upOverThePair("/dev/drbd77", 4096)).isEqualTo("adjust\n");
    assertThat(folder.resolve("roles/r1.growing")).exists();
  }

  @Test
  void leavesMetadataAloneThatTheKernelMovedOverThePair() throws Exception {
    assertThat(upOverThePair("/dev/drbd77", 8192)).isEqualTo("adjust\n");
    assertThat(folder.resolve("roles/r1.growing")).doesNotExist();
  }

  private record Ran(int exit, String err) {}

  private Ran shell(String options, String script) throws Exception {
    Path file = Files.writeString(folder.resolve("script"), script);
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder("sh", options, file.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    return new Ran(process.waitFor(), Files.readString(err));
  }
}
