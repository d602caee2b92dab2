package io.cairn.operate;

import io.cairn.engine.Context;
import io.cairn.engine.Reply;
import io.cairn.engine.Shell;
import io.cairn.engine.Step;
import io.cairn.engine.drbd.DrbdEngine;
import io.cairn.engine.drbd.LastContact;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Layer;
import io.cairn.graph.Node;
import io.cairn.graph.NodeName;
import io.cairn.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes a DRBD resource, with everything over it, into use on the surviving node when the other
 * node is dead.
 *
 * <p>Two nodes must never run the same workload, so it looks for proof: the other node answers
 * neither Cairn over SSH, nor the survivor on any address that the file gives it, nor DRBD. Without
 * proof only an operator's word counts, and against a node that answers over SSH not even that.
 */
public final class Failover {
  private static final DrbdEngine DRBD = new DrbdEngine();

  private Failover() {}

  /** What can be said before anything is touched. */
  public sealed interface Prospect {
    /**
     * It can be done with this plan.
     *
     * @param grounds why the other node counts as dead
     * @param reach up to when the surviving copy has what the dead node wrote; empty where its node
     *     does not know
     */
    record Possible(
        Layer.Drbd base,
        NodeName dead,
        NodeName to,
        List<String> grounds,
        Optional<LastContact> reach,
        Plan plan)
        implements Prospect {}

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
    Layer.Drbd base = found.get();
    NodeName other =
        context.cluster().nodesOf(base).stream()
            .filter(n -> !n.equals(to))
            .findFirst()
            .orElseThrow();
    if (context.facts(to).isEmpty()) {
      return new Prospect.Impossible(
          to + " does not answer: " + context.observed().unreachable().get(to),
          "Repair the way to it first.");
    }
    if (isPrimary(context, base, to)) {
      return new Prospect.AlreadyThere(base, to);
    }
    if (context.facts(other).isPresent()) {
      return new Prospect.Impossible(
          other
              + " answers over SSH, so it is not dead; taking over now could make two nodes run the same.",
          "For a planned move: cairn move " + layer.name() + " " + to);
    }
    return judged(site, context, base, other, to, saidDead.contains(other));
  }

  private static boolean isPrimary(Context context, Layer base, NodeName node) {
    return DRBD.states(context).stream()
        .anyMatch(
            state ->
                state.layer().equals(base.name())
                    && state.node().equals(node)
                    && state.role().equals("primary"));
  }

  private static Prospect judged(
      Site site, Context context, Layer.Drbd base, NodeName other, NodeName to, boolean said) {
    List<String> grounds = new ArrayList<>();
    grounds.add("it does not answer over SSH: " + context.observed().unreachable().get(other));
    List<String> life = signsOfLife(site, context, other, to, grounds);
    if (!life.isEmpty() && !said) {
      return new Prospect.NoProof(other, life);
    }
    if (said) {
      grounds.add("you say that it is dead");
    }
    List<Step> starts = new ArrayList<>();
    context.cluster().upFrom(base).stream()
        .filter(layer -> !layer.equals(base))
        .forEach(layer -> starts.addAll(context.engines().of(layer).start(layer, to, context)));
    Plan plan = Plan.of(DRBD.failoverStart(base, to, context)).then(Plan.of(starts));
    Optional<LastContact> reach =
        site.ask(to, LastContact.question(base.name()).script()).flatMap(LastContact::parse);
    return new Prospect.Possible(base, other, to, grounds, reach, plan);
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
