package io.cairn.sim;

import io.cairn.graph.NodeName;
import io.cairn.host.Claim;
import io.cairn.host.Host;
import io.cairn.host.Outcome;
import io.cairn.host.SshHost;
import java.util.function.Consumer;

/**
 * A simulated server, as Cairn sees it: the product's own protocol over a line that can break, to a
 * machine that can lose power.
 */
final class SimHost implements Host {
  private final World world;
  private final Cairn cairn;
  private final SshHost host;
  private boolean isToBeRenewed;

  SimHost(World world, Server server, Cairn cairn, Claim claim) {
    this.world = world;
    this.cairn = cairn;
    this.host = new SshHost(server.machine().name(), server.machine()::login, claim);
  }

  @Override
  public NodeName node() {
    return host.node();
  }

  @Override
  public Outcome run(String script, String input, Consumer<String> progress) {
    world.turn().lock();
    try {
      if (cairn.isKilled()) {
        return new Outcome.Lost("Cairn was killed");
      }
      if (isToBeRenewed) {
        // within the turn of the next script: what the old shell does at its end would fall
        // anywhere
        // among the calls of another node
        isToBeRenewed = false;
        world.hangUp();
        host.renew();
        world.awaitLeftovers();
      }
      world.passTime(script.startsWith("set -eu") ? Faults.Within.STEP : Faults.Within.SURVEY);
      Outcome outcome = host.run(script, input, progress);
      world.awaitLeftovers();
      return cairn.isKilled() ? new Outcome.Lost("Cairn was killed") : outcome;
    } finally {
      world.turn().unlock();
    }
  }

  @Override
  public void renew() {
    isToBeRenewed = true;
  }

  @Override
  public void close() {
    world.hangUp();
    host.close();
    world.awaitLeftovers();
  }
}
