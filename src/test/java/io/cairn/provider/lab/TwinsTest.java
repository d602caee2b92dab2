package io.cairn.provider.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.Golden;
import io.cairn.graph.LabHints;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class TwinsTest {
  private static final String BY_ID = "/dev/disk/by-id/";

  private static List<Twin> twins(String... disks) {
    return Twins.of(Examples.twoNodes("erp", LabHints.NONE, List.of(disks)));
  }

  @Test
  void haveTheDisksNetworksAndAddressesOfTheFile() {
    String shown =
        twins(BY_ID + "virtio-store1", BY_ID + "ata-WDC_WD40EFRX_WD-1", "/dev/sdb").stream()
            .map(TwinsTest::describe)
            .collect(Collectors.joining());
    Golden.check("lab/twins.txt", shown);
  }

  private static String describe(Twin twin) {
    StringBuilder text = new StringBuilder(twin.name() + " memory " + twin.memory() + "\n");
    twin.disks().forEach(disk -> text.append("  ").append(disk).append('\n'));
    twin.cards().forEach(card -> text.append("  ").append(card).append('\n'));
    return text.toString();
  }

  @Test
  void haveOneDiskForItsPartitions() {
    Twin twin = twins(BY_ID + "virtio-store1-part1", BY_ID + "virtio-store1-part2").getFirst();
    assertThat(twin.disks()).extracting(Twin.Disk::serial).containsExactly("store1");
  }

  @Test
  void refuseNamesThatTheKernelHandsOutAmongThem() {
    assertThatThrownBy(() -> twins("/dev/vdb"))
        .isInstanceOf(LabFailure.class)
        .hasMessageContaining("/dev/vdb")
        .hasMessageContaining("/dev/disk/by-id/");
  }

  @Test
  void becomeThemselvesByAScriptThatAShellAccepts() {
    Twin twin = twins(BY_ID + "virtio-store1", BY_ID + "ata-WDC_WD40EFRX_WD-1").getFirst();
    Personality personality =
        new Personality(twin, "0".repeat(32), "ssh-x KEY", "PRIVATE KEY", "f00d");
    String script =
        personality.cardsAreThere() + "--\n" + personality.script() + "--\n" + personality.isDone();
    Golden.check("lab/personality.sh", script);
    assertThat(LocalCommand.of("sh", "-n", "-c", script).run(_ -> {}).status()).isZero();
  }

  @Test
  void bootFromArgumentsAlone() {
    NodeImage image = new NodeImage(Release.DEBIAN_13, Path.of("/cache/image"));
    SavedState state =
        new SavedState(
            new Machine(image, Acceleration.EMULATION, Twins.MEMORY),
            Path.of("/cache/image/state"));
    LabFolder folder = new LabFolder(Path.of("/state/labs/erp"), Path.of("/tmp/cairn-0"));
    LabNode node = new LabNode(folder, twins(BY_ID + "virtio-store1").getFirst(), state);
    Golden.check("lab/boot.args", String.join("\n", node.bootArguments(2222)) + "\n");
  }
}
