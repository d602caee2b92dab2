package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Finding;
import io.cairn.engine.Reply;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import io.cairn.graph.LayerName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A group of two devices with a pool, where making or removing it was cut off somewhere. */
class GroupMendingTest {
  private static final LvmEngine ENGINE = new LvmEngine();
  private static final String HDD = "/dev/disk/by-id/virtio-hdd";
  private static final String SSD = "/dev/disk/by-id/virtio-ssd";
  private static final String LAYERS =
      """
      VG1: { type: vg, over: [%s, %s], nodes: [n1] }
      pool: { type: thinpool, over: VG1, size: 1G }
      """
          .formatted(HDD, SSD);
  private static final String STARTED = "/var/lib/cairn/lvm/VG1.started";
  private static final String MAKING = "/var/lib/cairn/lvm/VG1.making";
  private static final String UNEVEN =
      """
        WARNING: ignoring metadata seqno 3 on /dev/vdb for seqno 4 on /dev/vdc for VG VG1.
        WARNING: Inconsistent metadata found for VG VG1.
        See vgck --updatemetadata to correct inconsistency.
      """;

  private static Stack blank() {
    Stack stack = Nodes.blank(LAYERS);
    stack.node("n1").filesOf(ENGINE.plan(Nodes.blank(LAYERS).context()), "n1");
    return stack;
  }

  /** The group is there; so many of its devices carry metadata of it. */
  private static Stack made(int copies, String lvs) {
    Stack stack = blank();
    stack
        .node("n1")
        .signature("/dev/vdb", "LVM2_member")
        .signature("/dev/vdc", "LVM2_member")
        .reply(LvmProbes.PVS, pvs("VG1", HDD, SSD))
        .reply(LvmProbes.VGS, vgs(copies, 0))
        .reply(LvmProbes.LVS, "{\"report\":[{\"lv\":[" + lvs + "]}]}");
    return stack;
  }

  private static String pvs(String group, String... paths) {
    List<String> rows =
        Stream.of(paths)
            .map(
                path ->
                    """
                    {"pv_name":"%s","pv_uuid":"u%s","vg_name":"%s","pv_pe_count":"%d",\
                    "pv_pe_alloc_count":"0","pv_in_use":"used"}"""
                        .formatted(path, path, group, path.equals(HDD) ? 3071 : 1535))
            .toList();
    return "{\"report\":[{\"pv\":[" + String.join(",", rows) + "]}]}";
  }

  private static String vgs(int copies, int missing) {
    return """
        {"report":[{"vg":[{"vg_name":"VG1","vg_uuid":"x","vg_extent_size":"4194304",\
        "vg_extent_count":"4606","vg_free_count":"4606","vg_tags":"cairn:test",\
        "vg_missing_pv_count":"%d","vg_mda_count":"%d","vg_autoactivation":"enabled"}]}]}"""
        .formatted(missing, copies);
  }

  private static String volume(String name, String uuid, String type, String tags) {
    return """
        {"vg_name":"VG1","lv_name":"%s","lv_uuid":"%s","lv_attr":"-wi-a-----","lv_size":"8388608",\
        "segtype":"%s","lv_tags":"%s","devices":"/dev/vdb(0)"}"""
        .formatted(name, uuid, type, tags);
  }

  private static List<String> plan(Stack stack) {
    return Stack.ids(ENGINE.plan(stack.context()));
  }

