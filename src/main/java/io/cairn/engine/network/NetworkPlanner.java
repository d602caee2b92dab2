package io.cairn.engine.network;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Guard;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.engine.UnitCommands;
import io.cairn.graph.InterfaceName;
import io.cairn.graph.IpAddress;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The steps of one node: change and confirm, or only write, or only confirm. */
final class NetworkPlanner {
  // ifup waits for DHCP or for duplicate address detection, each up to a minute (interfaces(5))
  private static final int CHANGE_SECONDS = 75;

  private final NodeVerdict verdict;
  private final NodeName node;

  NetworkPlanner(NodeVerdict verdict) {
    this.verdict = verdict;
    this.node = verdict.node();
  }

  /**
   * Its steps.
   *
   * @param before the node whose network must be confirmed before this one's is touched, so that a
   *     wrong file costs one node at most (rule R39)
   */
  List<Step> plan(Optional<NodeName> before) {
    if (verdict.configured().isPresent() && !verdict.changes().isEmpty()) {
      NodeChange change = NodeChange.of(verdict.changes(), verdict.configured().get());
      return List.of(
          change(change, before),
          confirm(verdict.changes().stream().map(Decision.Change::wanted).toList()));
    }
    List<Step> steps = new ArrayList<>();
    if (verdict.facts().pending() == NetworkFacts.Pending.CONFIRMATION) {
      // interrupted between change and confirmation: this survey came in, and so will the next
      // login
      steps.add(confirm(verdict.wanted()));
    }
    if (verdict.configured().isPresent() && verdict.written().isPresent()) {
      List<ManagedFile> files =
          NodeChange.files(verdict.configured().get(), verdict.written().get());
      if (!files.isEmpty()) {
        steps.add(write(files));
      }
    }
    return steps;
  }

  private Step change(NodeChange change, Optional<NodeName> before) {
    String what =
        change.parts().stream()
            .map(part -> part.wanted().shown())
            .collect(Collectors.joining(", "));
    Step.Builder step =
        Step.node("network", "change", node)
            .mark(change.down().isEmpty() ? Mark.CREATE : Mark.CHANGE)
            .effect(change.effect())
            .says(
                "Bring up " + what + "; unless confirmed it goes back after " + Undo.SECONDS + " s",
                change.parts().stream().map(Decision.Change::why).collect(Collectors.joining("; ")))
            .guard(
                Guard.that(
                    "no other change waits for confirmation", "[ ! -e " + Undo.ARMED + " ]"));
    for (Decision.Change part : change.parts()) {
      String device = part.wanted().device().text();
      step.guard(
          Guard.that(
              "the interface " + device + " is there", "[ -d /sys/class/net/" + device + " ]"));
    }
    for (ManagedFile file : change.files()) {
      step.guard(unchanged(file.path()));
    }
    before.ifPresent(other -> step.needs(Condition.node("network", other)));
    return step.runs(commands(change))
        .needs(Condition.node("packages", node))
        .provides(changed())
        .build();
  }

  private Condition changed() {
    return Condition.node("unconfirmed network", node);
  }

  private Guard unchanged(String path) {
    String digest = verdict.facts().digests().get(path);
    return digest == null
        ? Guard.that(path + " is not there yet", "[ ! -e " + path + " ]")
        : Guard.hasDigest(path, digest);
  }

  private static List<Command> commands(NodeChange change) {
    List<Command> commands = new ArrayList<>();
    commands.add(
        Command.script(Undo.keep(change.files().stream().map(ManagedFile::path).toList())));
    commands.add(Command.put(Undo.script(change)));
    commands.add(Command.put(change.script()));
    commands.add(Command.put(Undo.service()));
    commands.add(Command.put(Undo.timer()));
    commands.add(UnitCommands.enable(Undo.SERVICE));
    commands.add(UnitCommands.RELOAD);
    commands.add(Command.script(whoAnswers(change)));
    // from here on it goes back by itself
    commands.add(Command.exec("rm", "--force", "--", Undo.RESULT));
    commands.add(Command.exec("cp", "--", "/proc/sys/kernel/random/boot_id", Undo.ARMED));
    // on the disk before anything changes: also a node that loses power now goes back
    commands.add(Command.exec("sync", "--file-system", "--", Undo.DIRECTORY));
    commands.add(Command.script(Undo.startTimer()));
    commands.add(
        Command.exec(
            "systemd-run",
            "--quiet",
            "--collect",
            "--unit=" + Undo.CHANGE,
            "/bin/sh",
            Undo.DIRECTORY + "/change"));
    commands.add(Command.script(waiting()));
    return commands;
  }

