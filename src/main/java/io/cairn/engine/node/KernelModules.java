package io.cairn.engine.node;

import io.cairn.engine.NodeFacts;
import io.cairn.engine.Reply;
import io.cairn.engine.Seen;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;

/**
 * The kernel modules that a node needs, as modinfo(8) sees them for the running kernel.
 *
 * @param available those that can be loaded, or are built in
 * @param missing those that cannot
 * @param kernel whether the running kernel's modules are still installed
 */
record KernelModules(List<Module> available, List<String> missing, Kernel kernel) {
  KernelModules {
    available = List.copyOf(available);
    missing = List.copyOf(missing);
  }

  /** A module that can be loaded, with its version where it says one. */
  record Module(String name, Optional<String> version) {}

  /** Whether {@code /lib/modules} still has the running kernel. */
  enum Kernel {
    INSTALLED,
    REPLACED
  }

  /** What the layers on that node need of its kernel. */
  static SequencedSet<String> of(Cluster cluster, NodeName node) {
    SequencedSet<String> modules = new TreeSet<>();
    for (Layer layer : cluster.layers().values()) {
      if (cluster.nodesOf(layer).contains(node)) {
        modules.addAll(of(layer));
      }
    }
    if (cluster.networks().values().stream().anyMatch(network -> network.bridge().isPresent())) {
      modules.add("bridge");
    }
    return modules;
  }

  private static List<String> of(Layer layer) {
    return switch (layer) {
      case Layer.Partition _ -> List.of();
      case Layer.Drbd _ -> List.of("drbd");
      case Layer.FileSystem fileSystem -> List.of(fileSystem.format().word());
      case Layer.Lxc _ -> List.of("veth");
    };
  }

  static Seen<KernelModules> read(NodeFacts facts) {
    Optional<Reply> reply = facts.reply(NodeProbes.MODULES);
    if (reply.isEmpty() || !reply.get().ok()) {
      return new Seen.Unknown<>(reply.map(Reply::err).orElse("not asked").strip());
    }
    List<Module> available = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    Kernel kernel = Kernel.INSTALLED;
    for (String line : reply.get().out().lines().toList()) {
      String[] words = line.strip().split(" ", 3);
      if (line.equals("kernel gone")) {
        kernel = Kernel.REPLACED;
      } else if (words.length == 2 && words[1].equals("missing")) {
        missing.add(words[0]);
      } else if (words.length >= 2) {
        Optional<String> version =
            words.length == 3 ? Optional.of(words[2].strip()) : Optional.empty();
        available.add(new Module(words[0], version));
      }
    }
    missing.removeIf(facts.system().modules()::containsKey);
    return new Seen.Present<>(new KernelModules(available, missing, kernel));
  }

  /** The version of a module that can be loaded. */
  Optional<String> version(String module) {
    return available.stream()
        .filter(m -> m.name().equals(module))
        .findFirst()
        .flatMap(Module::version);
  }
}
