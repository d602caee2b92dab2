package io.cairn.engine.drbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Context;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.engine.LayerState;
import io.cairn.engine.Probe;
import io.cairn.engine.Reply;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DrbdEngineTest {
  private static final DrbdEngine ENGINE = new DrbdEngine();
  private static final NodeName N1 = new NodeName("n1");
  private static final NodeName N2 = new NodeName("n2");
  private static final String SAME =
      "944251C7D134723E:0000000000000000:0000000000000000:0000000000000000";

  private static Stack built() {
    return Nodes.built(ENGINE.plan(Nodes.blank().context()));
  }

  private static List<String> ids(Stack stack) {
    return Stack.ids(ENGINE.plan(stack.context()));
  }

  /** Steps without the content of files, each guard's test once at the end. */
  static String brief(List<Step> steps) {
    StringBuilder text = new StringBuilder();
    Map<String, String> guards = new TreeMap<>();
    for (Step step : steps) {
      text.append("%s %s %s%n".formatted(step.mark().sign(), step.id(), step.effect()));
      text.append("  ").append(step.intent()).append(": ").append(step.why()).append('\n');
      new TreeSet<>(step.needs()).forEach(c -> text.append("  needs ").append(c).append('\n'));
      new TreeSet<>(step.provides())
          .forEach(c -> text.append("  provides ").append(c).append('\n'));
      step.guards().forEach(g -> text.append("  only if ").append(g.what()).append('\n'));
      step.commands().forEach(c -> text.append(c.shown().indent(4).replaceFirst("^ {3}", "  \\$")));
      step.checks().forEach(g -> text.append("  verify ").append(g.what()).append('\n'));
      step.guards().forEach(g -> guards.put(g.what(), g.test().toShell()));
      step.checks().forEach(g -> guards.put(g.what(), g.test().toShell()));
      text.append('\n');
    }
    guards.forEach(
        (what, test) -> text.append(what).append(":\n").append(test.indent(4)).append('\n'));
    return text.toString();
  }

  private static List<String> codes(Stack stack) {
    return ENGINE.check(stack.context()).stream().map(Finding::code).toList();
  }

  @Test
  void plansEverythingOnBlankNodes() {
    Golden.check("drbd/first-plan.txt", brief(ENGINE.plan(Nodes.blank().context())));
  }

  @Test
  void writesTheUnitsThatAReviewerHasSeen() {
    Stack stack = Nodes.blank();
    String text =
        DrbdUnits.files(
                (Layer.Drbd) stack.layer("r0"), new NodeName("n1"), stack.context().cluster())
            .stream()
            .map(file -> "== " + file.path() + "\n" + file.text() + "\n")
            .collect(Collectors.joining());
    Golden.check("drbd/units.txt", text);
  }

  @Test
  void plansNothingWhenAllIsAsDeclared() {
    assertThat(Stack.text(ENGINE.plan(built().context()))).isEmpty();
    assertThat(codes(built())).isEmpty();
  }

  @Test
  void plansNothingForAResourceWhoseOtherNodeIsSilent() {
    Stack stack = Nodes.stack();
    stack.node("n1").reply("drbd:r0", Nodes.BLANK);
    assertThat(ids(stack)).noneMatch(id -> id.startsWith("r0/"));
  }

  @Test
  void copiesEverythingWhereADiskIsNotProvablyBlank() {
    Stack stack = Nodes.blank();
    stack
        .node("n2")
        .reply(
            "drbd:r0", "device /dev/vdb 1073741824\nunproven there is data behind byte 67108864\n");
    assertThat(ids(stack))
        .containsSequence("r0/connect@n1", "r0/first-sync@n1", "r0/promote@n1", "r0/await-sync@n2")
        .doesNotContain("r0/skip-sync@n1");
  }

  @Test
  void waitsForTheCopyWhereTheSourceIsNotThePreferredNode() {
    Stack stack =
        Stack.of(
                """
                r0: { type: drbd, over: /dev/disk/by-id/virtio-store1, nodes: [n1, n2], prefer: n1, source: n2 }
                """)
            .with(ENGINE);
    for (String node : List.of("n1", "n2")) {
      stack
          .node(node)
          .reply(DrbdProbes.PROC, new Reply(3, "", ""))
          .reply(DrbdProbes.NODE, "module 8.4.11\nutils 9.22.0\n")
          .reply("drbd:r0", "device /dev/vdb 1073741824\nunproven it is too large\n");
    }
    assertThat(ids(stack)).containsSequence("r0/first-sync@n2", "r0/catch-up@n1", "r0/promote@n1");
  }

  @Test
  void goesOnAfterAnInterruptionBetweenMetadataAndFirstSync() {
    Stack stack = built();
    for (String node : List.of("n1", "n2")) {
      stack
          .node(node)
          .reply(
              DrbdProbes.PROC,
              Nodes.proc(
                  "cs:Connected ro:Secondary/Secondary ds:Inconsistent/Inconsistent", 1048508))
          .reply("drbd:r0", Nodes.JUST_CREATED + "secret 5e5e\n" + Nodes.ENABLED);
    }
    assertThat(ids(stack)).containsExactly("r0/skip-sync@n1", "r0/promote@n1");
  }

  @Test
  void goesOnWhereBringingItUpWasInterruptedMidway() {
    Stack stack = built();
    for (String node : List.of("n1", "n2")) {
      stack
          .node(node)
          .reply(
              DrbdProbes.PROC,
              Nodes.proc("cs:StandAlone ro:Secondary/Unknown ds:Diskless/DUnknown"))
          .reply("drbd:r0", Nodes.resource(SAME).replace("enabled active", "enabled failed"));
    }
    assertThat(ids(stack))
        .containsExactly(
            "r0/up@n1", "r0/up@n2", "r0/connect@n1", "r0/catch-up@n1", "r0/promote@n1");
    assertThat(codes(stack)).containsExactly("DRBD-22");
  }

  @Test
  void leavesDownWhatHasNotGoneBackToItsSnapshotEverywhere() {
    Stack stack = built();
    for (String node : List.of("n1", "n2")) {
      stack
          .node(node)
          .reply(DrbdProbes.PROC, new Reply(0, "version: 8.4.11 (api:1/proto:86-101)\n", ""));
    }
    stack
        .node("n2")
        .reply(
            "drbd:r0",
            "going-back-to good\n"
                + Nodes.resource(SAME).replace("enabled active", "enabled inactive"));
    assertThat(ids(stack)).isEmpty();
    assertThat(codes(stack)).containsExactly("DRBD-29");
    assertThat(ENGINE.check(stack.context()).getFirst().seen())
        .isEqualTo("its copies were going back to snapshot good; kept down on n2");
    assertThat(ENGINE.check(stack.context()).getFirst().correction())
        .endsWith("\n  cairn snapshot restore r0 good");
  }

  @Test
  void connectsAgainWhatHasGivenUpTheConnection() {
    Stack stack = built();
    stack
        .node("n1")
        .reply(
            DrbdProbes.PROC, Nodes.proc("cs:WFConnection ro:Primary/Unknown ds:UpToDate/DUnknown"));
    stack
        .node("n2")
        .reply(
            DrbdProbes.PROC, Nodes.proc("cs:StandAlone ro:Secondary/Unknown ds:UpToDate/DUnknown"));
    assertThat(ids(stack)).containsExactly("r0/up@n2", "r0/connect@n1");
    assertThat(codes(stack)).containsExactly("DRBD-22");
  }

  @Test
  void letsDrbdFillAReplacedDisk() {
    Stack stack = built();
    stack
        .node("n2")
        .reply(DrbdProbes.PROC, new Reply(0, "version: 8.4.11 (api:1/proto:86-101)\n", ""))
        .reply("drbd:r0", Nodes.BLANK + "secret 5e5e\n" + Nodes.ENABLED);
    stack
        .node("n1")
        .reply(
            DrbdProbes.PROC, Nodes.proc("cs:WFConnection ro:Primary/Unknown ds:UpToDate/DUnknown"));
    assertThat(ids(stack))
        .containsExactly("r0/create-metadata@n2", "r0/up@n2", "r0/connect@n1", "r0/await-sync@n2");
  }

  @Test
  void writesAFileThatSomeoneChangedAnewAndLetsItTakeEffect() {
    Stack stack = built();
    Context now = stack.context();
    String files = now.facts(N2).orElseThrow().reply(DrbdProbes.FILES).orElseThrow().out();
    stack.node("n2").reply(DrbdProbes.FILES, files.replace("ping-int 10", "ping-int 5"));
    assertThat(ids(stack)).containsExactly("r0/configure@n2", "r0/up@n2");
  }

  @Test
  void writesBothFilesAnewWhenOnlyTheirSecretsDiffer() {
    Stack stack = built();
    String files =
        stack.context().facts(N2).orElseThrow().reply(DrbdProbes.FILES).orElseThrow().out();
    stack
        .node("n2")
        .reply(
            DrbdProbes.FILES,
            files.replace("file abc123 /etc/drbd.d/r0", "file def456 /etc/drbd.d/r0"));
    assertThat(ids(stack))
        .containsExactly("r0/configure@n1", "r0/configure@n2", "r0/up@n1", "r0/up@n2");
  }

  @Test
  void promotesAgainWhereItWasLastAfterBothRebooted() {
    Stack stack = built();
    for (String node : List.of("n1", "n2")) {
      stack
          .node(node)
          .reply(
              DrbdProbes.PROC,
              Nodes.proc("cs:Connected ro:Secondary/Secondary ds:UpToDate/UpToDate"))
          .reply("drbd:r0", Nodes.resource(SAME));
    }
    stack
        .node("n2")
        .reply("drbd:r0", Nodes.resource(SAME) + "text /var/lib/cairn/holder/r0 since x\n");
    assertThat(ids(stack)).containsExactly("r0/promote@n2");
  }

  @Test
  void neverPromotesWhileTheOtherNodeIsNotSeen() {
    Stack stack = built();
    for (String node : List.of("n1", "n2")) {
      stack
          .node(node)
          .reply(
              DrbdProbes.PROC,
              Nodes.proc("cs:WFConnection ro:Secondary/Unknown ds:UpToDate/DUnknown"))
          .reply("drbd:r0", Nodes.resource(SAME));
    }
    assertThat(ids(stack)).isEmpty();
    assertThat(codes(stack)).containsExactly("DRBD-23");
  }

  @Test
  void takesTheLeaveToStartAloneBackWhenBothAreInSync() {
    Stack stack = built();
    stack
        .node("n1")
        .reply(
            "drbd:r0",
            Nodes.resource(SAME)
                + "text /var/lib/cairn/holder/r0 since x\ntext /var/lib/cairn/holder/r0 alone\n"
                + "unit cairn-primary-r0.service static active\n");
    stack
        .node("n2")
        .reply("drbd:r0", Nodes.resource(SAME) + "text /var/lib/cairn/holder/r0 since y\n");
    assertThat(ids(stack)).containsExactly("r0/adopt@n1", "r0/unmark@n2");
  }

  @Test
  void refusesADiskThatCarriesSomething() {
    Stack stack = Nodes.blank();
    stack.node("n2").reply("drbd:r0", "device /dev/vdb 1073741824\nsignature ext4 1f2e-33\n");
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::place, Finding::seen)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "DRBD-14", "r0 on n2, /dev/disk/by-id/virtio-store1", "ext4 1f2e-33"));
    assertThat(ids(stack)).noneMatch(id -> id.startsWith("r0/"));
  }

  @Test
  void refusesPeersOfDifferentSize() {
    Stack stack = Nodes.blank();
    stack.node("n2").reply("drbd:r0", "device /dev/vdb 2147483648\nzero 2147483648 100\n");
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::seen)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "DRBD-15", "n1: 2097152 sectors, n2: 4194304 sectors"));
  }

  @Test
  void refusesADiskThatIsMissingOnOneNode() {
    Stack stack = Nodes.blank();
    stack.node("n2").reply("drbd:r0", "absent\n");
    assertThat(codes(stack)).containsExactly("DRBD-10");
  }

  @Test
  void refusesADiskInUse() {
    Stack stack = Nodes.blank();
    stack.node("n1").partition("/dev/vdb1", "512M", "old", "/dev/vdb");
    assertThat(codes(stack)).containsExactly("DRBD-13");
  }

  @Test
  void refusesMetadataThatItDoesNotKnow() {
    Stack stack = Nodes.blank();
    stack.node("n1").reply("drbd:r0", Nodes.resource(SAME));
    assertThat(codes(stack)).containsExactly("DRBD-12");
  }

  @Test
  void takesNoAnswerForNoMetadata() {
    Stack stack = Nodes.blank();
    stack.node("n1").reply("drbd:r0", "unreadable wipefs: I/O error\n");
    assertThat(codes(stack)).contains("DRBD-11");
    assertThat(ids(stack)).noneMatch(id -> id.startsWith("r0/"));
  }

  @Test
  void refusesAnotherModule() {
    Stack stack = Nodes.blank();
    stack.node("n1").reply(DrbdProbes.NODE, "module 9.2.12\nutils 9.22.0\n");
    stack.node("n2").reply(DrbdProbes.NODE, "module \nutils 9.22.0\n");
    assertThat(codes(stack)).containsExactly("DRBD-30", "DRBD-30");
  }

  @Test
  void leavesTheNumbersOfForeignResourcesAlone() {
    Stack stack = Nodes.blank();
    stack
        .node("n2")
        .reply(
            DrbdProbes.FILES,
            """
            file ff /etc/drbd.d/mail.res
            | resource mail {
            |   on n2 { device /dev/drbd0; disk /dev/vdz; meta-disk internal; address 10.0.254.2:7788; }
            |   on n3 { device minor 1; disk /dev/vdz; meta-disk internal; address 10.0.254.3:7788; }
            | }
            """);
    assertThat(ENGINE.device(stack.layer("r0"), N1, stack.context()).orElseThrow().text())
        .isEqualTo("/dev/drbd2");
    assertThat(Allotment.in(stack.context()).of(stack.layer("r0").name()).port()).isEqualTo(7789);
    assertThat(codes(stack)).isEmpty();
  }

  @Test
  void refusesAResourceOfTheSameNameThatIsSomeoneElses() {
    Stack stack = Nodes.blank();
    stack.node("n2").reply(DrbdProbes.FILES, "file ff /etc/drbd.d/r0.res\n| resource r0 {\n| }\n");
    assertThat(codes(stack)).containsExactly("DRBD-33", "DRBD-34");
  }

  @Test
  void refusesNodesThatDisagreeOnTheMinor() {
    Stack stack = built();
    String files =
        stack.context().facts(N2).orElseThrow().reply(DrbdProbes.FILES).orElseThrow().out();
    stack
        .node("n2")
        .reply(DrbdProbes.FILES, files.replace("/dev/drbd0 minor 0", "/dev/drbd7 minor 7"));
    assertThat(codes(stack)).contains("DRBD-33");
  }

  @Test
  void showsASplitBrainWithBothSides() {
    Stack stack = splitBrain();
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::seen)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "DRBD-20",
                "n1: Primary, 3 MiB changed, last written 2026-11-20T14:11:12Z, last change of role"
                    + " 2026-11-20T14:05:03Z primary, alone since 2026-11-20T14:08:00+0000. n2: Primary, 2 MiB changed, last change of role"
                    + " 2026-11-20T14:09:00Z primary."));
    assertThat(ids(stack)).isEmpty();
    assertThat(states(stack))
        .isEqualTo(
            """
            r0 n1 FAILED primary: UpToDate/DUnknown, split brain [DRBD-20]
            r0 n2 FAILED primary: UpToDate/DUnknown, split brain [DRBD-20]""");
  }

  /** Stands for the engines of what lies over DRBD: store1 keeps when it was written, on n1. */
  record Above() implements Engine {
    @Override
    public String name() {
      return "above";
    }

    @Override
    public boolean owns(Layer layer) {
      return !(layer instanceof Layer.Drbd);
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
    public List<LayerState> states(Context context) {
      return List.of();
    }

    @Override
    public Optional<Instant> lastWrite(Layer layer, NodeName node, Context context) {
      return layer.name().text().equals("store1") && node.equals(N1)
          ? Optional.of(Instant.parse("2026-11-20T14:11:12Z"))
          : Optional.empty();
    }
  }

  private static Stack splitBrain() {
    Stack stack = built().with(new Above());
    String ids1 = Recorded.text("get-gi-9.22-split-brain-1.txt");
    String ids2 = Recorded.text("get-gi-9.22-split-brain-2.txt");
    stack
        .node("n1")
        .reply(
            DrbdProbes.PROC,
            Nodes.proc("cs:StandAlone ro:Primary/Unknown ds:UpToDate/DUnknown", 3072))
        .reply(
            DrbdProbes.LOG,
            "2026-11-20T14:08:00+0000 n1 kernel: drbd r0: peer( Secondary -> Unknown ) conn( Connected"
                + " -> NetworkFailure ) pdsk( UpToDate -> DUnknown )\n")
        .reply(
            "drbd:r0",
            Nodes.resource(ids1.substring(0, 67))
                + "text /var/lib/cairn/holder/r0 since x\n"
                + "text /var/lib/cairn/drbd/r0.roles 2026-11-20T14:05:03Z primary\n"
                + "unit cairn-primary-r0.service static active\n");
    stack
        .node("n2")
        .reply(
            DrbdProbes.PROC,
            Nodes.proc("cs:WFConnection ro:Primary/Unknown ds:UpToDate/DUnknown", 2048))
        .reply(
            "drbd:r0",
            Nodes.resource(ids2.substring(0, 67))
                + "text /var/lib/cairn/drbd/r0.roles 2026-11-20T14:09:00Z primary\n");
    return stack;
  }

  @Test
  void resolvesASplitBrainInFavourOfOneSide() {
    Context context = splitBrain().context();
    Layer.Drbd r0 = (Layer.Drbd) splitBrain().layer("r0");
    SplitBrain split = ENGINE.splitBrain(r0, context).orElseThrow();
    Golden.check("drbd/resolve.txt", brief(ENGINE.resolve(r0, split, N1, context)));
  }

  @Test
  void showsHowFarAResyncIs() {
    Stack stack = built();
    stack.node("n1").reply(DrbdProbes.PROC, Recorded.text("proc-8.4.11-sync-source.txt"));
    stack.node("n2").reply(DrbdProbes.PROC, Recorded.text("proc-8.4.11-sync-target.txt"));
    assertThat(states(stack))
        .isEqualTo(
            """
            r0 n1 BUSY primary: UpToDate/Inconsistent, resyncing the other node [] resyncing to n2 4% 2.8 MiB/s PT1M26S
            r0 n2 BUSY secondary: Inconsistent/UpToDate, being resynced [] resyncing from n1 7% 3.0 MiB/s PT1M19S""");
    assertThat(ids(stack)).isEmpty();
  }

  @Test
  void showsASoundResourceAndASilentNode() {
    assertThat(states(built()))
        .isEqualTo(
            """
            r0 n1 OK primary: UpToDate/UpToDate, connected []
            r0 n2 OK secondary: UpToDate/UpToDate, connected []""");
    assertThat(states(Nodes.stack()))
        .isEqualTo(
            """
            r0 n1 UNKNOWN unknown: the node did not answer []
            r0 n2 UNKNOWN unknown: the node did not answer []""");
  }

  private static String states(Stack stack) {
    return ENGINE.states(stack.context()).stream()
        .map(DrbdEngineTest::line)
        .collect(Collectors.joining("\n"));
  }

  private static String line(LayerState state) {
    return "%s %s %s %s: %s %s%s"
        .formatted(
            state.layer(),
            state.node(),
            state.health(),
            state.role(),
            state.detail(),
            state.findings().stream().map(Finding::code).toList(),
            state
                .sync()
                .map(
                    sync ->
                        " %s %d%% %s/s %s"
                            .formatted(
                                sync.what(),
                                sync.percent(),
                                sync.rate().orElseThrow(),
                                sync.left().orElseThrow()))
                .orElse(""));
  }

  @Test
  void movesFailsOverAndRejoinsWithTheseSteps() {
    Context context = built().context();
    Layer.Drbd r0 = (Layer.Drbd) built().layer("r0");
    List<Step> steps = new java.util.ArrayList<>(ENGINE.stop(r0, N1, context));
    steps.addAll(ENGINE.start(r0, N2, context));
    steps.addAll(ENGINE.failoverStart(r0, N2, context));
    steps.addAll(ENGINE.rejoin(r0, N1, context));
    steps.addAll(ENGINE.verify(r0, context));
    Golden.check("drbd/operations.txt", brief(steps));
  }

  @Test
  void destroysOnlyWhatIsNamed() {
    assertThat(ENGINE.destroy(built().layer("r0"), built().context())).isEmpty();
    Stack stack = built().destroying("r0");
    Golden.check(
        "drbd/destroy.txt", Stack.text(ENGINE.destroy(stack.layer("r0"), stack.context())));
  }

  @Test
  void showsNoSecretAnywhere() {
    assertThat(Stack.text(ENGINE.plan(Nodes.blank().context())))
        .contains("shared-secret \"@CAIRN_SECRET:/var/lib/cairn/secrets/r0@\"");
  }
}
