package io.cairn.engine.drbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Stack;
import io.cairn.graph.DevicePath;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is generated, as DRBD's own parser reads it; drbd-utils must be installed. */
class DrbdConfigTest {
  private static final ManagedFile RESOURCE_8 = resource("10.0.254.", DrbdConfig.Grammar.V8);
  private static final ManagedFile RESOURCE_9 = resource("10.0.254.", DrbdConfig.Grammar.V9);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private static ManagedFile resource(String prefix, DrbdConfig.Grammar grammar) {
    return resource(prefix, grammar, "");
  }

  private static ManagedFile resource(String prefix, DrbdConfig.Grammar grammar, String more) {
    String disk = "/dev/disk/by-id/virtio-store1";
    Layer.Drbd declared =
        (Layer.Drbd)
            Stack.of("r0: { type: drbd, over: " + disk + ", nodes: [n1, n2]" + more + " }")
                .layer("r0");
    return DrbdConfig.resource(
        new DrbdConfig.Resource(
            declared.name(),
            new Allotment.Slot(3, 7791),
            declared,
            new ResyncRate(35 * 1024, "as a test says"),
            List.of(peer("n1", prefix + "1"), peer("n2", prefix + "2")),
            Optional.of(
                """
                  handlers {
                    before-resync-target "/bin/sh /usr/local/lib/cairn/resync.sh before thin cairn:c || true";
                    after-resync-target "/bin/sh /usr/local/lib/cairn/resync.sh after thin cairn:c || true";
                  }
                """)),
        grammar);
  }

  private static DrbdConfig.Peer peer(String node, String address) {
    return new DrbdConfig.Peer(
        new NodeName(node),
        IpAddress.parse(address).orElseThrow(),
        new DevicePath("/dev/disk/by-id/virtio-store1"));
  }

  @Test
  void writesTheFilesThatAReviewerHasSeen() {
    Golden.check("drbd/global_common.conf", DrbdConfig.global().text());
    Golden.check("drbd/r0-8.4.res", RESOURCE_8.text());
    Golden.check("drbd/r0-9.res", RESOURCE_9.text());
  }

  @ParameterizedTest
  @CsvSource({"8.4.11, V8", "9.2.0, V9"})
  void isReadByDrbdadmWithoutLosingAKey(String version, DrbdConfig.Grammar grammar)
      throws Exception {
    String dumped = accepted(version, grammar == DrbdConfig.Grammar.V8 ? RESOURCE_8 : RESOURCE_9);
    Golden.check("drbd/dump-" + version + ".txt", dumped);
  }

  @ParameterizedTest
  @CsvSource({"8.4.11, V8", "9.2.0, V9"})
  void waitsLongerAndSendsLessOverALineToAnotherSite(String version, DrbdConfig.Grammar grammar)
      throws Exception {
    ManagedFile file = resource("10.0.254.", grammar, ", protocol: A, link: { n2: wan }");
    if (grammar == DrbdConfig.Grammar.V8) {
      Golden.check("drbd/r0-wan-8.4.res", file.text());
    }
    assertThat(accepted(version, file))
        .containsPattern("protocol +A;")
        .containsPattern("timeout +100;")
        .containsPattern("connect-int +20;")
        .containsPattern("ping-int +20;")
        .containsPattern("ping-timeout +50;")
        .containsPattern("csums-alg +sha1;")
        .containsPattern("sndbuf-size +10M;");
  }

  @Test
  void connectsEachOfThreeNodesWithEachWhereTheModuleCan() throws Exception {
    String text = Files.readString(Path.of("examples/vps.yaml"));
    if (!(ClusterFile.parse("vps.yaml", text) instanceof ParseResult.Parsed parsed)) {
      throw new AssertionError("examples/vps.yaml is refused");
    }
    Layer.Drbd declared = (Layer.Drbd) parsed.file().cluster().layer(new LayerName("r0"));
    ManagedFile file =
        DrbdConfig.resource(
            new DrbdConfig.Resource(
                declared.name(),
                new Allotment.Slot(3, 7791),
                declared,
                new ResyncRate(35 * 1024, "as a test says"),
                List.of(
                    peer("livenode1", "10.1.1.31"),
                    peer("livenode2", "10.1.1.32"),
                    peer("livenode3", "10.1.1.33")),
                Optional.empty()),
            DrbdConfig.Grammar.V9);
    Golden.check("drbd/r0-mesh-9.res", file.text());
    Golden.check("drbd/dump-mesh-9.2.0.txt", accepted("9.2.0", file));
  }

  @ParameterizedTest
  @CsvSource({"8.4.11, V8", "9.2.0, V9"})
  void isReadByDrbdadmWithIpv6(String version, DrbdConfig.Grammar grammar) throws Exception {
    assertThat(accepted(version, resource("fd00::", grammar)))
        .contains("address          ipv6 [fd00:0:0:0:0:0:0:1]:7791;");
  }

  @ParameterizedTest
  @CsvSource({"8.4.11", "9.2.0"})
  void hasCommonSettingsThatDrbdadmAccepts(String version) throws Exception {
    assertThat(accepted(version, DrbdConfig.global()))
        .contains("split-brain")
        .contains("usage-count no;");
  }

  @Test
  void wouldBeRefusedWithAnUnknownKey() throws Exception {
    Reading reading = read("8.4.11", RESOURCE_8.text().replace("ping-int", "pings"));
    assertThat(reading.exit()).isEqualTo(10);
    assertThat(reading.err()).contains("but got 'pings'");
  }

  @Test
  void takesThePackagesOwnCommonSettingsForPristine() throws Exception {
    String shipped = Files.readString(Path.of("/etc/drbd.d/global_common.conf"));
    assertThat(DrbdConfig.isPristine(new ResourceFile("x", "", shipped))).isTrue();
    String changed = shipped.replace("disk {", "disk { on-io-error detach;");
    assertThat(DrbdConfig.isPristine(new ResourceFile("x", "", changed))).isFalse();
  }

  private record Reading(int exit, String out, String err) {}

  private String accepted(String version, ManagedFile file) throws Exception {
    Reading reading = read(version, file.text());
    assertThat(reading.exit()).as(reading.err()).isZero();
    return reading.out().replaceAll("(?m)^#.*\n", "");
  }

  /** The environment selects the module that drbdadm believes to drive. */
  private Reading read(String version, String text) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("candidate"), text);
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder("drbdadm", "--config-file", file.toString(), "dump")
            .redirectError(err.toFile());
    builder.environment().put("DRBD_DRIVER_VERSION_OVERRIDE", version);
    builder.environment().put("PATH", System.getenv("PATH") + ":/usr/sbin:/sbin");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Reading(process.waitFor(), out, Files.readString(err));
  }
}
