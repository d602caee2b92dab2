package io.cairn.sim;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * systemd of one server, as far as the units of the product use it: what is pulled in, in which
 * order, what stops with what.
 */
final class Systemd {
  static final String DIRECTORY = "/etc/systemd/system/";
  private static final int KEPT = 200;

  private final Server server;
  private final Kernel kernel;

  /** What a unit is. */
  enum State {
    INACTIVE("inactive"),
    ACTIVE("active"),
    FAILED("failed");

    final String word;

    State(String word) {
      this.word = word;
    }
  }

  private Systemd(Server server) {
    this.server = server;
    this.kernel = server.kernel();
  }

  static Systemd of(Server server) {
    return new Systemd(server);
  }

  /** Everything that is enabled. */
  void boot() {
    List<String> enabled = new ArrayList<>();
    for (String target : List.of("local-fs.target", "multi-user.target", "sysinit.target")) {
      enabled.addAll(wantedBy(target));
    }
    modulesLoad();
    start(enabled);
  }

  private void modulesLoad() {
    for (String path : server.machine().filesBelow("/etc/modules-load.d")) {
      server
          .machine()
          .readFile(path)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(module -> Hardware.loadModule(server, module));
    }
    server.publish();
  }

  private List<String> wantedBy(String target) {
    try (var links =
        java.nio.file.Files.newDirectoryStream(
            server.machine().at(DIRECTORY + target + ".wants"))) {
      List<String> names = new ArrayList<>();
      links.forEach(link -> names.add(link.getFileName().toString()));
      names.sort(null);
      return names;
    } catch (IOException _) {
      return List.of();
    }
  }

  /** The unit's text: loaded once, and again only after daemon-reload. */
  Optional<UnitFile> unit(String name) {
    if (kernel.loaded.containsKey(name)) {
      return Optional.ofNullable(kernel.loaded.get(name));
    }
    Optional<UnitFile> found =
        server.machine().hasFile(DIRECTORY + name)
            ? Optional.of(UnitFile.parse(name, server.machine().readFile(DIRECTORY + name)))
            : Hardware.vendorUnit(server, name);
    found.ifPresent(unit -> kernel.loaded.put(name, unit));
    return found;
  }

  void reload() {
    Set<String> known = new LinkedHashSet<>(kernel.loaded.keySet());
    kernel.loaded.clear();
    known.forEach(this::unit);
  }

  State state(String name) {
    if (name.endsWith(".mount")) {
      Optional<String> where = unit(name).flatMap(unit -> unit.one("Mount.Where"));
      if (where.isPresent() && kernel.mountAt(where.get()).isPresent()) {
        return State.ACTIVE;
      }
      return kernel.units.get(name) == State.FAILED ? State.FAILED : State.INACTIVE;
    }
    return kernel.units.getOrDefault(name, State.INACTIVE);
  }

  boolean isActive(String name) {
    return state(name) == State.ACTIVE;
  }

  /**
   * Starts units with all that they need, each after what it follows.
   *
   * @return why the first of them that was asked for did not start; empty when all did
   */
  String start(Collection<String> names) {
    Set<String> wanted = new LinkedHashSet<>();
    names.forEach(name -> pull(name, wanted));
    StringBuilder trouble = new StringBuilder();
    for (String name : order(wanted)) {
      String why = isActive(name) ? "" : startOne(name);
      if (!why.isEmpty() && names.contains(name)) {
        trouble.append("Job for ").append(name).append(" failed: ").append(why).append('\n');
      }
    }
    return trouble.toString();
  }

  private void pull(String name, Set<String> wanted) {
    if (wanted.add(name)) {
      unit(name)
          .map(unit -> unit.units("Unit.Requires", "Unit.Wants", "Unit.BindsTo"))
          .orElse(List.of())
          .forEach(needed -> pull(needed, wanted));
      if (name.endsWith(".target")) {
        wantedBy(name).forEach(needed -> pull(needed, wanted));
      }
    }
  }

  private List<String> order(Set<String> names) {
    Set<String> ordered = new LinkedHashSet<>();
    names.forEach(name -> place(name, names, ordered, new LinkedHashSet<>()));
    return List.copyOf(ordered);
  }

  private void place(String name, Set<String> names, Set<String> ordered, Set<String> path) {
    if (!path.add(name) || ordered.contains(name)) {
      return;
    }
    for (String other : names) {
      if (!other.equals(name) && follows(name, other)) {
        place(other, names, ordered, path);
      }
    }
    ordered.add(name);
  }

  // a target follows what it wants by default (systemd.target(5))
  private boolean follows(String name, String other) {
    boolean after = unit(name).filter(u -> u.units("Unit.After").contains(other)).isPresent();
    boolean before = unit(other).filter(u -> u.units("Unit.Before").contains(name)).isPresent();
    boolean target =
        name.endsWith(".target")
            && unit(name)
                .filter(u -> u.units("Unit.Requires", "Unit.Wants").contains(other))
                .isPresent()
            && unit(other).filter(u -> u.units("Unit.After").contains(name)).isEmpty();
    return after || before || target;
  }

  private String startOne(String name) {
    Optional<UnitFile> unit = unit(name);
    if (unit.isEmpty()) {
      return "Unit " + name + " not found.";
    }
    for (String needed : unit.get().units("Unit.Requires", "Unit.BindsTo")) {
      boolean waits = unit.get().units("Unit.After").contains(needed);
      if (waits && !isActive(needed) && !isSkipped(needed)) {
        kernel.units.put(name, State.INACTIVE);
        return "A dependency job failed: " + needed;
      }
    }
    if (!conditionsHold(unit.get())) {
      return "";
    }
    String why = name.endsWith(".mount") ? mount(unit.get()) : service(unit.get());
    kernel.units.put(name, why.isEmpty() ? stateAfterStart(unit.get()) : State.FAILED);
    return why;
  }

