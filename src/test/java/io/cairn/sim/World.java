package io.cairn.sim;

import io.cairn.graph.NodeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The simulated cluster: servers, what connects them, time, chance, and what went wrong. */
final class World implements AutoCloseable {
  private final Path home;
  private final List<Server> servers = new ArrayList<>();
  private final Map<String, Tool> tools;
  private final Trees trees;
  private final Replication replication;
  private final Ledger ledger;
  private final RandomGenerator chance;
  private final List<String> calls = new ArrayList<>();
  private final List<String> journal = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();
  private final List<Hung> hung = new CopyOnWriteArrayList<>();
  private final Background background = new Background();
  private final ReentrantLock striking = new ReentrantLock();
  private final ReentrantLock turn = new ReentrantLock(true);
  private final Timetable timetable;
  private Faults faults;
  private Faults.Within within = Faults.Within.SURVEY;
  private Optional<Cairn> cairn = Optional.empty();
  private Instant now = Instant.now();
  private int boots;

  /** A tool that does not come back until this is opened. */
  private record Hung(Server server, CountDownLatch release, CountDownLatch done) {}

  World(long seed, List<NodeName> nodes, Map<String, Tool> tools) {
    this.tools = tools;
    this.chance = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.faults = Faults.none(chance);
    this.timetable = new Timetable(this, chance);
    Image image = Image.shared();
    try {
      this.home = Files.createTempDirectory(image.home(), "w");
      Path content = Files.createDirectory(home.resolve("content"));
      this.trees = new Trees(content);
      for (NodeName node : nodes) {
        Machine machine = new Machine(node, home, content, image, this::serve);
        servers.add(new Server(this, machine, Hardware.disks(node)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a world", e);
    }
    this.replication = new Replication(servers, chance, trees);
    this.ledger = new Ledger(servers);
    servers.forEach(Hardware::install);
    servers.forEach(server -> server.durability.syncAll());
    servers.forEach(this::powerOn);
  }

  List<Server> servers() {
    return servers;
  }

  Server server(String name) {
    return servers.stream().filter(server -> server.name().equals(name)).findFirst().orElseThrow();
  }

  Replication replication() {
    return replication;
  }

  Trees trees() {
    return trees;
  }

  Ledger ledger() {
    return ledger;
  }

  Background background() {
    return background;
  }

  Faults faults() {
    return faults;
  }

  RandomGenerator chance() {
    return chance;
  }

  /** Every call of a tool so far: server, name, arguments. */
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** What the imitation was asked and does not know. */
  synchronized List<String> gaps() {
    return List.copyOf(gaps);
  }

  Instant now() {
    return now;
  }

  /** Something sleeps: time passes for everyone, and what goes on by itself comes forward. */
  synchronized void sleep(long milliseconds) {
    now = now.plusMillis(milliseconds);
    replication.advance();
  }

  void breakThings(Faults some) {
    faults = some;
  }

  void run(Cairn incarnation) {
    cairn = Optional.of(incarnation);
  }

  void powerOn(Server server) {
    server.boot("boot-%s-%d".formatted(server.name(), ++boots));
    replication.settle();
    Systemd.of(server).boot();
    background.settle();
  }

  /** What was in memory is gone; what was not synced may be. */
  void losePower(Server server) {
    for (Replica replica : server.kernel().replicas.values()) {
      if (replica.primary) {
        replica.disk.writeMetadata(replica.metadata().crash(true));
      }
      if (replica.disk.content() instanceof Content.FileSystem system) {
        replica.disk.write(system.withTree(trees.copy(system.tree())));
      }
    }
    server.losePower();
    background.forget(server);
    server.durability.lose(chance);
    timetable.powerOnLater(server);
    replication.settle();
  }

  /** One script of Cairn at a time: in the whole cluster nothing else moves meanwhile. */
  ReentrantLock turn() {
    return turn;
  }

  /** Before a script of Cairn: time went by. */
  void passTime(Faults.Within next) {
    within = Faults.Within.BACKGROUND;
    releaseHung();
    timetable.next();
    background.wake();
    background.settle();
    synchronized (this) {
      replication.advance();
      Workload.write(this);
      for (Server server : servers) {
        if (chance.nextInt(4) == 0) {
          server.durability.syncAll();
        }
      }
    }
    within = next;
  }

  /** What a unit's commands printed. */
  synchronized void journal(Server server, String unit, String said) {
    if (!said.isBlank()) {
      journal.add(server.name() + " " + unit + ": " + said.strip());
    }
  }

  /** Everything that units printed. */
  synchronized List<String> journal() {
    return List.copyOf(journal);
  }

  /** Waits for what a cut connection left behind, unless that hangs. */
  void awaitLeftovers() {
    striking.lock(); // a fault that broke the connection has happened in full
    try {
      for (Server server : servers) {
        if (hung.stream().noneMatch(one -> one.server() == server)) {
          server.machine().awaitCut();
        }
      }
    } finally {
      striking.unlock();
    }
  }

  private void releaseHung() {
    if (!hung.isEmpty() && (faults.areOver() || chance.nextInt(2) == 0)) {
      for (Hung one : List.copyOf(hung)) {
        one.release().countDown();
        try {
          one.done().await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        hung.remove(one);
        one.server().machine().awaitCut();
      }
    }
  }

  /** Everything works from now on: powered, connected, nothing hangs. */
  void calm() {
    turn.lock();
    try {
      faults.stop();
      releaseHung();
      timetable.finish();
      background.settle();
    } finally {
      turn.unlock();
    }
  }

  private void serve(Machine machine, SocketChannel channel) {
    Server server = server(machine.name().text());
    Kernel kernel = server.kernel();
    try (Desk desk = new Desk(channel)) {
      List<String> said = desk.argv();
      String session = said.getFirst();
      Call call = new Call(server, said.subList(1, said.size()), desk::input);
      synchronized (this) {
        calls.add(server.name() + " " + String.join(" ", call.argv()));
      }
      if (!goesOn(strike(call, Faults.Moment.BEFORE), server, desk)) {
        return;
      }
      Answer answer = answer(call, session);
      if (server.kernel() != kernel) {
        return; // it lost power while the tool ran
      }
      examine(call);
      if (goesOn(strike(call, Faults.Moment.AFTER), server, desk)) {
        desk.answer(answer);
      }
    } catch (IOException | UncheckedIOException _) {
      // whoever asked is dead: killed, or without power
    }
  }

  private Answer answer(Call call, String session) {
    Tool tool = tools.get(call.tool());
    try {
      if (tool == null) {
        throw call.unknown();
      }
      return background.isIt(call, session) ? background.sleep(session) : tool.run(call);
    } catch (Violation e) {
      ledger.report(e.what() + " by: " + String.join(" ", call.argv()));
      return Answer.fail(1, e.what());
    } catch (UncheckedIOException e) {
      throw e;
    } catch (RuntimeException e) {
      synchronized (this) {
        gaps.add(call.server().name() + " " + call.argv() + ": " + e);
      }
      return Answer.fail(127, "simulation: " + e);
    }
  }

  private synchronized void examine(Call call) {
    Workload.write(this);
    ledger.examine(call.server().name() + " " + String.join(" ", call.argv()));
  }

  private synchronized Optional<Faults.Kind> strike(Call call, Faults.Moment moment) {
    return faults.strike(call.server().name() + " " + call.argv(), moment, within);
  }

  /** Lets the fault happen. Whether the tool still runs afterwards. */
  private boolean goesOn(Optional<Faults.Kind> fault, Server server, Desk desk) throws IOException {
    if (fault.isEmpty()) {
      return true;
    }
    if (fault.get() == Faults.Kind.HANG) {
      hang(server);
      return server.isOn();
    }
    striking.lock();
    try {
      strike(fault.get(), server, desk);
    } finally {
      striking.unlock();
    }
    return fault.get() != Faults.Kind.CRASH && server.isOn();
  }

  private void strike(Faults.Kind fault, Server server, Desk desk) throws IOException {
    switch (fault) {
      case CRASH -> desk.killScript();
      case HANG -> {}
      case LOST_REPLY -> server.machine().cutLines();
      case POWER_LOSS -> losePower(server);
      case PEER_POWER_LOSS ->
          servers.stream().filter(s -> s != server && s.isOn()).forEach(this::losePower);
      case KILL_CAIRN -> killCairn();
      case PARTITION -> timetable.partition();
    }
  }

  private void hang(Server server) {
    if (within == Faults.Within.BACKGROUND) {
      return; // nobody waits for it, so it would only be slow
    }
    Hung one = new Hung(server, new CountDownLatch(1), new CountDownLatch(1));
    hung.add(one);
    server.machine().cutLines();
    try {
      one.release().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    one.done().countDown();
  }

  void killCairn() {
    cairn.ifPresent(Cairn::kill);
    servers.stream().filter(Server::isOn).forEach(server -> server.machine().cutLines());
  }

  @Override
  public void close() {
    hung.forEach(one -> one.release().countDown());
    servers.forEach(server -> server.machine().powerOff());
    Image.delete(home);
  }
}
