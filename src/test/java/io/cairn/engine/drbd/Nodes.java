package io.cairn.engine.drbd;

import io.cairn.engine.Command;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Reply;
import io.cairn.engine.Stack;
import io.cairn.engine.Step;
import java.util.List;
import java.util.stream.Collectors;

/** Two nodes with one resource, in the states that matter. */
final class Nodes {
  static final String LAYERS =
      """
      r0: { type: drbd, over: /dev/disk/by-id/virtio-store1, nodes: [n1, n2], prefer: n1 }
      store1: { type: btrfs, over: r0, mount: /srv/store1 }
      """;

  static final String BLANK = "device /dev/vdb 1073741824\nzero 1073741824 2000\n";
  static final String JUST_CREATED =
      """
      device /dev/vdb 1073741824
      signature drbd 21cee9185251c620
      ids 0000000000000004:0000000000000000:0000000000000000:0000000000000000:0:0:0:0:0:0:0
      zero 1073672192 2000
      """;
  static final String ENABLED =
      """
      unit cairn-drbd-r0.service enabled active
      unit cairn-boot-r0.service enabled inactive
      """;

  private static final String UTILS = "utils 9.22.0\nstock disabled\nlink eth1 10000\n";
  private static final String STOCK =
      """
      file aa11 /etc/drbd.conf
      | include "drbd.d/global_common.conf";
      | include "drbd.d/*.res";
      """;

  private Nodes() {}

  static Stack stack() {
    return Stack.of(LAYERS).with(new DrbdEngine());
  }

  /** Nothing of Cairn's there; both disks were read as zeros. */
  static Stack blank() {
    Stack stack = stack();
    for (String node : List.of("n1", "n2")) {
      stack
          .node(node)
          .disk("/dev/vdb", "1G")
          .link("/dev/disk/by-id/virtio-store1", "/dev/vdb")
          .reply(DrbdProbes.PROC, new Reply(3, "", ""))
          .reply(DrbdProbes.NODE, "module 8.4.11\n" + UTILS)
          .reply(DrbdProbes.FILES, STOCK)
          .reply("drbd:r0", BLANK);
    }
    return stack;
  }

  /**
   * Everything as declared: primary on n1, in sync.
   *
   * @param first the steps that a first plan had
   */
  static Stack built(List<Step> first) {
    Stack stack = blank();
    String same = "944251C7D134723E:0000000000000000:0000000000000000:0000000000000000";
    set(stack, first, "n1", "Primary/Secondary", same);
    set(stack, first, "n2", "Secondary/Primary", same);
    stack
        .node("n1")
        .reply(
            "drbd:r0",
            resource(same)
                + "text /var/lib/cairn/holder/r0 since 2026-11-20T14:00:00Z\n"
                + "unit cairn-primary-r0.service static active\n");
    return stack;
  }

  /**
   * Built, and then n2 replaced by a new server: n1 goes on alone, by an operator's word.
   *
   * @param first the steps that a first plan had
   */
  static Stack replaced(List<Step> first) {
    Stack stack = blank();
    String ids = "944251C7D134723F:6F0A9D30B1C4A1B2:0000000000000000:0000000000000000";
    set(stack, first, "n1", "Primary/Unknown", ids);
    stack
        .node("n1")
        .reply(DrbdProbes.PROC, proc("cs:WFConnection ro:Primary/Unknown ds:UpToDate/DUnknown", 64))
        .reply(
            "drbd:r0",
            resource(ids)
                + "text /var/lib/cairn/holder/r0 since x\ntext /var/lib/cairn/holder/r0 alone\n"
                + "unit cairn-primary-r0.service static active\n");
    return stack;
  }

  private static void set(Stack stack, List<Step> first, String node, String roles, String ids) {
    stack
        .node(node)
        .filesOf(first, node)
        .reply(DrbdProbes.PROC, proc("cs:Connected ro:" + roles + " ds:UpToDate/UpToDate"))
        .reply(DrbdProbes.FILES, STOCK + listed(first, node))
        .reply("drbd:r0", resource(ids));
  }

  static String resource(String ids) {
    return "device /dev/vdb 1073741824\nsignature drbd 21cee9185251c620\nsecret 5e5e\nids "
        + ids
        + ":1:1:0:1:0:0:0\n"
        + ENABLED;
  }

  static String proc(String state) {
    return proc(state, 0);
  }

  static String proc(String state, long outOfSync) {
    return """
    version: 8.4.11 (api:1/proto:86-101)
    srcversion: B536C32A3EADA868561EFD9\s
     0: %s C r-----
        ns:0 nr:0 dw:0 dr:0 al:8 bm:0 lo:0 pe:0 ua:0 ap:0 ep:1 wo:f oos:%d
    """
        .formatted(state, outOfSync);
  }

  /** The configuration files that these steps write on the node, as the survey lists them. */
  static String listed(List<Step> steps, String node) {
    return steps.stream()
        .filter(step -> step.node().text().equals(node))
        .flatMap(step -> step.commands().stream())
        .filter(Command.Put.class::isInstance)
        .map(command -> ((Command.Put) command).file())
        .filter(file -> file.path().startsWith("/etc/drbd.d/"))
        .map(Nodes::listed)
        .collect(Collectors.joining());
  }

  private static String listed(ManagedFile file) {
    return "file abc123 "
        + file.path()
        + "\n"
        + file.text().replaceAll("(?m)^", "| ").replaceAll("\\| $", "");
  }
}
