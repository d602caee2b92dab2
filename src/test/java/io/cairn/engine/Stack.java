package io.cairn.engine;

import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.Observed.NodeSurvey;
import io.cairn.graph.Cluster;
import io.cairn.graph.DevicePath;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Observed clusters for tests of engines, and their steps as text. */
public final class Stack {
  private final Cluster cluster;
  private final List<Engine> engines = new ArrayList<>();
  private final Map<NodeName, NodeFactsBuilder> nodes = new LinkedHashMap<>();
  private final Set<LayerName> destruction = new TreeSet<>();

  private Stack(Cluster cluster) {
    this.cluster = cluster;
  }

  /** A cluster of the two nodes n1 and n2 with these layers (the YAML below {@code layers:}). */
  public static Stack of(String layers) {
    String text =
        """
        cluster: test
        nodes:
          n1: { ssh: root@10.1.0.5, address: 10.0.254.1 }
          n2: { ssh: root@10.1.0.6, address: 10.0.254.2 }
        networks:
          replication: { subnet: 10.0.254.0/30, interface: eth1 }
          lan: { subnet: 10.1.0.0/24, interface: eth0, bridge: br0, gateway: 10.1.0.1 }
        layers:
        """
            + layers.indent(2)
            + "failover: manual\n";
    return file(text);
  }

  /** The cluster that this file describes. */
  public static Stack file(String text) {
    return switch (ClusterFile.parse("test.yaml", text)) {
      case ParseResult.Parsed(var file) -> new Stack(file.cluster());
      case ParseResult.Rejected(var problems) ->
          throw new IllegalArgumentException(problems.toString());
    };
  }

  /** Plans with this engine, too. */
  public Stack with(Engine engine) {
    engines.add(engine);
    return this;
  }

  /** Where DRBD resources are primary; without a call, nothing answers for DRBD. */
  public Stack withDrbd(Map<String, String> primaries) {
    return with(new FixedDrbd(primaries));
  }

  /** That node answered. */
  public NodeFactsBuilder node(String name) {
    return nodes.computeIfAbsent(new NodeName(name), _ -> new NodeFactsBuilder());
  }

  /** That layer may be destroyed. */
  public Stack destroying(String layer) {
    destruction.add(new LayerName(layer));
    return this;
  }

  /** The layer of that name. */
  public Layer layer(String name) {
    return cluster.layer(new LayerName(name));
  }

  /** What the engines plan from. */
  public Context context() {
    var observed = new LinkedHashMap<NodeName, NodeSurvey>();
    nodes.forEach((node, facts) -> observed.put(node, new NodeSurvey.Answered(facts.build(node))));
    cluster.nodes().keySet().stream()
        .filter(node -> !nodes.containsKey(node))
        .forEach(node -> observed.put(node, new NodeSurvey.Unreachable("no route to host")));
    return new Context(cluster, new Observed(observed), new Engines(engines), destruction);
  }

  /** Ids of the steps, in order. */
  public static List<String> ids(List<Step> steps) {
    return steps.stream().map(Step::id).toList();
  }

