package io.cairn.cli;

import io.cairn.cluster.ClusterFile;
import io.cairn.engine.Context;
import io.cairn.graph.Cluster;
import io.cairn.graph.Node;
import io.cairn.host.Claim;
import io.cairn.host.Host;
import io.cairn.host.SshHost;
import io.cairn.host.SshOptions;
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
import java.util.ArrayList;
import java.util.List;

/** A parsed file with open connections to its nodes, for the length of one command. */
final class Session implements AutoCloseable {
  private final ClusterFile file;
  private final List<Host> hosts;
  private final Site site;
  private final Interruption interruption;

  private Session(ClusterFile file, List<Host> hosts, Site site, Interruption interruption) {
    this.file = file;
    this.hosts = hosts;
    this.site = site;
    this.interruption = interruption;
  }

  /** For a command that only looks. */
  static Session reading(ClusterOptions options) {
    return open(options, new Claim.Reading(), Journal.NONE);
  }

  /** For a command that changes the nodes: alone on each of them, and on record. */
  static Session changing(ClusterOptions options, String command) {
    Path absolute = options.file.toAbsolutePath();
    Path journal = absolute.resolveSibling(absolute.getFileName() + ".journal");
    return open(
        options,
        new Claim.Changing(command + " by " + user()),
        new FileJournal(journal, Clock.systemUTC()));
  }

  private static String user() {
    try {
      return System.getProperty("user.name") + " on " + InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return System.getProperty("user.name");
    }
  }

  private static Session open(ClusterOptions options, Claim claim, Journal journal) {
    ClusterFile file = options.parse();
    Cluster cluster = file.cluster();
    Logins logins = options.lab ? Logins.ofLab(cluster) : SshOptions::of;
    List<Host> hosts = new ArrayList<>();
    for (Node node : cluster.nodes().values()) {
      hosts.add(new SshHost(node.name(), logins.of(node), claim));
    }
    Interruption interruption = new Interruption();
    Display display = new Display(Terminal.screen(), options.verbose);
    Site site =
        new Site(cluster, AllEngines.build(), hosts, new Followed(journal, display, interruption));
    return new Session(file, hosts, site, interruption);
  }

  /** A run as a person at this terminal follows it. */
  private record Followed(Journal journal, Display display, Interruption interruption)
      implements Site.Watcher {
    @Override
    public void begins(Plan plan) {
      display.begin(plan);
    }

    @Override
    public void saw(Event event) {
      display.show(event);
    }

    @Override
    public boolean isStopped() {
      return interruption.isRequested();
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

  /** Whether the operator pressed Ctrl-C. */
  boolean isInterrupted() {
    return interruption.isRequested();
  }

  /** A fresh survey. */
  Context survey() {
    return site.survey();
  }

  @Override
  public void close() {
    hosts.forEach(Host::close);
    interruption.close();
  }
}
