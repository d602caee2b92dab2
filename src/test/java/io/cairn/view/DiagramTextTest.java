package io.cairn.view;

import static io.cairn.view.Erp.NODE1;
import static io.cairn.view.Erp.NODE2;
import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.graph.Below;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagramTextTest {
  private static final Screen SCREEN = Screen.plain(100);

  @Test
  void drawsWhatTheFileSays() {
    Golden.check("view/diagram.txt", DiagramText.of(Erp.cluster(), SCREEN));
  }

  @Test
  void drawsWhatIsSeenOnTheNodes() {
    Golden.check(
        "view/diagram-resync.txt", DiagramText.of(ErpStatus.live(ErpStatus.resyncing()), SCREEN));
  }

  @Test
  void drawsABrokenLineToANodeThatDoesNotAnswer() {
    Golden.check(
        "view/diagram-node-lost.txt", DiagramText.of(ErpStatus.live(ErpStatus.nodeLost()), SCREEN));
  }

  @Test
  void drawsWithNothingButAscii() {
    String drawn =
        DiagramText.of(
            ErpStatus.live(ErpStatus.resyncing()), new Screen(Style.PLAIN, Glyphs.ASCII, 100));
    assertThat(drawn).matches("\\p{ASCII}*");
    Golden.check("view/diagram-ascii.txt", drawn);
  }

  @Test
  void joinsLayersThatShareADiskAndListsWhatDoesNotFitSideBySide() {
    Golden.check("view/diagram-shared-disk.txt", DiagramText.of(sharedDisk(), SCREEN));
  }

  @Test
  void staysWithinTheScreenForTwoNodes() {
    for (int width : new int[] {60, 80, 100, 200}) {
      assertThat(DiagramText.of(ErpStatus.live(ErpStatus.resyncing()), Screen.plain(width)).lines())
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }
  }

  private static Cluster sharedDisk() {
    Below.Ground disk =
        new Below.OnDisk(new DevicePath("/dev/disk/by-id/wwn-0x5000c500a1b2c3d4-system"));
    Below.Ground other = new Below.OnDisk(new DevicePath("/dev/disk/by-id/virtio-store1"));
    Below differing = new Below.PerNode(Map.of(NODE1, Erp.on("p1"), NODE2, other));
    return Erp.cluster(
        List.of(
            new Layer.Partition(
                Erp.layer("p1"), disk, List.of(NODE1), Optional.of(Size.mebibytes(10_240))),
            new Layer.Partition(Erp.layer("p2"), disk, List.of(NODE1), Optional.empty()),
            Erp.drbd("r0", differing, Erp.BOTH, NODE1),
            Erp.btrfs("store1", "r0"),
            Erp.lxc("mysql", "store1", "10.1.0.20/24"),
            Erp.lxc("web", "store1", "10.1.0.21/24"),
            Erp.lxc("mail", "store1", "10.1.0.22/24")));
  }
}
