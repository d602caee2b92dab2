package io.cairn.sim;

import io.cairn.engine.Engines;
import io.cairn.graph.Cluster;
import io.cairn.host.Claim;
import io.cairn.operate.Site;
import io.cairn.plan.Plan;
import io.cairn.run.Event;
import io.cairn.run.Journal;
import java.util.ArrayList;
import java.util.List;

/** One run of Cairn, until it ends or is killed; and everything that it wrote down. */
final class Cairn {
  private final World world;
  private final List<SimHost> hosts = new ArrayList<>();
  private final List<String> written = new ArrayList<>();
  private volatile boolean killed;

  Cairn(World world, String holder) {
    this.world = world;
    world.run(this);
    for (Server server : world.servers()) {
      hosts.add(new SimHost(world, server, this, new Claim.Changing(holder)));
    }
  }

  Site site(Cluster cluster, Engines engines) {
    return new Site(cluster, engines, hosts, new Listening());
  }

  /** Keeps everything that is told, so that it can be searched for secrets. */
  private final class Listening implements Site.Watcher {
    @Override
    public Journal journal() {
      return (event, script) -> write(event + " " + script);
    }

    @Override
    public void begins(Plan plan) {
      write(plan.toString());
    }

    @Override
    public void saw(Event event) {
      write(event.toString());
    }

    @Override
    public boolean isStopped() {
      return killed;
    }
  }

  synchronized void write(String text) {
    written.add(text);
  }

  /** All that it ever showed or kept. */
  synchronized List<String> written() {
    return List.copyOf(written);
  }

  /** From now on nothing of it reaches a server. */
  void kill() {
    killed = true;
  }

  boolean isKilled() {
    return killed;
  }

  void close() {
    hosts.forEach(SimHost::close);
    world.awaitLeftovers();
  }
}
