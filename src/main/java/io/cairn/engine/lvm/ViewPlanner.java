package io.cairn.engine.lvm;

import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Guard;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Mark;
import io.cairn.engine.Shell;
import io.cairn.engine.Step;
import io.cairn.graph.DevicePath;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What LVM sees on a node: the filter, and its copy in the initramfs where that matters. */
record ViewPlanner(NodeName node, DeviceView view, LvmFacts facts) {
  private static final Command REBUILD =
      Command.script("progress 'rebuilding the initramfs'\nupdate-initramfs -u");

  /** Every group and volume on the node waits for it. */
  static Condition set(NodeName node) {
    return Condition.node("lvm", node);
  }

  Optional<Step> step() {
    ManagedFile file = LvmConfig.view(view);
    List<Command> commands = new ArrayList<>();
    List<String> why = new ArrayList<>();
    if (!file.isIn(facts.node())) {
      why.add("LVM would look at other devices than it should");
      commands.add(Command.put(file));
    }
    if (isSystemOnLvm() && (!commands.isEmpty() || facts.hasOlderInitramfs())) {
      if (commands.isEmpty()) {
        why.add("the system lies on LVM, and its initramfs has an older configuration");
      }
      commands.add(REBUILD);
    }
    if (commands.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Step.node("lvm", "configure", node)
            .says("Set which devices LVM looks at", String.join("; ", why))
            .mark(Mark.CHANGE)
            .runs(commands)
            .check(isInForce())
            .check(seesNothingTwice())
            .needs(Condition.node("packages", node))
            .provides(set(node))
            .build());
  }

  /** Whether the root file system lies on a logical volume, or on something that does. */
  private boolean isSystemOnLvm() {
    return facts
        .node()
        .mounts()
        .at("/")
        .filter(root -> DevicePath.isValid(root.source()))
        .flatMap(root -> facts.node().blocks().at(new DevicePath(root.source())))
        .filter(this::liesOnLvm)
        .isPresent();
  }

  private boolean liesOnLvm(Device device) {
    return device.type().equals("lvm")
        || device.parents().stream()
            .filter(DevicePath::isValid)
            .flatMap(parent -> facts.node().blocks().at(new DevicePath(parent)).stream())
            .anyMatch(this::liesOnLvm);
  }

  private Guard isInForce() {
    return Guard.that(
        "LVM has read it",
        """
        seen=$(LVM_SUPPRESS_FD_WARNINGS=1 lvmconfig --typeconfig full devices/global_filter)
        [ "$seen" = %s ] || { echo "it is $seen"; exit 1; }"""
            .formatted(Shell.quote(LvmConfig.shown(view.filter()))));
  }

  private static Guard seesNothingTwice() {
    return Guard.that(
        "LVM sees no physical volume twice",
        """
        said=$(LVM_SUPPRESS_FD_WARNINGS=1 pvs --noheadings --options pv_name,pv_duplicate 2>&1) || { echo "$said"; exit 1; }
        case $said in *'Not using device'*|*'prefers device'*|*duplicate*) echo "$said"; exit 1 ;; esac""");
  }
}
