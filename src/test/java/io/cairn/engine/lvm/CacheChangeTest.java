package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Condition;
import io.cairn.engine.Effect;
import io.cairn.engine.Finding;
import io.cairn.engine.Mark;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A volume whose cache is another one than the file declares. */
class CacheChangeTest {
  private static final LvmEngine ENGINE = new LvmEngine();
  private static final NodeName N1 = new NodeName("n1");
  private static final LayerName VG1 = new LayerName("VG1");
  private static final String CACHE =
      ", cache: { on: /dev/disk/by-id/virtio-ssd, size: 4G, mode: writethrough }";
  private static final String UNDECLARED = Nodes.APPLIED.replace(CACHE, "");

  /** A writecache as LVM 2.03.16 shows one: recorded, and the columns that it lacks are added. */
  private static final String WRITECACHE =
      """
      wc: { type: lv, over: VG1, on: /dev/disk/by-id/virtio-hdd, size: 256M@CACHE@ }
      """;

  private static Stack applied(String layers) {
    return Nodes.applied(layers, "2.03.16");
  }

  private static Stack applied(String layers, UnaryOperator<String> changed) {
    Stack stack = applied(layers);
    stack
        .node("n1")
        .reply(LvmProbes.LVS, changed.apply(Nodes.recorded("lvs-2.03.16-deep-stack").out()));
    return stack;
  }

  private static Stack withWritecache(String cache, UnaryOperator<String> changed) {
    Stack stack =
        applied(
            Nodes.APPLIED + WRITECACHE.replace("@CACHE@", cache),
            _ ->
                changed.apply(
                    Nodes.recorded("lvs-2.03.16-writecache")
                        .out()
                        .replace(
                            "\"segtype\":\"writecache\", \"lv_tags\":\"\"",
                            "\"segtype\":\"writecache\", \"lv_tags\":\"cairn:test\","
                                + " \"cache_settings\":\"\", \"writecache_total_blocks\":\"1000\","
                                + " \"writecache_free_blocks\":\"900\","
                                + " \"writecache_block_size\":\"512\"")));
    stack.node("n1").disk("/dev/vdd", "1G");
    return stack;
  }

  private static List<Step> planOf(String layer, Stack stack) {
    return plan(stack).stream().filter(step -> step.id().startsWith(layer + "/")).toList();
  }

  private static List<Step> plan(Stack stack) {
    return ENGINE.plan(stack.context()).stream().filter(step -> step.node().equals(N1)).toList();
  }

  private static List<String> codes(Stack stack) {
    return ENGINE.check(stack.context()).stream().map(Finding::code).toList();
  }

  @Test
  void detachesACacheThatIsNotDeclaredAnyMore() {
    Stack stack = applied(UNDECLARED);
    assertThat(codes(stack)).isEmpty();
    Golden.check("lvm/cache-detached.txt", Stack.text(plan(stack)));
  }

  @Test
  void saysHowMuchIsToBeWrittenBack() {
    Stack stack =
        applied(
            UNDECLARED,
            lvs -> lvs.replace("\"cache_dirty_blocks\":\"0\"", "\"cache_dirty_blocks\":\"160\""));
    Step step = plan(stack).getFirst();
    assertThat(step.why())
        .isEqualTo("the file declares no cache; 10 MiB in it are to be written back now");
    assertThat(step.mark()).isEqualTo(Mark.CHANGE);
    assertThat(step.effect()).isEqualTo(Effect.SAFE);
  }

  @Test
  void changesTheModeAlone() {
    Stack stack = applied(Nodes.APPLIED, lvs -> lvs.replace("writethrough", "writeback"));
    assertThat(codes(stack)).isEmpty();
    Golden.check("lvm/cache-mode.txt", Stack.text(plan(stack)));
  }

  @Test
  void attachesACacheOfAnotherSizeAnew() {
    Stack stack = applied(Nodes.APPLIED.replace("size: 4G, mode", "size: 2G, mode"));
    List<Step> steps = plan(stack);
    assertThat(Stack.ids(steps)).containsExactly("cachedlv/uncache@n1", "cachedlv/cache@n1");
    assertThat(steps.getFirst().why())
        .startsWith("the file declares 512 extents (2 GiB) instead of 1024 extents (4 GiB); ");
    assertThat(steps.get(1).needs())
        .contains(
            new Condition("cachedlv without its old cache on n1"), CachePlanner.freed(VG1, N1));
    assertThat(steps.getFirst().provides()).contains(CachePlanner.freed(VG1, N1));
    assertThat(steps.getFirst().needs()).doesNotContain(CachePlanner.freed(VG1, N1));
  }

