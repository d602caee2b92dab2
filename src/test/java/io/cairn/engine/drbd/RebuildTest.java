package io.cairn.engine.drbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Finding;
import io.cairn.engine.Reply;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import io.cairn.graph.NodeName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One copy is left: the other node, or its disk, was replaced. */
class RebuildTest {
  private static final DrbdEngine ENGINE = new DrbdEngine();
  private static final NodeName N1 = new NodeName("n1");
  private static final String SAME =
      "944251C7D134723E:0000000000000000:0000000000000000:0000000000000000";

  private static List<String> ids(Stack stack) {
    return Stack.ids(ENGINE.plan(stack.context()));
  }

  private static List<String> codes(Stack stack) {
    return ENGINE.check(stack.context()).stream().map(Finding::code).toList();
  }

  private static Stack replaced() {
    return Nodes.replaced(ENGINE.plan(Nodes.blank().context()));
  }

  @Test
  void copiesAllOfItToANodeThatIsNew() {
    Stack stack = replaced();
    List<Step> steps = ENGINE.plan(stack.context());
    Golden.check("drbd/replaced-node.txt", DrbdEngineTest.brief(steps));
    assertThat(steps)
        .as("the node that is left is only waited on")
        .filteredOn(step -> step.node().equals(N1))
        .extracting(Step::id)
        .containsExactly("r0/connect@n1", "r0/mark@n1");
    assertThat(codes(stack)).containsExactly("DRBD-27");
  }

  @Test
  void startsAtOnceWhereTheOnlyCopyIs() {
    Stack stack = replaced();
    stack
        .node("n1")
        .reply(
            DrbdProbes.PROC,
            Nodes.proc("cs:WFConnection ro:Secondary/Unknown ds:UpToDate/DUnknown"))
        .reply("drbd:r0", Nodes.resource(SAME));
    assertThat(ids(stack))
        .contains("r0/promote@n1", "r0/await-sync@n2")
        .noneMatch(id -> id.startsWith("r0/catch-up"));
  }

  @Test
  void buildsNothingFromACopyThatLacksWrites() {
    Stack stack = replaced();
    stack
        .node("n1")
        .reply(
            DrbdProbes.PROC,
            Nodes.proc("cs:WFConnection ro:Secondary/Unknown ds:Inconsistent/DUnknown"));
    assertThat(codes(stack)).containsExactly("DRBD-18");
    assertThat(ids(stack)).noneMatch(id -> id.startsWith("r0/"));
    stack
        .node("n1")
        .reply(DrbdProbes.PROC, new Reply(3, "", ""))
        .reply("drbd:r0", Nodes.resource(SAME).replace(":1:1:0:1", ":1:0:0:1"));
    assertThat(codes(stack)).as("down, told by its metadata").containsExactly("DRBD-18");
  }

  @Test
  void knowsItsCopyAgainOnANodeThatWasInstalledAnew() {
    Stack stack = replaced().with(new DrbdEngineTest.Above());
    String behind = "6F0A9D30B1C4A1B2:0000000000000000:0000000000000000:0000000000000000";
    stack.node("n2").reply("drbd:r0", Nodes.resource(behind).replace("secret 5e5e\n", ""));
    assertThat(codes(stack)).containsExactly("DRBD-23");
    assertThat(ids(stack))
        .contains("r0/secret@n2", "r0/configure@n2", "r0/up@n2")
        .noneMatch(id -> id.startsWith("r0/create-metadata"));
    stack.node("n2").reply("drbd:r0", Nodes.resource(SAME.replace("944251C7", "11111111")));
    assertThat(codes(stack)).as("of another history").contains("DRBD-12");
  }

  @Test
  void buildsNothingAnewThatWasInUseBefore() {
    Stack stack = Nodes.blank();
    stack
        .node("n2")
        .reply(
            "drbd:r0",
            Nodes.BLANK + "text /var/lib/cairn/drbd/r0.roles 2026-11-20T14:09:00Z primary\n");
    assertThat(codes(stack)).containsExactly("DRBD-28");
    assertThat(ids(stack)).noneMatch(id -> id.startsWith("r0/"));
  }

  @Test
  void takesADiskOfAnotherSizeWhereTheDataHasRoom() {
    Stack stack = replaced();
    stack.node("n1").disk("/dev/drbd0", "1G");
    stack.node("n2").reply("drbd:r0", "device /dev/vdb 2147483648\nzero 2147483648 100\n");
    assertThat(codes(stack)).as("a larger one").containsExactly("DRBD-27");
    for (var smaller : List.of(List.of("900M"), List.of("1G", "DRBD-19"))) {
      stack = replaced();
      stack.node("n1").disk("/dev/drbd0", smaller.getFirst());
      String asLarge = "device /dev/vdb 1073741824";
      stack
          .node("n1")
          .reply("drbd:r0", Nodes.resource(SAME).replace(asLarge, "device /dev/vdb 2147483648"));
      assertThat(codes(stack))
          .as("smaller than the other disk, which had more than the data takes: " + smaller)
          .filteredOn("DRBD-19"::equals)
          .hasSize(smaller.size() - 1);
    }
  }
}
