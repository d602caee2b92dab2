package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.ManagedFile;
import io.cairn.engine.Stack;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written, as LVM itself reads it. */
class LvmConfigTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private static Stack deep() {
    return Nodes.blank(Nodes.DEEP).withDrbd(Map.of("r0", "n1"));
  }

  private static DeviceView view() {
    return DeviceView.of(new NodeName("n1"), deep().context());
  }

  private static String block(ManagedFile file) {
    return "# BEGIN Cairn lvm\n" + file.text() + "# END Cairn lvm\n";
  }

  @Test
  void lvmTakesTheView() throws Exception {
    ManagedFile file = LvmConfig.view(view());
    assertThat(check(file, "local {\n}\n" + block(file))).isZero();
  }

  @Test
  void lvmTakesTheProfileOfAPool() throws Exception {
    ManagedFile file = LvmConfig.profile((Layer.ThinPool) deep().layer("pool"));
    assertThat(check(file, file.text())).isZero();
  }

  @Test
  void aCandidateThatLvmRefusesIsNotPutInPlace() throws Exception {
    ManagedFile file = LvmConfig.view(view());
    assertThat(check(file, "devices {\n  global_filter = [\n")).isNotZero();
    assertThat(check(file, "devices {\n  scan_lvs = \"perhaps\"\n}\n")).isNotZero();
    // exit status 0, and a warning
    assertThat(check(file, block(file) + "devices {\n  scan_lvs = 0\n}\n")).isNotZero();
    ManagedFile profile = LvmConfig.profile((Layer.ThinPool) deep().layer("pool"));
    assertThat(check(profile, "devices {\n  scan_lvs = 1\n}\n")).isNotZero();
  }

  /** The proof after the step compares with what lvmconfig(8) prints: here it prints it. */
  @Test
  void lvmReadsTheFilterAsItWasMeant() throws Exception {
    ManagedFile file = LvmConfig.view(view());
    Files.writeString(folder.resolve("lvmlocal.conf"), block(file));
    ProcessBuilder builder =
        new ProcessBuilder(
            "lvmconfig", "--typeconfig", "full", "devices/global_filter", "devices/scan_lvs");
    builder.environment().put("LVM_SYSTEM_DIR", folder.toString());
    Process process = start(builder);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(out).isEqualTo(LvmConfig.shown(view().filter()) + "\nscan_lvs=1\n");
  }

  private int check(ManagedFile file, String text) throws Exception {
    Path candidate = Files.writeString(folder.resolve("candidate"), text);
    List<String> argv =
        file.check().stream()
            .map(word -> word.replace(ManagedFile.CANDIDATE, candidate.toString()))
            .toList();
    return start(new ProcessBuilder(argv)).waitFor();
  }

  private static Process start(ProcessBuilder builder) throws Exception {
    builder.environment().put("LVM_SUPPRESS_FD_WARNINGS", "1");
    builder.environment().put("PATH", System.getenv("PATH") + ":/usr/sbin:/sbin");
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
