package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.engine.BlockDevices;
import io.cairn.engine.Command;
import io.cairn.engine.Context;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.Mounts;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Observed;
import io.cairn.engine.Observed.NodeSurvey;
import io.cairn.engine.Probe;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import io.cairn.engine.SystemFacts;
import io.cairn.engine.disk.DiskEngine;
import io.cairn.engine.filesystem.FileSystemEngine;
import io.cairn.engine.lvm.LvmEngine;
import io.cairn.engine.raid.RaidEngine;
import io.cairn.graph.Cluster;
import io.cairn.graph.NodeName;
import io.cairn.plan.Planner;
import io.cairn.view.DiagramText;
import io.cairn.view.Screen;
import io.cairn.view.Status;
import io.cairn.view.StatusText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** examples/vps.yaml with every engine: whatever the nodes say, nothing breaks. */
class LayeredStackTest {
  private static final Screen SCREEN = Screen.plain(120);

  private static Cluster cluster() throws IOException {
    return cluster(UnaryOperator.identity());
  }

  private static Cluster cluster(UnaryOperator<String> change) throws IOException {
    String text = change.apply(Files.readString(Path.of("examples/vps.yaml")));
    return switch (ClusterFile.parse("vps.yaml", text)) {
      case ParseResult.Parsed(var file) -> file.cluster();
      case ParseResult.Rejected(var problems) ->
          throw new IllegalArgumentException(problems.toString());
    };
  }

  private static Context silent(Cluster cluster) {
    var nodes = new LinkedHashMap<NodeName, NodeSurvey>();
    cluster.nodes().keySet().forEach(n -> nodes.put(n, new NodeSurvey.Unreachable("no route")));
    return Context.of(cluster, new Observed(nodes), AllEngines.build());
  }

  private static Context answeredNothing(Cluster cluster) {
    var nodes = new LinkedHashMap<NodeName, NodeSurvey>();
    for (NodeName node : cluster.nodes().keySet()) {
      SystemFacts system =
          new SystemFacts(
              node.text(),
              "6.1.0",
              Map.of("ID", "debian", "VERSION_ID", "12"),
              0,
              "b",
              Duration.ZERO,
              1L << 30,
              Map.of(),
              Map.of());
      nodes.put(
          node,
          new NodeSurvey.Answered(
              new NodeFacts(
                  system, new BlockDevices(List.of(), Map.of()), new Mounts(List.of()), Map.of())));
    }
    return Context.of(cluster, new Observed(nodes), AllEngines.build());
  }

  @Test
  void thirdNodeWithoutAnAddressIsRefusedWhateverTheNodesSay() throws IOException {
    Cluster cluster = cluster(text -> text.replace("address: 10.1.1.30, ", ""));
    for (Context context : List.of(silent(cluster), answeredNothing(cluster))) {
      Planner.Result result = Planner.plan(context);

      assertThat(result.isRefused()).isTrue();
      assertThat(result.plan().isEmpty()).isTrue();
      assertThat(result.findings())
          .filteredOn(finding -> finding.severity() == Finding.Severity.ERROR)
          .filteredOn(f -> f.code().equals("DRBD-01"))
          .extracting(Finding::place)
          .containsExactly("r0");
    }
  }

  @Test
  void probesFindWhatLiesBelowByItsName() throws IOException {
    StringBuilder scripts = new StringBuilder();
    for (Engine engine : AllEngines.build().all()) {
      for (Probe probe : engine.probes(cluster(), new NodeName("livenode2"))) {
        scripts.append(probe.script()).append('\n');
      }
    }
    assertThat(scripts)
        .contains("for path in /dev/disk/by-id/virtio-hdd1 /dev/disk/by-id/virtio-hdd2")
        .contains("disk=/dev/mapper/DRBDVG-DRBDLV1; base='';")
        .doesNotContain("by-partlabel/DRBDLV1");
  }

