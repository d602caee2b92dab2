package io.cairn.engine.node;

import io.cairn.engine.NodeFacts;
import io.cairn.engine.Reply;
import io.cairn.engine.Seen;
import io.cairn.graph.Cache;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.RaidLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel modules that a node needs, as modinfo(8) sees them for the running kernel.
 *
 * @param available those that can be loaded, or are built in
 * @param missing those that are not there
 * @param forbidden those that modprobe.d(5) forbids to load
 * @param kernel whether the running kernel's modules are still installed
 */
record KernelModules(
    List<Module> available, List<String> missing, List<String> forbidden, Kernel kernel) {
  KernelModules {
    forbidden = List.copyOf(forbidden);
    available = List.copyOf(available);
    missing = List.copyOf(missing);
  }

  private static final Pattern NOT_FOUND = Pattern.compile("Module (\\S+) not found");

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
    for (Layer layer : cluster.bottomUpOn(node)) {
      modules.addAll(of(layer));
    }
    if (cluster.networks().values().stream().anyMatch(network -> network.bridge().isPresent())) {
      modules.add("bridge");
    }
    return modules;
  }

  private static List<String> of(Layer layer) {
    return switch (layer) {
      case Layer.Partition _ -> List.of();
      case Layer.Raid raid -> List.of(module(raid.level()));
      case Layer.VolumeGroup _ -> List.of("dm_mod");
      case Layer.LogicalVolume volume ->
          volume.cache().map(cache -> List.of(module(cache.kind()))).orElse(List.of());
      case Layer.ThinPool _, Layer.ThinVolume _ -> List.of("dm_thin_pool");
      case Layer.Drbd _ -> List.of("drbd");
      case Layer.FileSystem fileSystem -> List.of(fileSystem.format().word());
      case Layer.Lxc _ -> List.of("veth");
    };
  }

  private static String module(RaidLevel level) {
    return switch (level) {
      case RAID1 -> "raid1";
      case RAID10 -> "raid10";
      case RAID5, RAID6 -> "raid456";
    };
  }

  private static String module(Cache.Kind kind) {
    return switch (kind) {
      case DM_CACHE -> "dm_cache";
      case DM_WRITECACHE -> "dm_writecache";
    };
  }

  static Seen<KernelModules> read(NodeFacts facts) {
    Optional<Reply> reply = facts.reply(NodeProbes.MODULES);
    if (reply.isEmpty() || !reply.get().ok()) {
      return new Seen.Unknown<>(reply.map(Reply::err).orElse("not asked").strip());
    }
    List<Module> available = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> forbidden = new ArrayList<>();
    boolean inFile = false;
    for (String line : reply.get().out().lines().toList()) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1).strip();
      Matcher notFound = NOT_FOUND.matcher(line);
      if (notFound.find()) {
        missing.add(notFound.group(1));
      } else if (line.startsWith("install ")) {
        forbidden.add(line.split(" ")[1]);
      } else if (line.startsWith("filename:")) {
        // "(builtin)" needs no file, and has its name in a line before
        inFile = value.startsWith("/");
        if (inFile) {
          available.add(new Module(name(value), Optional.empty()));
        }
      } else if (line.startsWith("version:") && inFile) {
        available.add(new Module(available.removeLast().name(), Optional.of(value)));
      }
    }
    Kernel kernel =
        reply.get().out().startsWith("kernel gone\n") ? Kernel.REPLACED : Kernel.INSTALLED;
    missing.removeIf(facts.system().modules()::containsKey);
    forbidden.removeIf(facts.system().modules()::containsKey);
    return new Seen.Present<>(new KernelModules(available, missing, forbidden, kernel));
  }

  // as in /lib/modules/6.12.57/kernel/drivers/block/drbd/drbd.ko.xz
  private static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1).replaceAll("\\.ko.*", "").replace('-', '_');
  }

  /** The version of a module that can be loaded. */
  Optional<String> version(String module) {
    return available.stream()
        .filter(m -> m.name().equals(module))
        .findFirst()
        .flatMap(Module::version);
  }
}
