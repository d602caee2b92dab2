package io.cairn.engine.drbd;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.SnapshotMarks;
import io.cairn.graph.Layer;
import java.util.List;
import java.util.Optional;

/** What is to be said of a snapshot from before a resync that is there while none runs. */
record ResyncSnapshotRules(ResourceView view, Context context) {

  List<Finding> findings() {
    return view.seen().stream().flatMap(on -> of(on).stream()).toList();
  }

  private Optional<Finding> of(ResourceView.OnNode on) {
    if (on.minor().filter(ProcDrbd.Minor::isSyncTarget).isPresent()) {
      return Optional.empty();
    }
    return new ResyncSnapshots(view.declared(), context.cluster())
        .volume(on.node())
        .flatMap(volume -> left(on, volume));
  }

  private Optional<Finding> left(ResourceView.OnNode on, Layer volume) {
    return context
        .engines()
        .of(volume)
        .keptBeforeResync(volume, on.node(), context)
        .map(taken -> on.isUpToDate() ? needless(on, taken) : lastState(on, taken));
  }

  private Finding needless(ResourceView.OnNode on, String taken) {
    return Finding.warning("DRBD-36", "Snapshot from before a resync is left")
        .at(view.name() + " on " + on.node())
        .saw("one of " + taken + ", and a copy that is up to date", "none")
        .because(
            "It takes room as the volume changes, and while it is there no other one is taken before a"
                + " resync.",
            "The next resync that ends removes it. So does:\n  cairn snapshot delete "
                + view.name()
                + " "
                + SnapshotMarks.BEFORE_RESYNC);
  }

  private Finding lastState(ResourceView.OnNode on, String taken) {
    return Finding.warning("DRBD-37", "Resync did not end; the copy can go back to before it")
        .at(view.name() + " on " + on.node())
        .saw(
            "a snapshot of "
                + taken
                + ", and the copy "
                + on.minor().map(minor -> minor.disk().local()).orElse("down"),
            "a copy that is up to date")
        .because(
            "What lies there now is half of one state and half of another. The snapshot is as the copy"
                + " was when the resync began.",
            "When the other node comes back, the resync goes on and the snapshot goes away. If it is"
                + " lost for good:\n  docs/operations.md, \"The other node died during a resync\"");
  }
}