  @Test
  void fileSystemIsMadeOnTheArrayAfterThat() {
    RaidEngine arrays = new RaidEngine();
    FileSystemEngine files = new FileSystemEngine();
    Stack stack =
        Stack.of(
                """
                p1: { type: partition, over: /dev/disk/by-id/virtio-a, nodes: [n1], size: 1G }
                p2: { type: partition, over: /dev/disk/by-id/virtio-b, nodes: [n1], size: 1G }
                hdd: { type: raid1, over: [p1, p2] }
                data: { type: ext4, over: hdd, mount: /srv/data }
                """)
            .with(new DiskEngine())
            .with(arrays)
            .with(files);
    stack
        .node("n1")
        .disk("/dev/vdb", "2G")
        .link("/dev/disk/by-id/virtio-a", "/dev/vdb")
        .disk("/dev/vdc", "2G")
        .link("/dev/disk/by-id/virtio-b", "/dev/vdc")
        .reply("raid:arrays", "")
        .reply(
            "raid:members",
            "member /dev/disk/by-partlabel/p1\nabsent\nmember /dev/disk/by-partlabel/p2\nabsent\n")
        .noFile("/etc/mdadm/mdadm.conf")
        .noFile("/var/lib/cairn/raid/hdd.making")
        .noFile("/etc/systemd/system/srv-data.mount")
        .reply("filesystem:contents", "device /dev/vdb\nexit 2\ndevice /dev/vdc\nexit 2\n")
        .reply("filesystem:point:data", "absent\n");

    Planner.Result result = Planner.plan(stack.context());

    assertThat(result.findings()).isEmpty();
    assertThat(result.plan().after("hdd/create@n1"))
        .containsExactlyInAnyOrder("p1/create@n1", "p2/create@n1");
    assertThat(result.plan().after("data/create@n1")).contains("hdd/create@n1");
    assertThat(
            result.plan().steps().stream()
                .filter(step -> step.id().equals("data/create@n1"))
                .flatMap(step -> step.commands().stream())
                .map(Command::shown))
        .anyMatch(command -> command.contains("/dev/disk/by-id/md-name-n1:hdd"));
  }

  @Test
  void groupOnArraysThatAreNotThereYetIsDividedByWhatTheyWillHold() {
    Stack stack =
        Stack.of(
                """
                hdd: { type: raid1, over: [/dev/disk/by-id/virtio-a, /dev/disk/by-id/virtio-b], nodes: [n1] }
                ssd: { type: raid1, over: [/dev/disk/by-id/virtio-c, /dev/disk/by-id/virtio-d], nodes: [n1] }
                VG1: { type: vg, over: [hdd, ssd] }
                cachedlv: { type: lv, over: VG1, on: hdd, size: 10G, cache: { on: ssd, size: 4G } }
                rest: { type: lv, over: VG1, on: hdd, size: 50% }
                """)
            .with(new RaidEngine())
            .with(new LvmEngine());
    for (String disk : List.of("a", "b", "c", "d")) {
      stack
          .node("n1")
          .disk("/dev/vd" + disk, disk.compareTo("c") < 0 ? "20G" : "5G")
          .link("/dev/disk/by-id/virtio-" + disk, "/dev/vd" + disk);
    }
    for (String report : List.of("pv", "vg", "lv")) {
      stack.node("n1").reply("lvm:" + report + "s", "{\"report\":[{\"" + report + "\":[]}]}");
    }
    stack.node("n1").reply("lvm:settings", "scan_lvs=0\n").reply("raid:arrays", "");

    assertThat(
            new LvmEngine()
                .plan(stack.context()).stream()
                    .filter(step -> step.id().equals("rest/create@n1"))
                    .map(Step::why))
        .containsExactly(
            "it is not there; 2560 for cachedlv + 1024 for the cache of cachedlv + 2 for the"
                + " metadata of that cache + 1402 for rest + 2 for the spare of metadata = 4990"
                + " extents (19.5 GiB) of 6392 extents (25.0 GiB) in VG1, 1402 extents (5.5 GiB)"
                + " left");
  }

  @Test
  void drawsAndTellsTheWholeStack() throws IOException {
    String diagram = DiagramText.of(cluster(), Screen.plain(300));
    for (String layer : List.of("hdd  raid1", "ssd  raid1", "VG1  vg", "cachedlv  lv")) {
      assertThat(diagram.split(layer, -1)).as(layer).hasSize(1 + cluster().nodes().size());
    }
    assertThat(StatusText.of(Status.of(answeredNothing(cluster())), SCREEN))
        .contains(
            """
            hdd                             raid1     ? unknown        ? unknown    ? unknown
            ssd                             raid1     ? unknown        ? unknown    ? unknown
              VG1                           vg        ? unknown        ? unknown    ? unknown
                cachedlv                    lv        ? unknown        ? unknown    ? unknown
                  DRBDVG                    vg        ? unknown        ? unknown    ? unknown
                    pool                    thinpool  ? unknown        ? unknown    ? unknown
                      DRBDLV1               thin      ? unknown        ? unknown    ? unknown
                        r0-lower            drbd      ? unknown        ? unknown
                          r0                drbd      ? unknown        ? unknown    ? unknown
            """);
  }
}
