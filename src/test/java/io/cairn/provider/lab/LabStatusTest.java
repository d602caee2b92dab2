package io.cairn.provider.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.graph.ClusterName;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LabStatusTest {
  private static LabStatus status(LabStatus.State state) {
    List<LabStatus.DiskStatus> disks =
        List.of(
            new LabStatus.DiskStatus("store1", "/dev/disk/by-id/virtio-store1", DiskHealth.FAILING),
            new LabStatus.DiskStatus("lab1", "/dev/sdb", DiskHealth.WORKING));
    return new LabStatus(
        new ClusterName("erp"),
        state,
        List.of(
            new LabStatus.NodeStatus(Examples.NODE1, Power.ON, 2201, disks),
            new LabStatus.NodeStatus(Examples.NODE2, Power.OFF, 2202, List.of())),
        LabStatus.Network.UP,
        List.of("node1 node2 cut", "node1 node3 delay 50"),
        Path.of("/state/labs/erp/ssh_config"));
  }

  @Test
  void tellsAPersonWhatIsNotAsItShouldBe() {
    Golden.check("lab/status.txt", status(LabStatus.State.UP).text());
  }

  @Test
  void tellsProgramsEverything() {
    Golden.check("lab/status.json", status(LabStatus.State.UP).json());
  }

  @Test
  void saysWhatToDoAboutALabThatWasInterrupted() {
    assertThat(status(LabStatus.State.UNFINISHED).text())
        .contains("erp is not finished")
        .contains("Run 'lab up' again, or remove it with 'lab down'.");
  }

  @Test
  void saysThatNothingIsThere() {
    assertThat(status(LabStatus.State.DOWN).text()).isEqualTo("the lab is down\n");
  }
}
