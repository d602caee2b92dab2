package io.cairn.provider.lab;

import io.cairn.graph.Cluster;
import io.cairn.graph.ClusterName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import io.cairn.graph.SshTarget;
import io.cairn.host.SshOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Virtual twins of a cluster's nodes on this computer.
 *
 * <p>Every method fails with a {@link LabFailure} that says what, where, why and what to do.
 */
public final class Lab {
  private static final Duration BOOT_LIMIT = Duration.ofMinutes(8);

  /** MiB for each node: what Debian writes in its first hours, and a little for the disks. */
  private static final long NODE_SPACE = 512;

  private final ClusterName name;
  private final LabPlaces places;
  private final LabFolder folder;
  private final Consumer<String> progress;

  /**
   * The lab of the cluster of that name, whether it is up or not.
   *
   * @param progress takes a line whenever something that takes long begins or ends
   */
  public Lab(ClusterName name, LabPlaces places, Consumer<String> progress) {
    this.name = name;
    this.places = places;
    this.folder = LabFolder.of(places, name);
    this.progress = progress;
  }

  /**
   * Brings all nodes up: makes them when the lab is not there, else starts what does not run. What
   * an interrupted {@code up} has left is removed first.
   */
  public void up(Cluster cluster) {
    Instant start = Instant.now();
    Needs.require(places.cache(), progress);
    List<Twin> twins = Twins.of(cluster);
    Release release = Release.of(cluster.lab().system());
    String description = description(release, twins);
    try (FileLock _ = hold()) {
      if (isComplete()) {
        requireSame(description);
        resume(twins);
      } else {
        removeAll();
        createOrEnd(release, twins);
        Files.writeString(folder.description(), description);
      }
    } catch (IOException e) {
      throw new LabFailure("Could not bring the lab " + name + " up in " + folder.path(), e);
    }
    progress.accept(
        "the lab %s is up after %d s"
            .formatted(name, Duration.between(start, Instant.now()).toSeconds()));
  }

  /** Ends every process of the lab and removes every file of it; the images stay. */
  public void down() {
    try (FileLock _ = hold()) {
      removeAll();
      Unfinished.removeIfAbandoned(places.images());
    } catch (IOException e) {
      throw new LabFailure("Could not remove the lab " + name + " in " + folder.path(), e);
    }
  }

  /** Whether the lab is there, with all its nodes, running or not. */
  public boolean isComplete() {
    return Files.exists(folder.description());
  }

  /** What it is doing. */
  public LabStatus status() {
    if (!isComplete()) {
      LabStatus.State state =
          Files.exists(folder.path()) ? LabStatus.State.UNFINISHED : LabStatus.State.DOWN;
      return new LabStatus(
          name, state, List.of(), LabStatus.Network.DOWN, List.of(), folder.sshConfig());
    }
    List<LabStatus.NodeStatus> nodes = new ArrayList<>();
    for (NodeName node : nodeNames()) {
      nodes.add(
          new LabStatus.NodeStatus(
              node, powerOf(node), sshPort(node), new DiskFault(folder.node(node)).disks()));
    }
    SwitchControl control = new SwitchControl(folder);
    boolean passes = control.isRunning();
    return new LabStatus(
        name,
        LabStatus.State.UP,
        nodes,
        passes ? LabStatus.Network.UP : LabStatus.Network.DOWN,
        passes ? control.ask("show") : List.of(),
        folder.sshConfig());
  }

  /** How to log in to a node of the lab: {@code ssh -F FILE NODE}. */
  public SshOptions ssh(NodeName node) {
    requireNode(node);
    return new SshOptions(
        new SshTarget(Optional.empty(), node.text(), Optional.empty()),
        List.of("-F", folder.sshConfig().toString()));
  }

  /** The same for a person at the terminal, who is told when there is nobody to log in to. */
  public SshOptions login(NodeName node) {
    SshOptions options = ssh(node);
    requirePower(node);
    return options;
  }

  /** Cuts a node's power at once, or gives it power and waits for its SSH server. */
  public void power(NodeName node, Power wanted) {
    requireNode(node);
    try (FileLock _ = hold()) {
      switch (wanted) {
        case OFF -> Processes.of(folder.node(node).path()).end();
        case ON -> boot(node);
      }
    }
  }

  /**
   * Has a new server come in the place of a node: another system disk, blank disks, another host
   * key, with the same name and addresses. What was on it is gone.
   *
   * @param cluster the file that the lab was made from
   */
  public void replace(Cluster cluster, NodeName node) {
    Release release = Release.of(cluster.lab().system());
    List<Twin> twins = Twins.of(cluster);
    try (FileLock _ = hold()) {
      if (!isComplete()) {
        throw new LabFailure("The lab " + name + " is not up; bring it up with 'lab up'.");
      }
      requireSame(description(release, twins));
      Twin twin = twins.stream().filter(one -> one.name().equals(node)).findFirst().orElseThrow();
      SavedState state = state(release, twin);
      new NewServer(folder, twin, state, progress).take();
      SshFiles.write(folder, nodeNames());
    } catch (IOException e) {
      throw new LabFailure("Could not put a new server in the place of " + node, e);
    }
  }

  /** Sets how frames between two nodes fare, in all networks and both directions. */
  public void link(NodeName one, NodeName other, LinkState state) {
    requireNode(one);
    requireNode(other);
    if (one.equals(other)) {
      throw new LabFailure("A link is between two nodes; " + one + " was given twice.");
    }
    new SwitchControl(folder).ask(one + " " + other + " " + state.words());
  }

