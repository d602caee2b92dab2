package io.cairn.sim;

import io.cairn.sim.Replica.Link;
import io.cairn.sim.Replica.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How the DRBD 8.4 modules of all servers treat each other. */
final class Replication {
  private final List<Server> servers;
  private final RandomGenerator ids;
  private final Trees trees;
  private boolean linkUp = true;

  Replication(List<Server> servers, RandomGenerator ids, Trees trees) {
    this.servers = servers;
    this.ids = ids;
    this.trees = trees;
  }

  boolean isLinkUp() {
    return linkUp;
  }

  void link(boolean up) {
    linkUp = up;
    settle();
  }

  Optional<Replica> peer(Replica replica) {
    return servers.stream()
        .filter(server -> server != replica.server && server.isOn())
        .flatMap(
            server ->
                Optional.ofNullable(server.kernel().replicas.get(replica.resource())).stream())
        .findFirst();
  }

  long freshId() {
    return (ids.nextLong() & ~0xFL) | 0x10;
  }

  /** Lets connections break and come about, until nothing changes. */
  void settle() {
    for (Server server : servers) {
      for (Replica replica : List.copyOf(server.kernel().replicas.values())) {
        settle(replica);
      }
    }
    servers.stream().filter(Server::isOn).forEach(Server::publish);
  }

  private void settle(Replica one) {
    Optional<Replica> peer = peer(one).filter(other -> linkUp && other.link != Link.STAND_ALONE);
    if (one.link.isConnected() && peer.isEmpty()) {
      lost(one);
    } else if (one.link == Link.WAITING && peer.isPresent() && peer.get().link == Link.WAITING) {
      meet(one, peer.get());
    }
  }

  /** The peer is gone: a primary goes on in a generation of its own. */
  void lost(Replica one) {
    one.link = Link.WAITING;
    one.left = 0;
    one.disk.put(trees.parted(one.disk.surface()));
    if (one.primary && one.state == State.UP_TO_DATE) {
      one.write(one.generations().fork(freshId()));
    }
    one.writeFlags();
  }

  /** It is told to have no peer any more. */
  void leave(Replica one) {
    Optional<Replica> peer = one.link.isConnected() ? peer(one) : Optional.empty();
    if (peer.isPresent()) {
      lost(one);
    }
    one.link = Link.STAND_ALONE;
    peer.ifPresent(this::lost);
    settle();
  }

  private void meet(Replica one, Replica other) {
    boolean strangers = !one.config.secret().equals(other.config.secret());
    int newer = one.generations().compare(other.generations());
    if (newer == 100 && one.discards != other.discards) {
      newer = one.discards ? -2 : 2;
    }
    boolean oneGood = one.state != State.INCONSISTENT;
    boolean otherGood = other.state != State.INCONSISTENT;
    if (oneGood != otherGood && Math.abs(newer) < 100) {
      newer = (oneGood ? 1 : -1) * (Math.abs(newer) == 2 ? 2 : 1);
    }
    Replica target = newer < 0 ? one : other;
    boolean targetPrimary = newer != 0 && target.primary && target.state != State.INCONSISTENT;
    boolean sourceBad = newer != 0 && (newer < 0 ? !otherGood : !oneGood);
    boolean bothPrimary = one.primary && other.primary;
    if (strangers || Math.abs(newer) >= 100 || targetPrimary || sourceBad || bothPrimary) {
      alone(one);
      alone(other);
      return;
    }
    one.link = Link.CONNECTED;
    other.link = Link.CONNECTED;
    one.measure();
    other.measure();
    boolean isNew = one.generations().isNew() || other.generations().isNew();
    long before = one.size();
    long room = Math.min(one.room(), other.room());
    one.resize(room);
    other.resize(room);
    boolean grew = !isNew && room > before;
    if (newer != 0) {
      beginSync(newer > 0 ? one : other, target);
    } else if (oneGood && otherGood) {
      one.state = State.UP_TO_DATE;
      other.state = State.UP_TO_DATE;
      one.write(one.generations().crash(false));
      other.write(other.generations().crash(false));
    }
    one.writeFlags();
    other.writeFlags();
    if (grew && newer == 0 && oneGood && otherGood) {
      copyNew(
          one.primary || !other.primary ? one : other, one.primary || !other.primary ? other : one);
    }
  }

