package io.cairn.engine.node;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Effect;
import io.cairn.engine.Guard;
import io.cairn.engine.Mark;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Reply;
import io.cairn.engine.Shell;
import io.cairn.engine.Step;
import io.cairn.graph.Cluster;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/** Installs what is missing, and keeps services that packages bring from doing harm. */
final class PackagePlanner {
  // for dpkg's lock: at first boot Debian's own timers hold it for minutes
  private static final int LOCK_SECONDS = 300;

  private PackagePlanner() {}

  static List<Step> plan(Cluster cluster, NodeName node, NodeFacts facts) {
    List<Step> steps = new ArrayList<>();
    SequencedSet<String> missing = PackageNeeds.missing(cluster, node, facts);
    if (!missing.isEmpty()) {
      steps.add(install(cluster, node, missing, facts));
    }
    if (startsDrbdAtBoot(facts)) {
      steps.add(disableDrbd(node));
    }
    return steps;
  }

  /**
   * Everything else, on every node, waits for it: whether a package can be had shows only when it
   * is fetched, and where it cannot, nothing else shall have been changed.
   */
  private static Step install(
      Cluster cluster, NodeName node, SequencedSet<String> missing, NodeFacts facts) {
    Step.Builder step =
        Step.node("packages", "install", node)
            .says(
                "Install " + String.join(", ", missing),
                missing.size() == 1 ? "it is not installed" : "they are not installed")
            .runs(commands(missing, facts))
            .check(installed(missing));
    cluster.nodes().keySet().forEach(other -> step.provides(Condition.node("packages", other)));
    return step.build();
  }

  private static List<Command> commands(SequencedSet<String> missing, NodeFacts facts) {
    List<Command> commands = new ArrayList<>();
    if (missing.contains("lxc")) {
      // it would start at once a bridge lxcbr0 with its own DHCP server and address translation;
      // containers of Cairn connect to the bridge that the file names
      commands.add(Command.exec("systemctl", "mask", "--", "lxc-net.service"));
    }
    // what an interrupted installation left half done
    commands.add(
        Command.script(
            "if [ -n \"$(dpkg --audit)\" ]; then "
                + Shell.join(List.of("env", "DEBIAN_FRONTEND=noninteractive"))
                + " dpkg --force-confdef --force-confold --configure --pending; fi"));
    if (hasNoLists(facts)) {
      commands.add(Command.exec(apt("update")));
    }
    List<String> first = new ArrayList<>(missing);
    first.remove(PackageNeeds.CHRONY);
    if (!first.isEmpty()) {
      commands.add(Command.script(installing("--no-remove", first)));
    }
    if (missing.contains(PackageNeeds.CHRONY)) {
      // apart, for it may take the place of systemd-timesyncd, and only it may remove anything
      commands.add(Command.script(installing("", List.of(PackageNeeds.CHRONY))));
    }
    return commands;
  }

  /**
   * Installs from the lists that are there; when they are too old for the mirror, from new ones.
   */
  private static String installing(String option, List<String> packages) {
    List<String> argv = new ArrayList<>(List.of(apt("install")));
    argv.addAll(List.of("--yes", "--no-install-recommends"));
    if (!option.isEmpty()) {
      argv.add(option);
    }
    argv.add("--option=Dpkg::Options::=--force-confdef");
    argv.add("--option=Dpkg::Options::=--force-confold");
    argv.add("--");
    argv.addAll(packages);
    String install = Shell.join(argv);
    return """
        progress 'installing %s'
        install() { %s; }
        install || { %s && install; }"""
        .formatted(String.join(" ", packages), install, Shell.join(List.of(apt("update"))));
  }

  private static String[] apt(String verb) {
    return new String[] {
      "env",
      "DEBIAN_FRONTEND=noninteractive",
      "apt-get",
      "--quiet=2",
      "--option=DPkg::Lock::Timeout=" + LOCK_SECONDS,
      verb
    };
  }

  private static boolean hasNoLists(NodeFacts facts) {
    return facts
        .reply(NodeProbes.CANDIDATES)
        .map(Reply::out)
        .filter("no lists\n"::equals)
        .isPresent();
  }

  private static Guard installed(Collection<String> packages) {
    return Guard.that(
        "every package is installed",
        """
        for package in %s; do
          [ "$(dpkg-query -W -f '${db:Status-Status}' "$package")" = installed ] || { echo "$package is not"; exit 1; }
        done"""
            .formatted(Shell.join(List.copyOf(packages))));
  }

  // "enabled" is what is-enabled prints for a unit that starts at boot (systemctl(1))
  private static boolean startsDrbdAtBoot(NodeFacts facts) {
    Optional<Reply> reply = facts.reply(NodeProbes.SERVICES);
    return reply.map(Reply::out).map(String::strip).filter("enabled"::equals).isPresent();
  }

  private static Step disableDrbd(NodeName node) {
    return Step.node("packages", "disable-drbd", node)
        .mark(Mark.CHANGE)
        .effect(Effect.SAFE)
        .says(
            "Take drbd.service out of the boot",
            "it would bring up and promote resources beside the units that Cairn orders")
        .runs(Command.exec("systemctl", "disable", "--", "drbd.service"))
        .provides(Condition.node("packages", node))
        .build();
  }
}