  private static Step only(Stack stack, String id) {
    return ENGINE.plan(stack.context()).stream()
        .filter(step -> step.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> codes(Stack stack) {
    return ENGINE.check(stack.context()).stream().map(Finding::code).toList();
  }

  private static Stack uneven() {
    Stack stack = made(2, "");
    stack.node("n1").reply(LvmProbes.VGS, new Reply(0, vgs(2, 0), UNEVEN));
    return stack;
  }

  @Test
  void writesMetadataThatDifferToAllDevicesAnew() {
    assertThat(codes(uneven())).isEmpty();
    assertThat(plan(uneven())).containsExactly("VG1/mend@n1", "pool/create@n1");
    Golden.check("lvm/mend.txt", Stack.text(List.of(only(uneven(), "VG1/mend@n1"))));
  }

  @Test
  void leavesAGroupOfSomebodyElseUneven() {
    Stack stack = uneven();
    stack
        .node("n1")
        .reply(LvmProbes.VGS, new Reply(0, vgs(2, 0).replace("cairn:test", "theirs"), UNEVEN));
    assertThat(plan(stack)).isEmpty();
    assertThat(codes(stack)).contains("LVM-12");
  }

  @Test
  void takesBackAGroupThatSomeOfItsDevicesKnowNothingOf() {
    Stack stack = made(1, "");
    stack.node("n1").file(STARTED, HDD + "\n" + SSD + "\n");
    assertThat(codes(stack)).isEmpty();
    assertThat(plan(stack)).containsExactly("VG1/unmake@n1", "VG1/create@n1", "pool/create@n1");
    Golden.check("lvm/unmake.txt", Stack.text(List.of(only(stack, "VG1/unmake@n1"))));
  }

  @Test
  void takesBackNoGroupThatIsUsedOrThatItDidNotBegin() {
    Stack unbegun = made(1, "");
    assertThat(plan(unbegun)).containsExactly("pool/create@n1");

    Stack used = made(1, volume("work", "w", "linear", ""));
    used.node("n1").file(STARTED, HDD + "\n" + SSD + "\n");
    assertThat(plan(used)).doesNotContain("VG1/unmake@n1", "VG1/create@n1");

    Stack missing = made(1, "");
    missing.node("n1").reply(LvmProbes.VGS, vgs(1, 1)).file(STARTED, HDD + "\n" + SSD + "\n");
    assertThat(plan(missing)).doesNotContain("VG1/unmake@n1", "VG1/create@n1");
  }

  @Test
  void notesThatAGroupIsMade() {
    Stack stack = made(2, "");
    stack.node("n1").file(STARTED, HDD + "\n" + SSD + "\n");
    assertThat(plan(stack)).containsExactly("VG1/complete@n1", "pool/create@n1");
  }

  @Test
  void removesWhatIsLeftOfAPool() {
    Stack stack =
        made(
            2,
            volume("lvol0", "s", "linear", "") + "," + volume("pool", "m", "linear", "cairn:test"));
    assertThat(codes(stack)).isNotEmpty();

    stack.node("n1").file(MAKING, "pool\n");
    assertThat(codes(stack)).isEmpty();
    assertThat(plan(stack)).containsExactly("VG1/tidy@n1", "pool/create@n1");
    Golden.check("lvm/tidy.txt", Stack.text(List.of(only(stack, "VG1/tidy@n1"))));
  }

  @Test
  void removesNothingThatWasThereBeforeOrIsSomethingElse() {
    Stack stack =
        made(
            2,
            String.join(
                ",",
                volume("lvol0", "before", "linear", ""),
                volume("lvol1", "tagged", "linear", "mine"),
                volume("lvol2", "other", "raid1", ""),
                volume("notes", "named", "linear", "")));
    stack.node("n1").file(MAKING, "pool\nbefore\n");
    assertThat(plan(stack)).containsExactly("VG1/tidy@n1", "pool/create@n1");
    assertThat(only(stack, "VG1/tidy@n1").commands())
        .containsExactly(new Making(new LayerName("VG1")).end());
  }

  @Test
  void takesLabelsThatSayTheyAreInAGroupThatIsNotThere() {
    Stack stack = blank();
    stack
        .node("n1")
        .signature("/dev/vdb", "LVM2_member")
        .reply(LvmProbes.PVS, pvs("[unknown]", HDD));
    assertThat(codes(stack)).containsExactly("LVM-16");

    stack.node("n1").file(STARTED, HDD + "\n" + SSD + "\n");
    assertThat(codes(stack)).isEmpty();
    assertThat(only(stack, "VG1/create@n1").commands().get(1).toShell())
        .startsWith("for device in " + HDD + " " + SSD + "; do")
        .contains("pvremove --yes --force --force");
  }

  @Test
  void destroysWhatIsLeftOfLabelsOnTheDevicesThatWereBegun() {
    Stack stack = blank().destroying("VG1");
    stack
        .node("n1")
        .signature("/dev/vdb", "LVM2_member")
        .reply(LvmProbes.PVS, pvs("[unknown]", HDD));
    assertThat(Stack.ids(ENGINE.destroy(stack.layer("VG1"), stack.context())))
        .doesNotContain("VG1/unlabel@n1");

    stack.node("n1").file(STARTED, HDD + "\n");
    List<Step> steps = ENGINE.destroy(stack.layer("VG1"), stack.context());
    assertThat(steps.getFirst().id()).isEqualTo("VG1/unlabel@n1");
    String text = Stack.text(List.of(steps.getFirst()));
    // the other device may have come into the file since, with anything on it
    assertThat(text).doesNotContain(SSD);
    Golden.check("lvm/unlabel.txt", text);
  }
}
