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
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "lab",
    description =
        "Virtual twins of the nodes on this computer, with real kernels: a place to rehearse and to break.",
    footer = {
      "  cairn lab up -f examples/erp.yaml",
      "  cairn status --lab -f examples/erp.yaml",
      "  cairn lab power off node1 -f examples/erp.yaml",
      "  cairn lab down -f examples/erp.yaml"
    },
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
      footer = {
        "  cairn lab up -f examples/erp.yaml",
        "  cairn lab up --no-apply     only boot them"
      })
  int up(
      @Mixin ChangeOptions options,
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
      footer = {"  cairn lab down"})
  int down(@Mixin FileOption options) {
    lab(options.parse().cluster()).down();
    return Exit.OK;
  }

  @Command(
      name = "status",
      description =
          "Shows which twins have power, where to log in, and which links and disks are broken.",
      footer = {"  cairn lab status", "  cairn lab status --json"})
  int status(
      @Mixin FileOption options,
      @Option(names = "--json", description = "the same, as JSON") boolean json) {
    LabStatus status = lab(options.parse().cluster()).status();
    System.out.print(json ? status.json() : status.text());
    return Exit.OK;
  }

  @Command(
      name = "ssh",
      description = "Logs in to a twin, or runs a command there.",
      footer = {"  cairn lab ssh node1", "  cairn lab ssh node1 -- drbdadm status"})
  int ssh(
      @Mixin FileOption options,
      @Parameters(index = "0", paramLabel = "NODE", description = "a node of the file") String node,
      @Parameters(
              index = "1..*",
              paramLabel = "COMMAND",
              arity = "0..*",
              description = "a command to run; without it a login shell")
          List<String> command) {
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
      footer = {"  cairn lab power off node1", "  cairn lab power cycle node2"})
  int power(
      @Mixin FileOption options,
      @Parameters(index = "0", paramLabel = "on|off|cycle", description = "cycle: off, then on")
          PowerWish wish,
      @Parameters(index = "1", paramLabel = "NODE", description = "a node of the file")
          String name) {
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

  @Command(
      name = "replace",
      description =
          "Puts a new server in the place of a twin: blank disks, a new system, another host key, the same name and addresses. What was on the twin is gone.",
      footer = {
        "  cairn lab replace node2",
        "  cairn apply --lab     builds it anew, from the others' copies"
      })
  int replace(
      @Mixin FileOption options,
      @Parameters(index = "0", paramLabel = "NODE", description = "a node of the file")
          String name) {
    Cluster cluster = options.parse().cluster();
    lab(cluster).replace(cluster, Names.node(cluster, name));
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
      description =
          "Cuts, heals or delays the link between two twins, in all their networks and both directions. Delayed, it can lose frames and be narrow too, as a line between two sites.",
      footer = {
        "  cairn lab link cut node1 node2",
        "  cairn lab link delay node1 node2 --ms 20",
        "  cairn lab link delay node1 node2 --ms 40 --loss 0.5 --mbit 10"
      })
  int link(
      @Mixin FileOption options,
      @Parameters(
              index = "0",
              paramLabel = "cut|heal|delay",
              description = "what becomes of the link")
          LinkWish wish,
      @Parameters(index = "1", paramLabel = "NODE", description = "a node of the file") String one,
      @Parameters(index = "2", paramLabel = "NODE", description = "a node of the file")
          String other,
      @Option(
              names = "--ms",
              paramLabel = "MILLISECONDS",
              defaultValue = "50",
              description = "delay in one direction (default: ${DEFAULT-VALUE})")
          int milliseconds,
      @Option(
              names = "--loss",
              paramLabel = "PERCENT",
              defaultValue = "0",
              description = "of a delayed link: how many frames of a hundred are lost")
          double loss,
      @Option(
              names = "--mbit",
              paramLabel = "MEGABITS",
              description =
                  "of a delayed link: how much a second passes in one direction; what waits longer than half a second is lost")
          @Nullable Integer rate) {
    Cluster cluster = options.parse().cluster();
    LinkState state =
        switch (wish) {
          case CUT -> new LinkState.Cut();
          case HEAL -> new LinkState.Up();
          case DELAY ->
              new LinkState.Slow(
                  Duration.ofMillis(milliseconds),
                  loss,
                  rate == null ? OptionalInt.empty() : OptionalInt.of(rate));
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
      footer = {"  cairn lab disk fail node1 store1", "  cairn lab disk replace node1 store1"})
  int disk(
      @Mixin FileOption options,
      @Parameters(
              index = "0",
              paramLabel = "fail|heal|replace",
              description = "what becomes of the disk")
          DiskWish wish,
      @Parameters(index = "1", paramLabel = "NODE", description = "a node of the file") String node,
      @Parameters(
              index = "2",
              paramLabel = "DISK",
              description = "its name in the lab, as in store1 for virtio-store1")
          String disk) {
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
