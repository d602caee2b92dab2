package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Finding;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A group whose SSD is gone, and gets another one. */
class LostDeviceTest {
  private static final LvmEngine ENGINE = new LvmEngine();
  private static final NodeName N1 = new NodeName("n1");
  private static final String SSD = "/dev/disk/by-id/virtio-ssd";

  /** What LVM shows of a device that it cannot find, as in the recorded {@code missing-pv}. */
  private static Stack lost(UnaryOperator<String> lvs) {
    Stack stack = Nodes.applied(Nodes.APPLIED, "2.03.16");
    stack
        .node("n1")
        .reply(
            LvmProbes.PVS,
            recorded("pvs")
                .replaceFirst(
                    "\"" + SSD + "\"(.*?)\"pv_missing\":\"\"",
                    "\"[unknown]\"$1\"pv_missing\":\"missing\""))
        .reply(
            LvmProbes.VGS,
            recorded("vgs")
                .replaceFirst("(\"vg_name\":\"VG1\".*?\"vg_missing_pv_count\":)\"0\"", "$1\"1\""))
        .reply(LvmProbes.LVS, lvs.apply(recorded("lvs").replace("\"" + SSD + "(", "\"[unknown](")));
    return stack;
  }

  /** Detached and taken out. */
  private static Stack without() {
    Stack stack = Nodes.applied(Nodes.APPLIED, "2.03.16");
    stack
        .node("n1")
        .reply(LvmProbes.PVS, lines(recorded("pvs"), line -> !line.contains(SSD)))
        .reply(
            LvmProbes.VGS,
            recorded("vgs")
                .replaceFirst("(\"vg_name\":\"VG1\".*?\"vg_extent_count\":)\"\\d+\"", "$1\"3071\""))
        .reply(
            LvmProbes.LVS,
            lines(
                    recorded("lvs"),
                    line -> line.contains("\"lv_name\":\"cachedlv\"") || !isOfTheCache(line))
                .replace("\"segtype\":\"cache\"", "\"segtype\":\"linear\"")
                .replace("\"pool_lv\":\"[cachedlv+cache_cpool]\"", "\"pool_lv\":\"\"")
                .replace("\"cachedlv_corig(0)\"", "\"/dev/disk/by-id/virtio-hdd(0)\""));
    return stack;
  }

  private static boolean isOfTheCache(String line) {
    boolean isSpare = line.contains("VG1") && line.contains("pmspare");
    return isSpare || line.contains("+cache") || line.contains("_corig");
  }

  private static String lines(String text, java.util.function.Predicate<String> kept) {
    return text.lines().filter(kept).collect(Collectors.joining("\n"));
  }

  private static String recorded(String report) {
    return Nodes.recorded(report + "-2.03.16-deep-stack").out();
  }

  private static LvmEngine.Loss loss(Stack stack) {
    return ENGINE.loss((Layer.VolumeGroup) stack.layer("VG1"), N1, stack.context());
  }

  private static List<Step> plan(Stack stack) {
    return ENGINE.plan(stack.context()).stream().filter(step -> step.node().equals(N1)).toList();
  }

  private static List<String> codes(Stack stack) {
    return ENGINE.check(stack.context()).stream().map(Finding::code).toList();
  }

  @Test
  void detachesACacheThatHoldsNothingBack() {
    assertThat(loss(lost(lvs -> lvs)))
        .isInstanceOfSatisfying(
            LvmEngine.Loss.Bearable.class,
            bearable -> Golden.check("lvm/lost-device.txt", Stack.text(bearable.steps())));
    assertThat(codes(lost(lvs -> lvs))).containsExactly("LVM-32");
  }

  @Test
  void letsNothingElseGo() {
    assertThat(loss(lost(lvs -> lvs.replace("\"writethrough\"", "\"writeback\""))))
        .isInstanceOfSatisfying(
            LvmEngine.Loss.Final.class,
            held -> assertThat(held.why()).contains("what it has not written back"));
    assertThat(loss(lost(lvs -> lvs.replace("virtio-hdd(2560)", "virtio-hdd(2560),[unknown](9)"))))
        .isEqualTo(new LvmEngine.Loss.Final("plain lies on it, and that is no cache"));
    assertThat(loss(lost(lvs -> lvs.replace("cachedlv+cache", "fast"))))
        .isInstanceOfSatisfying(
            LvmEngine.Loss.Final.class,
            foreign -> assertThat(foreign.why()).endsWith("and that is no cache"));
    assertThat(loss(Nodes.applied(Nodes.APPLIED, "2.03.16"))).isEqualTo(new LvmEngine.Loss.None());
  }

  @Test
  void takesABlankDeviceInItsPlaceIntoTheGroup() {
    Stack stack = without();
    assertThat(codes(stack)).isEmpty();
    List<Step> steps = plan(stack);
    assertThat(Stack.ids(steps)).containsExactly("VG1/extend@n1", "cachedlv/cache@n1");
    assertThat(steps.get(1).needs()).containsAnyElementsOf(steps.getFirst().provides());
    Golden.check("lvm/extended.txt", Stack.text(steps.subList(0, 1)));
  }

  @Test
  void takesNoDeviceInThatHoldsSomething() {
    Stack stack = without();
    stack.node("n1").signature("/dev/vdc", "ext4");
    assertThat(codes(stack)).containsExactly("LVM-16");
    assertThat(plan(stack)).isEmpty();
  }
}
