package io.cairn.cli;

import io.cairn.cluster.ClusterFile;
import io.cairn.engine.Context;
import io.cairn.graph.Cluster;
import io.cairn.host.Claim;
import io.cairn.host.Host;
import io.cairn.operate.Site;
import io.cairn.plan.Plan;
import io.cairn.run.Event;
import io.cairn.run.FileJournal;
import io.cairn.run.Journal;
import io.cairn.view.Screen;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A parsed file with open connections to its nodes, for the length of one command. */
final class Session implements AutoCloseable {
  private final ClusterFile file;
  private final List<Host> hosts;
  private final Site site;
  private final Followed followed;

  private Session(ClusterFile file, List<Host> hosts, Site site, Followed followed) {
    this.file = file;
    this.hosts = hosts;
    this.site = site;
    this.followed = followed;
  }

  /** For a command that only looks. */
  static Session reading(ClusterOptions options) {
    return reading(options, options.parse());
  }

  /** The same by another file than the one on the disk. */
  static Session reading(ClusterOptions options, ClusterFile file) {
    return open(options, file, new Claim.Reading(), Journal.NONE, Display.of(false));
  }

  /** For a command that only looks, and has the screen to itself. */
  static Session watching(ClusterOptions options) {
    return open(options, options.parse(), new Claim.Reading(), Journal.NONE, Display.silent());
  }

  /** For a command that changes the nodes: alone on each of them, and on record. */
  static Session changing(ChangeOptions options, String command) {
    return changing(options, options.parse(), command);
  }

  /** The same by another file than the one on the disk. */
  static Session changing(ChangeOptions options, ClusterFile file, String command) {
    Path absolute = options.file.toAbsolutePath();
    Path journal = absolute.resolveSibling(absolute.getFileName() + ".journal");
    return open(
        options,
        file,
        new Claim.Changing(command + " by " + user()),
        new FileJournal(journal, Clock.systemUTC()),
        Display.of(options.verbose));
  }

  private static String user() {
    try {
      return System.getProperty("user.name") + " on " + InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return System.getProperty("user.name");
    }
  }

  private static Session open(
      ClusterOptions options, ClusterFile file, Claim claim, Journal journal, Display display) {
    Cluster cluster = file.cluster();
    Means means = options.means();
    Means.Way way = means.ways().in(options.place(), cluster);
    List<Host> hosts = cluster.nodes().values().stream().map(node -> way.to(node, claim)).toList();
    Followed followed = new Followed(journal, display);
    Site site = new Site(cluster, means.engines(), hosts, followed);
    return new Session(file, hosts, site, followed);
  }

  /** A run as a person at this terminal follows it. */
  private record Followed(Journal journal, Display display, Interruption interruption)
      implements Site.Watcher, AutoCloseable {
    Followed(Journal journal, Display display) {
      this(journal, display, new Interruption(display));
    }

    @Override
    public void asks(String nodes) {
      display.asks(nodes);
    }

    @Override
    public void answered() {
      display.answered();
    }

    @Override
    public void begins(Plan plan) {
      interruption.begins();
      display.begin(plan);
    }

    @Override
    public void ends() {
      interruption.ends();
    }

    @Override
    public void saw(Event event) {
      display.show(event);
    }

    @Override
    public boolean isStopped() {
      return interruption.isRequested();
    }

    @Override
    public void close() {
      interruption.close();
      display.close();
    }
  }

  ClusterFile file() {
    return file;
  }

  Cluster cluster() {
    return file.cluster();
  }

  Site site() {
    return site;
  }

  Screen screen() {
    return Terminal.screen();
  }

  /** What is done at Ctrl-C before the program ends, well, while it only looks. */
  void onInterruption(Runnable farewell) {
    followed.interruption().onEnd(farewell);
  }

  /** A fresh survey. */
  Context survey() {
    return site.survey();
  }

  @Override
  public void close() {
    hosts.forEach(Host::close);
    followed.close();
  }
}
