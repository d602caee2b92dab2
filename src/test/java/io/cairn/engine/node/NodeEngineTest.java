package io.cairn.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Finding;
import io.cairn.engine.Health;
import io.cairn.engine.NodeState;
import io.cairn.engine.Reply;
import io.cairn.engine.Stack;
import io.cairn.engine.Stack.NodeFactsBuilder;
import io.cairn.engine.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NodeEngineTest {
  private static final NodeEngine ENGINE = new NodeEngine();
  private static final List<String> NODES = List.of("n1", "n2");
  private static final String LAYERS =
      """
      r0: { type: drbd, over: /dev/disk/by-id/virtio-store1, nodes: [n1, n2] }
      store1: { type: btrfs, over: r0, mount: /srv/store1 }
      web: { type: lxc, over: store1, image: debian/13, network: lan, address: 10.1.0.20/24 }
      """;
  private static final List<String> PACKAGES =
      List.of(
          "iproute2",
          "iputils-ping",
          "drbd-utils",
          "btrfs-progs",
          "psmisc",
          "lxc",
          "uidmap",
          "apparmor",
          "xz-utils",
          "zstd");
  private static final String HOSTS = "127.0.0.1\tlocalhost\n127.0.1.1\tn1\n";
  private static final String STOPPED =
      """
      Id=chrony.service
      ActiveState=inactive
      UnitFileState=

      Id=systemd-timesyncd.service
      ActiveState=active
      UnitFileState=enabled
      """;
  // chronyc 4.3 of Debian 12, on a node that follows its peer
  private static final String RUNNING =
      """
      Id=chrony.service
      ActiveState=active
      UnitFileState=enabled

      Id=systemd-timesyncd.service
      ActiveState=inactive
      UnitFileState=
      0A00FE02,10.0.254.2,11,1763647000.123456789,0.000012345,0.000001234,0.000002345,-12.345,0.001,0.123,0.000200000,0.000300000,64.5,Normal
      ^,*,10.0.254.2,10,6,377,21,0.000001,0.000002,0.000123
      """;

  private static Stack fresh() {
    Stack stack = Stack.of(LAYERS).with(ENGINE);
    for (String node : NODES) {
      healthy(stack.node(node))
          .installed("iproute2", "6.1.0-3")
          .file("/etc/hosts", HOSTS.replace("n1", node))
          .noFile(ChronyConfig.PATH)
          .reply("node:time", STOPPED)
          .reply("node:candidates", "no lists\n");
    }
    return stack;
  }

  private static NodeFactsBuilder healthy(NodeFactsBuilder node) {
    return node.mountWithFree("/", "rw,relatime", 900)
        .reply(
            "node:modules",
            """
            name:           bridge
            filename:       (builtin)
            filename:       /lib/modules/6.1.0-31-amd64/kernel/fs/btrfs/btrfs.ko
            name:           btrfs
            filename:       /lib/modules/6.1.0-31-amd64/kernel/drivers/block/drbd/drbd.ko
            version:        8.4.11
            name:           drbd
            name:           veth
            filename:       (builtin)
            """)
        .reply("node:services", new Reply(1, "disabled\n", ""));
  }

  /** Everything as the first plan would leave it. */
  private static Stack built() {
    List<Step> first = ENGINE.plan(fresh().context());
    Stack stack = Stack.of(LAYERS).with(ENGINE);
    for (String node : NODES) {
      healthy(stack.node(node)).reply("node:candidates", "").reply("node:time", RUNNING);
      stack.node(node).filesOf(first, node).installed("chrony", "4.3-2+deb12u1");
      PACKAGES.forEach(name -> stack.node(node).installed(name, "1.0"));
    }
    return stack;
  }

  private static List<String> findings(Stack stack) {
    return ENGINE.check(stack.context()).stream()
        .map(f -> f.severity() + " " + f.code() + " " + f.place() + ": " + f.seen())
        .toList();
  }

  @Test
  void plansPackagesNamesAndTimeOfFreshNodes() {
    Golden.check("node/first-plan.txt", Stack.text(ENGINE.plan(fresh().context())));
  }

  @Test
  void findsNothingWrongWithFreshNodes() {
    assertThat(findings(fresh())).isEmpty();
  }

  @Test
  void plansNothingWhenAllIsAsDeclared() {
    assertThat(ENGINE.plan(built().context())).isEmpty();
    assertThat(findings(built())).isEmpty();
  }

  @Test
  void saysHowWellTheNodesAre() {
    assertThat(
            ENGINE.nodeStates(built().context()).stream().filter(s -> s.node().text().equals("n1")))
        .containsExactly(
            state("n1", "system", Health.OK, "debian 12, kernel 6.1.0-31-amd64"),
            state("n1", "packages", Health.OK, "all installed"),
            state("n1", "time", Health.OK, "chrony follows 10.0.254.2, off by 0.012 ms"));
  }

  private static NodeState state(String node, String aspect, Health health, String detail) {
    return new NodeState(new io.cairn.graph.NodeName(node), aspect, health, detail, List.of());
  }

  @Test
  void leavesTimesyncdAloneWhereItHasTheTime() {
    Stack stack = fresh();
    NODES.forEach(n -> stack.node(n).reply("node:time", STOPPED + "timesyncd synchronised\n"));
    assertThat(Stack.ids(ENGINE.plan(stack.context())))
        .containsExactly(
            "packages/install@n1", "hosts/write@n1", "packages/install@n2", "hosts/write@n2");
    assertThat(Stack.text(ENGINE.plan(stack.context()))).doesNotContain("chrony");
  }

  @Test
  void startsAChronyThatIsConfiguredAndStands() {
    Stack stack = built();
    stack.node("n2").reply("node:time", STOPPED);
    assertThat(Stack.ids(ENGINE.plan(stack.context()))).containsExactly("time/start@n2");
  }

  @Test
  void takesDrbdServiceOutOfTheBoot() {
    Stack stack = built();
    stack.node("n1").reply("node:services", "enabled\n");
    assertThat(Stack.ids(ENGINE.plan(stack.context()))).containsExactly("packages/disable-drbd@n1");
  }

  @Test
  void plansNothingOnAnUnreachableNodeAndSaysWhy() {
    Stack stack = Stack.of(LAYERS).with(ENGINE);
    healthy(stack.node("n1")).reply("node:time", RUNNING);
    assertThat(ENGINE.plan(stack.context())).allMatch(step -> step.node().text().equals("n1"));
    assertThat(findings(stack)).containsExactly("ERROR NODE-01 n2: no route to host");
  }

  @Test
  void tellsAModuleThatSomebodyForbade() {
    Stack stack = built();
    stack.node("n2").reply("node:modules", "filename: /lib/x/drbd.ko\ninstall drbd /bin/false\n");
    assertThat(findings(stack))
        .containsExactly(
            "ERROR NODE-16 n2: a line 'install' of modprobe.d(5) keeps from loading drbd");
  }

  @Test
  void saysEverythingAboutNodesThatAreNotFit() {
    Stack stack = built();
    stack.node("n1").hostName("srv7");
    stack
        .node("n2")
        .loaded("drbd", "9.2.8")
        .installed("drbd-utils", "9.28.0-1")
        .file("/etc/hosts", "192.0.2.7 n1\n10.1.0.6 n2\n")
        .ahead(Duration.ofMillis(-30_400))
        .reply(
            "node:modules",
            """
            kernel gone
            modinfo: ERROR: Module bridge not found.
            modinfo: ERROR: Module btrfs not found.
            modinfo: ERROR: Module drbd not found.
            modinfo: ERROR: Module veth not found.
            """)
        .mountWithFree("/var", "ro,relatime", 63);
    Golden.check(
        "node/unfit.txt",
        ENGINE.check(stack.context()).stream()
            .map(NodeEngineTest::text)
            .collect(Collectors.joining("\n")));
  }

  private static String text(Finding f) {
    return "%s %s %s%n  at %s%n  seen: %s%n  wanted: %s%n  why: %s%n  correct: %s%n"
        .formatted(
            f.severity(),
            f.code(),
            f.title(),
            f.place(),
            f.seen(),
            f.wanted(),
            f.why(),
            f.correction());
  }

  @Test
  void refusesOtherSystemsByNameAndReportsNothingThatFollows() {
    Stack stack = built();
    stack
        .node("n1")
        .system("ubuntu 24.04")
        .reply("node:modules", "modinfo: ERROR: Module drbd not found.\n");
    assertThat(findings(stack)).containsExactly("ERROR NODE-03 n1: ubuntu 24.04");
  }

  @Test
  void warnsOfClocksThatAreALittleApart() {
    Stack stack = built();
    stack.node("n2").ahead(Duration.ofSeconds(4));
    assertThat(findings(stack))
        .containsExactly(
            "WARNING NODE-05 n1, n2: n1 is 4.0 s behind n2; by the clock here, n1 is 0.0 s ahead and n2 is 4.0 s ahead");
  }

  @Test
  void refusesPackagesThatAptDoesNotKnow() {
    Stack stack = fresh();
    stack
        .node("n1")
        .reply(
            "node:candidates",
            """
            apparmor:
              Installed: (none)
              Candidate: 3.0.8-3
              Version table:
                 3.0.8-3 500
                    500 http://deb.debian.org/debian bookworm/main amd64 Packages
            lxc:
              Installed: (none)
              Candidate: (none)
              Version table:
            """);
    assertThat(findings(stack))
        .containsExactly(
            "ERROR NODE-08 n1: apt knows no version of btrfs-progs, chrony, drbd-utils,"
                + " iputils-ping, lxc, psmisc, uidmap, xz-utils, zstd");
  }

  @Test
  void wantsRoomForPackagesOnlyWhereItInstallsSome() {
    Stack stack = built();
    stack.node("n1").mountWithFree("/", "rw", 100);
    assertThat(findings(stack)).isEmpty();
    Stack installing = fresh();
    installing.node("n1").mountWithFree("/", "rw", 100);
    assertThat(findings(installing))
        .containsExactly("ERROR NODE-09 n1:/: 100 MiB free of 1000 MiB");
  }

  @Test
  void anUnknownHostsFileIsNotWritten() {
    Stack stack = built();
    stack.node("n1").reply("file:/etc/hosts", new Reply(1, "", "Input/output error"));
    assertThat(ENGINE.plan(stack.context())).isEmpty();
  }
}
