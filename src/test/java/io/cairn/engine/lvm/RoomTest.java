package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Finding;
import io.cairn.engine.Stack;
import io.cairn.graph.Extents;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomTest {
  private static final NodeName N1 = new NodeName("n1");
  private static final String GROUP =
      "VG1: { type: vg, over: [/dev/disk/by-id/virtio-hdd, /dev/disk/by-id/virtio-ssd], nodes: [n1] }\n";

  private static Room room(Stack stack, String group) {
    GroupLayers layers =
        new GroupLayers((Layer.VolumeGroup) stack.layer(group), stack.context().cluster());
    return Room.of(layers, N1, stack.context(), facts(stack)).orElseThrow();
  }

  private static LvmFacts facts(Stack stack) {
    return LvmFacts.of(stack.context().facts(N1).orElseThrow());
  }

  private static List<Finding> check(Stack stack) {
    return new LvmEngine().check(stack.context());
  }

  @Test
  void knowsWhatWillBeBeforeAnythingIsThere() {
    Stack stack = Nodes.blank(Nodes.APPLIED);
    assertThat(room(stack, "VG1").sum())
        .isEqualTo(
            "2560 for cachedlv + 1024 for the cache of cachedlv + 2 for the metadata of that cache"
                + " + 125 for plain + 2 for the spare of metadata = 3713 extents (14.5 GiB) of 4606"
                + " extents (18.0 GiB) in VG1");
    // of the volume that is not there either: 2560 extents less the one with LVM's metadata
    assertThat(room(stack, "DRBDVG").capacity().total()).isEqualTo(new Extents(2559));
  }

  @Test
  void comesToTheSameWhenItIsThere() {
    Stack applied = Nodes.applied(Nodes.APPLIED, "2.03.16");
    for (String group : List.of("VG1", "DRBDVG")) {
      assertThat(room(applied, group).sum())
          .isEqualTo(room(Nodes.blank(Nodes.APPLIED), group).sum());
    }
  }

  /** LVM's own count of what is free says whether the arithmetic is right. */
  @Test
  void leavesWhatLvmSaysIsFree() {
    Stack applied = Nodes.applied(Nodes.APPLIED, "2.03.16");
    for (String group : List.of("VG1", "DRBDVG")) {
      assertThat(room(applied, group).left())
          .isEqualTo(facts(applied).group(new LayerName(group)).orElseThrow().free());
    }
  }

  @Test
  void countsWhatWasThereBefore() {
    Stack applied = Nodes.applied(Nodes.APPLIED.replaceFirst("plain: .*\n", ""), "2.03.16");
    assertThat(room(applied, "VG1").sum())
        .contains("+ 125 for plain = 3713 extents (14.5 GiB) of 4606");
  }

  @Test
  void refusesWhatDoesNotFitWithTheSum() {
    Stack stack =
        Nodes.blank(
            GROUP
                + """
                a: { type: lv, over: VG1, size: 15G }
                b: { type: lv, over: VG1, size: 5G }
                """);
    assertThat(check(stack))
        .extracting(Finding::code, Finding::seen)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "LVM-17",
                "3840 for a + 1280 for b = 5120 extents (20 GiB) of 4606 extents (18.0 GiB) in VG1:"
                    + " 514 extents (2.0 GiB) too many"));
    assertThat(Stack.ids(new LvmEngine().plan(stack.context())))
        .noneMatch(id -> id.matches("[ab]/.*"));
  }

  @Test
  void refusesMoreOnADeviceThanItHolds() {
    Stack stack =
        Nodes.blank(
            GROUP
                + """
                a: { type: lv, over: VG1, on: /dev/disk/by-id/virtio-ssd, size: 4G }
                b: { type: lv, over: VG1, on: /dev/disk/by-id/virtio-ssd, size: 3G }
                """);
    assertThat(check(stack))
        .extracting(Finding::seen)
        .containsExactly(
            "1024 for a + 768 for b = 1792 extents (7 GiB) on /dev/disk/by-id/virtio-ssd, which"
                + " holds 1535 extents (6.0 GiB)");
  }

  @Test
  void doesNotGuessWithoutTheSizeOfADevice() {
    Stack stack = Nodes.blank("VG1: { type: vg, over: /dev/disk/by-id/virtio-other, nodes: [n1] }");
    GroupLayers layers =
        new GroupLayers((Layer.VolumeGroup) stack.layer("VG1"), stack.context().cluster());
    assertThat(Room.of(layers, N1, stack.context(), facts(stack))).isEmpty();
  }
}