  /** Steps as a reviewer reads them: everything, the scripts whole. */
  public static String text(List<Step> steps) {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      text.append("%s %s %s%n".formatted(step.mark().sign(), step.id(), step.effect()));
      text.append("  ").append(step.intent()).append(": ").append(step.why()).append('\n');
      new TreeSet<>(step.needs()).forEach(c -> text.append("  needs ").append(c).append('\n'));
      new TreeSet<>(step.provides())
          .forEach(c -> text.append("  provides ").append(c).append('\n'));
      step.guards().forEach(guard -> guard(text, "only if", guard));
      for (Command command : step.commands()) {
        text.append(command.toShell().indent(4).replaceFirst("^   ", "  \\$"));
      }
      step.checks().forEach(guard -> guard(text, "verify", guard));
      text.append('\n');
    }
    return text.toString();
  }

  private static void guard(StringBuilder text, String word, Guard guard) {
    text.append("  %s %s%n".formatted(word, guard.what()));
    text.append(guard.test().toShell().indent(6));
  }

  /** The facts of one node. */
  public static final class NodeFactsBuilder {
    private final List<Device> devices = new ArrayList<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final List<Mounts.Mount> mounts = new ArrayList<>();
    private final Map<String, Reply> replies = new HashMap<>();
    private final Map<String, String> packages = new HashMap<>();
    private final Map<String, String> modules = new HashMap<>();
    private String hostName = "";
    private String system = "debian 12";
    private int userId = 0;
    private Duration ahead = Duration.ZERO;

    /** A disk or DRBD device. */
    public NodeFactsBuilder disk(String path, String size) {
      return device(path, size, "disk", Optional.empty(), List.of());
    }

    /** A partition with its label, on a disk. */
    public NodeFactsBuilder partition(String path, String size, String label, String disk) {
      link("/dev/disk/by-partlabel/" + label, path);
      return device(path, size, "part", Optional.of(label), List.of(disk));
    }

    /** What is on a device that is there already. */
    public NodeFactsBuilder signature(String path, String type) {
      devices.replaceAll(
          d ->
              d.path().equals(path)
                  ? new Device(
                      d.path(),
                      d.size(),
                      d.type(),
                      Optional.of(type),
                      d.uuid(),
                      d.partitionTable(),
                      d.partitionLabel(),
                      d.mountPoints(),
                      d.serial(),
                      d.parents(),
                      d.access(),
                      d.medium())
                  : d);
      return this;
    }

    /** A logical volume as lsblk shows it. */
    public NodeFactsBuilder volume(String path, String size, String below) {
      return device(path, size, "lvm", Optional.empty(), List.of(below));
    }

    private NodeFactsBuilder device(
        String path, String size, String type, Optional<String> label, List<String> parents) {
      devices.add(
          new Device(
              path,
              Size.parse(size).orElseThrow(),
              type,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              label,
              List.of(),
              Optional.empty(),
              parents,
              BlockDevices.Access.READ_WRITE,
              BlockDevices.Medium.SOLID));
      return this;
    }

    /** A symbolic link to a device. */
    public NodeFactsBuilder link(String link, String path) {
      aliases.put(link, path);
      return this;
    }

    /** Something mounted. */
    public NodeFactsBuilder mount(String target, String source, String type, String options) {
      mounts.add(
          new Mounts.Mount(
              target, source, type, List.of(options.split(",")), 100 << 20, 1000 << 20));
      return this;
    }

    /** Something mounted, with that much room left of 1000 MiB. */
    public NodeFactsBuilder mountWithFree(String target, String options, long mebibytes) {
      mounts.add(
          new Mounts.Mount(
              target,
              "/dev/vda1",
              "ext4",
              List.of(options.split(",")),
              (1000 - mebibytes) << 20,
              1000 << 20));
      return this;
    }

    /** What {@code uname -n} prints, other than the node's name. */
    public NodeFactsBuilder hostName(String name) {
      hostName = name;
      return this;
    }

    /** Another system, as in {@code ubuntu 24.04}. */
    public NodeFactsBuilder system(String idAndVersion) {
      system = idAndVersion;
      return this;
    }

    /** Another user than root. */
    public NodeFactsBuilder userId(int id) {
      userId = id;
      return this;
    }

    /** A clock that is ahead of this machine's. */
    public NodeFactsBuilder ahead(Duration time) {
      ahead = time;
      return this;
    }

    /** A kernel module that is loaded. */
    public NodeFactsBuilder loaded(String module, String version) {
      modules.put(module, version);
      return this;
    }

    /** A probe's answer, exit status 0. */
    public NodeFactsBuilder reply(String probe, String out) {
      return reply(probe, new Reply(0, out, ""));
    }

    /** A probe's answer. */
    public NodeFactsBuilder reply(String probe, Reply reply) {
      replies.put(probe, reply);
      return this;
    }

    /** A file's text. */
    public NodeFactsBuilder file(String path, String text) {
      return reply("file:" + path, text);
    }

    /** A file that is not there. */
    public NodeFactsBuilder noFile(String path) {
      return reply("file:" + path, new Reply(3, "", ""));
    }

    /** Every file that these steps write on the node is there as they would write it. */
    public NodeFactsBuilder filesOf(List<Step> steps, String node) {
      steps.stream()
          .filter(step -> step.node().text().equals(node))
          .flatMap(step -> step.commands().stream())
          .forEach(
              command -> {
                if (command instanceof Command.Put(var file)) {
                  file(file.path(), written(file));
                }
              });
      return this;
    }

    private static String written(ManagedFile file) {
      return switch (file.content()) {
        case ManagedFile.Content.Whole(var text) -> text;
        case ManagedFile.Content.Block block ->
            block.begin() + "\n" + block.text() + block.end() + "\n";
      };
    }

    /** An installed package. */
    public NodeFactsBuilder installed(String name, String version) {
      packages.put(name, version);
      return this;
    }

    private NodeFacts build(NodeName node) {
      String[] idAndVersion = system.split(" ");
      return new NodeFacts(
          new SystemFacts(
              hostName.isEmpty() ? node.text() : hostName,
              "6.1.0-31-amd64",
              Map.of("ID", idAndVersion[0], "VERSION_ID", idAndVersion[1]),
              userId,
              "b00t",
              ahead,
              1L << 30,
              modules,
              packages),
          new BlockDevices(devices, aliases),
          new Mounts(mounts),
          replies);
    }
  }

  /** Stands for the DRBD engine: devices in the order of the file, primaries as told. */
  private record FixedDrbd(Map<String, String> primaries) implements Engine {
    @Override
    public String name() {
      return "drbd";
    }

    @Override
    public boolean owns(Layer layer) {
      return layer instanceof Layer.Drbd;
    }

    @Override
    public List<Probe> probes(Cluster cluster, NodeName node) {
      return List.of();
    }

    @Override
    public List<Step> plan(Context context) {
      return List.of();
    }

    @Override
    public List<Step> start(Layer layer, NodeName node, Context context) {
      return List.of(
          Step.layer(layer.name(), "promote", node)
              .provides(Condition.active(layer.name(), node))
              .build());
    }

    @Override
    public Optional<DevicePath> device(Layer layer, NodeName node, Context context) {
      List<Layer> all =
          context.cluster().layers().values().stream()
              .filter(Layer.Drbd.class::isInstance)
              .toList();
      return Optional.of(new DevicePath("/dev/drbd" + all.indexOf(layer)));
    }

    @Override
    public Optional<List<NodeName>> activeOn(Layer layer, Context context) {
      return Optional.of(
          Optional.ofNullable(primaries.get(layer.name().text())).stream()
              .map(NodeName::new)
              .toList());
    }

    @Override
    public List<LayerState> states(Context context) {
      return List.of();
    }
  }
}
