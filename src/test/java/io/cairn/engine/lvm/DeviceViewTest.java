package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Stack;
import io.cairn.graph.NodeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every device of the deep stack with all its names: each physical volume by one path only. */
class DeviceViewTest {
  /** As udev names them on a node where everything is active, snapshots of r0's disk included. */
  private static Map<String, List<String>> devices() {
    Map<String, List<String>> devices = new LinkedHashMap<>();
    devices.put(
        "system",
        List.of("/dev/vda3", "/dev/disk/by-id/virtio-system-part3", "/dev/disk/by-uuid/12-34"));
    devices.put(
        "luks",
        List.of(
            "/dev/dm-9",
            "/dev/mapper/sda3_crypt",
            "/dev/disk/by-id/dm-name-sda3_crypt",
            "/dev/disk/by-id/dm-uuid-CRYPT-LUKS2-1"));
    devices.put("hdd", List.of("/dev/vdb", "/dev/disk/by-id/virtio-hdd"));
    devices.put("ssd", List.of("/dev/vdc", "/dev/disk/by-id/virtio-ssd"));
    volume(devices, 0, "VG1", "cachedlv");
    devices.put("origin", List.of("/dev/dm-1", "/dev/mapper/VG1-cachedlv_corig"));
    devices.put("pool", List.of("/dev/dm-2", "/dev/mapper/DRBDVG-pool-tpool"));
    volume(devices, 3, "DRBDVG", "DRBDLV1");
    volume(devices, 4, "DRBDVG", "snapshot-of-r0");
    volume(devices, 5, "DRBDVG2", "shop");
    volume(devices, 6, "system", "vm-disk");
    devices.put(
        "drbd", List.of("/dev/drbd0", "/dev/drbd/by-res/r0/0", "/dev/drbd/by-disk/DRBDVG/DRBDLV1"));
    return devices;
  }

  private static void volume(
      Map<String, List<String>> devices, int number, String group, String name) {
    String mapped = group + "-" + name.replace("-", "--");
    devices.put(
        group + "/" + name,
        List.of(
            "/dev/dm-" + number,
            "/dev/mapper/" + mapped,
            "/dev/" + group + "/" + name,
            "/dev/disk/by-id/dm-name-" + mapped,
            "/dev/disk/by-id/dm-uuid-LVM-" + group + name));
  }

  private static List<String> seen(DeviceView view) {
    return devices().entrySet().stream()
        .filter(device -> view.filter().accepts(device.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static DeviceView view(Stack stack) {
    return DeviceView.of(new NodeName("n1"), stack.context());
  }

  @Test
  void showsEachPhysicalVolumeOnceAndLeavesTheSystemAlone() {
    DeviceView view = view(Nodes.blank(Nodes.DEEP).withDrbd(Map.of("r0", "n1")));
    assertThat(view.nesting()).isEqualTo(DeviceView.Nesting.NESTED);
    assertThat(seen(view)).containsExactly("system", "luks", "hdd", "ssd", "VG1/cachedlv", "drbd");
  }

  @Test
  void hidesTheDiskBelowDrbd() {
    DeviceView view =
        view(
            Nodes.blank(
                    """
                    r0: { type: drbd, over: /dev/disk/by-id/virtio-hdd, nodes: [n1, n2], prefer: n1 }
                    OVER: { type: vg, over: r0 }
                    """)
                .withDrbd(Map.of("r0", "n1")));
    assertThat(view.nesting()).isEqualTo(DeviceView.Nesting.FLAT);
    assertThat(seen(view)).contains("drbd", "ssd", "system").doesNotContain("hdd");
  }

  @Test
  void doesNotTakeAnotherGroupForItsOwn() {
    DeviceView view = view(Nodes.blank("VG1: { type: vg, over: /dev/disk/by-id/virtio-hdd }"));
    assertThat(view.filter().accepts(List.of("/dev/dm-0", "/dev/mapper/VG1--old-root"))).isTrue();
    assertThat(view.filter().accepts(List.of("/dev/dm-0", "/dev/mapper/VG1-root"))).isFalse();
  }

  @Test
  void isReadBackAsItWasWritten() {
    DeviceFilter filter = view(Nodes.blank(Nodes.DEEP).withDrbd(Map.of("r0", "n1"))).filter();
    Settings settings =
        new Settings(Map.of("global_filter", LvmConfig.shown(filter).split("=", 2)[1]));
    assertThat(settings.patterns("global_filter")).isEqualTo(filter.texts());
  }
}
