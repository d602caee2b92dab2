package io.cairn.engine.drbd;

import io.cairn.engine.BlockDevices.Medium;
import io.cairn.engine.Context;
import io.cairn.engine.NodeFacts;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Upper bound of resync traffic, and why that much (rule R31).
 *
 * <p>Chosen once, from the link and the disks as they were then, and kept: a rate that followed
 * each measurement would change the configuration at every survey.
 *
 * @param kibibytes per second
 */
record ResyncRate(long kibibytes, String why) {
  /** The share of the narrower of link and disk that leaves room for the work itself. */
  private static final int PERCENT = 30;

  private static final Size ASSUMED_ROTATING = Size.mebibytes(120);
  private static final Size ASSUMED_SOLID = Size.mebibytes(400);
  private static final int ASSUMED_MEGABITS = 1000;

  /** A bound on one side: the bytes per second, and how they are known. */
  private record Bound(Size perSecond, String source) {
    static Bound lower(Bound one, Bound other) {
      return one.perSecond().compareTo(other.perSecond()) <= 0 ? one : other;
    }
  }

  static ResyncRate of(Layer.Drbd resource, Context context) {
    Optional<Size> declared = resource.options().resyncRate();
    if (declared.isPresent()) {
      return new ResyncRate(Math.max(1, declared.get().bytes() / 1024), "as the cluster file says");
    }
    return kept(resource, context).orElseGet(() -> derived(resource, context));
  }

  private static Optional<ResyncRate> kept(Layer.Drbd resource, Context context) {
    return facts(resource, context)
        .flatMap(facts -> facts.file(DrbdPaths.resource(resource.name())).stream())
        .filter(file -> file.isOurs() && file.rates().size() == 1)
        .map(file -> file.rates().iterator().next())
        .findFirst()
        .map(rate -> new ResyncRate(rate * 1024L, "as chosen when it was made"));
  }

  private static ResyncRate derived(Layer.Drbd resource, Context context) {
    Bound bound =
        Stream.concat(
                Stream.of(link(resource, context)),
                context.cluster().nodesOf(resource).stream()
                    .flatMap(
                        node ->
                            context
                                .facts(node)
                                .map(facts -> disk(resource, node, facts, context))
                                .stream()))
            .reduce(Bound::lower)
            .orElseThrow();
    long mebibytes = Math.max(1, (bound.perSecond().bytes() * PERCENT / 100) >> 20);
    return new ResyncRate(
        mebibytes * 1024, PERCENT + " % of " + bound.perSecond() + "/s, " + bound.source());
  }

  private static Bound link(Layer.Drbd resource, Context context) {
    ReplicationLink link = new ReplicationLink(context.cluster(), resource);
    Optional<Integer> measured =
        link.network().stream()
            .flatMap(
                network ->
                    facts(resource, context)
                        .flatMap(facts -> facts.linkMegabits(network.device()).stream()))
            .min(Integer::compare);
    int megabits = measured.orElse(ASSUMED_MEGABITS);
    // the kernel counts bits of 10^6, DRBD bytes of 2^20
    return new Bound(
        new Size(megabits * 1_000_000L / 8),
        "the link of " + megabits + " Mbit/s" + (measured.isPresent() ? "" : " (assumed)"));
  }

  private static Bound disk(Layer.Drbd resource, NodeName node, NodeFacts facts, Context context) {
    Optional<Size> read =
        new DrbdFacts(facts).resource(resource.name()).flatMap(known -> known.disk().readRate());
    if (read.isPresent()) {
      return new Bound(read.get(), "what the disk of " + node + " reads");
    }
    boolean turns =
        facts
            .blocks()
            .at(context.deviceBelow(resource, node))
            .filter(device -> device.medium() == Medium.ROTATING)
            .isPresent();
    return turns
        ? new Bound(ASSUMED_ROTATING, "what a turning disk reads (assumed)")
        : new Bound(ASSUMED_SOLID, "what a solid state disk writes (assumed)");
  }

  private static Stream<DrbdFacts> facts(Layer.Drbd resource, Context context) {
    List<NodeName> nodes = context.cluster().nodesOf(resource);
    return nodes.stream().flatMap(node -> context.facts(node).map(DrbdFacts::new).stream());
  }

  /** As drbd.conf writes it: whole MiB where it is that, else KiB. */
  String text() {
    return kibibytes % 1024 == 0 ? kibibytes / 1024 + "M" : kibibytes + "K";
  }

  /** What a resync gets while the resource is in use: a tenth, at least 1 MiB per second. */
  String reserved() {
    return Math.max(1024, kibibytes / 10) + "K";
  }
}
