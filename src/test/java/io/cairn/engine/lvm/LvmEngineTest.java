package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Condition;
import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.engine.Reply;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LvmEngineTest {
  private static final LvmEngine ENGINE = new LvmEngine();
  private static final NodeName N1 = new NodeName("n1");

  private static Stack deep() {
    return Nodes.blank(Nodes.DEEP).withDrbd(Map.of("r0", "n1"));
  }

  private static Stack applied() {
    return Nodes.applied(Nodes.APPLIED, "2.03.16");
  }

  private static List<Step> on(List<Step> steps, String node) {
    return steps.stream().filter(step -> step.node().text().equals(node)).toList();
  }

  private static List<String> plan(Stack stack) {
    return Stack.ids(on(ENGINE.plan(stack.context()), "n1"));
  }

  private static List<String> codes(Stack stack) {
    return ENGINE.check(stack.context()).stream().map(Finding::code).toList();
  }

  @Test
  void buildsTheDeepStackOnBlankDisks() {
    Golden.check("lvm/deep-first-plan.txt", Stack.text(on(ENGINE.plan(deep().context()), "n1")));
  }

  @Test
  void makesNothingOfAReplicatedGroupWhereTheResourceIsSecondary() {
    assertThat(Stack.ids(on(ENGINE.plan(deep().context()), "n2")))
        .contains("DRBDVG2/prepare@n2")
        .noneMatch(id -> id.startsWith("DRBDVG2/create") || id.startsWith("vps/"));
  }

  @Test
  void makesAVolumeOnlyOnTheNodesThatTheFileNamesForIt() {
    Stack stack =
        Nodes.blank(Nodes.DEEP + "own: { type: lv, over: DRBDVG, size: 512M, nodes: [n2] }\n")
            .withDrbd(Map.of("r0", "n1"));
    assertThat(Stack.ids(ENGINE.plan(stack.context())))
        .contains("own/create@n2")
        .noneMatch(id -> id.startsWith("own/") && id.endsWith("@n1"));
    assertThat(ENGINE.check(stack.context())).isEmpty();
  }

  @Test
  void findsNothingWrongOnBlankDisks() {
    assertThat(ENGINE.check(deep().context())).isEmpty();
  }

  /** The answers are those of a node after this very file was applied there. */
  @ParameterizedTest
  @ValueSource(strings = {"2.03.16", "2.03.31"})
  void plansNothingWhenAllIsAsDeclared(String version) {
    Stack stack = Nodes.applied(Nodes.APPLIED, version);
    assertThat(plan(stack)).isEmpty();
    assertThat(codes(stack)).isEmpty();
  }

  @Test
  void growsWhatIsDeclaredLarger() {
    Stack stack =
        Nodes.applied(
            Nodes.APPLIED.replace("over: VG1, size: 500M", "over: VG1, size: 600M"), "2.03.16");
    assertThat(ENGINE.check(stack.context())).isEmpty();
    List<Step> plan = on(ENGINE.plan(stack.context()), "n1");
    assertThat(Stack.ids(plan)).containsExactly("plain/grow@n1");
    assertThat(plan.getFirst().intent()).isEqualTo("Grow the volume from 500 MiB to 600 MiB");
    assertThat(plan.getFirst().commands().getFirst().toShell())
        .isEqualTo("lvextend --yes --size 629145600b -- VG1/plain");
  }

  @Test
  void growsAGroupWithTheVolumeBelowIt() {
    Stack stack =
        Nodes.applied(Nodes.APPLIED.replace("size: 10G, cache", "size: 11G, cache"), "2.03.16");
    List<Step> plan = on(ENGINE.plan(stack.context()), "n1");
    assertThat(Stack.ids(plan)).containsExactly("cachedlv/grow@n1", "DRBDVG/grow@n1");
    assertThat(plan.get(1).needs())
        .contains(Condition.grown(new LayerName("cachedlv"), N1))
        .doesNotContain(Condition.grown(new LayerName("DRBDVG"), N1));
  }

  @Test
  void refusesToGrowBeyondTheGroup() {
    Stack stack = Nodes.applied(Nodes.APPLIED.replace("size: 500M", "size: 50G"), "2.03.16");
    assertThat(codes(stack)).containsExactly("LVM-17");
  }

  @Test
  void refusesAThinVolumeToGrowBeyondWhatItsPoolCanEverHold() {
    Stack stack =
        Nodes.applied(
            Nodes.APPLIED.replace("over: pool, size: 1G", "over: pool, size: 2G"), "2.03.16");
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::severity)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("LVM-31", Finding.Severity.ERROR));
  }

  @Test
  void cutsNothingOffAVolumeThatIsLargerThanDeclared() {
    Stack stack = Nodes.applied(Nodes.APPLIED.replace("size: 500M", "size: 400M"), "2.03.16");
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::severity)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("LVM-20", Finding.Severity.WARNING));
    assertThat(plan(stack)).isEmpty();
  }

  @Test
  void showsFillAndHits() {
    assertThat(
            ENGINE.states(applied().context()).stream()
                .filter(state -> state.node().equals(N1))
                .map(LvmEngineTest::line)
                .collect(Collectors.joining("\n", "", "\n")))
        .isEqualTo(
            """
            VG1 OK present, 3.5 GiB free, 81 %, []
            cachedlv OK active, 10 GiB, cached writethrough, hits: reads 91 %, writes 18 %, []
            plain OK active, 500 MiB, []
            DRBDVG OK present, 2 GiB free, 80 %, []
            pool OK active, 8.0 GiB, metadata 12 %, grows at 70% with 2 GiB left, 125 % promised, 1 %, []
            DRBDLV1 OK active, 9 GiB, 0 %, []
            data-1 OK active, 1 GiB, 5 %, []
            """);
  }

  private static String line(LayerState state) {
    return "%s %s %s, %s%s, %s"
        .formatted(
            state.layer(),
            state.health(),
            state.role(),
            state.detail(),
            state.fill().map(fill -> ", " + fill.percent() + " %").orElse(""),
            state.findings().stream().map(Finding::code).toList());
  }

  @Test
  void goesOnWhereACacheWasMadeAndNotAttached() {
    Stack stack = applied();
    String lvs =
        Nodes.recorded("lvs-2.03.16-deep-stack")
            .out()
            .replace("\"segtype\":\"cache\"", "\"segtype\":\"linear\"")
            .replace("[cachedlv+cache_cpool]\", \"lv_uuid\"", "cachedlv+cache\", \"lv_uuid\"")
            .replace("cachedlv+cache_cpool_c", "cachedlv+cache_c")
            .replace(
                "\"segtype\":\"cache-pool\", \"lv_tags\":\"\"",
                "\"segtype\":\"cache-pool\", \"lv_tags\":\"cairn:test\"");
    stack.node("n1").reply(LvmProbes.LVS, lvs);
    Step cache = on(ENGINE.plan(stack.context()), "n1").getFirst();
    assertThat(cache.id()).isEqualTo("cachedlv/cache@n1");
    assertThat(cache.commands()).hasSize(1);
    assertThat(cache.commands().getFirst().toShell())
        .startsWith("lvconvert --yes --type cache --cachepool VG1/cachedlv+cache ");
  }

  @Test
  void refusesAGroupThatItDidNotMake() {
    Stack stack = applied();
    stack.node("n1").reply(LvmProbes.VGS, Recorded.reply("vgs-2.03.16-deep-stack"));
    assertThat(codes(stack)).startsWith("LVM-12");
    assertThat(plan(stack)).isEmpty();
  }

  @Test
  void refusesAVolumeThatItDidNotMake() {
    Stack stack = applied();
    stack
        .node("n1")
        .reply(
            LvmProbes.LVS,
            Nodes.recorded("lvs-2.03.16-deep-stack")
                .out()
                .replaceFirst("(\"lv_name\":\"plain\".*?\"lv_tags\":\")cairn:test", "$1"));
    assertThat(codes(stack)).contains("LVM-18");
  }

  @Test
  void refusesADeviceWithSomethingOnIt() {
    Stack stack = Nodes.blank("VG1: { type: vg, over: /dev/disk/by-id/virtio-hdd }");
    stack.node("n1").partition("/dev/vdb1", "500M", "windows", "/dev/vdb");
    stack
        .node("n2")
        .reply("common:writers", "/dev/vdb\tqemu, process 7\n")
        .mount("/mnt", "/dev/vdb1", "ext4", "rw");
    assertThat(codes(stack)).containsExactly("LVM-15");
    assertThat(Stack.ids(ENGINE.plan(stack.context()))).doesNotContain("VG1/create@n2");
  }

  @Test
  void refusesAPhysicalVolumeThatIsSeenTwice() {
    Stack stack = applied();
    stack.node("n1").reply(LvmProbes.PVS, Nodes.recorded("pvs-2.03.16-duplicate-pv"));
    assertThat(codes(stack)).contains("LVM-02");
  }

  @Test
  void findsAGroupOnTheDiskBelowTheResource() {
    Stack stack =
        Nodes.blank(
                """
                r0: { type: drbd, over: /dev/disk/by-id/virtio-store1, nodes: [n1, n2], prefer: n1 }
                OVER: { type: vg, over: r0 }
                """)
            .withDrbd(Map.of("r0", "n2"));
    stack
        .node("n1")
        .disk("/dev/vdd", "2G")
        .link("/dev/disk/by-id/virtio-store1", "/dev/vdd")
        .reply(LvmProbes.PVS, Nodes.recorded("pvs-2.03.16-below-secondary"))
        .reply(
            LvmProbes.VGS,
            "{\"report\":[{\"vg\":[{\"vg_name\":\"OVER\",\"vg_uuid\":\"x\",\"vg_extent_size\":\"4194304\","
                + "\"vg_extent_count\":\"511\",\"vg_free_count\":\"511\",\"vg_tags\":\"cairn:test\","
                + "\"vg_missing_pv_count\":\"0\",\"vg_autoactivation\":\"\"}]}]}");
    assertThat(codes(stack)).contains("LVM-13");
  }

  @Test
  void aMissingDeviceOfSomebodyElseStopsNobody() {
    Stack stack = applied();
    stack.node("n1").reply(LvmProbes.VGS, Nodes.recorded("vgs-2.03.16-missing-pv"));
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::severity)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("LVM-03", Finding.Severity.WARNING));
  }

  @Test
  void doesNothingWhereLvmDoesNotAnswer() {
    Stack stack = applied();
    stack.node("n1").reply(LvmProbes.LVS, new Reply(5, "", "  Internal error\n"));
    assertThat(codes(stack)).containsExactly("LVM-01");
    assertThat(plan(stack)).isEmpty();
  }

  @Test
  void plansWhereLvmIsNotInstalledYet() {
    Stack stack = deep();
    for (String probe : List.of(LvmProbes.PVS, LvmProbes.VGS, LvmProbes.LVS, LvmProbes.SETTINGS)) {
      stack.node("n1").reply(probe, new Reply(127, "", "sh: 1: pvs: not found\n"));
    }
    assertThat(codes(stack)).isEmpty();
    assertThat(plan(stack)).contains("VG1/create@n1", "cachedlv/cache@n1");
  }

  @Test
  void refusesAFilterOfSomebodyElse() {
    Stack stack = deep();
    stack
        .node("n1")
        .reply(
            LvmProbes.SETTINGS,
            "filter=[\"a|.*|\"]\nglobal_filter=[\"r|^/dev/sdz$|\"]\nuse_devicesfile=0\n");
    assertThat(codes(stack)).containsExactly("LVM-07");
  }

  @Test
  void findsThatTheAdministratorsFilterHidesAPhysicalVolume() {
    Stack stack = deep();
    stack
        .node("n1")
        .reply(
            LvmProbes.SETTINGS,
            "filter=[\"a|^/dev/vda|\",\"r|.*|\"]\nglobal_filter=[\"a|.*|\"]\nuse_devicesfile=0\n");
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::place)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("LVM-09", "n1: /dev/vdb"),
            org.assertj.core.groups.Tuple.tuple("LVM-09", "n1: /dev/vdc"));
  }

  @Test
  void refusesADevicesFile() {
    Stack stack = deep();
    stack
        .node("n1")
        .reply(LvmProbes.NODE, "devices file\ninitramfs none\n")
        .reply(LvmProbes.SETTINGS, Nodes.DEFAULTS.replace("devicesfile=0", "devicesfile=1"));
    assertThat(codes(stack)).containsExactly("LVM-06");
  }

  @Test
  void hasAnUnwatchedPoolWatched() {
    Stack stack = applied();
    stack
        .node("n1")
        .reply(
            LvmProbes.LVS,
            Nodes.recorded("lvs-2.03.16-deep-stack")
                .out()
                .replace("\"monitored\"", "\"not monitored\""));
    assertThat(codes(stack)).containsExactly("LVM-25");
    Step watch = on(ENGINE.plan(stack.context()), "n1").getFirst();
    assertThat(watch.id()).isEqualTo("pool/watch@n1");
    assertThat(watch.commands())
        .extracting(command -> command.toShell())
        .containsExactly("lvchange --monitor y -- DRBDVG/pool");
  }

  @Test
  void activatesVolumesThatAreNot() {
    Stack stack = applied();
    stack
        .node("n1")
        .reply(
            LvmProbes.LVS,
            Nodes.recorded("lvs-2.03.16-deep-stack").out().replace("-wi-a-----", "-wi-------"));
    assertThat(plan(stack)).containsExactly("VG1/activate@n1");
  }

  @Test
  void tellsThatAPoolIsFull() {
    Stack stack =
        Nodes.blank(
            """
            SMALL: { type: vg, over: /dev/disk/by-id/virtio-hdd, nodes: [n1] }
            p: { type: thinpool, over: SMALL, size: 100M }
            t: { type: thin, over: p, size: 1G }
            """);
    stack
        .node("n1")
        .reply(
            LvmProbes.LVS,
            Nodes.recorded("lvs-2.03.16-pool-full")
                .out()
                .replace("\"lv_tags\":\"\"", "\"lv_tags\":\"cairn:test\""))
        .reply(
            LvmProbes.PVS,
            "{\"report\":[{\"pv\":[{\"pv_name\":\"/dev/disk/by-id/virtio-hdd\",\"pv_uuid\":\"u\","
                + "\"vg_name\":\"SMALL\",\"dev_size\":\"1\",\"pv_pe_count\":\"511\",\"pv_in_use\":\"used\"}]}]}")
        .reply(
            LvmProbes.VGS,
            "{\"report\":[{\"vg\":[{\"vg_name\":\"SMALL\",\"vg_uuid\":\"x\",\"vg_extent_size\":\"4194304\","
                + "\"vg_extent_count\":\"511\",\"vg_free_count\":\"480\",\"vg_tags\":\"cairn:test\","
                + "\"vg_missing_pv_count\":\"0\",\"vg_autoactivation\":\"enabled\"}]}]}");
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::seen)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("LVM-21", "out_of_data"),
            org.assertj.core.groups.Tuple.tuple("LVM-22", "data 100 %, metadata 12 %"));
  }

  @Test
  void movesAGroupByItsUnit() {
    Stack stack = deep();
    Golden.check(
        "lvm/move.txt",
        Stack.text(
            List.of(
                ENGINE.stop(stack.layer("DRBDVG2"), N1, stack.context()).getFirst(),
                ENGINE
                    .start(stack.layer("DRBDVG2"), new NodeName("n2"), stack.context())
                    .getFirst())));
    assertThat(ENGINE.stop(stack.layer("vps"), N1, stack.context())).isEmpty();
    assertThat(ENGINE.stop(stack.layer("DRBDVG"), N1, stack.context())).isEmpty();
  }

  @Test
  void destroysOnlyWhatWasNamed() {
    Stack stack = applied();
    assertThat(ENGINE.destroy(stack.layer("pool"), stack.context())).isEmpty();
    stack.destroying("DRBDVG");
    assertThat(ENGINE.destroy(stack.layer("cachedlv"), stack.context())).isEmpty();
    StringBuilder text = new StringBuilder();
    for (String layer : List.of("data-1", "DRBDLV1", "pool", "DRBDVG")) {
      text.append(Stack.text(ENGINE.destroy(stack.layer(layer), stack.context())));
    }
    Golden.check("lvm/destroy.txt", text.toString());
  }

  @Test
  void rebuildsTheInitramfsOnlyWhereTheSystemLiesOnLvm() {
    Stack stack = applied();
    stack
        .node("n1")
        .reply(LvmProbes.NODE, "initramfs older\n")
        .disk("/dev/vda", "8G")
        .mount("/", "/dev/vda", "ext4", "rw");
    assertThat(plan(stack)).isEmpty();
    stack
        .node("n1")
        .volume("/dev/mapper/system-root", "4G", "/dev/vda")
        .mount("/", "/dev/mapper/system-root", "ext4", "rw");
    Step rebuild = on(ENGINE.plan(stack.context()), "n1").getFirst();
    assertThat(rebuild.id()).isEqualTo("lvm/configure@n1");
    assertThat(rebuild.commands().getFirst().toShell()).endsWith("update-initramfs -u");
  }

  @Test
  void findsADiskThatIsNotThere() {
    Stack stack = Nodes.blank("VG1: { type: vg, over: /dev/disk/by-id/virtio-gone, nodes: [n1] }");
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::place)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("LVM-29", "n1: /dev/disk/by-id/virtio-gone"));
  }

  /** A physical volume in no group: somebody's, unless the step that made it has left its note. */
  @Test
  void goesOnWithAPhysicalVolumeThatItBegan() {
    Stack stack = Nodes.blank("VG1: { type: vg, over: /dev/disk/by-id/virtio-hdd, nodes: [n1] }");
    stack
        .node("n1")
        .signature("/dev/vdb", "LVM2_member")
        .reply(
            LvmProbes.PVS,
            "{\"report\":[{\"pv\":[{\"pv_name\":\"/dev/disk/by-id/virtio-hdd\",\"pv_uuid\":\"u\"}]}]}");
    assertThat(codes(stack)).containsExactly("LVM-16");
    stack.node("n1").file("/var/lib/cairn/lvm/VG1.started", "/dev/disk/by-id/virtio-hdd\n");
    assertThat(codes(stack)).isEmpty();
    assertThat(plan(stack)).contains("VG1/create@n1");
    stack
        .node("n1")
        .reply(
            LvmProbes.PVS,
            "{\"report\":[{\"pv\":[{\"pv_name\":\"/dev/disk/by-id/virtio-hdd\",\"pv_uuid\":\"u\","
                + "\"vg_name\":\"OTHER\",\"pv_in_use\":\"used\"}]}]}");
    assertThat(codes(stack)).containsExactly("LVM-16");
  }
}
