package io.cairn.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Finding;
import io.cairn.engine.Reply;
import io.cairn.engine.Stack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiskEngineTest {
  private static final DiskEngine ENGINE = new DiskEngine();
  private static final String DISK = "/dev/disk/by-id/virtio-store1";
  private static final String LAYERS =
      """
      p0: { type: partition, over: /dev/disk/by-id/virtio-store1, size: 500M }
      p1: { type: partition, over: /dev/disk/by-id/virtio-store1 }
      r0: { type: drbd, over: p0, nodes: [n1, n2], prefer: n1 }
      """;

  private static Stack blank() {
    Stack stack = Stack.of(LAYERS).with(ENGINE).withDrbd(Map.of("r0", "n1"));
    for (String node : List.of("n1", "n2")) {
      stack.node(node).disk("/dev/vdb", "1G").link(DISK, "/dev/vdb");
    }
    return stack;
  }

  private static Stack built() {
    Stack stack = blank();
    for (String node : List.of("n1", "n2")) {
      stack
          .node(node)
          .partition("/dev/vdb1", "500M", "p0", "/dev/vdb")
          .partition("/dev/vdb2", "522M", "p1", "/dev/vdb");
    }
    return stack;
  }

  @Test
  void makesOnePartitionAfterTheOther() {
    Golden.check(
        "disk/first-plan.txt",
        Stack.text(
            ENGINE.plan(blank().context()).stream()
                .filter(step -> step.node().text().equals("n1"))
                .toList()));
  }

  @Test
  void plansNothingWhenAllIsThere() {
    assertThat(ENGINE.plan(built().context())).isEmpty();
    assertThat(ENGINE.check(built().context())).isEmpty();
  }

  @Test
  void goesOnWhereItWasInterrupted() {
    Stack stack = blank();
    stack.node("n1").partition("/dev/vdb1", "500M", "p0", "/dev/vdb");
    assertThat(Stack.ids(ENGINE.plan(stack.context())))
        .containsExactly("p1/create@n1", "p0/create@n2", "p1/create@n2");
  }

  @Test
  void refusesADiskThatAProgramWritesTo() {
    Stack stack = blank();
    stack.node("n2").reply("common:writers", "/dev/vda\tx, process 1\n/dev/vdb\tqemu, process 7\n");
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::place, Finding::seen)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "DISK-07", "n2: " + DISK, "/dev/vdb: open for writing by qemu, process 7"));
  }

  @Test
  void refusesADiskWithAPartitionOfSomebodyElse() {
    Stack stack = blank();
    stack.node("n2").partition("/dev/vdb1", "500M", "windows", "/dev/vdb");
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::place, Finding::seen)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "DISK-02", "n2: " + DISK, "/dev/vdb: /dev/vdb1 named windows"));
    assertThat(Stack.ids(ENGINE.plan(stack.context())))
        .containsExactly("p0/create@n1", "p1/create@n1");
  }

  @Test
  void refusesADiskWithDataButNoSignature() {
    Stack stack = blank();
    stack
        .node("n2")
        .reply("begins:" + DISK, new Reply(1, DISK + " /dev/zero differ: byte 7, line 1\n", ""));
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::place, Finding::seen)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "DISK-02", "n2: " + DISK, "/dev/vdb: data without a signature in its first MiB"));
    stack.node("n2").partition("/dev/vdb1", "500M", "p0", "/dev/vdb");
    assertThat(ENGINE.check(stack.context())).isEmpty();
  }

  @Test
  void findsAMissingDisk() {
    Stack stack = Stack.of(LAYERS).with(ENGINE).withDrbd(Map.of("r0", "n1"));
    stack.node("n1").disk("/dev/vdb", "1G");
    assertThat(codes(stack)).containsExactly("DISK-01");
  }

  @Test
  void findsSizesThatDoNotFit() {
    Stack stack =
        Stack.of("p0: { type: partition, over: /dev/disk/by-id/virtio-store1, size: 1G }")
            .with(ENGINE);
    stack.node("n1").disk("/dev/vdb", "1G").link(DISK, "/dev/vdb");
    assertThat(codes(stack)).containsExactly("DISK-03");
  }

  @Test
  void findsAnotherSizeThanDeclared() {
    Stack stack = blank();
    stack.node("n1").partition("/dev/vdb1", "400M", "p0", "/dev/vdb");
    assertThat(codes(stack)).containsExactly("DISK-04", "DISK-06");
  }

  @Test
  void findsANameThatIsOnTwoDisks() {
    Stack stack = built();
    stack.node("n2").disk("/dev/vdc", "1G").partition("/dev/vdc1", "500M", "p0", "/dev/vdc");
    assertThat(codes(stack)).containsExactly("DISK-05");
  }

  @Test
  void refusesPeersOfDifferentSizeWhereNoSizeIsDeclared() {
    Stack stack =
        Stack.of(
                """
                p0: { type: partition, over: /dev/disk/by-id/virtio-store1 }
                r0: { type: drbd, over: p0, nodes: [n1, n2], prefer: n1 }
                """)
            .with(ENGINE)
            .withDrbd(Map.of("r0", "n1"));
    stack.node("n1").disk("/dev/vdb", "1G").link(DISK, "/dev/vdb");
    stack.node("n2").disk("/dev/vdb", "2G").link(DISK, "/dev/vdb");
    assertThat(ENGINE.check(stack.context()))
        .extracting(Finding::code, Finding::correction)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "DISK-06", "Declare the size that fits everywhere:\nsize: 1022M"));
  }

  @Test
  void deletesOnlyWhatWasNamed() {
    Stack stack = built().destroying("p1");
    assertThat(ENGINE.destroy(stack.layer("p0"), stack.context())).isEmpty();
    Golden.check(
        "disk/destroy.txt",
        Stack.text(List.of(ENGINE.destroy(stack.layer("p1"), stack.context()).getFirst())));
  }

  private static List<String> codes(Stack stack) {
    return ENGINE.check(stack.context()).stream().map(Finding::code).toList();
  }
}
