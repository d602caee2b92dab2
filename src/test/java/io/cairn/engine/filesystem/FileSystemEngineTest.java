package io.cairn.engine.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Command;
import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.Guard;
import io.cairn.engine.LayerState;
import io.cairn.engine.Reply;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import io.cairn.graph.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileSystemEngineTest {
  private static final FileSystemEngine ENGINE = new FileSystemEngine();
  private static final String REPLICATED =
      """
      r0: { type: drbd, over: /dev/disk/by-id/virtio-store1, nodes: [n1, n2], prefer: n1 }
      store1: { type: btrfs, over: r0, mount: /srv/store1 }
      """;
  private static final String POINT = "filesystem:point:store1";
  private static final String STATIC = "enabled static\nresult success\n";
  private static final String OURS = "device /dev/drbd0\nTYPE=btrfs\nLABEL=store1\nexit 0\n";
  private static final String SECONDARY =
      "device /dev/drbd0\nclosed sh: 1: cannot open /dev/drbd0: Wrong medium type\n";

  private static Stack replicated() {
    return Stack.of(REPLICATED).with(ENGINE).withDrbd(Map.of("r0", "n1"));
  }

  private static Stack blankNodes() {
    Stack stack = replicated();
    for (String node : List.of("n1", "n2")) {
      stack.node(node).reply(POINT, STATIC + "absent\n").noFile(unit());
    }
    return stack;
  }

  private static String unit() {
    return "/etc/systemd/system/srv-store1.mount";
  }

  /** Everything as declared: mounted on n1, at rest on n2. */
  private static Stack built() {
    List<Step> first = ENGINE.plan(blankNodes().context());
    Stack stack = replicated();
    stack
        .node("n1")
        .disk("/dev/drbd0", "1G")
        .mount("/srv/store1", "/dev/drbd0", "btrfs", "rw,relatime")
        .reply("filesystem:contents", OURS)
        .reply(POINT, STATIC + "mounted\n")
        .filesOf(first, "n1");
    stack
        .node("n2")
        .disk("/dev/drbd0", "1G")
        .reply("filesystem:contents", SECONDARY)
        .reply(POINT, STATIC + "directory ----i---------e-------\n")
        .filesOf(first, "n2");
    return stack;
  }

  @Test
  void plansNothingWhenAllIsAsDeclared() {
    assertThat(ENGINE.plan(built().context())).isEmpty();
  }

  @Test
  void plansNothingForAnUnreachableNode() {
    Stack stack = replicated();
    stack.node("n2").reply(POINT, STATIC + "absent\n").noFile(unit());
    assertThat(Stack.ids(ENGINE.plan(stack.context()))).containsExactly("store1/prepare@n2");
  }

  @Test
  void mountsWhatIsMadeAlready() {
    Stack stack = blankNodes();
    stack.node("n1").disk("/dev/drbd0", "1G").reply("filesystem:contents", OURS);
    assertThat(Stack.ids(ENGINE.plan(stack.context())))
        .containsExactly("store1/prepare@n1", "store1/mount@n1", "store1/prepare@n2");
  }

  @Test
  void neverTakesASecondaryForBlank() {
    Stack stack = blankNodes();
    stack.node("n1").disk("/dev/drbd0", "1G").reply("filesystem:contents", SECONDARY);
    Step create = step(ENGINE.plan(stack.context()), "store1/create@n1");
    assertThat(create.guards().getLast().what())
        .isEqualTo("/dev/drbd0 is blank, or holds the btrfs file system labelled store1");
    assertThat(create.commands().getFirst().toShell())
        .startsWith("if [ \"$(blkid")
        .endsWith("else mkfs.btrfs --quiet --label store1 -- /dev/drbd0; fi");
  }

  @Test
  void refusesDeviceWithForeignSignature() {
    Stack stack = blankNodes();
    stack
        .node("n1")
        .disk("/dev/drbd0", "1G")
        .reply("filesystem:contents", "device /dev/drbd0\nTYPE=ext4\nLABEL=old\nexit 0\n");
    assertThat(codes(ENGINE.check(stack.context()))).containsExactly("FS-02");
    assertThat(Stack.ids(ENGINE.plan(stack.context()))).doesNotContain("store1/create@n1");
  }

  @Test
  void refusesADiskWithDataButNoSignature() {
    String disk = "/dev/disk/by-id/virtio-data";
    Stack stack =
        Stack.of("data: { type: ext4, over: " + disk + ", nodes: [n1], mount: /srv/data }")
            .with(ENGINE);
    stack
        .node("n1")
        .disk("/dev/vdb", "1G")
        .link(disk, "/dev/vdb")
        .reply("filesystem:contents", "device /dev/vdb\nexit 2\n")
        .reply("filesystem:point:data", STATIC + "absent\n")
        .noFile("/etc/systemd/system/srv-data.mount");
    assertThat(ENGINE.check(stack.context())).isEmpty();
    assertThat(step(ENGINE.plan(stack.context()), "data/create@n1").guards())
        .extracting(Guard::what)
        .contains(disk + " is blank", disk + " begins with zeros, or was being made into data");

    stack
        .node("n1")
        .reply("begins:" + disk, new Reply(1, disk + " /dev/zero differ: byte 7, line 1\n", ""));
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::seen)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "FS-02", "data without a signature in its first MiB"));
  }

  @Test
  void makesAgainWhatAPowerCutInterrupted() {
    String disk = "/dev/disk/by-id/virtio-data";
    Stack stack =
        Stack.of("data: { type: btrfs, over: " + disk + ", nodes: [n1], mount: /srv/data }")
            .with(ENGINE);
    stack
        .node("n1")
        .disk("/dev/vdb", "1G")
        .link(disk, "/dev/vdb")
        .reply("filesystem:contents", "device /dev/vdb\nexit 2\n")
        .reply("begins:" + disk, new Reply(1, disk + " /dev/zero differ: byte 65601, line 1\n", ""))
        .file("/var/lib/cairn/filesystem/data.started", "/dev/disk/by-id/virtio-other\n")
        .reply("filesystem:point:data", STATIC + "absent\n")
        .noFile("/etc/systemd/system/srv-data.mount");
    assertThat(codes(ENGINE.check(stack.context()))).as("another disk's").containsExactly("FS-02");

    stack.node("n1").file("/var/lib/cairn/filesystem/data.started", disk + "\n");
    assertThat(ENGINE.check(stack.context())).isEmpty();
    Step create = step(ENGINE.plan(stack.context()), "data/create@n1");
    assertThat(create.why()).isEqualTo("making it was interrupted");
    assertThat(create.guards())
        .extracting(Guard::what)
        .contains(disk + " is blank", disk + " begins with zeros, or was being made into data");
  }

  /** Over DRBD too, where no mark says that it was begun: the superblock says so itself. */
  @Test
  void makesAgainAnXfsThatHasItsSignatureAndWasNotFinished() {
    Stack stack =
        Stack.of(REPLICATED.replace("btrfs", "xfs")).with(ENGINE).withDrbd(Map.of("r0", "n1"));
    stack
        .node("n1")
        .disk("/dev/drbd0", "1G")
        .reply("filesystem:contents", OURS.replace("TYPE=btrfs", "TYPE=xfs\nUNFINISHED=1"))
        .reply(POINT, STATIC + "directory ----i---------e-------\n")
        .noFile(unit());
    assertThat(ENGINE.check(stack.context())).isEmpty();
    Step create = step(ENGINE.plan(stack.context()), "store1/create@n1");
    assertThat(create.why()).isEqualTo("making it was interrupted");
    assertThat(create.guards().getLast().what())
        .isEqualTo("/dev/drbd0 holds the xfs file system labelled store1, unfinished");
    assertThat(create.commands().getFirst().toShell())
        .isEqualTo("wipefs --all -- /dev/drbd0\nmkfs.xfs -q -L store1 -- /dev/drbd0");
    assertThat(create.checks()).extracting(Guard::what).hasSize(1);

    stack
        .node("n1")
        .reply(
            "filesystem:contents",
            OURS.replace("TYPE=btrfs\nLABEL=store1", "TYPE=xfs\nUNFINISHED=1\nLABEL=other"));
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::seen)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("FS-02", "an unfinished xfs labelled other"));
  }

  @Test
  void forgetsThatItBeganWhenItIsMade() {
    String disk = "/dev/disk/by-id/virtio-data";
    Stack stack =
        Stack.of("data: { type: btrfs, over: " + disk + ", nodes: [n1], mount: /srv/data }")
            .with(ENGINE);
    stack
        .node("n1")
        .disk("/dev/vdb", "1G")
        .link(disk, "/dev/vdb")
        .reply("filesystem:contents", "device /dev/vdb\nTYPE=btrfs\nLABEL=data\nexit 0\n")
        .file("/var/lib/cairn/filesystem/data.started", disk + "\n")
        .reply("filesystem:point:data", STATIC + "directory ----i---------e-------\n")
        .noFile("/etc/systemd/system/srv-data.mount");
    List<Step> plan = ENGINE.plan(stack.context());
    assertThat(Stack.ids(plan)).containsExactly("data/prepare@n1", "data/mount@n1");
    assertThat(plan.getFirst().why()).contains("still marked as being made");
    assertThat(plan.getFirst().commands())
        .contains(
            Command.script(
                "rm --force -- /var/lib/cairn/filesystem/data.started\nsync /var/lib/cairn/filesystem"));
  }

  @Test
  void refusesSameFileSystemTypeOfAnotherLabel() {
    Stack stack = blankNodes();
    stack
        .node("n1")
        .disk("/dev/drbd0", "1G")
        .reply("filesystem:contents", "device /dev/drbd0\nTYPE=btrfs\nLABEL=store2\nexit 0\n");
    assertThat(codes(ENGINE.check(stack.context()))).containsExactly("FS-02");
  }

  @Test
  void findsWhatWasWrittenBelowTheMountPoint() {
    Stack stack = built();
    stack.node("n2").reply(POINT, STATIC + "directory --------------e-------\nentry lxc\n");
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::place, Finding::seen)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("FS-05", "n2: /srv/store1", "it holds lxc"));
  }

  @Test
  void findsAMountFromTheDiskBelowTheReplication() {
    Stack stack = built();
    stack.node("n2").mount("/srv/store1", "/dev/vdb", "btrfs", "rw").reply(POINT, "mounted\n");
    assertThat(codes(ENGINE.check(stack.context()))).containsExactly("FS-04", "FS-06");
  }

  @Test
  void takesALinkToTheDeviceForTheDevice() {
    Stack stack = built();
    stack
        .node("n1")
        .link("/dev/drbd/by-res/r0/0", "/dev/drbd0")
        .mount("/srv/store1", "/dev/drbd/by-res/r0/0", "btrfs", "rw,relatime");
    assertThat(ENGINE.check(stack.context())).isEmpty();
  }

  @Test
  void findsADeviceThatIsMountedElsewhere() {
    Stack stack = built();
    stack.node("n1").mount("/mnt", "/dev/drbd0", "btrfs", "rw");
    assertThat(codes(ENGINE.check(stack.context()))).containsExactly("FS-03");
  }

  @Test
  void findsAProgramThatWritesToABlankDevice() {
    Stack stack = blankNodes();
    stack
        .node("n1")
        .disk("/dev/drbd0", "1G")
        .reply("filesystem:contents", "device /dev/drbd0\nexit 2\n")
        .reply("common:writers", "/dev/drbd0\tqemu, process 7\n");
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::seen)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("FS-03", "open for writing by qemu, process 7"));
  }

  @Test
  void writesAChangedUnitAndRemounts() {
    Stack stack = built();
    stack.node("n1").file(unit(), "old");
    List<Step> steps = ENGINE.plan(stack.context());
    assertThat(Stack.ids(steps)).containsExactly("store1/prepare@n1");
    assertThat(steps.getFirst().commands().getLast().toShell())
        .isEqualTo("systemctl reload -- srv-store1.mount");
  }

  @Test
  void showsHowEachNodeIs() {
    Stack stack = built();
    assertThat(ENGINE.states(stack.context()).stream().map(FileSystemEngineTest::line))
        .containsExactly(
            "n1 OK mounted, btrfs at /srv/store1 from /dev/drbd0, 10 %, []",
            "n2 OK standby, /srv/store1, []");
  }

  @Test
  void showsWhatIsWrongInWords() {
    Stack stack = built();
    stack.node("n1").reply("filesystem:errors:store1", "[/dev/drbd0].corruption_errs  3\n");
    assertThat(ENGINE.states(stack.context()).stream().map(FileSystemEngineTest::line))
        .startsWith("n1 DEGRADED mounted, btrfs at /srv/store1 from /dev/drbd0, 10 %, [FS-08]");
  }

  @Test
  void showsAFileSystemThatWentReadOnly() {
    Stack stack = replicated();
    stack
        .node("n1")
        .disk("/dev/drbd0", "1G")
        .mount("/srv/store1", "/dev/drbd0", "btrfs", "ro,relatime")
        .reply(POINT, STATIC + "mounted\n");
    assertThat(ENGINE.states(stack.context()).stream().map(FileSystemEngineTest::line))
        .containsExactly(
            "n1 FAILED mounted, btrfs at /srv/store1 from /dev/drbd0, 10 %, [FS-07]",
            "n2 UNKNOWN unknown, the node does not answer, []");
  }

  @Test
  void destroysOnlyWhatWasNamed() {
    Stack stack = built();
    assertThat(ENGINE.destroy(stack.layer("store1"), stack.context())).isEmpty();
  }

  @Test
  void destroysWhatLiesOverANamedLayer() {
    Stack stack = built().destroying("r0");
    Golden.check(
        "filesystem/destroy.txt",
        Stack.text(ENGINE.destroy(stack.layer("store1"), stack.context())));
  }

  @Test
  void movesByUnitOnBothNodes() {
    Context context = built().context();
    assertThat(Stack.text(ENGINE.stop(context.cluster().bottomUp().getLast(), n("n1"), context)))
        .contains("systemctl stop -- srv-store1.mount");
    assertThat(Stack.ids(ENGINE.start(context.cluster().bottomUp().getLast(), n("n2"), context)))
        .containsExactly("store1/mount@n2");
  }

  @Test
  void makesOneFileSystemOnEveryNodeWhereNothingReplicatesIt() {
    Stack stack =
        Stack.of("data: { type: xfs, over: /dev/disk/by-id/virtio-data, mount: /srv/data }")
            .with(ENGINE);
    for (String node : List.of("n1", "n2")) {
      stack
          .node(node)
          .disk("/dev/vdb", "2G")
          .link("/dev/disk/by-id/virtio-data", "/dev/vdb")
          .reply("filesystem:contents", "device /dev/vdb\nexit 2\n")
          .reply("filesystem:point:data", "enabled \nresult success\nabsent\n")
          .noFile("/etc/systemd/system/srv-data.mount");
    }
    Golden.check(
        "filesystem/local.txt",
        Stack.text(
            ENGINE.plan(stack.context()).stream()
                .filter(step -> step.node().equals(n("n1")))
                .toList()));
  }

  @Test
  void knowsWhenACopyWasLastWrittenWhereBtrfsSaysSo() {
    Stack stack = replicated();
    stack.node("n1").reply("filesystem:written:store1", "1795261339\n");
    stack.node("n2").reply("filesystem:written:store1", "");
    assertThat(ENGINE.lastWrite(stack.layer("store1"), n("n1"), stack.context()))
        .contains(Instant.parse("2026-11-21T11:42:19Z"));
    assertThat(ENGINE.lastWrite(stack.layer("store1"), n("n2"), stack.context())).isEmpty();
  }

  private static NodeName n(String name) {
    return new NodeName(name);
  }

  private static Step step(List<Step> steps, String id) {
    return steps.stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  private static List<String> codes(List<Finding> findings) {
    return findings.stream().map(Finding::code).toList();
  }

  private static String line(LayerState state) {
    return "%s %s %s, %s%s, %s"
        .formatted(
            state.node(),
            state.health(),
            state.role(),
            state.detail(),
            state.fill().map(fill -> ", " + fill.percent() + " %").orElse(""),
            codes(state.findings()));
  }
}
