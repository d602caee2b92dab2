package io.cairn.engine.drbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
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
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A resource of three nodes, at each point at which its growth can have stopped. */
class ThirdCopyGrowthTest {
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
        r0:   { type: drbd, over: data, nodes: [near1, near2, far], address: 10.0.254.9, prefer: near1 }
      """;
  private static final String IDS =
      "944251C7D134723E:0000000000000000:0000000000000000:0000000000000000:1:1:0:1:0:0:0";
  private static final Size SMALL = Size.mebibytes(1024);
  private static final Size LARGE = Size.mebibytes(2048);
  private static final String[] TELL_UPPER = {"r0/resize@far", "r0/resize@near1", "r0/follow@far"};

  /** Volumes that are so large. */
  private record Volumes(Map<String, Size> have, Size declared) implements Engine {
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
      return Optional.ofNullable(have.get(node.text()));
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

  /** What differs from everything being small, connected, and in use on near1. */
  private static final class Trio {
    private Size volumes = SMALL;
    private Size declared = LARGE;
    private String lower = "1023M";
    private String upper = "1022M";
    private String upperOnNear1 = " 1: cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate";
    private String upperOnFar = " 1: cs:Connected ro:Secondary/Primary ds:UpToDate/UpToDate";
    private String onNear1 = "ids " + IDS + "\n";
    private String noteOnNear1 = "";
    private String noteOnNear2 = "";

    private Trio noted() {
      noteOnNear1 = "text /var/lib/cairn/drbd/r0.growing /dev/drbd0 1072693248\n";
      noteOnNear2 = noteOnNear1;
      return this;
    }

    private Stack stack() {
      return Stack.file(CLUSTER)
          .with(new DrbdEngine())
          .with(new Volumes(Map.of("near1", volumes, "near2", volumes, "far", volumes), declared));
    }

    private Context context() {
      Stack blank = stack();
      for (String node : List.of("near1", "near2", "far")) {
        blank
            .node(node)
            .reply(DrbdProbes.PROC, new Reply(3, "", ""))
            .reply(DrbdProbes.NODE, "module 8.4.11\nutils 9.22.0\nstock disabled\n")
            .reply(DrbdProbes.FILES, "")
            .reply("drbd:r0-lower", "device /dev/dm-0 1073741824\nzero 1073741824 2000\n")
            .reply("drbd:r0", "device /dev/dm-0 1073741824\nzero 1073741824 2000\n");
      }
      List<Step> first = new DrbdEngine().plan(blank.context());
      Stack stack = stack();
      node(stack, first, "near1", lower("Primary/Secondary") + line(upperOnNear1))
          .disk("/dev/drbd0", lower)
          .disk("/dev/drbd1", upper)
          .reply("drbd:r0-lower", resource("r0-lower", IDS, "primary"))
          .reply(
              "drbd:r0",
              "device /dev/drbd0 2147483648\nsecret 5e5e\n" + onNear1 + noteOnNear1 + units("r0"));
      node(stack, first, "near2", lower("Secondary/Primary"))
          .disk("/dev/drbd0", lower)
          .reply("drbd:r0-lower", resource("r0-lower", IDS, ""))
          .reply(
              "drbd:r0",
              "device /dev/drbd0 0\nunreadable it is secondary\nsecret 5e5e\n" + noteOnNear2);
      node(stack, first, "far", line(upperOnFar))
          .disk("/dev/drbd1", upper)
          .reply("drbd:r0", resource("r0", IDS, ""));
      return stack.context();
    }

    private static Stack.NodeFactsBuilder node(
        Stack stack, List<Step> first, String node, String proc) {
      return stack
          .node(node)
          .hostName(node)
          .filesOf(first, node)
          .reply(DrbdProbes.PROC, "version: 8.4.11 (api:1/proto:86-101)\n" + proc)
          .reply(DrbdProbes.NODE, "module 8.4.11\nutils 9.22.0\nstock disabled\n")
          .reply(DrbdProbes.FILES, Nodes.listed(first, node));
    }

    private static String line(String state) {
      return state.isEmpty()
          ? ""
          : state
              + " C r-----\n    ns:0 nr:0 dw:0 dr:0 al:8 bm:0 lo:0 pe:0 ua:0 ap:0 ep:1 wo:f oos:0\n";
    }

    private static String lower(String roles) {
      return line(" 0: cs:Connected ro:" + roles + " ds:UpToDate/UpToDate");
    }

    private static String resource(String name, String ids, String role) {
      return "device /dev/dm-0 1073741824\nsecret 5e5e\nids "
          + ids
          + "\n"
          + units(name)
          + (role.isEmpty()
              ? ""
              : "text /var/lib/cairn/holder/" + name + " since 2026-11-20T14:00:00Z\n");
    }

    private static String units(String name) {
      return """
      unit cairn-drbd-%1$s.service enabled active
      unit cairn-boot-%1$s.service enabled inactive
      unit cairn-primary-%1$s.service static active
      """
          .formatted(name);
    }
  }

  /** Those of the growth; what else the made-up nodes lack is not asked here. */
  private static List<Step> steps(Context context) {
    return new DrbdEngine()
        .plan(context).stream()
            .filter(
                step ->
                    List.of(
                            "note-end",
                            "forget-end",
                            "resize",
                            "follow",
                            "settle",
                            "create-metadata")
                        .stream()
                        .anyMatch(verb -> step.id().contains("/" + verb + "@")))
            .toList();
  }

  private static Step step(Context context, String id) {
    return steps(context).stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private static List<Finding> refusals(Context context) {
    return new DrbdEngine()
        .check(context).stream().filter(finding -> finding.code().equals("DRBD-16")).toList();
  }

  @Test
  void thePairGrowsBeforeWhatLiesOverIt() {
    assertThat(Stack.ids(steps(new Trio().context())))
        .containsExactlyInAnyOrder(
            "r0/note-end@near1",
            "r0/note-end@near2",
            "r0-lower/resize@near2",
            "r0-lower/resize@near1",
            "r0-lower/follow@near2",
            "r0/resize@far",
            "r0/resize@near1",
            "r0/follow@far",
            "r0/forget-end@near2");
  }

  @Test
  void bothNodesOfThePairKnowTheFormerEndBeforeEitherVolumeGrows() {
    Context context = new Trio().context();
    NodeName near1 = new NodeName("near1");
    NodeName near2 = new NodeName("near2");
    LayerName lower = new LayerName("r0-lower");
    assertThat(step(context, "r0/note-end@near1").provides())
        .contains(Condition.preparedForGrowth(lower, near1));
    assertThat(step(context, "r0/note-end@near2").provides())
        .contains(Condition.preparedForGrowth(lower, near2));
    assertThat(step(context, "r0/note-end@near2").needs())
        .contains(new Condition("end of r0 noted on near1"));
    assertThat(step(context, "r0-lower/resize@near2").needs())
        .contains(
            Condition.preparedForGrowth(lower, near1), Condition.preparedForGrowth(lower, near2));
    assertThat(context.abovePrepared(context.cluster().layer(new LayerName("data")), near1))
        .contains(Condition.preparedForGrowth(lower, near1));
  }

  @Test
  void theUpperOneIsToldAfterTheDeviceOfThePairHasGrown() {
    Context context = new Trio().context();
    NodeName near1 = new NodeName("near1");
    Condition grown = Condition.grown(new LayerName("r0-lower"), near1);
    assertThat(step(context, "r0-lower/follow@near2").provides()).contains(grown);
    assertThat(step(context, "r0/resize@near1").needs()).contains(grown);
    assertThat(step(context, "r0/forget-end@near2").needs())
        .contains(new Condition("r0 told of its disk on near1"));
  }

  @Test
  void theFarVolumeHasItsOwnNoteAndThoseOfThePairOneForTheirOwnMetadata() {
    Context context = new Trio().context();
    Layer data = context.cluster().layer(new LayerName("data"));
    assertThat(text(context.beforeItGrows(data, new NodeName("far"))))
        .contains("internal get-gi", "/dev/mapper/vg-data", "/var/lib/cairn/drbd/r0.growing")
        .doesNotContain("r0-lower.growing");
    assertThat(text(context.beforeItGrows(data, new NodeName("near1"))))
        .contains("/var/lib/cairn/drbd/r0-lower.growing")
        .doesNotContain("/var/lib/cairn/drbd/r0.growing");
    assertThat(text(context.beforeItGrows(data, new NodeName("near2"))))
        .contains("/var/lib/cairn/drbd/r0-lower.growing")
        .doesNotContain("/var/lib/cairn/drbd/r0.growing");
  }

  private static String text(List<Command> commands) {
    return String.join("\n", commands.stream().map(Command::toShell).toList());
  }

  @Test
  void goesOnWhenTheVolumesHaveGrownAndNobodyWasTold() {
    Trio trio = new Trio().noted();
    trio.volumes = LARGE;
    assertThat(Stack.ids(steps(trio.context())))
        .contains("r0/note-end@near1", "r0/note-end@near2", "r0-lower/follow@near2")
        .contains(TELL_UPPER)
        .contains("r0/forget-end@near2");
  }

  @Test
  void goesOnWhenThePairHasGrownAndTheUpperOneWasNotTold() {
    Trio trio = new Trio().noted();
    trio.volumes = LARGE;
    trio.lower = "2047M";
    assertThat(Stack.ids(steps(trio.context())))
        .containsExactlyInAnyOrder(
            "r0/resize@far", "r0/resize@near1", "r0/follow@far", "r0/forget-end@near2");
  }

  @Test
  void forgetsWhatIsLeftWhenAllHaveGrown() {
    Trio trio = new Trio().noted();
    trio.volumes = LARGE;
    trio.lower = "2047M";
    trio.upper = "2047M";
    trio.noteOnNear1 = "";
    assertThat(Stack.ids(steps(trio.context())))
        .containsExactlyInAnyOrder(
            "r0/resize@far", "r0/resize@near1", "r0/follow@far", "r0/forget-end@near2");
    trio.noteOnNear2 = "";
    assertThat(steps(trio.context())).isEmpty();
  }

  @Test
  void metadataWhereTheDiskEndedBeforeAreNotMadeAnew() {
    Trio trio = new Trio().noted();
    trio.volumes = LARGE;
    trio.lower = "2047M";
    trio.upperOnNear1 = "";
    trio.onNear1 = "carries there is data behind byte 0\n";
    Context context = trio.context();
    assertThat(Stack.ids(steps(context))).isEmpty();
    assertThat(Stack.ids(new DrbdEngine().plan(context))).contains("r0/up@near1");
    assertThat(new DrbdEngine().check(context))
        .extracting(Finding::code)
        .doesNotContain("DRBD-11", "DRBD-12", "DRBD-13", "DRBD-14");
  }

  @Test
  void withoutTheThirdNothingBelowGrows() {
    Trio trio = new Trio();
    trio.upperOnNear1 = " 1: cs:WFConnection ro:Primary/Unknown ds:UpToDate/DUnknown";
    trio.upperOnFar = " 1: cs:WFConnection ro:Secondary/Unknown ds:UpToDate/DUnknown";
    assertThat(refusals(trio.context())).extracting(Finding::place).containsExactly("r0 on near1");
    trio.declared = SMALL;
    assertThat(refusals(trio.context())).isEmpty();
  }

  @Test
  void whatIsInUseOnTheFarNodeIsToldThereLast() {
    Trio trio = new Trio();
    trio.upperOnNear1 = " 1: cs:Connected ro:Secondary/Primary ds:UpToDate/UpToDate";
    trio.upperOnFar = " 1: cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate";
    Context context = trio.context();
    assertThat(Stack.ids(steps(context)))
        .contains("r0/resize@near1", "r0/resize@far", "r0/follow@near1", "r0/note-end@near1");
    assertThat(step(context, "r0/resize@far").needs())
        .contains(new Condition("r0 told of its disk on near1"));
  }
}