  @Test
  void attachesACacheOnAnotherDeviceAnew() {
    Stack stack =
        applied(
            Nodes.APPLIED,
            lvs ->
                lvs.replace(
                    "\"devices\":\"/dev/disk/by-id/virtio-ssd(4)\"",
                    "\"devices\":\"/dev/disk/by-id/virtio-hdd(4)\""));
    assertThat(Stack.ids(plan(stack))).containsExactly("cachedlv/uncache@n1", "cachedlv/cache@n1");
    assertThat(plan(stack).getFirst().why())
        .startsWith(
            "the file declares /dev/disk/by-id/virtio-ssd instead of /dev/disk/by-id/virtio-hdd; ");
  }

  /** LVM names a device by whatever name it likes best. */
  @Test
  void takesNoOtherNameOfADeviceForAnotherDevice() {
    Stack stack =
        applied(
            Nodes.APPLIED,
            lvs ->
                lvs.replace(
                    "\"devices\":\"/dev/disk/by-id/virtio-ssd(", "\"devices\":\"/dev/vdc("));
    assertThat(plan(stack)).isEmpty();
  }

  @Test
  void takesNoRoundedSizeForAnother() {
    Stack stack = applied(Nodes.APPLIED.replace("size: 4G, mode", "size: 4095M, mode"));
    assertThat(plan(stack)).isEmpty();
  }

  @Test
  void attachesTheOtherKindAnew() {
    Stack stack =
        withWritecache(
            ", cache: { on: /dev/disk/by-id/virtio-ssd, size: 128M, mode: writethrough }",
            lvs -> lvs.replace("\"/dev/vdd(0)\"", "\"/dev/disk/by-id/virtio-ssd(2000)\""));
    assertThat(codes(stack)).isEmpty();
    List<Step> steps = planOf("wc", stack);
    assertThat(Stack.ids(steps)).containsExactly("wc/uncache@n1", "wc/cache@n1");
    assertThat(steps.getFirst().why())
        .isEqualTo(
            "the file declares dm-cache instead of dm-writecache; 50 KiB in it are to be written"
                + " back now");
    Golden.check("lvm/writecache-detached.txt", Stack.text(steps.subList(0, 1)));
  }

  @Test
  void givesTheRoomOfADetachedCacheToOthersInTheSamePlan() {
    Stack stack =
        applied(
            UNDECLARED
                + "more: { type: lv, over: VG1, on: /dev/disk/by-id/virtio-ssd, size: 5G }\n");
    assertThat(codes(stack)).isEmpty();
    List<Step> steps = plan(stack);
    assertThat(Stack.ids(steps)).containsExactly("cachedlv/uncache@n1", "more/create@n1");
    assertThat(steps.get(1).needs()).contains(CachePlanner.freed(VG1, N1));
  }

  @Test
  void refusesACacheThatDoesNotFit() {
    Stack stack = applied(Nodes.APPLIED.replace("size: 4G, mode", "size: 6G, mode"));
    assertThat(codes(stack)).containsExactly("LVM-17");
    assertThat(plan(stack)).isEmpty();
  }

  /** What is over it cannot tell: the volume grows while it is a plain one. */
  @Test
  void growsAVolumeBetweenItsOldAndItsNewCache() {
    Stack stack =
        applied(
            Nodes.APPLIED
                .replace("size: 10G, cache", "size: 11G, cache")
                .replace("size: 4G, mode", "size: 2G, mode"));
    List<Step> steps = plan(stack);
    assertThat(Stack.ids(steps))
        .containsExactly(
            "cachedlv/uncache@n1", "cachedlv/cache@n1", "cachedlv/grow@n1", "DRBDVG/grow@n1");
    assertThat(steps.get(2).needs()).contains(CachePlanner.freed(VG1, N1));
    assertThat(steps.get(2).guards().toString()).contains("cachedlv is a volume of type linear");
    assertThat(steps.get(1).needs()).contains(Condition.grown(new LayerName("cachedlv"), N1));
  }

  @Test
  void hasACacheWorkAgainThatWasAboutToBeDetached() {
    Stack stack =
        applied(
            Nodes.APPLIED,
            lvs ->
                lvs.replace(
                    "\"cache_mode\":\"writethrough\"",
                    "\"cache_mode\":\"writethrough\", \"kernel_cache_policy\":\"cleaner\""));
    assertThat(codes(stack)).isEmpty();
    Golden.check("lvm/cache-resumed.txt", Stack.text(plan(stack)));
  }

  @Test
  void hasAWritecacheWorkAgainThatWasAboutToBeDetached() {
    Stack stack =
        withWritecache(
            "", lvs -> lvs.replace("\"cache_settings\":\"\"", "\"cache_settings\":\"cleaner=1\""));
    assertThat(Stack.ids(planOf("wc", stack))).containsExactly("wc/uncache@n1");
    CacheCommands commands = new CacheCommands(VG1, new LayerName("wc"));
    assertThat(
            commands
                .resume(
                    io.cairn.graph.Cache.Kind.DM_WRITECACHE, io.cairn.graph.Cache.Mode.WRITEBACK)
                .toShell())
        .isEqualTo("lvchange --yes --cachesettings cleaner=0 -- VG1/wc");
  }

