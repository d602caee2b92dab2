package io.cairn.sim;

import io.cairn.sim.Replica.Link;
import io.cairn.sim.Replica.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** drbdadm, drbdsetup and drbdmeta of drbd-utils 9.22 over the 8.4 module. */
final class DrbdTools {
  private DrbdTools() {}

  static void add(Map<String, Tool> tools) {
    tools.put("drbdadm", DrbdTools::drbdadm);
    tools.put("drbdsetup", DrbdTools::drbdsetup);
    tools.put("drbdmeta", DrbdTools::drbdmeta);
  }

  private static Answer drbdadm(Call call) {
    Call.Words words = call.words("--config-file", "-c");
    if (words.has("--version", "-V")) {
      return Answer.line("DRBDADM_VERSION=9.22.0");
    }
    if (words.has("--config-file", "-c")) {
      return checked(call, words);
    }
    // "drbdadm -- --force wipe-md": what follows the dashes goes to drbdmeta
    String verb =
        words.operands().stream().filter(word -> !word.startsWith("-")).findFirst().orElseThrow();
    String name = words.operand().replaceAll("/0$", "");
    Optional<DrbdFile> config =
        DrbdFile.all(call.server()).stream().filter(file -> file.name().equals(name)).findFirst();
    if (config.isEmpty()) {
      return Answer.fail(10, "'" + name + "' not defined in your config (for this host).");
    }
    return switch (verb) {
      case "sh-dev" -> Answer.line("/dev/drbd" + config.get().minor());
      case "sh-ll-dev" -> Answer.line(config.get().disk());
      case "create-md" -> createMetadata(call.server(), config.get());
      case "wipe-md" -> wipeMetadata(call.server(), config.get());
      case "get-gi" -> getGi(call.server(), config.get());
      case "up", "adjust" -> adjust(call, config.get());
      default -> configured(call, verb, name, words);
    };
  }

  private static Answer checked(Call call, Call.Words words) {
    String path = words.value("--config-file", "-c").orElseThrow();
    String text = call.server().machine().readFile(path);
    boolean good =
        path.contains("global_common") || DrbdFile.parse(text, call.server().name()).isPresent();
    return good ? Answer.ok() : Answer.fail(10, path + ": parse error");
  }

  private static Optional<Block> disk(Server server, DrbdFile config) {
    return server.block(config.disk());
  }

  private static Answer createMetadata(Server server, DrbdFile config) {
    Optional<Block> disk = disk(server, config);
    if (disk.isEmpty()) {
      return Answer.fail(20, "open(" + config.disk() + ") failed: No such file or directory");
    }
    if (server.kernel().replicas.containsKey(config.name())) {
      return Answer.fail(20, "Device '" + config.minor() + "' is configured!");
    }
    if (disk.get().metadata().isPresent() || !disk.get().content().signature().isEmpty()) {
      return Answer.fail(
          1, "Do you really want to overwrite what is there? [need to type 'yes' to confirm]");
    }
    disk.get().write(new Metadata(Generations.NEW, disk.get().size(), 0));
    return Answer.line("New drbd meta data block successfully created.");
  }

  private static Answer wipeMetadata(Server server, DrbdFile config) {
    if (server.kernel().replicas.containsKey(config.name())) {
      return Answer.fail(20, "Device '" + config.minor() + "' is configured!");
    }
    disk(server, config)
        .filter(found -> found.metadata().isPresent())
        .ifPresent(Block::wipeMetadata);
    return Answer.ok();
  }

  /** Of what is attached the kernel knows them, wherever they are. */
  private static Answer getGi(Server server, DrbdFile config) {
    return Optional.ofNullable(server.kernel().replicas.get(config.name()))
        .filter(replica -> replica.state != State.DISKLESS)
        .map(Replica::generations)
        .or(() -> disk(server, config).flatMap(Block::metadata).map(Metadata::ids))
        .map(ids -> Answer.line(ids.text()))
        .orElseGet(() -> Answer.fail(255, "No valid meta data found"));
  }

  private static boolean isLeftBehind(Block disk) {
    return disk.surface().metadata().isPresent() && disk.metadata().isEmpty();
  }

