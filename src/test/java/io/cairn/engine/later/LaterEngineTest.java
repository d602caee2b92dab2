package io.cairn.engine.later;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.engine.Stack;
import io.cairn.graph.DevicePath;
import io.cairn.graph.NodeName;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class LaterEngineTest {
  private static final LaterEngine ENGINE = new LaterEngine();

  private static Stack stack() {
    return Stack.of(
            """
            VG-1: { type: vg, over: /dev/disk/by-id/virtio-a, nodes: [n1] }
            data: { type: lv, over: VG-1, size: 1G }
            pool: { type: thinpool, over: VG-1, size: 50% }
            thin: { type: thin, over: pool, size: 1G }
            files: { type: ext4, over: thin, mount: /srv/files }
            """)
        .with(ENGINE);
  }

  @Test
  void refusesEveryLayerThatNoEngineBuilds() {
    assertThat(ENGINE.check(stack().context().cluster()))
        .extracting(Finding::code, Finding::severity, Finding::place, Finding::seen)
        .containsExactly(
            Tuple.tuple(
                "LATER-01",
                Finding.Severity.ERROR,
                "VG-1, data, pool, thin",
                "layers of the types vg, lv, thinpool, thin"));
  }

  @Test
  void showsThemAsUnknownAndNotAsAbsent() {
    assertThat(ENGINE.states(stack().context()))
        .extracting(state -> state.layer() + " " + state.role())
        .containsExactly("VG-1 unknown", "data unknown", "pool unknown", "thin unknown");
    assertThat(ENGINE.states(stack().context()))
        .extracting(LayerState::detail)
        .containsOnly("not built by this version");
  }

  @Test
  void namesTheirDevicesAsTheDeviceMapperDoes() {
    Stack stack = stack();
    assertThat(ENGINE.device(stack.layer("data"), new NodeName("n1"), stack.context()))
        .contains(new DevicePath("/dev/mapper/VG--1-data"));
    assertThat(ENGINE.device(stack.layer("thin"), new NodeName("n1"), stack.context()))
        .contains(new DevicePath("/dev/mapper/VG--1-thin"));
    assertThat(ENGINE.device(stack.layer("pool"), new NodeName("n1"), stack.context())).isEmpty();
  }
}