  private static String whoAnswers(NodeChange change) {
    String peers =
        change.parts().stream()
            .flatMap(part -> part.wanted().peers().stream())
            .distinct()
            .map(IpAddress::toString)
            .collect(Collectors.joining(" "));
    return """
        : > %1$s
        for peer in %2$s; do
          ! ping -q -c 1 -W 1 "$peer" > /dev/null 2>&1 || echo "$peer" >> %1$s
        done"""
        .formatted(Undo.ANSWERED, peers);
  }

  private static String waiting() {
    return """
        progress 'waiting for the interfaces'
        seconds=0
        while [ ! -s %1$s ] && [ "$seconds" -lt %2$d ]; do sleep 1; seconds=$((seconds + 1)); done
        result=$(cat %1$s 2> /dev/null) || result='still at it'
        if [ "$result" != 'done' ]; then
          echo "the change: $result; the network goes back to what it was" >&2
          journalctl --quiet --no-pager --output cat --lines 20 --unit %3$s >&2
          exit 1
        fi"""
        .formatted(Undo.RESULT, CHANGE_SECONDS, Undo.CHANGE);
  }

  private Step confirm(List<Wanted> wanted) {
    Step.Builder step =
        Step.node("network", "confirm", node)
            .mark(Mark.CHANGE)
            .says(
                "Confirm the network over a new login, so that it stays",
                "a network that shuts Cairn out goes back by itself")
            .guard(Guard.that("the change waits for its confirmation", "[ -e " + Undo.ARMED + " ]"))
            .guard(
                Guard.that(
                    "the change ran to its end", "[ \"$(cat " + Undo.RESULT + ")\" = 'done' ]"));
    for (Wanted one : wanted) {
      step.guard(isThere(one));
    }
    return step.guard(answersAgain())
        .runs(
            Command.exec("systemctl", "stop", "--", Undo.TIMER),
            Command.exec("rm", "--", Undo.ARMED),
            Command.exec("sync", "--file-system", "--", Undo.DIRECTORY))
        .check(
            Guard.that(
                "nothing goes back any more",
                "[ \"$(systemctl show --property ActiveState --value "
                    + Undo.SERVICE
                    + ")\" != activating ]"))
        .needs(changed(), Condition.newConnection(node))
        .provides(Condition.node("network", node))
        .build();
  }

  private static Guard isThere(Wanted wanted) {
    List<String> tests = new ArrayList<>();
    String carrier = wanted.carrier().text();
    wanted
        .bridge()
        .map(InterfaceName::text)
        .ifPresent(
            bridge ->
                tests.add(
                    "[ \"$(basename \"$(readlink -f /sys/class/net/%s/master)\")\" = %s ]"
                        .formatted(wanted.device(), bridge)));
    wanted
        .address()
        .ifPresent(
            own ->
                tests.add(
                    "[ -n \"$(ip -oneline address show dev %s to %s)\" ]"
                        .formatted(carrier, own.address())));
    wanted
        .gateway()
        .filter(_ -> wanted.address().isPresent())
        .ifPresent(
            gateway ->
                tests.add(
                    "[ -n \"$(ip -%s route show default)\" ]"
                        .formatted(gateway.isIpv4() ? "4" : "6")));
    return Guard.that(wanted.shown() + " is there", String.join("\n", tests));
  }

  private static Guard answersAgain() {
    return Guard.that(
        "everyone who answered before answers again",
        """
        while read -r peer; do
          tries=0
          until ping -q -c 1 -W 2 "$peer" > /dev/null 2>&1; do
            tries=$((tries + 1))
            [ "$tries" -lt 10 ] || { echo "$peer does not answer any more"; exit 1; }
            sleep 1
          done
        done < %s"""
            .formatted(Undo.ANSWERED));
  }

  private Step write(List<ManagedFile> files) {
    Step.Builder step =
        Step.node("network", "write", node)
            .says(
                "Write the network's configuration, so that it is there after a reboot",
                "it is as declared now, but no file says so");
    files.forEach(file -> step.guard(unchanged(file.path())));
    return step.runs(files.stream().map(Command::put).toList())
        .needs(Condition.node("packages", node))
        .build();
  }
}
