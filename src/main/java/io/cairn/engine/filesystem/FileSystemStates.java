package io.cairn.engine.filesystem;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.Mounts;
import io.cairn.engine.SnapshotTimers;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a file system is on a node. */
final class FileSystemStates {
  private final Layer.FileSystem layer;
  private final Context context;

  FileSystemStates(Layer.FileSystem layer, Context context) {
    this.layer = layer;
    this.context = context;
  }

  List<LayerState> all() {
    return context.cluster().nodesOf(layer).stream().map(this::on).toList();
  }

  private LayerState on(NodeName node) {
    return context
        .facts(node)
        .map(FileSystemFacts::of)
        .map(facts -> on(node, facts))
        .orElseGet(
            () ->
                new LayerState(
                    layer.name(),
                    node,
                    Health.UNKNOWN,
                    "unknown",
                    "the node does not answer",
                    Optional.empty(),
                    List.of()));
  }

  private LayerState on(NodeName node, FileSystemFacts facts) {
    List<Finding> wrong = new ArrayList<>(FileSystemRules.of(layer, node, context, facts));
    FileSystemRules.twice(layer, context).ifPresent(wrong::add);
    return facts
        .node()
        .mounts()
        .at(layer.mount())
        .map(mount -> mounted(node, facts, mount, wrong))
        .orElseGet(() -> unmounted(node, facts, wrong));
  }

  private LayerState mounted(
      NodeName node, FileSystemFacts facts, Mounts.Mount mount, List<Finding> wrong) {
    boolean failed = !wrong.isEmpty();
    if (mount.options().contains("ro") && !layer.options().contains("ro")) {
      failed = true;
      wrong.add(readOnly(node));
    }
    List<String> errors = facts.errors(layer.name());
    if (!errors.isEmpty()) {
      wrong.add(deviceErrors(node, errors));
    }
    List<Finding> snapshots = SnapshotTimers.of(facts.node()).failures(layer, node);
    wrong.addAll(snapshots);
    Health healthy = errors.isEmpty() && snapshots.isEmpty() ? Health.OK : Health.DEGRADED;
    return new LayerState(
        layer.name(),
        node,
        failed ? Health.FAILED : healthy,
        "mounted",
        mount.type() + " at " + layer.mount() + " from " + mount.source(),
        Optional.of(new LayerState.Fill(new Size(mount.usedBytes()), new Size(mount.totalBytes()))),
        wrong);
  }

  private LayerState unmounted(NodeName node, FileSystemFacts facts, List<Finding> wrong) {
    boolean wanted = context.activeOn(layer).contains(node);
    boolean prepared = !facts.node().file(FileSystemEngine.unitPath(layer)).isMissing();
    String result = facts.unit(layer.name(), "result");
    String detail =
        wanted && !result.isEmpty() && !result.equals("success")
            ? "the last mount failed: " + result
            : layer.mount();
    Health resting = prepared && !wanted ? Health.OK : Health.ABSENT;
    return new LayerState(
        layer.name(),
        node,
        wrong.isEmpty() ? resting : Health.FAILED,
        wanted ? "not mounted" : prepared ? "standby" : "not prepared",
        detail,
        Optional.empty(),
        wrong);
  }

  private Finding readOnly(NodeName node) {
    return Finding.error("FS-07", "File system went read-only")
        .at(node + ": " + layer.mount())
        .saw("mounted read-only", "read-write")
        .because(
            "The kernel does this when it finds the file system damaged or the device failing.",
            "Look for the reason first:\njournalctl --dmesg --grep '"
                + layer.format().word().toUpperCase(java.util.Locale.ROOT)
                + "|I/O error'");
  }

  private Finding deviceErrors(NodeName node, List<String> errors) {
    return Finding.warning("FS-08", "Btrfs counted errors of its device")
        .at(node + ": " + layer.mount())
        .saw(String.join(", ", errors), "no errors")
        .because(
            "Data was read wrong or not at all; with one device Btrfs can tell, not repair.",
            "Check everything, then set the counters back:\nbtrfs scrub start -B "
                + layer.mount()
                + "\nbtrfs device stats --reset "
                + layer.mount());
  }
}
