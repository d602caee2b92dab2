package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Stack;
import io.cairn.graph.NodeName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node writes down of its pools, as the shell does it, with LVM played. */
class FillWatchTest {
  private static final long NOW = 1_800_000_000;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private static FillWatch watch() {
    Stack stack = Stack.of(Nodes.APPLIED);
    return new FillWatch(new NodeName("n1"), stack.context().cluster());
  }

  @Test
  void hasTheFilesThatAReviewerHasSeen() {
    Golden.check(
        "lvm/fill-watch.txt",
        watch().files().stream()
            .map(file -> file.path() + "\n" + file.text().indent(2))
            .collect(Collectors.joining()));
  }

  @Test
  void isNotSetUpWhereThereIsNoPool() {
    Stack stack = Stack.of("vg: { type: vg, over: /dev/disk/by-id/virtio-a }");
    assertThat(new FillWatch(new NodeName("n1"), stack.context().cluster()).probes()).isEmpty();
  }

  private String written(String before, String volumes) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path log = folder.resolve("pools.fill");
    Files.writeString(log, before);
    Files.writeString(folder.resolve("volumes"), volumes);
    tool(bin, "date", "echo " + NOW);
    tool(
        bin,
        "lvs",
        "cat " + folder + "/volumes; exit $(cat " + folder + "/volumes | wc -l | grep -c '^0')");
    ManagedFile script = watch().files().getFirst();
    Path file =
        Files.writeString(
            folder.resolve("pools.sh"), script.text().replace(FillWatch.LOG, log.toString()));
    ProcessBuilder shell = new ProcessBuilder("sh", file.toString(), "cairn:test");
    shell.environment().merge("PATH", bin + ":", (path, first) -> first + path);
    Process process = shell.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).isEmpty();
    assertThat(process.waitFor()).isEqualTo(volumes.isEmpty() ? 1 : 0);
    return Files.readString(log);
  }

  private static void tool(Path bin, String name, String script) throws Exception {
    Path tool = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void writesALineForEachActivePoolOfCairns() throws Exception {
    assertThat(
            written(
                "",
                """
                  VG|pool|8589934592|41.00|4194304|14.20|thin-pool|cairn:test
                  VG|data|8589934592|50.00|||thin|cairn:test
                  VG2|idle|8589934592||4194304||thin-pool|cairn:test
                  VG|theirs|8589934592|41.00|4194304|14.20|thin-pool|cairn:other
                """))
        .isEqualTo("1800000000 VG pool 8589934592 41.00 4194304 14.20\n");
  }

  @Test
  void keepsTwoDays() throws Exception {
    String day = NOW - 86_400 + " VG pool 8589934592 40.00 4194304 14.20\n";
    String old = NOW - 200_000 + " VG pool 8589934592 40.00 4194304 14.20\n";
    String later = NOW + 60 + " VG pool 8589934592 40.00 4194304 14.20\n";
    String cut = NOW - 3_600 + " VG pool 85\n";
    assertThat(written(old + day + cut + later, "  VG|p|1|1.00|1|1.00|thin-pool|cairn:test\n"))
        .isEqualTo(day + "1800000000 VG p 1 1.00 1 1.00\n");
  }

  @Test
  void keepsWhatItHasWhereLvmFails() throws Exception {
    String day = NOW - 86_400 + " VG pool 8589934592 40.00 4194304 14.20\n";
    assertThat(written(day, "")).isEqualTo(day);
  }
}
