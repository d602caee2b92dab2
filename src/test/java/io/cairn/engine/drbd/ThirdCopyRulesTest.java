package io.cairn.engine.drbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Context;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.engine.Probe;
import io.cairn.engine.Reply;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThirdCopyRulesTest {
  private static final String CLUSTER =
      """
      cluster: trio
      nodes:
        near1: { ssh: root@10.1.0.5, address: 10.0.254.1 }
        near2: { ssh: root@10.1.0.6, address: 10.0.254.2 }
        far:   { ssh: root@10.1.0.7, address: 10.0.254.3 }
      networks:
        replication: { subnet: 10.0.254.0/24, interface: eth1 }
        lan: { subnet: 10.1.0.0/24, interface: eth0 }
      layers:
        vg:   { type: vg, over: /dev/disk/by-id/virtio-store }
        data: { type: lv, over: vg, size: 1G }
        r0:   { type: drbd, over: data, nodes: [near1, near2, far], ADDRESS prefer: near1 }
      """;

  /** Volumes of 1 GiB that are declared to have so much. */
  private record Volumes(Size declared) implements Engine {
    @Override
    public String name() {
      return "lvm";
    }

    @Override
    public boolean owns(Layer layer) {
      return layer instanceof Layer.VolumeGroup || layer instanceof Layer.LogicalVolume;
    }

    @Override
    public List<Probe> probes(Cluster cluster, NodeName node) {
      return List.of();
    }

    @Override
    public List<Step> plan(Context context) {
      return List.of();
    }

    @Override
    public Optional<DevicePath> device(Layer layer, NodeName node, Context context) {
      return Optional.of(new DevicePath("/dev/mapper/vg-data"));
    }

    @Override
    public Optional<Size> size(Layer layer, NodeName node, Context context) {
      return Optional.of(Size.mebibytes(1024));
    }

    @Override
    public Optional<Size> sizeGrown(Layer layer, NodeName node, Context context) {
      return Optional.of(declared);
    }

    @Override
    public List<LayerState> states(Context context) {
      return List.of();
    }
  }

  private static Context built(Size declared, String files, String lower) {
    Stack stack =
        Stack.file(CLUSTER.replace("ADDRESS", "address: 10.0.254.9,"))
            .with(new DrbdEngine())
            .with(new Volumes(declared));
    for (String node : List.of("near1", "near2", "far")) {
      stack
          .node(node)
          .reply(DrbdProbes.PROC, new Reply(3, "", ""))
          .reply(DrbdProbes.NODE, "module 8.4.11\nutils 9.22.0\nstock disabled\n")
          .reply(DrbdProbes.FILES, files)
          .reply("drbd:r0-lower", lower)
          .reply("drbd:r0", "absent\n");
    }
    return stack.context();
  }

  private static String file(String resource, int minor, int port) {
    return """
    file aa11 /etc/drbd.d/%1$s.res
    | # Managed by Cairn. Changes here are overwritten; change the cluster file.
    | resource %1$s {
    |   on near1 { device /dev/drbd%2$d minor %2$d; address ipv4 10.0.254.1:%3$d; }
    | }
    """
        .formatted(resource, minor, port);
  }

  private static List<Finding> findings(Context context, String code) {
    return new DrbdEngine()
        .check(context).stream().filter(finding -> finding.code().equals(code)).toList();
  }

  @Test
  void resourceThatIsBuiltOnTwoNodesIsNotToBeWipedForAThird() {
    Context context = built(Size.mebibytes(1024), file("r0", 0, 7788), Nodes.JUST_CREATED);
    assertThat(findings(context, "DRBD-17"))
        .extracting(Finding::place)
        .containsExactly("r0 on near1", "r0 on near2");
    assertThat(findings(context, "DRBD-12")).isEmpty();
  }

  @Test
  void threeNodesNeedAnAddressThatMoves() {
    Stack stack = Stack.file(CLUSTER.replace("ADDRESS", "")).with(new DrbdEngine());
    assertThat(new DrbdEngine().check(stack.context().cluster()))
        .filteredOn(finding -> finding.code().equals("DRBD-01"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.correction()).contains("address: 10.0.254.9"));
  }
}
