package io.cairn.engine.raid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.cairn.Golden;
import io.cairn.engine.Command;
import io.cairn.engine.Finding;
import io.cairn.engine.Guard;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.Reply;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Arrays of two disks on n1, from blank disks to their destruction. */
class RaidEngineTest {
  private static final RaidEngine ENGINE = new RaidEngine();
  private static final String A = "/dev/disk/by-id/virtio-hdd1";
  private static final String B = "/dev/disk/by-id/virtio-hdd2";
  private static final String LAYERS =
      """
      hdd: { type: raid1, over: [%s, %s], nodes: [n1] }
      """
          .formatted(A, B);
  private static final String UUID = "1111aaaa:2222bbbb:3333cccc:4444dddd";
  private static final String ENTRY =
      """
      # BEGIN Cairn array hdd
      ARRAY /dev/md/hdd metadata=1.2 UUID=%s
      # END Cairn array hdd
      """
          .formatted(UUID);
  private static final String CLEAN =
      """
      array /dev/md127
      level raid1
      array_state clean
      raid_disks 2
      degraded 0
      sync_action idle
      sync_completed none
      sync_speed none
      resync_start none
      member /dev/vdb in_sync
      member /dev/vdc in_sync
      MD_LEVEL=raid1
      MD_DEVICES=2
      MD_METADATA=1.2
      MD_UUID=%s
      MD_DEVNAME=hdd
      MD_NAME=n1:hdd
      """
          .formatted(UUID);

  private static Stack with(String arrays, String members, String config) {
    Stack stack = Stack.of(LAYERS).with(ENGINE);
    stack
        .node("n1")
        .disk("/dev/vdb", "20G")
        .link(A, "/dev/vdb")
        .disk("/dev/vdc", "20G")
        .link(B, "/dev/vdc")
        .reply(RaidProbes.ARRAYS, arrays)
        .reply(RaidProbes.MEMBERS, members)
        .noFile("/var/lib/cairn/raid/hdd.making")
        .noFile("/var/lib/cairn/raid/hdd.wiping")
        .file(RaidProbes.CONFIG, config);
    return stack;
  }

  private static Stack blank() {
    return with("", members("exit 2\n", "exit 2\n"), "HOMEHOST <system>\n");
  }

  private static Stack built() {
    return with(CLEAN, members(superblock(UUID), superblock(UUID)), ENTRY);
  }

  private static Stack withSecondBlank(String arrays) {
    return with(arrays, members(superblock(UUID), "exit 2\n"), ENTRY);
  }

  private static String members(String a, String b) {
    return "member " + A + "\n" + a + "member " + B + "\n" + b;
  }

  private static String superblock(String uuid) {
    String digits = uuid.replace(":", "");
    return "UUID=%s-%s-%s-%s-%s\nUUID_SUB=5555-66\nLABEL=n1:hdd\nVERSION=1.2\nTYPE=linux_raid_member\nUSAGE=raid\nexit 0\n"
        .formatted(
            digits.substring(0, 8),
            digits.substring(8, 12),
            digits.substring(12, 16),
            digits.substring(16, 20),
            digits.substring(20));
  }

  @Test
  void makesAnArrayOfBlankDisks() {
    Golden.check("raid/first-plan.txt", Stack.text(ENGINE.plan(blank().context())));
    assertThat(ENGINE.check(blank().context())).isEmpty();
  }

  @Test
  void plansNothingWhenAllIsThere() {
    assertThat(ENGINE.plan(built().context())).isEmpty();
    assertThat(ENGINE.check(built().context())).isEmpty();
  }

  @Test
  void startsAnArrayThatIsWholeAndNotStarted() {
    Stack stack = with("", members(superblock(UUID), superblock(UUID)), "");
    Golden.check("raid/assemble.txt", Stack.text(ENGINE.plan(stack.context())));
    assertThat(ENGINE.check(stack.context())).isEmpty();
  }

