package io.cairn.engine.lvm;

import io.cairn.engine.Reply;
import io.cairn.engine.Stack;
import java.util.List;

/** Nodes with LVM, in the states that matter. */
final class Nodes {
  /** A cached volume, and a group with a thin pool on it, below DRBD; a pool above. */
  static final String DEEP =
      """
      VG1: { type: vg, over: [/dev/disk/by-id/virtio-hdd, /dev/disk/by-id/virtio-ssd] }
      cachedlv: { type: lv, over: VG1, on: /dev/disk/by-id/virtio-hdd, size: 10G, cache: { on: /dev/disk/by-id/virtio-ssd, size: 4G, mode: writethrough } }
      DRBDVG: { type: vg, over: cachedlv }
      pool: { type: thinpool, over: DRBDVG, size: 80%, autoextend: { at: 70%, by: 20% } }
      DRBDLV1: { type: thin, over: pool, size: 9G }
      r0: { type: drbd, over: DRBDLV1, nodes: [n1, n2], prefer: n1 }
      DRBDVG2: { type: vg, over: r0 }
      vps: { type: thinpool, over: DRBDVG2, size: 80% }
      """;

  static final String EMPTY_PVS = "{\"report\":[{\"pv\":[]}]}";
  static final String EMPTY_VGS = "{\"report\":[{\"vg\":[]}]}";
  static final String EMPTY_LVS = "{\"report\":[{\"lv\":[]}]}";
  static final String DEFAULTS =
      """
      filter=["a|.*|"]
      global_filter=["a|.*|"]
      scan_lvs=0
      use_devicesfile=0
      monitoring=1
      thin_pool_autoextend_threshold=100
      event_activation=1
      """;

  /** What was applied on the node whose answers are recorded as {@code deep-stack}. */
  static final String APPLIED =
      """
      VG1: { type: vg, over: [/dev/disk/by-id/virtio-hdd, /dev/disk/by-id/virtio-ssd], nodes: [n1] }
      cachedlv: { type: lv, over: VG1, on: /dev/disk/by-id/virtio-hdd, size: 10G, cache: { on: /dev/disk/by-id/virtio-ssd, size: 4G, mode: writethrough } }
      plain: { type: lv, over: VG1, size: 500M }
      DRBDVG: { type: vg, over: cachedlv }
      pool: { type: thinpool, over: DRBDVG, size: 80%, autoextend: { at: 70%, by: 20% } }
      DRBDLV1: { type: thin, over: pool, size: 9G }
      data-1: { type: thin, over: pool, size: 1G }
      """;

  private Nodes() {}

  /** The node whose answers are recorded. */
  static Stack applied(String layers, String version) {
    Stack stack = blank(layers);
    stack
        .node("n1")
        .filesOf(new LvmEngine().plan(blank(APPLIED).context()), "n1")
        .reply(LvmProbes.PVS, recorded("pvs-" + version + "-deep-stack"))
        .reply(LvmProbes.VGS, recorded("vgs-" + version + "-deep-stack"))
        .reply(LvmProbes.LVS, recorded("lvs-" + version + "-deep-stack"))
        .reply(LvmProbes.SETTINGS, recorded("settings-" + version + "-deep-stack"));
    return stack;
  }

  /** A recorded answer, with the tags that the cluster of the tests would have given. */
  static Reply recorded(String name) {
    Reply reply = Recorded.reply(name);
    return new Reply(reply.exit(), reply.out().replace("cairn:lvmtry", "cairn:test"), reply.err());
  }

  static Stack stack(String layers) {
    return Stack.of(layers).with(new LvmEngine());
  }

  /** Two disks without anything on them, and no group at all. */
  static Stack blank(String layers) {
    Stack stack = stack(layers);
    for (String node : List.of("n1", "n2")) {
      stack
          .node(node)
          .disk("/dev/vdb", "12G")
          .link("/dev/disk/by-id/virtio-hdd", "/dev/vdb")
          .disk("/dev/vdc", "6G")
          .link("/dev/disk/by-id/virtio-ssd", "/dev/vdc")
          .reply(LvmProbes.PVS, EMPTY_PVS)
          .reply(LvmProbes.VGS, EMPTY_VGS)
          .reply(LvmProbes.LVS, EMPTY_LVS)
          .reply(LvmProbes.SETTINGS, DEFAULTS)
          .reply(LvmProbes.NODE, "unit dm-event.socket active\ninitramfs none\n")
          .noFile(LvmPaths.LOCAL)
          .noFile(LvmPaths.SCRIPT);
    }
    return stack;
  }
}