  /** New minor, attach, connect: three calls of drbdsetup, which a kill can part. */
  private static Answer adjust(Call call, DrbdFile config) {
    Server server = call.server();
    if (!server.kernel().modules.containsKey("drbd")) {
      return Answer.fail(20, "Could not connect to 'drbd' generic netlink family");
    }
    Optional<Block> disk = disk(server, config);
    boolean isAttached =
        Optional.ofNullable(server.kernel().replicas.get(config.name()))
            .filter(known -> known.state != State.DISKLESS)
            .isPresent();
    if (!isAttached && disk.isPresent() && isLeftBehind(disk.get())) {
      // check-resize, by what /var/lib/drbd says of where they ended; mended in drbd-utils 9.35
      throw new Violation("drbdmeta moves the metadata of a disk that grew, its bitmap wrongly");
    }
    if (!isAttached && (disk.isEmpty() || disk.get().metadata().isEmpty())) {
      return Answer.fail(
          11, config.minor() + ": Failure: (119) No valid meta-data signature found.");
    }
    Replica replica =
        server
            .kernel()
            .replicas
            .computeIfAbsent(config.name(), _ -> new Replica(server, config, disk.orElseThrow()));
    Replication replication = server.world().replication();
    if (replica.state == State.DISKLESS) {
      server.publish();
      call.midway().run();
      replica.attach();
      server.publish();
      call.midway().run();
    }
    if (!replica.config.secret().equals(config.secret())) {
      replication.leave(replica);
      call.midway().run();
      replica.config = config;
    }
    if (replica.link == Link.STAND_ALONE) {
      replica.link = Link.WAITING;
    }
    replication.settle();
    return Answer.ok();
  }

  private static Answer configured(Call call, String verb, String name, Call.Words words) {
    Server server = call.server();
    Optional<Replica> found = Optional.ofNullable(server.kernel().replicas.get(name));
    if (found.isEmpty()) {
      return verb.equals("role") || verb.equals("cstate") || verb.equals("dstate")
          ? Answer.line("Unconfigured")
          : verb.equals("down")
              ? Answer.ok()
              : Answer.fail(10, name + ": Failure: (127) Device minor not allocated");
    }
    Replica replica = found.get();
    Replication replication = server.world().replication();
    Optional<Replica> peer =
        replica.link.isConnected() ? replication.peer(replica) : Optional.empty();
    return switch (verb) {
      case "role" -> Answer.line(role(replica) + "/" + peer.map(DrbdTools::role).orElse("Unknown"));
      case "cstate" -> Answer.line(replica.link.word);
      case "dstate" ->
          Answer.line(replica.state.word + "/" + peer.map(p -> p.state.word).orElse("DUnknown"));
      case "primary" -> primary(replica, peer, words.has("--force"));
      case "secondary" -> secondary(replica);
      case "down" -> down(replica);
      case "connect" -> connect(replica, words.has("--discard-my-data"));
      case "disconnect" -> {
        replication.leave(replica);
        yield Answer.ok();
      }
      case "resize" -> resize(call, replica, peer);
      case "new-current-uuid" -> newCurrent(replica, peer, words.has("--clear-bitmap"));
      default -> throw call.unknown();
    };
  }

  private static String role(Replica replica) {
    return replica.primary ? "Primary" : "Secondary";
  }

  private static Answer primary(Replica replica, Optional<Replica> peer, boolean force) {
    if (replica.primary) {
      return Answer.ok();
    }
    if (peer.filter(other -> other.primary).isPresent()) {
      return Answer.fail(
          11, "0: State change failed: (-1) Multiple primaries not allowed by config");
    }
    boolean good =
        replica.state == State.UP_TO_DATE
            || peer.filter(other -> other.state == State.UP_TO_DATE).isPresent();
    if (!good && !force) {
      return Answer.fail(17, "0: State change failed: (-2) Need access to UpToDate data");
    }
    Replication replication = replica.server.world().replication();
    replica.primary = true;
    if (force && !good) {
      replica.state = State.UP_TO_DATE;
      replica.write(replica.generations().fork(replication.freshId()));
      peer.ifPresent(target -> replication.beginSync(replica, target));
    } else if (peer.isEmpty()) {
      replica.write(replica.generations().fork(replication.freshId()));
    }
    replica.writeFlags();
    replication.settle();
    return Answer.ok();
  }