  /**
   * Breaks, mends or replaces a disk of a running node.
   *
   * @param disk by the name that {@link #status} shows, or as the cluster file names it
   */
  public void disk(NodeName node, String disk, DiskHealth wanted) {
    requireNode(node);
    requirePower(node);
    new DiskFault(folder.node(node)).set(disk, wanted);
  }

  private FileLock hold() {
    return FileLock.hold(
        places.locks().resolve(name.text()),
        () -> progress.accept("waiting for another command that works on the lab " + name));
  }

  private void removeAll() throws IOException {
    Processes.of(folder.path()).end();
    Folders.remove(folder.sockets());
    Folders.remove(folder.path());
  }

  private static String description(Release release, List<Twin> twins) {
    return release.word()
        + "\n"
        + String.join("\n", twins.stream().map(Twin::toString).toList())
        + "\n";
  }

  private void requireSame(String description) throws IOException {
    if (!Files.readString(folder.description()).equals(description)) {
      throw new LabFailure(
          """
          The lab %s was made from another cluster file: nodes, disks, networks or lab settings differ.
          Remove it with 'lab down' (its data is lost), then bring it up again."""
              .formatted(name));
    }
  }

  /** After a failure nothing runs on; the files stay for whoever looks for the reason. */
  private void createOrEnd(Release release, List<Twin> twins) throws IOException {
    try (Undo _ = Undo.whenInterrupted(this::endInterrupted)) {
      create(release, twins);
    } catch (IOException | LabFailure e) {
      Processes.of(folder.path()).end();
      throw e;
    }
  }

  private void endInterrupted() {
    progress.accept("interrupted; 'lab up' begins anew, 'lab down' removes what is left");
    Processes.of(folder.path()).end();
  }

  private void create(Release release, List<Twin> twins) throws IOException {
    SavedState state = state(release, twins.getFirst());
    Space.require(
        places.state(), Size.mebibytes(NODE_SPACE * twins.size()), "keep the disks of the lab");
    Files.createDirectories(folder.nodes());
    Files.copy(state.machine().image().key(), folder.key());
    new SwitchControl(folder).start(twins);
    progress.accept(
        "starting " + String.join(", ", twins.stream().map(t -> t.name().text()).toList()));
    Together.run(twins, twin -> new LabNode(folder, twin, state).create());
    SshFiles.write(folder, nodeNames());
  }

  private SavedState state(Release release, Twin twin) throws IOException {
    NodeImage image = new ImageStore(places.images(), Recipe.load(), progress).image(release);
    Acceleration acceleration = Acceleration.of(places.cache().resolve("acceleration"));
    return SavedState.of(
        new Machine(image, acceleration, twin.memory()), places.images(), progress);
  }

  private void resume(List<Twin> twins) throws IOException {
    SwitchControl control = new SwitchControl(folder);
    List<NodeName> off =
        twins.stream().map(Twin::name).filter(node -> powerOf(node) == Power.OFF).toList();
    if (!control.isRunning()) {
      // The cards of running nodes have lost their cable with it: they need a boot too.
      Processes.of(folder.path()).end();
      control.start(twins);
      control.awaitControl();
      off = twins.stream().map(Twin::name).toList();
    }
    Together.run(off, this::boot);
  }

  private void boot(NodeName node) {
    LabFolder.NodeFolder files = folder.node(node);
    if (powerOf(node) == Power.ON) {
      return;
    }
    try {
      Files.deleteIfExists(files.pid());
      progress.accept("booting " + node);
      Instant start = Instant.now();
      new LocalCommand(Files.readAllLines(files.boot())).require("start " + node);
      new DiskFault(files).restore();
      Qemu.awaitSsh(sshPort(node), BOOT_LIMIT, files.console(), files.pid());
      progress.accept(
          "%s answers after %d s"
              .formatted(node, Duration.between(start, Instant.now()).toSeconds()));
    } catch (IOException e) {
      throw new LabFailure("Could not boot " + node, e);
    }
  }

  private Power powerOf(NodeName node) {
    return Processes.of(folder.node(node).path()).any() ? Power.ON : Power.OFF;
  }

  private int sshPort(NodeName node) {
    return SshFiles.port(folder.node(node));
  }

  private void requireNode(NodeName node) {
    if (!isComplete()) {
      throw new LabFailure("The lab " + name + " is not up; bring it up with 'lab up'.");
    }
    if (!nodeNames().contains(node)) {
      throw new LabFailure(
          "The lab %s has no node %s. It has %s."
              .formatted(
                  name,
                  node,
                  nodeNames().stream().map(NodeName::text).collect(Collectors.joining(", "))));
    }
  }

  private void requirePower(NodeName node) {
    if (powerOf(node) == Power.OFF) {
      throw new LabFailure(node + " has no power; give it power first: lab power on " + node + ".");
    }
  }

  private List<NodeName> nodeNames() {
    if (!Files.exists(folder.nodes())) {
      return List.of();
    }
    try (Stream<Path> nodes = Files.list(folder.nodes())) {
      return nodes.map(path -> new NodeName(path.getFileName().toString())).sorted().toList();
    } catch (IOException e) {
      throw new LabFailure("Could not read " + folder.nodes(), e);
    }
  }
}