  private static final String INACTIVE =
      CLEAN
          .replace("array_state clean", "array_state inactive")
          .replace("level raid1\n", "level\n");

  @Test
  void startsAnArrayThatTheKernelWasNeverToldToStart() {
    Stack stack = with(INACTIVE, members(superblock(UUID), superblock(UUID)), ENTRY);
    assertThat(codes(stack)).isEmpty();
    Golden.check("raid/assemble-again.txt", Stack.text(ENGINE.plan(stack.context())));
  }

  @Test
  void leavesAnArrayAloneThatIsNotStartedAndLacksMembers() {
    Stack stack =
        with(
            INACTIVE.replace("member /dev/vdc in_sync\n", ""),
            members(superblock(UUID), superblock(UUID)),
            ENTRY);
    assertThat(ENGINE.plan(stack.context())).isEmpty();
    assertThat(codes(stack)).isNotEmpty();
  }

  @Test
  void takesBackWhatWasMadeAndNeverStarted() {
    Stack stack = with(INACTIVE, members(superblock(UUID), superblock(UUID)), "");
    stack.node("n1").file("/var/lib/cairn/raid/hdd.making", "");
    assertThat(codes(stack)).isEmpty();
    List<Step> plan = ENGINE.plan(stack.context());
    assertThat(Stack.ids(plan)).containsExactly("hdd/unmake@n1", "hdd/create@n1");
    assertThat(plan.getFirst().guards())
        .extracting(Guard::what)
        .contains(A + " holds no data", B + " holds no data");
  }

  private static Stack halfWiped() {
    Stack stack = with("", members("exit 2\n", superblock(UUID)), ENTRY);
    stack.node("n1").reply("begins:" + A, new Reply(1, "", ""));
    return stack;
  }

  @Test
  void goesOnWipingWhatWasBeingWiped() {
    Stack stack = halfWiped();
    stack.node("n1").file("/var/lib/cairn/raid/hdd.wiping", A + "\n" + B + "\n");
    stack.destroying("hdd");
    Golden.check(
        "raid/wipe-again.txt",
        Stack.text(List.of(ENGINE.destroy(stack.layer("hdd"), stack.context()).getFirst())));
  }

  @Test
  void wipesNothingBesideTheArrayWithoutItsOwnNote() {
    Stack stack = halfWiped().destroying("hdd");
    Step wipe = ENGINE.destroy(stack.layer("hdd"), stack.context()).getFirst();
    assertThat(wipe.id()).isEqualTo("hdd/wipe@n1");
    assertThat(Stack.text(List.of(wipe))).contains(B).doesNotContain(A);
  }

  @Test
  void takesWhatWasHalfWipedForBlankAndNothingElse() {
    Stack stack = with("", members("exit 2\n", "exit 2\n"), "");
    stack.node("n1").reply("begins:" + A, new Reply(1, "", ""));
    assertThat(codes(stack)).containsExactly("RAID-08");
    stack.node("n1").file("/var/lib/cairn/raid/hdd.wiping", B + "\n");
    assertThat(codes(stack)).containsExactly("RAID-08");
    stack.node("n1").file("/var/lib/cairn/raid/hdd.wiping", A + "\n" + B + "\n");
    assertThat(codes(stack)).isEmpty();
    assertThat(ENGINE.plan(stack.context()).getFirst().commands())
        .contains(RaidProbes.wiping((Layer.Raid) stack.layer("hdd")).end());
  }

  @Test
  void namesAnArrayThatIsNotInTheConfiguration() {
    Stack stack = with(CLEAN, members(superblock(UUID), superblock(UUID)), "");
    Golden.check("raid/name.txt", Stack.text(ENGINE.plan(stack.context())));
  }