  /** After the first of the two commits in which LVM detaches a cache. */
  @Test
  void removesWhatAnInterruptedDetachingHasLeft() {
    UnaryOperator<String> halfway =
        lvs ->
            lvs.replaceFirst("\"segtype\":\"cache\"", "\"segtype\":\"linear\"")
                .replace("\"pool_lv\":\"[cachedlv+cache_cpool]\"", "\"pool_lv\":\"\"")
                .replace(
                    "\"devices\":\"cachedlv_corig(0)\"",
                    "\"devices\":\"/dev/disk/by-id/virtio-hdd(0)\"")
                .replaceFirst(
                    "(\"lv_name\":\")\\[cachedlv_corig\\](.*?)\"linear\"(.*?)\"pool_lv\":\"\"(.*?)\"/dev/disk/by-id/virtio-hdd\\(0\\)\"",
                    "$1cachedlv_corig$2\"cache\"$3\"pool_lv\":\"[cachedlv+cache_cpool]\"$4\"cachedlv(0)\"");
    Stack gone = applied(UNDECLARED, halfway);
    assertThat(codes(gone)).isEmpty();
    Golden.check("lvm/cache-half-detached.txt", Stack.text(plan(gone)));
    Stack anew = applied(Nodes.APPLIED, halfway);
    List<Step> steps = plan(anew);
    assertThat(Stack.ids(steps)).containsExactly("cachedlv/finish@n1", "cachedlv/cache@n1");
    assertThat(steps.get(1).needs()).contains(GroupMending.mended(VG1, N1));
  }

  @Test
  void removesACacheThatIsDetachedAndNotDeclared() {
    Stack stack =
        applied(
            UNDECLARED,
            lvs ->
                lvs.replace("\"segtype\":\"cache\"", "\"segtype\":\"linear\"")
                    .replace(
                        "[cachedlv+cache_cpool]\", \"lv_uuid\"", "cachedlv+cache\", \"lv_uuid\"")
                    .replace("cachedlv+cache_cpool_c", "cachedlv+cache_c")
                    .replace(
                        "\"segtype\":\"cache-pool\", \"lv_tags\":\"\"",
                        "\"segtype\":\"cache-pool\", \"lv_tags\":\"cairn:test\""));
    assertThat(codes(stack)).isEmpty();
    List<Step> steps = plan(stack);
    assertThat(Stack.ids(steps)).containsExactly("cachedlv/tidy@n1");
    assertThat(steps.getFirst().commands().getFirst().toShell())
        .isEqualTo("lvremove --yes -- VG1/cachedlv+cache");
    assertThat(steps.getFirst().effect()).isEqualTo(Effect.DESTRUCTIVE);
  }

  @Test
  void takesNoCacheAwayThatAPersonMade() {
    Stack stack = applied(UNDECLARED, lvs -> lvs.replace("cachedlv+cache_cpool", "fast_cpool"));
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::seen)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("LVM-30", "cache writethrough in fast_cpool"));
    assertThat(plan(stack)).noneMatch(step -> step.id().startsWith("cachedlv/"));
  }

  @Test
  void tellsWhatTheLossOfACacheMeans() {
    UnaryOperator<String> missing =
        lvs ->
            lvs.replace(
                "\"devices\":\"/dev/disk/by-id/virtio-ssd(4)\"", "\"devices\":\"[unknown](4)\"");
    Finding through = ENGINE.check(applied(UNDECLARED, missing).context()).getFirst();
    assertThat(through.code()).isEqualTo("LVM-32");
    assertThat(through.why()).contains("nothing is lost");
    assertThat(through.correction()).contains("cairn replace n1 VG1");
    Stack back =
        applied(UNDECLARED, lvs -> missing.apply(lvs).replace("writethrough", "writeback"));
    Finding held = ENGINE.check(back.context()).getFirst();
    assertThat(held.code()).isEqualTo("LVM-32");
    assertThat(held.why()).contains("has not written back is on no other device");
    assertThat(held.correction()).doesNotContain("cairn replace");
    assertThat(plan(back)).isEmpty();
  }

  @Test
  void refusesACacheThatHasFailed() {
    Stack stack =
        applied(
            UNDECLARED,
            lvs ->
                lvs.replaceFirst("(\"segtype\":\"cache\",.*?\"lv_health_status\":\")", "$1failed"));
    assertThat(codes(stack)).containsExactly("LVM-33");
  }

  @Test
  void changesNothingOfAVolumeThatItDidNotMake() {
    Stack stack =
        applied(
            UNDECLARED,
            lvs -> lvs.replaceFirst("(\"segtype\":\"cache\", \"lv_tags\":\")cairn:test", "$1"));
    assertThat(codes(stack)).contains("LVM-18");
    assertThat(plan(stack)).noneMatch(step -> step.id().startsWith("cachedlv/"));
  }
}
