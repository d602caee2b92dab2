package io.cairn.engine.raid;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.engine.Probe;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts as the shell runs them, over a sysfs made of files and an mdadm that only prints. */
class RaidScriptsTest {
  private static final NodeName N1 = new NodeName("n1");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @BeforeEach
  void sysfs() throws IOException {
    Path md = folder.resolve("sys/block/md127/md");
    Map<String, String> values =
        Map.of(
            "level", "raid1",
            "array_state", "active",
            "raid_disks", "2",
            "degraded", "1",
            "sync_action", "recover",
            "sync_completed", "2048 / 8192",
            "sync_speed", "512",
            "resync_start", "none");
    for (Map.Entry<String, String> value : values.entrySet()) {
      write(md.resolve(value.getKey()), value.getValue() + "\n");
    }
    Files.createDirectories(folder.resolve("sys/devices/pci/block/vdb/vdb1"));
    write(folder.resolve("sys/devices/virtual/block/dm-3/dm/name"), "VG1-m2\n");
    member(md, "dev-vdb1", "sys/devices/pci/block/vdb/vdb1", "in_sync\n");
    member(md, "dev-dm-3", "sys/devices/virtual/block/dm-3", "spare\n");
  }

  private void member(Path md, String name, String device, String state) throws IOException {
    write(md.resolve(name).resolve("state"), state);
    Files.createSymbolicLink(md.resolve(name).resolve("block"), folder.resolve(device));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void mdadm(String script) throws IOException {
    Path tool = folder.resolve("bin/mdadm");
    write(tool, "#!/bin/sh\n" + script);
    assertThat(tool.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void readsWhatTheKernelAndMdadmTell() throws Exception {
    mdadm(
        """
        [ "$*" = "--detail --no-devices --export /dev/md127" ] || exit 1
        echo MD_LEVEL=raid1; echo MD_UUID=1:2:3:4; echo MD_NAME=n1:hdd
        """);

    Ran ran = run(probe(RaidProbes.ARRAYS));

    assertThat(ran.exit()).isZero();
    assertThat(ArrayText.read(ran.out()))
        .containsExactly(
            new MdArray(
                "/dev/md127",
                Optional.of("n1:hdd"),
                Optional.of("1:2:3:4"),
                "raid1",
                "active",
                2,
                1,
                List.of(
                    new MdArray.Member("/dev/mapper/VG1-m2", List.of("spare")),
                    new MdArray.Member("/dev/vdb1", List.of("in_sync"))),
                Optional.of(
                    new MdArray.Work("recover", 2048, 8192, Optional.of(new Size(512 << 10)))),
                MdArray.Resync.DONE));
  }

  @Test
  void readsOnWhereMdadmIsNotInstalled() throws Exception {
    Ran ran = run(probe(RaidProbes.ARRAYS).replace("mdadm --detail", "no-such-tool --detail"));

    assertThat(ran.exit()).isZero();
    assertThat(ArrayText.read(ran.out()))
        .singleElement()
        .satisfies(
            array -> {
              assertThat(array.name()).isEmpty();
              assertThat(array.members()).hasSize(2);
            });
  }

  @Test
  void readsNoArrayWhereThereIsNone() throws Exception {
    Ran ran = run(probe(RaidProbes.ARRAYS).replace("/sys/block/md*", "/sys/block/none*"));

    assertThat(ran.exit()).isZero();
    assertThat(ArrayText.read(ran.out())).isEmpty();
  }

  @Test
  void tellsAMissingMemberFromABlankOne() throws Exception {
    Ran ran = run(probe(RaidProbes.MEMBERS));

    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .isEqualTo(
            """
            member /dev/disk/by-id/none-1
            absent
            member /dev/disk/by-id/none-2
            absent
            """);
  }

  @Test
  void aMemberIsEmptyOnlyWhereEveryByteAtItsDataIsZero() throws Exception {
    Path member = folder.resolve("member");
    Files.write(member, new byte[4 << 20]);
    mdadm("echo '    Data Offset : 2048 sectors'\n");
    assertThat(isEmpty(member).exit()).isZero();

    byte[] used = new byte[4 << 20];
    used[(1 << 20) + 1080] = 0x53;
    Files.write(member, used);
    assertThat(isEmpty(member).exit()).isNotZero();

    Files.write(member, new byte[4 << 20]);
    mdadm("echo 'mdadm: No md superblock detected' >&2; exit 1\n");
    assertThat(isEmpty(member).exit()).isNotZero();
  }

  @Test
  void everyScriptIsReadByTheShell() throws Exception {
    Set<String> seen = new TreeSet<>();
    for (Step step : RaidEngineTest.everyStep()) {
      List<String> scripts = new ArrayList<>();
      step.commands().forEach(command -> scripts.add(command.toShell()));
      step.guards().forEach(guard -> scripts.add(guard.test().toShell()));
      step.checks().forEach(guard -> scripts.add(guard.test().toShell()));
      for (String script : scripts) {
        Path file = Files.writeString(folder.resolve("script"), script);
        Process shell = new ProcessBuilder("dash", "-n", file.toString()).start();
        assertThat(shell.waitFor()).as(script).isZero();
      }
      seen.add(step.id());
    }
    assertThat(seen)
        .containsExactly(
            "hdd/assemble@n1",
            "hdd/create@n1",
            "hdd/name@n1",
            "hdd/remove@n1",
            "hdd/stop@n1",
            "hdd/unmake@n1",
            "hdd/wipe@n1");
  }

  @Test
  void stopsTheArrayOfThatIdentityWhateverItsName() throws Exception {
    write(folder.resolve("sys/block/md5/md/array_state"), "inactive\n");
    mdadm(
        """
        case "$*" in
          '--detail --export /dev/md127') echo MD_UUID=1:2:3:4 ;;
          '--detail --export /dev/md5') echo MD_UUID=5:6:7:8 ;;
          *) echo "ran $*" ;;
        esac
        """);

    assertThat(run(RaidCommands.stopIfThere("5:6:7:8").toShell()))
        .isEqualTo(new Ran(0, "ran --stop /dev/md5\n"));
    assertThat(run(RaidCommands.stopIfThere("9:9:9:9").toShell())).isEqualTo(new Ran(0, ""));
  }

  private Ran isEmpty(Path member) throws Exception {
    // only its script is asked for: no array is looked at
    String script = RaidGuards.isEmpty(new DevicePath("/dev/member")).test().toShell();
    return run(script.replace("/dev/member", member.toString()));
  }

  private static String probe(String name) {
    return RaidProbes.of(cluster(), N1).stream()
        .filter(probe -> probe.name().equals(name))
        .map(Probe::script)
        .findFirst()
        .orElseThrow();
  }

  private static Cluster cluster() {
    String text =
        """
        cluster: test
        nodes: { n1: { ssh: root@10.1.0.5 } }
        layers:
          hdd: { type: raid1, over: [/dev/disk/by-id/none-1, /dev/disk/by-id/none-2] }
        """;
    return switch (ClusterFile.parse("test.yaml", text)) {
      case ParseResult.Parsed(var file) -> file.cluster();
      case ParseResult.Rejected(var problems) ->
          throw new IllegalArgumentException(problems.toString());
    };
  }

  private record Ran(int exit, String out) {}

  private Ran run(String script) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("script"), script.replace("/sys/block", folder + "/sys/block"));
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder("dash", "-eu", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().merge("PATH", folder + "/bin", (path, first) -> first + ":" + path);
    int exit = builder.start().waitFor();
    return new Ran(exit, Files.readString(out));
  }
}