  @Test
  void neverStartsAnArrayWithFewerMembersThanItHad() {
    Stack stack = with("", members(superblock(UUID), "absent\n"), ENTRY);
    assertThat(ENGINE.plan(stack.context())).isEmpty();
    assertThat(codes(stack)).containsExactly("RAID-04", "RAID-07");
    assertThat(ENGINE.check(stack.context()).getFirst().correction())
        .contains("mdadm --assemble --run /dev/md/hdd " + A);
  }

  @Test
  void takesBackWhatAnInterruptedCreationHasLeft() {
    Stack stack = with("", members(superblock(UUID), "exit 2\n"), "");
    assertThat(codes(stack)).containsExactly("RAID-04");

    stack.node("n1").file("/var/lib/cairn/raid/hdd.making", "");
    assertThat(codes(stack)).isEmpty();
    assertThat(Stack.ids(ENGINE.plan(stack.context())))
        .containsExactly("hdd/unmake@n1", "hdd/create@n1");
    Golden.check("raid/unmake.txt", Stack.text(List.of(ENGINE.plan(stack.context()).getFirst())));
  }

  @Test
  void endsWhatWasInterruptedAtItsEnd() {
    Stack stack = built();
    stack.node("n1").file("/var/lib/cairn/raid/hdd.making", "");
    assertThat(Stack.ids(ENGINE.plan(stack.context()))).containsExactly("hdd/name@n1");
    assertThat(ENGINE.plan(stack.context()).getFirst().commands())
        .containsExactly(Command.exec("rm", "-f", "/var/lib/cairn/raid/hdd.making"));
  }

  @Test
  void neverTakesBackAnArrayThatAllMembersCarry() {
    Stack stack = with("", members(superblock(UUID), superblock(UUID)), "");
    stack.node("n1").file("/var/lib/cairn/raid/hdd.making", "");
    assertThat(Stack.ids(ENGINE.plan(stack.context()))).containsExactly("hdd/assemble@n1");

    Stack other = with("", members(superblock(UUID), "TYPE=ext4\nexit 0\n"), "");
    other.node("n1").file("/var/lib/cairn/raid/hdd.making", "");
    assertThat(ENGINE.plan(other.context())).isEmpty();
    assertThat(codes(other)).containsExactly("RAID-04", "RAID-08");
  }

  @Test
  void refusesMembersOfTwoArraysWithOneName() {
    Stack stack =
        with(
            "",
            members(superblock(UUID), superblock("9999aaaa:2222bbbb:3333cccc:4444dddd")),
            ENTRY);
    assertThat(ENGINE.plan(stack.context())).isEmpty();
    assertThat(codes(stack)).containsExactly("RAID-06");
    assertThat(ENGINE.destroy(stack.layer("hdd"), stack.destroying("hdd").context())).isEmpty();
  }

