package io.cairn.operate;

import io.cairn.engine.Context;
import io.cairn.engine.Reply;
import io.cairn.engine.Shell;
import io.cairn.engine.drbd.LastContact;
import io.cairn.graph.DrbdOptions;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Layer;
import io.cairn.graph.Node;
import io.cairn.graph.NodeName;
import io.cairn.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes a DRBD resource, with everything over it, into use on a surviving node when the nodes that
 * could have it in use are dead.
 *
 * <p>Two nodes must never run the same workload, so it looks for proof: such a node answers neither
 * Cairn over SSH, nor the survivor on any address that the file gives it, nor DRBD. Without proof
 * only an operator's word counts, and against a node that answers over SSH not even that.
 */
public final class Failover {
  private Failover() {}

  /** What can be said before anything is touched. */
  public sealed interface Prospect {
    /**
     * It can be done with this plan.
     *
     * @param dead the nodes that could have it in use, if they lived
     * @param grounds why they count as dead
     * @param reach up to when the surviving copy has what the dead nodes wrote; empty where its
     *     node does not know
     */
    record Possible(
        Layer.Drbd base,
        List<NodeName> dead,
        NodeName to,
        List<String> grounds,
        Optional<LastContact> reach,
        Plan plan)
        implements Prospect {
      public Possible {
        dead = List.copyOf(dead);
        grounds = List.copyOf(grounds);
      }

      /** When a write counted as done on the dead nodes. */
      public DrbdOptions.Protocol protocol() {
        return dead.stream()
            .map(node -> base.options().protocol().between(node, to))
            .min(Comparator.naturalOrder())
            .orElse(base.options().protocol().usual());
      }
    }

    /** It runs there already. */
    record AlreadyThere(Layer.Drbd base, NodeName node) implements Prospect {}

    /** There is no proof that the other node is dead; its operator can give his word. */
    record NoProof(NodeName other, List<String> signsOfLife) implements Prospect {}

    /** It cannot be done, and why. */
    record Impossible(String why, String correction) implements Prospect {}
  }

  /**
   * Looks whether the layer can be taken over by that node.
   *
   * @param saidDead nodes that the operator says are dead
   */
  public static Prospect plan(
      Site site, Context context, Layer layer, NodeName to, Set<NodeName> saidDead) {
    Optional<Layer.Drbd> found = context.cluster().replicatedBase(layer);
    if (found.isEmpty() || !context.cluster().nodesOf(found.get()).contains(to)) {
      return new Prospect.Impossible(
          layer.name() + " has no copy on " + to + " that could take over.",
          "Name a layer over a DRBD resource, and one of its nodes.");
    }
    Layer.Drbd base = wanted(context, found.get());
    if (context.facts(to).isEmpty()) {
      return new Prospect.Impossible(
          to + " does not answer: " + context.observed().unreachable().get(to),
          "Repair the way to it first.");
    }
    if (Shift.primaries(context, base).contains(to)) {
      return new Prospect.AlreadyThere(base, to);
    }
    List<Takeover> takeovers = Takeover.all(context, base, to);
    Optional<NodeName> alive = takeovers.stream().flatMap(one -> one.alive(context)).findFirst();
    if (alive.isPresent()) {
      return new Prospect.Impossible(
          alive.get()
              + " answers over SSH, so it is not dead; taking over now could make two nodes run the same.",
          takeovers.getFirst().instead(layer, alive.get(), context));
    }
    List<NodeName> dead = takeovers.stream().flatMap(one -> one.rivals().stream()).toList();
    return judged(site, context, takeovers, dead, saidDead);
  }

  /** What lies over the resource of a pair is taken over with it, unless the far node has it. */
  private static Layer.Drbd wanted(Context context, Layer.Drbd base) {
    return context.cluster().above(base).stream()
        .filter(Layer.Drbd.class::isInstance)
        .map(Layer.Drbd.class::cast)
        .filter(upper -> Shift.primaries(context, upper).isEmpty())
        .findFirst()
        .orElse(base);
  }

  private static Prospect judged(
      Site site,
      Context context,
      List<Takeover> takeovers,
      List<NodeName> dead,
      Set<NodeName> saidDead) {
    NodeName to = takeovers.getFirst().to();
    List<String> grounds = new ArrayList<>();
    for (NodeName other : dead) {
      String whose = dead.size() == 1 ? "it" : other.text();
      grounds.add(
          whose + " does not answer over SSH: " + context.observed().unreachable().get(other));
      List<String> life = signsOfLife(site, context, other, to, grounds);
      boolean said = saidDead.contains(other);
      if (!life.isEmpty() && !said) {
        return new Prospect.NoProof(other, life);
      }
      if (said) {
        grounds.add("you say that " + whose + " is dead");
      }
    }
    Plan plan = Plan.EMPTY;
    for (Takeover takeover : takeovers) {
      plan = plan.then(takeover.plan(context));
    }
    Optional<LastContact> reach =
        site.ask(to, LastContact.question(takeovers.getFirst().resource().name()).script())
            .flatMap(LastContact::parse);
    return new Prospect.Possible(takeovers.getLast().resource(), dead, to, grounds, reach, plan);
  }

  /**
   * What the survivor still hears of the other node; what it does not hear any more goes to the
   * grounds.
   */
  private static List<String> signsOfLife(
      Site site, Context context, NodeName other, NodeName survivor, List<String> grounds) {
    Node node = context.cluster().node(other);
    Set<String> addresses = new TreeSet<>();
    node.ssh().address().map(IpAddress::toString).ifPresent(addresses::add);
    node.address().map(IpAddress::toString).ifPresent(addresses::add);
    List<String> life = new ArrayList<>();
    for (String address : addresses) {
      String ping = "ping -q -c 3 -W 2 " + Shell.quote(address) + " > /dev/null 2>&1";
      Optional<Reply> reply = site.ask(survivor, ping);
      if (reply.filter(r -> r.exit() == 1).isPresent()) {
        grounds.add(survivor + " hears nothing from " + address);
      } else {
        life.add(
            reply.filter(Reply::ok).isPresent()
                ? address + " answers " + survivor
                : "whether " + address + " answers could not be asked on " + survivor);
      }
    }
    return life;
  }
}