  private static Answer secondary(Replica replica) {
    if (!replica.primary) {
      return Answer.ok();
    }
    if (!replica.server.users(replica).isEmpty()) {
      return Answer.fail(11, "0: State change failed: (-12) Device is held open by someone");
    }
    replica.primary = false;
    replica.writeFlags();
    replica.server.world().replication().settle();
    return Answer.ok();
  }

  private static Answer down(Replica replica) {
    Answer demoted = secondary(replica);
    if (!demoted.equals(Answer.ok())) {
      return demoted;
    }
    Replication replication = replica.server.world().replication();
    replica.link = Link.STAND_ALONE;
    replica.writeFlags();
    replica.server.kernel().replicas.remove(replica.resource());
    replication.settle();
    return Answer.ok();
  }

  private static Answer connect(Replica replica, boolean discard) {
    Replication replication = replica.server.world().replication();
    if (discard) {
      replica.discards = true;
    }
    if (replica.link == Link.STAND_ALONE) {
      replica.link = Link.WAITING;
    }
    replication.settle();
    return Answer.ok();
  }

  /** Looks at the disk's size anew, and has the peer do so (drbd_adm_resize). */
  private static Answer resize(Call call, Replica replica, Optional<Replica> peer) {
    if (replica.state == State.DISKLESS) {
      return Answer.fail(
          10, replica.config.minor() + ": Failure: (138) Device does not have a disk-config");
    }
    if (replica.link == Link.SOURCE || replica.link == Link.TARGET) {
      return Answer.fail(
          10, replica.config.minor() + ": Failure: (130) Resize not allowed during resync.");
    }
    if (!replica.primary && peer.filter(other -> other.primary).isEmpty()) {
      return Answer.fail(
          10, replica.config.minor() + ": Failure: (131) Need one Primary node to resize.");
    }
    replica.measure();
    call.midway().run();
    peer.ifPresent(other -> call.server().world().replication().agree(replica, other));
    return Answer.ok();
  }

  private static Answer newCurrent(Replica replica, Optional<Replica> peer, boolean clear) {
    Replication replication = replica.server.world().replication();
    if (clear) {
      if (peer.isEmpty() || !replica.generations().isNew() || !peer.get().generations().isNew()) {
        return Answer.fail(10, "0: Failure: (125) Device has a net-config (use disconnect first)");
      }
      long id = replication.freshId();
      for (Replica one : List.of(replica, peer.get())) {
        one.write(new Generations(id, 0, 0, 0, true, true, false, true, false));
        one.state = State.UP_TO_DATE;
        one.writeFlags();
      }
      replication.settle();
      return Answer.ok();
    }
    throw new UnsupportedOperationException("new-current-uuid without --clear-bitmap");
  }

  private static Answer drbdsetup(Call call) {
    Call.Words words = call.words();
    String verb = words.operands().getFirst();
    if (verb.equals("events2")) {
      return Answer.out(
          call.server().kernel().replicas.values().stream()
              .filter(r -> words.operands().size() < 2 || r.resource().equals(words.operand()))
              .map(
                  r ->
                      "exists device name:%s volume:0 minor:%d disk:%s client:no quorum:yes\n"
                          .formatted(r.resource(), r.config.minor(), r.state.word))
              .collect(Collectors.joining("", "", "exists -\n")));
    }
    throw call.unknown();
  }

  private static Answer drbdmeta(Call call) {
    List<String> words = call.words().operands();
    if (words.getLast().equals("get-gi")) {
      return call.server()
          .block(words.get(2))
          .flatMap(Block::metadata)
          .map(found -> Answer.line(found.ids().text()))
          .orElseGet(() -> Answer.fail(255, "No valid meta data found"));
    }
    throw call.unknown();
  }
}