  @Test
  void refusesMembersThatHoldSomethingElse() {
    Stack stack =
        with(
            "",
            members(
                "TYPE=ext4\nLABEL=photos\nexit 0\n",
                superblock(UUID).replace("LABEL=n1:hdd", "LABEL=other:0")),
            "");
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::place, Finding::seen)
        .containsExactly(
            tuple("RAID-08", "n1: " + A, "ext4 labelled photos"),
            tuple("RAID-08", "n1: " + B, "a member of the array other:0 (" + UUID + ")"));
  }

  @Test
  void refusesAMemberThatAProgramWritesTo() {
    Stack stack = blank();
    stack.node("n1").reply("common:writers", "/dev/vdc\tqemu, process 7\n");
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::place, Finding::seen)
        .containsExactly(tuple("RAID-08", "n1: " + B, "open for writing by qemu, process 7"));
  }

  @Test
  void doesNotTakeUnknownForBlank() {
    Stack stack = with("", members("exit 2\n", "closed Input/output error\n"), "");
    assertThat(codes(stack)).containsExactly("RAID-09");

    Stack silent = blank();
    silent.node("n1").reply(RaidProbes.ARRAYS, new Reply(1, "", "no shell"));
    assertThat(ENGINE.plan(silent.context())).isEmpty();
    assertThat(codes(silent)).containsExactly("RAID-01");
  }

  @Test
  void refusesAnArrayOfThatNameMadeOfSomethingElse() {
    Stack stack =
        with(
            CLEAN.replace("member /dev/vdc", "member /dev/vdx"),
            members(superblock(UUID), "exit 2\n"),
            ENTRY);
    assertThat(ENGINE.plan(stack.context())).isEmpty();
    assertThat(codes(stack)).containsExactly("RAID-02");
    assertThat(ENGINE.destroy(stack.layer("hdd"), stack.destroying("hdd").context())).isEmpty();
  }

  @Test
  void refusesAnArrayOfAnotherShape() {
    Stack stack =
        with(
            CLEAN.replace("raid_disks 2", "raid_disks 3"),
            members(superblock(UUID), superblock(UUID)),
            ENTRY);
    assertThat(codes(stack)).containsExactly("RAID-03");
  }

  @Test
  void warnsOfMembersOfDifferentSizeAndTellsMdadm() {
    Stack stack = blank();
    stack.node("n1").disk("/dev/vdd", "21G").link(B, "/dev/vdd");
    assertThat(codes(stack)).containsExactly("RAID-10");
    assertThat(Stack.text(ENGINE.plan(stack.context()))).contains(" --run " + A);
    assertThat(Stack.text(ENGINE.plan(blank().context()))).doesNotContain("--run");
  }

  @Test
  void showsAFailedMember() {
    Stack stack =
        with(
            CLEAN
                .replace("degraded 0", "degraded 1")
                .replace("member /dev/vdc in_sync", "member /dev/vdc faulty"),
            members(superblock(UUID), superblock(UUID)),
            ENTRY);
    assertThat(ENGINE.plan(stack.context())).isEmpty();
    assertThat(state(stack))
        .extracting(LayerState::health, LayerState::role, LayerState::detail)
        .containsExactly(
            Health.DEGRADED, "degraded", "/dev/md127, 1 of 2 members, failed: /dev/vdc");
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::severity, Finding::seen)
        .containsExactly(
            tuple("RAID-05", Finding.Severity.WARNING, "1 of 2 members missing, failed: /dev/vdc"));
  }

  @Test
  void putsABlankDiskInThePlaceOfAFailedOne() {
    String degraded =
        CLEAN.replace("degraded 0", "degraded 1").replace("/dev/vdc in_sync", "/dev/vdc faulty");
    List<Step> plan = ENGINE.plan(withSecondBlank(degraded).context());
    assertThat(Stack.ids(plan)).containsExactly("hdd/add-2@n1", "hdd/rebuild@n1");
    Golden.check("raid/replace.txt", Stack.text(plan));
  }

  @Test
  void takesADiskOfAnotherPathInThePlaceOfOneThatIsGone() {
    String degraded =
        CLEAN.replace("degraded 0", "degraded 1").replace("member /dev/vdc in_sync\n", "");
    assertThat(Stack.ids(ENGINE.plan(withSecondBlank(degraded).context())))
        .containsExactly("hdd/add-2@n1", "hdd/rebuild@n1");
  }

  @Test
  void showsHowFarAResyncIsAndWhenItEnds() {
    Stack stack =
        with(
            CLEAN
                .replace("sync_action idle", "sync_action resync")
                .replace("sync_completed none", "sync_completed 1048576 / 4194304")
                .replace("sync_speed none", "sync_speed 102400")
                .replace("resync_start none", "resync_start 1048576"),
            members(superblock(UUID), superblock(UUID)),
            ENTRY);
    assertThat(state(stack).health()).isEqualTo(Health.BUSY);
    assertThat(state(stack).role()).isEqualTo("resync");
    // 1.5 GiB are left at 100 MiB/s
    assertThat(state(stack).sync())
        .contains(
            new LayerState.Sync(
                "resyncing its members",
                25,
                Optional.of(Size.mebibytes(100)),
                Optional.of(Duration.ofSeconds(16))));
  }

  @Test
  void showsAResyncThatWaits() {
    Stack stack =
        with(
            CLEAN
                .replace("array_state clean", "array_state read-auto")
                .replace("resync_start none", "resync_start 0"),
            members(superblock(UUID), superblock(UUID)),
            ENTRY);
    assertThat(state(stack))
        .extracting(LayerState::health, LayerState::role, LayerState::detail)
        .containsExactly(
            Health.BUSY, "resync", "/dev/md127, 2 of 2 members, resync waits for the first write");
  }

  @Test
  void showsCleanAbsentAndStopped() {
    assertThat(state(built()))
        .extracting(LayerState::health, LayerState::role, LayerState::detail)
        .containsExactly(Health.OK, "clean", "/dev/md127, 2 of 2 members");
    assertThat(state(blank()))
        .extracting(LayerState::health, LayerState::role)
        .containsExactly(Health.ABSENT, "absent");
    Stack inactive =
        with(
            CLEAN
                .replace("array_state clean", "array_state inactive")
                .replace("member /dev/vdc in_sync\n", ""),
            members(superblock(UUID), "absent\n"),
            ENTRY);
    assertThat(state(inactive).health()).isEqualTo(Health.FAILED);
    assertThat(codes(inactive)).containsExactly("RAID-04");
  }

  @Test
  void destroysOnlyWhatWasNamed() {
    assertThat(ENGINE.destroy(built().layer("hdd"), built().context())).isEmpty();
    Stack named = built().destroying("hdd");
    Golden.check(
        "raid/destroy.txt", Stack.text(ENGINE.destroy(named.layer("hdd"), named.context())));
  }

  @Test
  void leavesArraysAloneThatNobodyDeclared() {
    String other = CLEAN.replace("/dev/md127", "/dev/md0").replace("n1:hdd", "n1:system");
    String members = other.replace("/dev/vdb", "/dev/vda1").replace("/dev/vdc", "/dev/vdz1");
    Stack stack = with(members, members("exit 2\n", "exit 2\n"), "");
    assertThat(Stack.ids(ENGINE.plan(stack.context()))).containsExactly("hdd/create@n1");
    assertThat(Stack.text(ENGINE.plan(stack.context()))).doesNotContain("md0", "vda1", "system");
    assertThat(ENGINE.destroy(stack.layer("hdd"), stack.destroying("hdd").context())).isEmpty();
  }

  @Test
  void offersTheLinkThatCarriesTheNodesName() {
    assertThat(ENGINE.device(built().layer("hdd"), new NodeName("n1"), built().context()))
        .contains(new DevicePath("/dev/disk/by-id/md-name-n1:hdd"));
  }

  /** One of each kind. */
  static List<Step> everyStep() {
    List<Step> steps = new ArrayList<>();
    steps.addAll(ENGINE.plan(blank().context()));
    steps.addAll(ENGINE.plan(with("", members(superblock(UUID), superblock(UUID)), "").context()));
    steps.addAll(
        ENGINE.plan(with(CLEAN, members(superblock(UUID), superblock(UUID)), "").context()));
    Stack half = with("", members(superblock(UUID), "exit 2\n"), "");
    half.node("n1").file("/var/lib/cairn/raid/hdd.making", "");
    steps.addAll(ENGINE.plan(half.context()));
    Stack named = built().destroying("hdd");
    steps.addAll(ENGINE.destroy(named.layer("hdd"), named.context()));
    return steps;
  }

  private static LayerState state(Stack stack) {
    List<LayerState> states = ENGINE.states(stack.context());
    assertThat(states).hasSize(1);
    return states.getFirst();
  }

  private static List<String> codes(Stack stack) {
    return ENGINE.check(stack.context()).stream().map(Finding::code).toList();
  }
}
