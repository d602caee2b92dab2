package io.cairn.sim;

import io.cairn.graph.Cluster;
import io.cairn.graph.NodeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;

/** The simulated cluster: servers, what connects them, time, chance, and what went wrong. */
final class World implements AutoCloseable {
  private static final Pattern FRESH =
      Pattern.compile("(/run/cairn[\\w-]*\\.|/tmp/tmp\\.)\\w{6,10}");

  /** How long a service sleeps between two scripts of Cairn, in seconds. */
  private static final int NAP = 3;

  /** Longer than any copying takes, in seconds. */
  private static final int LONG = 20;

  /** What ends a connection while the script goes on. */
  private static final Set<Faults.Kind> CUTTING =
      EnumSet.of(Faults.Kind.LOST_REPLY, Faults.Kind.HANG, Faults.Kind.KILL_CAIRN);

  private final Cluster cluster;
  private final Path home;
  private final Path content;
  private final Image image;
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

  /** By how much time went faster here, where whoever sleeps does not have to wait. */
  private Duration slept = Duration.ZERO;

  private int boots;

  /** A connection is gone, and what it left behind runs to its end: no further fault meets that. */
  private volatile boolean aftermath;

  /** A tool that does not come back until this is opened. */
  private record Hung(Server server, CountDownLatch release, CountDownLatch done) {}

  World(long seed, Cluster cluster, Map<String, Tool> tools) {
    this.cluster = cluster;
    this.tools = tools;
    this.chance = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.faults = Faults.none();
    this.timetable = new Timetable(this, chance);
    this.image = Image.shared();
    try {
      this.home = Files.createTempDirectory(image.home(), "w");
      this.content = Files.createDirectory(home.resolve("content"));
      this.trees = new Trees(content);
      for (NodeName node : cluster.nodes().keySet()) {
        servers.add(bought(node, home));
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

  private Server bought(NodeName node, Path place) {
    Machine machine = new Machine(node, place, content, image, this::serve);
    return new Server(this, machine, Hardware.disks(node, cluster));
  }

  /** A new server comes in its place, with the same name, and nothing of what was on it. */
  void replace(Server old) {
    if (old.isOn()) {
      losePower(old);
    }
    timetable.forget(old);
    try {
      Server bought = bought(old.machine().name(), Files.createTempDirectory(home, "new"));
      servers.set(servers.indexOf(old), bought);
      Hardware.install(bought);
      bought.durability.syncAll();
      powerOn(bought);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot replace " + old.name(), e);
    }
  }

  List<Server> servers() {
    return servers;
  }

  Server server(String name) {
    return servers.stream().filter(server -> server.name().equals(name)).findFirst().orElseThrow();
  }

  /** What the cluster file says: the machines were bought and their networks set up for it. */
  Cluster cluster() {
    return cluster;
  }

  /** Puts the disks into the servers that a file names and that were not there. */
  void furnish(Cluster file) {
    for (Server server : servers) {
      server.add(Hardware.newDisks(server, file));
    }
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

  /** The same for all: a server that is asked later than another must not seem to be behind. */
  synchronized Instant now() {
    return Instant.now().plus(slept);
  }

  /** Something sleeps: time passes for everyone, and what goes on by itself comes forward. */
  synchronized void sleep(long milliseconds) {
    slept = slept.plusMillis(milliseconds);
    advance();
  }

  /** Nothing happens but what goes on by itself, until that is over. */
  void rest() {
    for (int i = 0; i < LONG; i++) {
      sleep(1000);
    }
  }

  private void advance() {
    servers.forEach(server -> server.kernel().arrays.values().forEach(MdArray::advance));
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
        replica.write(replica.generations().crash(true));
      }
      replica.disk.put(trees.parted(replica.disk.surface()));
    }
    server.losePower();
    background.forget(server);
    server.durability.lose(chance);
    timetable.powerOnLater(server);
    replication.settle();
  }

  /** It loses power for longer than any operation takes. */
  void switchOff(Server server) {
    losePower(server);
    timetable.keepOff(server);
  }

  /** Power is back, whatever else still fails. */
  void switchOn(Server server) {
    timetable.forget(server);
    powerOn(server);
  }

  /** The nodes do not reach each other until all is mended. */
  void part() {
    replication.link(false);
  }

  /** One script of Cairn at a time: in the whole cluster nothing else moves meanwhile. */
  ReentrantLock turn() {
    return turn;
  }

  /** Before a script of Cairn: time went by. */
  void passTime(Faults.Within next) {
    within = Faults.Within.BACKGROUND;
    releaseHung();
    aftermath = false;
    timetable.next();
    if (background.wake()) {
      synchronized (this) {
        slept = slept.plusSeconds(NAP);
      }
    }
    background.settle();
    synchronized (this) {
      advance();
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

  /** Cairn ends a connection. */
  void hangUp() {
    aftermath = true;
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
    faults.stop();
    mend();
  }

  /** Everything works, until the next fault. */
  void mend() {
    turn.lock();
    try {
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
      Call call = call(server, said.subList(1, said.size()), desk);
      synchronized (this) {
        calls.add(told(call));
      }
      pass(Faults.Moment.BEFORE, call, desk);
      Answer answer = answer(call, session);
      if (server.kernel() != kernel) {
        return; // it lost power while the tool ran
      }
      examine(call);
      pass(Faults.Moment.AFTER, call, desk);
      desk.answer(answer);
    } catch (IOException | UncheckedIOException | Ended _) {
      // whoever asked is dead: killed, or without power
    }
  }

  private Call call(Server server, List<String> argv, Desk desk) {
    Call[] made = new Call[1];
    AtomicInteger part = new AtomicInteger();
    made[0] =
        new Call(
            server,
            argv,
            desk::input,
            () -> pass(Faults.Moment.MIDWAY, part.incrementAndGet(), made[0], desk));
    return made[0];
  }

  private void pass(Faults.Moment moment, Call call, Desk desk) {
    pass(moment, 0, call, desk);
  }

  /** A moment at which a fault may strike; after so many parts of the work. */
  private void pass(Faults.Moment moment, int parts, Call call, Desk desk) {
    try {
      if (!goesOn(strike(call, moment, parts), call.server(), desk)) {
        throw new Ended();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tool was killed. */
  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;
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
    } catch (UncheckedIOException | Ended e) {
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
    ledger.examine(told(call));
  }

  private synchronized Optional<Faults.Kind> strike(Call call, Faults.Moment moment, int parts) {
    String told = told(call) + (parts > 1 ? " (after part " + parts + ")" : "");
    return aftermath ? Optional.empty() : faults.strike(told, moment, within);
  }

  /** The call as people and replays read it: without what is new each time. */
  private static String told(Call call) {
    String text = call.server().name() + " " + String.join(" ", call.argv());
    return FRESH.matcher(text).replaceAll("$1XXXXXX");
  }

  /** Lets the fault happen. Whether the tool still runs afterwards. */
  private boolean goesOn(Optional<Faults.Kind> fault, Server server, Desk desk) throws IOException {
    if (fault.isEmpty()) {
      return true;
    }
    aftermath = CUTTING.contains(fault.get());
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
      case KILL_CAIRN -> {
        killCairn();
        awaitIdleShells(server);
      }
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

  /**
   * The shells of the other servers end now. What they do then would fall anywhere among the calls
   * that the script here still makes.
   */
  private void awaitIdleShells(Server busy) {
    servers.stream()
        .filter(server -> server != busy && server.isOn())
        .filter(server -> hung.stream().noneMatch(one -> one.server() == server))
        .forEach(server -> server.machine().awaitCut());
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
