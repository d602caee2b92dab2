package io.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.graph.DevicePath;
import io.cairn.graph.NodeName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** lsblk names a mapped device by its link, links and open files name it by its node. */
class BlockDevicesTest {
  private static NodeFacts facts() {
    Stack stack = Stack.of("p: { type: partition, over: /dev/disk/by-id/virtio-hdd }");
    stack
        .node("n1")
        .disk("/dev/vdb", "4G")
        .link("/dev/disk/by-id/virtio-hdd", "/dev/vdb")
        .volume("/dev/mapper/VG1-data", "1G", "/dev/vdb")
        .link("/dev/mapper/VG1-data", "/dev/dm-3")
        .link("/dev/VG1/data", "/dev/dm-3")
        .reply(NodeFacts.WRITERS, "/dev/dm-3\tqemu, process 7\n/dev/dm-33\tx, process 8\n");
    return stack.context().facts(new NodeName("n1")).orElseThrow();
  }

  private static BlockDevices.Device at(String path) {
    return facts().blocks().at(new DevicePath(path)).orElseThrow();
  }

  @Test
  void findsADeviceByEveryName() {
    for (String path : List.of("/dev/mapper/VG1-data", "/dev/VG1/data", "/dev/dm-3")) {
      assertThat(at(path).path()).isEqualTo("/dev/mapper/VG1-data");
    }
    assertThat(at("/dev/disk/by-id/virtio-hdd").path()).isEqualTo("/dev/vdb");
    assertThat(facts().blocks().at(new DevicePath("/dev/VG1/other"))).isEmpty();
  }

  @Test
  void knowsEveryNameOfADevice() {
    assertThat(facts().blocks().paths(at("/dev/dm-3")))
        .containsExactly("/dev/VG1/data", "/dev/dm-3", "/dev/mapper/VG1-data");
  }

  @Test
  void tellsWhoWritesToAMappedDevice() {
    assertThat(facts().writers(at("/dev/VG1/data")))
        .containsExactly("open for writing by qemu, process 7");
  }
}