  private boolean isSkipped(String name) {
    return unit(name).filter(unit -> !conditionsHold(unit)).isPresent();
  }

  private static State stateAfterStart(UnitFile unit) {
    boolean ends =
        unit.one("Service.Type").filter("oneshot"::equals).isPresent()
            && unit.one("Service.RemainAfterExit").filter("yes"::equals).isEmpty();
    return ends ? State.INACTIVE : State.ACTIVE;
  }

  private boolean conditionsHold(UnitFile unit) {
    for (String path : unit.all("Unit.ConditionPathExists")) {
      boolean negated = path.startsWith("!");
      if (server.machine().hasFile(negated ? path.substring(1) : path) == negated) {
        return false;
      }
    }
    return true;
  }

  private String mount(UnitFile unit) {
    return Mounting.mount(
        server,
        unit.one("Mount.What").orElse(""),
        unit.one("Mount.Where").orElse(""),
        unit.one("Mount.Type").orElse("auto"),
        unit.one("Mount.Options").orElse(""));
  }

  private String service(UnitFile unit) {
    String type = unit.one("Service.Type").orElse("simple");
    for (String line : unit.all("Service.ExecStartPre")) {
      String why = run(unit.name(), line);
      if (!why.isEmpty()) {
        return why;
      }
    }
    for (String line : unit.all("Service.ExecStart")) {
      boolean stays = !type.equals("oneshot") && !type.equals("forking");
      String why = stays ? begin(unit.name(), line) : run(unit.name(), line);
      if (!why.isEmpty()) {
        return why;
      }
    }
    for (String line : unit.all("Service.ExecStartPost")) {
      String why = run(unit.name(), line);
      if (!why.isEmpty()) {
        return why;
      }
    }
    return "";
  }

  private String begin(String unit, String line) {
    List<String> argv = UnitFile.argv(line.replaceFirst("^[-@:+!]+", ""));
    if (argv.getFirst().startsWith("/usr/lib/sim/daemon")) {
      return ""; // a vendor's daemon, of which only its being active matters
    }
    try {
      server.world().background().follow(server, unit, server.machine().start(argv));
      return "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  private String run(String unit, String line) {
    boolean mayFail = line.startsWith("-");
    List<String> argv = UnitFile.argv(line.replaceFirst("^[-@:+!]+", ""));
    try {
      Session session = server.machine().start(argv);
      int status = session.await();
      String said = status == -1 ? "" : session.output();
      server.world().journal(server, unit, said);
      return status == 0 || mayFail ? "" : "status " + status + ": " + last(said);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String last(String text) {
    return text.length() <= KEPT ? text.strip() : text.substring(text.length() - KEPT).strip();
  }

  /** Stops units, and what depends on them before. */
  String stop(Collection<String> names) {
    Set<String> stopping = new LinkedHashSet<>();
    names.forEach(name -> pushOut(name, stopping));
    StringBuilder trouble = new StringBuilder();
    for (String name : order(stopping).reversed()) {
      String why = state(name) == State.INACTIVE ? "" : stopOne(name);
      if (!why.isEmpty() && names.contains(name)) {
        trouble.append("Job for ").append(name).append(" failed: ").append(why).append('\n');
      }
    }
    return trouble.toString();
  }

  private void pushOut(String name, Set<String> stopping) {
    if (!stopping.add(name)) {
      return;
    }
    for (String other : List.copyOf(kernel.loaded.keySet())) {
      boolean depends =
          unit(other)
              .filter(
                  unit -> unit.units("Unit.Requires", "Unit.BindsTo", "Unit.PartOf").contains(name))
              .isPresent();
      if (depends && state(other) != State.INACTIVE) {
        pushOut(other, stopping);
      }
    }
  }

  private String stopOne(String name) {
    Optional<UnitFile> unit = unit(name);
    if (unit.isEmpty()) {
      kernel.units.put(name, State.INACTIVE);
      return "";
    }
    if (name.endsWith(".mount")) {
      String why = Mounting.unmount(server, unit.get().one("Mount.Where").orElse(""));
      kernel.units.put(name, State.INACTIVE);
      return why;
    }
    String why = "";
    if (state(name) == State.ACTIVE) {
      for (String line : unit.get().all("Service.ExecStop")) {
        why = why.isEmpty() ? run(name, line) : why;
      }
    }
    server.world().background().kill(server, name);
    for (String line : unit.get().all("Service.ExecStopPost")) {
      run(name, line);
    }
    kernel.units.put(name, why.isEmpty() ? State.INACTIVE : State.FAILED);
    // systemctl itself succeeds also when the command of ExecStop failed
    return "";
  }

  String restart(Collection<String> names) {
    Set<String> before = new LinkedHashSet<>();
    names.forEach(name -> pushOut(name, before));
    List<String> running = before.stream().filter(this::isActive).toList();
    stop(names);
    Set<String> again = new LinkedHashSet<>(names);
    again.addAll(running);
    return start(again);
  }

  String reloadUnits(Collection<String> names) {
    StringBuilder trouble = new StringBuilder();
    for (String name : names) {
      Optional<UnitFile> unit = unit(name);
      if (unit.isEmpty() || !isActive(name)) {
        trouble.append("Job type reload is not applicable for unit ").append(name).append(".\n");
      } else {
        for (String line : unit.get().all("Service.ExecReload")) {
          trouble.append(run(name, line));
        }
      }
    }
    return trouble.toString();
  }
}
