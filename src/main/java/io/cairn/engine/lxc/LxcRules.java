package io.cairn.engine.lxc;

import io.cairn.engine.Context;
import io.cairn.engine.Finding;
import io.cairn.engine.NodeFacts;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with containers, beyond what a plan mends. */
final class LxcRules {
  private LxcRules() {}

  static List<Finding> of(Context context) {
    List<Finding> findings = new ArrayList<>();
    for (Layer.Lxc layer : LxcProbes.all(context.cluster())) {
      findings.addAll(of(layer, context));
    }
    return List.copyOf(findings);
  }

  static List<Finding> of(Layer.Lxc layer, Context context) {
    List<Finding> findings = new ArrayList<>();
    runsTwice(layer, context).ifPresent(findings::add);
    IdRange ids = IdAllotment.choose(context);
    for (NodeName node : context.cluster().nodesOf(layer)) {
      context.facts(node).ifPresent(facts -> findings.addAll(on(layer, node, context, facts, ids)));
    }
    return List.copyOf(findings);
  }

  private static List<Finding> on(
      Layer.Lxc layer, NodeName node, Context context, NodeFacts facts, IdRange ids) {
    List<Finding> findings = new ArrayList<>();
    ContainerFacts seen = ContainerFacts.of(layer, node, context, facts);
    Place place = Place.of(layer, context.cluster());
    if (seen.root() == ContainerFacts.Root.LOST) {
      findings.add(lost(layer, node, place));
    }
    if (seen.root() == ContainerFacts.Root.ABSENT) {
      missingImage(layer, node, facts).ifPresent(findings::add);
    }
    seen.link()
        .filter("something else"::equals)
        .ifPresent(_ -> findings.add(otherContainer(layer, node, place)));
    if (seen.root() != ContainerFacts.Root.UNKNOWN) {
      otherIds(layer, node, context, facts).ifPresent(findings::add);
    }
    if (LxcEngine.isUnprivileged(layer)) {
      IdAllotment.of(facts)
          .otherOwner(ids)
          .ifPresent(owner -> findings.add(takenIds(node, ids, owner)));
    }
    return findings;
  }

  private static Optional<Finding> runsTwice(Layer.Lxc layer, Context context) {
    List<NodeName> nodes =
        context.cluster().nodesOf(layer).stream()
            .filter(
                node ->
                    context
                        .facts(node)
                        .filter(f -> ContainerFacts.of(layer, node, context, f).isUp())
                        .isPresent())
            .toList();
    if (nodes.size() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("LXC-01", "Container runs on two nodes")
            .at(layer.name().text())
            .saw("it runs on " + nodes, "on one node")
            .because(
                "Both answer under one address and write their own data.",
                "Stop it at once on the node that is not primary:\nsystemctl stop "
                    + ContainerUnit.name(layer)));
  }

  private static Finding lost(Layer.Lxc layer, NodeName node, Place place) {
    return Finding.error("LXC-02", "Container without its root file system")
        .at(node + ": " + place.rootfs())
        .saw("nothing there, beside " + place.config(), "the container's files")
        .because(
            "Cairn makes containers whole, so somebody moved or deleted it; a new one in its place"
                + " would hide that.",
            "Restore a snapshot, or move the rest away to have it made anew:\ncairn snapshot list "
                + layer.name()
                + "\nmv "
                + place.home()
                + " "
                + place.home()
                + ".old");
  }

  private static Optional<Finding> missingImage(Layer.Lxc layer, NodeName node, NodeFacts facts) {
    return facts
        .reply(LxcProbes.image(layer.image()))
        .filter(reply -> !reply.ok())
        .map(
            _ ->
                Finding.error("LXC-03", "Image not there")
                    .at(node + ": " + layer.image())
                    .saw("no such file", "a tarball of a root file system")
                    .because(
                        layer.name() + " is to be made from it.",
                        "Copy it there:\nscp FILE " + node + ":" + layer.image()));
  }

  private static Finding otherContainer(Layer.Lxc layer, NodeName node, Place place) {
    return Finding.error("LXC-04", "Another container has the name")
        .at(node + ": " + place.link())
        .saw("a container that Cairn did not make", "a link to " + place.home())
        .because(
            "Cairn changes nothing that it did not make.",
            "Rename one of them, for example the other:\nlxc-copy --rename --name="
                + layer.name()
                + " --newname="
                + layer.name()
                + "-old");
  }

  private static Optional<Finding> otherIds(
      Layer.Lxc layer, NodeName node, Context context, NodeFacts facts) {
    Place place = Place.of(layer, context.cluster());
    Optional<String> config = facts.file(place.config()).found();
    boolean mapped = config.filter(text -> text.contains("lxc.idmap")).isPresent();
    if (config.isEmpty() || mapped == LxcEngine.isUnprivileged(layer)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.error("LXC-05", "Privilege of an existing container changed")
            .at(node + ": " + place.home())
            .saw(
                mapped ? "an unprivileged container" : "a privileged container",
                mapped ? "a privileged one" : "an unprivileged one")
            .because(
                "The owners of all its files are in other ids, and Cairn does not shift them.",
                "Take the change back, or make a new container under another name."));
  }

  private static Finding takenIds(NodeName node, IdRange ids, String owner) {
    return Finding.error("LXC-06", "Ids of the containers belong to somebody else")
        .at(node + ": /etc/subuid")
        .saw(
            owner + " has ids from " + ids.start() + " on",
            "ids that are root's or free on all nodes")
        .because(
            "Files of containers would be that user's. Existing containers are in these ids.",
            "Give that user another range in /etc/subuid and /etc/subgid.");
  }
}
