package io.cairn.engine.drbd;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What DRBD needs of a node before any resource: module, common settings, script of the units. */
record NodeSetup(NodeName node, DrbdFacts facts, Cluster cluster) {
  private static final ManagedFile MODULES = ManagedFile.whole(DrbdPaths.MODULES, "drbd\n");

  /** Holds when the node is set up. */
  static Condition done(NodeName node) {
    return Condition.node("drbd", node);
  }

  /** Whether the node takes a snapshot of some copy before it is resynced. */
  static boolean takesSnapshots(NodeName node, Cluster cluster) {
    return DrbdProbes.on(cluster, node).stream()
        .anyMatch(resource -> new ResyncSnapshots(resource, cluster).isOn(node));
  }

  Optional<Step> step() {
    List<Command> commands = new ArrayList<>();
    List<String> why = new ArrayList<>();
    if (facts.proc().isMissing()) {
      why.add("the module is not loaded");
      commands.add(DrbdCommands.LOAD_MODULE);
    }
    put(MODULES, commands, why);
    put(NodeScript.file(), commands, why);
    if (takesSnapshots(node, cluster)) {
      put(ResyncScript.file(), commands, why);
    }
    if (!isGlobalOurs()) {
      why.add(DrbdPaths.GLOBAL + " is not as declared");
      commands.add(Command.put(DrbdConfig.global()));
    }
    if (facts.isStockServiceEnabled()) {
      why.add("drbd.service would start every resource at boot");
      // not stopped: that would take down resources that are not Cairn's
      commands.add(Command.exec("systemctl", "disable", "drbd.service"));
    }
    return commands.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Step.node("drbd", "setup", node)
                .says("Load DRBD and write its common settings", String.join("; ", why))
                .guard(DrbdGuards.isEight())
                .runs(commands)
                .needs(Condition.node("packages", node))
                .provides(done(node))
                .build());
  }

  private void put(ManagedFile file, List<Command> commands, List<String> why) {
    if (!file.isIn(facts.node())) {
      why.add(file.path() + " is not as declared");
      commands.add(Command.put(file));
    }
  }

  private boolean isGlobalOurs() {
    return facts
        .file(DrbdPaths.GLOBAL)
        .filter(file -> file.text().equals(DrbdConfig.global().text()))
        .isPresent();
  }
}
