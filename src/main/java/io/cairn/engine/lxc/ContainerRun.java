package io.cairn.engine.lxc;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Effect;
import io.cairn.engine.Guard;
import io.cairn.engine.Mark;
import io.cairn.engine.Shell;
import io.cairn.engine.Step;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;

/** Starting, stopping and changing a container that is there, on one node. */
record ContainerRun(Layer.Lxc layer, NodeName node, Context context) {
  private Place place() {
    return Place.of(layer, context.cluster());
  }

  private Step.Builder step(String verb) {
    return Step.layer(layer.name(), verb, node)
        .guard(LxcGuards.isMounted(place().below(), node, context));
  }

  Step start() {
    Step.Builder step =
        step("start")
            .says("Start it", "it does not run")
            .guard(
                Guard.that(
                    "its configuration is there", "[ -f " + Shell.quote(place().config()) + " ]"))
            .guard(LxcGuards.isStopped(layer))
            .runs(Command.exec("systemctl", "start", "--", ContainerUnit.name(layer)), untilUp());
    return proved(step).provides(Condition.active(layer.name(), node)).build();
  }

  Step restart() {
    Step.Builder step =
        step("restart")
            .says("Restart it", "it runs with another configuration than declared")
            .mark(Mark.CHANGE)
            .effect(Effect.DISRUPTIVE)
            .runs(Command.exec("systemctl", "restart", "--", ContainerUnit.name(layer)), untilUp());
    return proved(step).build();
  }

  private Step.Builder proved(Step.Builder step) {
    step.check(LxcGuards.isRunning(layer))
        .needs(LxcEngine.basis(layer, node, context))
        .needs(Condition.node("network", node), Condition.ready(layer.name(), node));
    layer.address().ifPresent(a -> step.check(LxcGuards.hasAddress(layer, a.address().toString())));
    return step;
  }

  /** Changes the limits of what runs, without a restart. */
  Step limit() {
    List<Command> commands = new ArrayList<>();
    ContainerConfig.limits(layer)
        .forEach(
            (key, value) ->
                commands.add(
                    Command.exec(
                        "lxc-cgroup",
                        "--lxcpath=" + Place.REGISTRY,
                        "--name=" + layer.name(),
                        key,
                        value)));
    commands.add(Command.exec("install", "-D", "--mode=0600", place().config(), place().started()));
    return step("limit")
        .says("Change its limits while it runs", "they are not as declared")
        .mark(Mark.CHANGE)
        .guard(LxcGuards.isRunning(layer))
        .runs(commands)
        .needs(LxcEngine.basis(layer, node, context))
        .needs(Condition.ready(layer.name(), node))
        .build();
  }

  /** Lets go on what an interrupted snapshot left frozen. */
  Step thaw() {
    return step("thaw")
        .says("Let it go on", "it is frozen")
        .mark(Mark.CHANGE)
        .runs(Command.exec("lxc-unfreeze", "--lxcpath=" + Place.REGISTRY, "--name=" + layer.name()))
        .check(LxcGuards.isRunning(layer))
        .needs(LxcEngine.basis(layer, node, context))
        .provides(Condition.active(layer.name(), node))
        .build();
  }

  Step stop() {
    return Step.layer(layer.name(), "stop", node)
        .says("Stop it", "it runs")
        .mark(Mark.CHANGE)
        .effect(Effect.DISRUPTIVE)
        .runs(Command.script(stopScript()))
        .check(LxcGuards.isStopped(layer))
        .provides(Condition.stopped(layer.name(), node))
        .build();
  }

  /** Through its unit; and directly, for one that somebody started without it. */
  String stopScript() {
    return """
        systemctl stop -- %1$s
        %2$s
        if [ "$state" != STOPPED ] && [ "$state" != none ]; then
          lxc-stop --lxcpath=%3$s --name=%4$s --timeout=60
        fi"""
        .formatted(ContainerUnit.name(layer), LxcShell.state(layer), Place.REGISTRY, layer.name());
  }

  /**
   * Waits until it runs and has its address, at most 60 s; then until its init is through, at most
   * 180 s: an init that hangs is the container's own matter, and only told.
   */
  private Command untilUp() {
    String address = layer.address().map(a -> a.address().toString()).orElse("");
    return Command.script(
        """
        waited=0
        until %1$s; [ "$state" = RUNNING ] && { [ -z '%2$s' ] || %3$s | grep --quiet --fixed-strings --line-regexp -- '%2$s'; }; do
          if [ $waited -ge 60 ] || systemctl --quiet is-failed -- %4$s; then
            echo "it is $state after $waited s; its log ends:" >&2
            journalctl --unit=%4$s --no-pager --lines=15 --output=cat >&2
            exit 1
          fi
          waited=$((waited + 1)); sleep 1
        done
        %5$s"""
            .formatted(
                LxcShell.state(layer).replace('\n', ';'),
                address,
                LxcShell.addresses(layer),
                ContainerUnit.name(layer),
                waitForInit()));
  }

  private String waitForInit() {
    return """
        if [ -e %1$s/usr/lib/systemd/systemd ] || [ -e %1$s/lib/systemd/systemd ]; then
          waited=0
          while [ $waited -lt 90 ]; do
            init=$(timeout 20 lxc-attach --lxcpath=%2$s --name=%3$s --clear-env -- systemctl is-system-running 2>/dev/null || true)
            case $init in running|degraded|maintenance|stopping) break ;; esac
            [ $((waited %% 5)) != 4 ] || progress "waiting for its services: ${init:-not answering}"
            waited=$((waited + 1)); sleep 2
          done
          progress "its services: ${init:-not answering}"
        fi"""
        .formatted(Shell.quote(place().rootfs()), Place.REGISTRY, layer.name());
  }
}
