package io.cairn.cli;

import io.cairn.graph.Cluster;
import io.cairn.graph.NodeName;
import io.cairn.operate.Apply;
import io.cairn.provider.lab.DiskHealth;
import io.cairn.provider.lab.Lab;
import io.cairn.provider.lab.LabPlaces;
import io.cairn.provider.lab.LabStatus;
import io.cairn.provider.lab.LinkState;
import io.cairn.provider.lab.Power;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "lab",
    description =
        "Virtual twins of the nodes on this computer, with real kernels: a place to rehearse and to break.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class LabCommand {
  static Lab lab(Cluster cluster) {
    return new Lab(
        cluster.name(),
        LabPlaces.ofUser(System.getenv()),
        line -> System.err.println("lab: " + line));
  }

  @Command(
      name = "up",
      description = "Boots a twin of every node, applies the file to them, and shows the status.",
      mixinStandardHelpOptions = true)
  int up(
      @Mixin ClusterOptions options,
      @Option(names = "--no-apply", description = "only boot the twins") boolean noApply) {
    Cluster cluster = options.parse().cluster();
    lab(cluster).up(cluster);
    if (noApply) {
      return Exit.OK;
    }
    options.lab = true;
    try (Session session = Session.changing(options, "cairn lab up")) {
      Apply.Outcome outcome = Apply.run(session.site(), session.survey(), _ -> true);
      int exit = Outcomes.show(outcome, session);
      if (exit == Exit.OK) {
        System.out.println();
        System.out.print(StatusCommand.text(session));
      }
      return exit;
    }
  }

  @Command(
      name = "down",
      description = "Ends the twins and removes everything of them but the image cache.",
      mixinStandardHelpOptions = true)
  int down(@Mixin ClusterOptions options) {
    lab(options.parse().cluster()).down();
    return Exit.OK;
  }

  @Command(
      name = "status",
      description =
          "Shows which twins have power, where to log in, and which links and disks are broken.",
      mixinStandardHelpOptions = true)
  int status(
      @Mixin ClusterOptions options,
      @Option(names = "--json", description = "everything, as JSON") boolean json) {
    LabStatus status = lab(options.parse().cluster()).status();
    System.out.print(json ? status.json() : status.text());
    return Exit.OK;
  }

  @Command(
      name = "ssh",
      description = "Logs in to a twin, or runs a command there.",
      mixinStandardHelpOptions = true)
  int ssh(
      @Mixin ClusterOptions options,
      @Parameters(index = "0", paramLabel = "NODE") String node,
      @Parameters(index = "1..*", paramLabel = "COMMAND", arity = "0..*") List<String> command) {
    Cluster cluster = options.parse().cluster();
    var login = lab(cluster).login(Names.node(cluster, node));
    List<String> argv = new ArrayList<>(List.of("ssh"));
    argv.addAll(login.arguments());
    argv.add(login.target().host());
    argv.addAll(Optional.ofNullable(command).orElse(List.of()));
    try {
      return new ProcessBuilder(argv).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new Trouble("ssh cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble("interrupted", e);
    }
  }

  /** What can be done to a twin's power. */
  enum PowerWish {
    ON,
    OFF,
    CYCLE
  }

  @Command(
      name = "power",
      description = "Cuts a twin's power at once, gives it power, or both.",
      mixinStandardHelpOptions = true)
  int power(
      @Mixin ClusterOptions options,
      @Parameters(index = "0", paramLabel = "on|off|cycle") PowerWish wish,
      @Parameters(index = "1", paramLabel = "NODE") String name) {
    Cluster cluster = options.parse().cluster();
    NodeName node = Names.node(cluster, name);
    Lab lab = lab(cluster);
    switch (wish) {
      case ON -> lab.power(node, Power.ON);
      case OFF -> lab.power(node, Power.OFF);
      case CYCLE -> {
        lab.power(node, Power.OFF);
        lab.power(node, Power.ON);
      }
    }
    return Exit.OK;
  }

  /** What can be done to a link. */
  enum LinkWish {
    CUT,
    HEAL,
    DELAY
  }

  @Command(
      name = "link",
      description = "Cuts, heals or delays the link between two twins, in all their networks.",
      mixinStandardHelpOptions = true)
  int link(
      @Mixin ClusterOptions options,
      @Parameters(index = "0", paramLabel = "cut|heal|delay") LinkWish wish,
      @Parameters(index = "1", paramLabel = "NODE") String one,
      @Parameters(index = "2", paramLabel = "NODE") String other,
      @Option(
              names = "--ms",
              defaultValue = "50",
              description = "delay in one direction (default: ${DEFAULT-VALUE})")
          int milliseconds) {
    Cluster cluster = options.parse().cluster();
    LinkState state =
        switch (wish) {
          case CUT -> new LinkState.Cut();
          case HEAL -> new LinkState.Up();
          case DELAY -> new LinkState.Delayed(Duration.ofMillis(milliseconds));
        };
    lab(cluster).link(Names.node(cluster, one), Names.node(cluster, other), state);
    return Exit.OK;
  }

  /** What can be done to a disk. */
  enum DiskWish {
    FAIL,
    HEAL,
    REPLACE
  }

  @Command(
      name = "disk",
      description =
          "Makes a disk of a running twin answer every request with an I/O error, or work again, or puts a blank one in its place.",
      mixinStandardHelpOptions = true)
  int disk(
      @Mixin ClusterOptions options,
      @Parameters(index = "0", paramLabel = "fail|heal|replace") DiskWish wish,
      @Parameters(index = "1", paramLabel = "NODE") String node,
      @Parameters(index = "2", paramLabel = "DISK") String disk) {
    Cluster cluster = options.parse().cluster();
    DiskHealth health =
        switch (wish) {
          case FAIL -> DiskHealth.FAILING;
          case HEAL -> DiskHealth.WORKING;
          case REPLACE -> DiskHealth.REPLACED;
        };
    lab(cluster).disk(Names.node(cluster, node), disk, health);
    return Exit.OK;
  }
}
