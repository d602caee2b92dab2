package io.cairn.provider.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.graph.Cluster;
import io.cairn.graph.LabHints;
import io.cairn.graph.NodeName;
import io.cairn.host.Claim;
import io.cairn.host.Outcome;
import io.cairn.host.SshHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lab with real kernels; images come from, and stay in, the user's own cache. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LabTest {
  private static final List<String> DISKS =
      List.of("/dev/disk/by-id/virtio-store1", "/dev/disk/by-id/ata-WDC_WD40EFRX_WD-1");

  private final LabPlaces places;

  LabTest(@TempDir Path state) {
    LabPlaces own = LabPlaces.ofUser(System.getenv());
    places = new LabPlaces(own.cache(), state, own.sockets());
  }

  @AfterAll
  void leaveNothing() {
    for (Release release : Release.values()) {
      lab(release).down();
    }
    beside().down();
  }

  private Lab lab(Release release) {
    return lab(cluster(release));
  }

  private Lab beside() {
    return lab(besides());
  }

  private Lab lab(Cluster cluster) {
    return new Lab(cluster.name(), places, System.out::println);
  }

  private static Cluster cluster(Release release) {
    LabHints hints = Examples.small(release);
    return Examples.twoNodes("lab-test-" + release.suite(), hints, DISKS);
  }

  /** The same nodes and addresses in a lab of another name. */
  private static Cluster besides() {
    return Examples.twoNodes("lab-test-beside", Examples.small(Release.DEBIAN_13), DISKS);
  }

  private static String ask(Lab lab, NodeName node, String script) {
    try (SshHost host = new SshHost(node, lab.ssh(node), new Claim.Reading())) {
      return switch (host.run(script, "", _ -> {})) {
        case Outcome.Ended(var reply) -> (reply.out() + reply.err()).strip();
        case Outcome.Lost(String why) -> "lost: " + why;
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Release.class)
  void standsInForTheNodesThroughPowerCutsBrokenLinksAndDisks(Release release) {
    Lab lab = lab(release);
    lab.up(cluster(release));
    isWhatTheFileSays(lab, release);
    breaksAndMendsLinks(lab);
    breaksAndMendsDisks(lab);
    keepsWhatWasFlushedWhenThePowerGoes(lab);
    putsANewServerInThePlaceOfANode(lab, cluster(release));
    lab.down();
    leftNothing(lab, cluster(release));
  }

  @Test
  void livesBesideAnotherThatHasTheSameNodesAndAddresses() {
    Cluster cluster = Examples.twoNodes("lab-test-twin", Examples.small(Release.DEBIAN_13), DISKS);
    Lab lab = lab(cluster);
    Lab beside = beside();
    try {
      lab.up(cluster);
      beside.up(besides());
      ask(lab, Examples.NODE1, "echo of-lab > /dev/disk/by-id/virtio-store1");
      assertThat(
              ask(beside, Examples.NODE1, "head -c 6 /dev/disk/by-id/virtio-store1 | tr -d '\\0'"))
          .isEmpty();
      beside.power(Examples.NODE2, Power.OFF);
      assertThat(ping(lab)).isEqualTo("reached");
      assertThat(ping(beside)).isEqualTo("lost");
      beside.down();
      leftNothing(beside, besides());
      assertThat(ping(lab)).isEqualTo("reached");
    } finally {
      lab.down();
    }
    leftNothing(lab, cluster);
  }

  private void leftNothing(Lab lab, Cluster cluster) {
    LabFolder folder = LabFolder.of(places, cluster.name());
    assertThat(folder.path()).doesNotExist();
    assertThat(folder.sockets()).doesNotExist();
    assertThat(Processes.naming(folder.path()).any()).isFalse();
    assertThat(lab.status().text()).isEqualTo("the lab is down\n");
  }

  private static void isWhatTheFileSays(Lab lab, Release release) {
    String facts =
        "uname -n; . /etc/os-release; echo $ID/$VERSION_ID; ls /dev/disk/by-id/*store1 /dev/disk/by-id/ata-*";
    for (NodeName node : List.of(Examples.NODE1, Examples.NODE2)) {
      assertThat(ask(lab, node, facts).lines())
          .containsExactlyInAnyOrder(node.text(), release.word(), DISKS.get(0), DISKS.get(1));
    }
    assertThat(ask(lab, Examples.NODE1, "cat /etc/machine-id"))
        .isNotEqualTo(ask(lab, Examples.NODE2, "cat /etc/machine-id"));
    assertThat(ask(lab, Examples.NODE1, "ls /usr/share/cairn/images"))
        .isEqualTo("debian-13.tar.zst");
  }

  private static String ping(Lab lab) {
    return ask(
        lab, Examples.NODE1, "ping -q -c 2 -W 2 10.1.0.6 >/dev/null && echo reached || echo lost");
  }

  /** The time of the fastest of three round trips, in milliseconds. */
  private static double roundTrip(Lab lab) {
    String times = ask(lab, Examples.NODE1, "ping -q -c 3 -i 0.2 10.1.0.6 | tail -n 1");
    return Double.parseDouble(times.replaceFirst(".*= ", "").replaceFirst("/.*", ""));
  }

  private static void breaksAndMendsLinks(Lab lab) {
    assertThat(ping(lab)).isEqualTo("reached");
    lab.link(Examples.NODE1, Examples.NODE2, new LinkState.Cut());
    assertThat(ping(lab)).isEqualTo("lost");
    assertThat(lab.status().links()).containsExactly("node1 node2 cut");
    lab.link(
        Examples.NODE1,
        Examples.NODE2,
        new LinkState.Slow(Duration.ofMillis(150), 0, OptionalInt.empty()));
    assertThat(roundTrip(lab)).isGreaterThanOrEqualTo(300);
    assertThat(lab.status().text()).contains("link node1 node2 delay 150\n");
    lab.link(Examples.NODE1, Examples.NODE2, new LinkState.Up());
    assertThat(roundTrip(lab)).isLessThan(300);
    assertThat(lab.status().links()).isEmpty();
    assertThatThrownBy(() -> lab.link(Examples.NODE1, new NodeName("nobody"), new LinkState.Cut()))
        .hasMessageContaining("has no node nobody. It has node1, node2.");
  }

  private static void breaksAndMendsDisks(Lab lab) {
    String write =
        "echo data | dd of=/dev/disk/by-id/virtio-store1 bs=4096 conv=sync oflag=direct 2>/dev/null && echo written || echo failed";
    String read =
        "dd if=/dev/disk/by-id/virtio-store1 bs=4096 count=1 iflag=direct 2>/dev/null | tr -d '\\0'";
    assertThat(ask(lab, Examples.NODE2, write)).isEqualTo("written");
    lab.disk(Examples.NODE2, "store1", DiskHealth.FAILING);
    assertThat(ask(lab, Examples.NODE2, write)).isEqualTo("failed");
    assertThat(lab.status().text()).contains("disk node2 store1 failing\n");
    lab.disk(Examples.NODE2, DISKS.getFirst(), DiskHealth.WORKING);
    assertThat(ask(lab, Examples.NODE2, read)).isEqualTo("data");
    lab.disk(Examples.NODE2, "virtio-store1", DiskHealth.REPLACED);
    assertThat(ask(lab, Examples.NODE2, read)).isEmpty();
    assertThat(ask(lab, Examples.NODE2, write)).isEqualTo("written");
    assertThat(lab.status().text()).doesNotContain("disk");
    assertThatThrownBy(() -> lab.disk(Examples.NODE2, "store9", DiskHealth.FAILING))
        .hasMessageContaining("node2 has no disk store9. It has store1, lab1.");
  }

  private static void keepsWhatWasFlushedWhenThePowerGoes(Lab lab) {
    ask(lab, Examples.NODE1, "echo kept > /root/kept; sync /root/kept");
    lab.disk(Examples.NODE1, "store1", DiskHealth.FAILING);
    lab.power(Examples.NODE1, Power.OFF);
    assertThat(lab.status().nodes().getFirst().power()).isEqualTo(Power.OFF);
    assertThat(ping(lab)).startsWith("lost");
    assertThatThrownBy(() -> lab.login(Examples.NODE1)).hasMessageContaining("node1 has no power");
    lab.power(Examples.NODE1, Power.ON);
    assertThat(ask(lab, Examples.NODE1, "head -c 1 " + DISKS.get(0) + " 2>&1"))
        .contains("Input/output error");
    assertThat(ask(lab, Examples.NODE1, "cat /root/kept; uname -n; ls " + DISKS.get(1)).lines())
        .containsExactly("kept", "node1", DISKS.get(1));
    assertThat(ping(lab)).isEqualTo("reached");
  }

  private static void putsANewServerInThePlaceOfANode(Lab lab, Cluster cluster) {
    String key = "cat /etc/ssh/ssh_host_ed25519_key.pub";
    String before = ask(lab, Examples.NODE1, key);
    lab.replace(cluster, Examples.NODE1);
    assertThat(ask(lab, Examples.NODE1, key)).startsWith("ssh-ed25519 ").isNotEqualTo(before);
    assertThat(
            ask(lab, Examples.NODE1, "cat /root/kept 2>&1; uname -n; ls " + DISKS.get(1)).lines())
        .containsExactly("cat: /root/kept: No such file or directory", "node1", DISKS.get(1));
    assertThat(ask(lab, Examples.NODE1, "cmp -n 4096 " + DISKS.get(0) + " /dev/zero && echo blank"))
        .isEqualTo("blank");
    assertThat(lab.status().text()).doesNotContain("disk");
    assertThat(ping(lab)).isEqualTo("reached");
  }

  @Test
  void removesWhatAnInterruptedStartHasLeft() throws Exception {
    Lab lab = lab(Release.DEBIAN_13);
    Path folder = places.labs().resolve("lab-test-trixie");
    Files.createDirectories(folder.resolve("nodes/node1"));
    Process left =
        new ProcessBuilder(
                "sh",
                "-c",
                "sleep 60; true",
                "sh",
                Processes.MARK,
                folder.resolve("pid").toString())
            .start();
    lab.down();
    assertThat(left.waitFor()).isNotZero();
    assertThat(folder).doesNotExist();
  }
}