  /**
   * Connected nodes tell each other how large their disks are. What both have more is copied from
   * the primary (receive_sizes and resync_after_online_grow of the 8.4 module).
   */
  void agree(Replica one, Replica other) {
    one.measure();
    other.measure();
    long room = Math.min(one.room(), other.room());
    if (room > one.size()) {
      one.resize(room);
      other.resize(room);
      copyNew(one.primary ? one : other, one.primary ? other : one);
    }
    settle();
  }

  private void copyNew(Replica source, Replica target) {
    startSync(source, target);
    target.state = State.INCONSISTENT;
    target.writeFlags();
    source.writeFlags();
  }

  private void alone(Replica one) {
    one.link = Link.STAND_ALONE;
    one.writeFlags();
  }

  /** All that differs flows one way; until it is done the target is worth nothing. */
  void beginSync(Replica source, Replica target) {
    startSync(source, target);
    target.state = State.INCONSISTENT;
    target.disk.write(new Content.Noise("a copy that is not complete"));
    target.writeFlags();
    source.writeFlags();
  }

  private void startSync(Replica source, Replica target) {
    source.link = Link.SOURCE;
    target.link = Link.TARGET;
    if (source.generations().bitmap() == 0
        || source.generations().bitmap() == Generations.JUST_CREATED) {
      source.write(source.generations().tracking(freshId()));
    }
    target.write(target.generations().at(source.generations().bitmap()));
    source.left = 6;
    target.left = 6;
  }

  /** Virtual time passes: copies come forward. */
  void advance() {
    for (Server server : servers) {
      for (Replica replica : server.kernel().replicas.values()) {
        if (replica.link == Link.SOURCE && --replica.left <= 0) {
          peer(replica).ifPresent(target -> finish(replica, target));
        } else if (replica.link == Link.TARGET && replica.left > 1) {
          replica.left--;
        }
      }
    }
    settle();
  }

  private void finish(Replica source, Replica target) {
    source.link = Link.CONNECTED;
    target.link = Link.CONNECTED;
    source.left = 0;
    target.left = 0;
    source.state = State.UP_TO_DATE;
    target.state = State.UP_TO_DATE;
    source.write(source.generations().synced().crash(false));
    target.write(target.generations().as(source.generations()));
    target.disk.write(source.disk.content());
    source.writeFlags();
    target.writeFlags();
  }

  /** A write on the primary, and by protocol C on the peer before it counts as done. */
  void write(Replica primary, Content content) {
    primary.disk.write(content);
    peer(primary)
        .filter(_ -> primary.link == Link.CONNECTED)
        .ifPresent(peer -> peer.disk.write(content));
  }

  /** The text of /proc/drbd. */
  static String proc(Server server) {
    StringBuilder text =
        new StringBuilder(
            "version: 8.4.11 (api:1/proto:86-101)\nsrcversion: 211FB288A383ED945B83420 \n");
    List<Replica> replicas = new ArrayList<>(server.kernel().replicas.values());
    replicas.sort(java.util.Comparator.comparingInt(replica -> replica.config.minor()));
    int next = 0;
    for (Replica replica : replicas) {
      text.append(next++ < replica.config.minor() && next == 1 ? "\n" : "");
      Optional<Replica> peer =
          replica.link.isConnected()
              ? server.world().replication().peer(replica)
              : Optional.empty();
      text.append(
          String.format(
              Locale.ROOT,
              "%2d: cs:%s ro:%s/%s ds:%s/%s %s r-----\n    ns:0 nr:0 dw:0 dr:0 al:8 bm:0 lo:0 pe:0 ua:0 ap:0 ep:1 wo:f oos:%d\n",
              replica.config.minor(),
              replica.link.word,
              role(replica.primary),
              peer.map(other -> role(other.primary)).orElse("Unknown"),
              replica.state.word,
              peer.map(other -> other.state.word).orElse("DUnknown"),
              replica.link == Link.STAND_ALONE ? " " : "C",
              replica.left * 4096));
      if (replica.left > 0 && replica.link.isConnected()) {
        text.append(
            String.format(
                Locale.ROOT,
                "\t[===>................] sync'ed: %4.1f%% (%d/24576)K\n\tfinish: 0:00:%02d speed: 4,096 (4,096) K/sec\n",
                100.0 * (6 - replica.left) / 6,
                replica.left * 4096,
                replica.left));
      }
    }
    return text.toString();
  }

  private static String role(boolean primary) {
    return primary ? "Primary" : "Secondary";
  }
}
