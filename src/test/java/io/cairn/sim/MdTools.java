package io.cairn.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** mdadm(8). */
final class MdTools {
  /** Where the data begin, in sectors; not the same for members of every size. */
  private static final int OFFSET = 2048;

  private static final int FIRST_NUMBER = 127;

  private MdTools() {}

  static void add(Map<String, Tool> tools) {
    tools.put("mdadm", MdTools::mdadm);
  }

  private static Answer mdadm(Call call) {
    Call.Words words = call.words();
    if (words.has("--create")) {
      return create(call, words);
    }
    if (words.has("--assemble")) {
      return assemble(call, words);
    }
    if (words.has("--manage")) {
      return manage(call.server(), words);
    }
    if (words.has("--stop")) {
      return stop(call.server(), words.operand());
    }
    if (words.has("--zero-superblock")) {
      return zero(call.server(), words.operand());
    }
    if (words.has("--detail") && words.has("--export")) {
      return detail(call.server(), words.operand());
    }
    if (words.has("--examine")) {
      return examine(call.server(), words);
    }
    throw call.unknown();
  }

  /** A new array in the kernel, with that member and not started. */
  static MdArray begin(Server server, Block member) {
    int number = FIRST_NUMBER;
    while (server.kernel().arrays.containsKey("/dev/md" + number)) {
      number--;
    }
    MdArray array = new MdArray("/dev/md" + number, member);
    server.kernel().arrays.put(array.path(), array);
    return array;
  }

  private static String value(Call.Words words, String option) {
    return words.value(option).orElseThrow();
  }

  /**
   * Writes the superblocks one after the other, then gives the members to the kernel, then starts.
   */
  private static Answer create(Call call, Call.Words words) {
    Server server = call.server();
    List<String> paths = words.operands().subList(1, words.operands().size());
    String name = value(words, "--homehost") + ":" + value(words, "--name");
    if (server.block(words.operands().getFirst()).isPresent()) {
      return Answer.fail(1, "mdadm: " + words.operands().getFirst() + " is already in use.");
    }
    for (String path : paths) {
      Optional<Block> block = server.block(path);
      if (block.isEmpty() || !server.users(block.get()).isEmpty()) {
        return Answer.fail(1, "mdadm: cannot open " + path + ": Device or resource busy");
      }
      if (!block.get().signature().isEmpty()) {
        // it asks, and nobody answers
        return Answer.fail(1, "mdadm: " + path + " appears to contain something. create aborted.");
      }
    }
    List<Block> members = paths.stream().map(path -> server.block(path).orElseThrow()).toList();
    String uuid = uuid(server.world());
    String level = value(words, "--level");
    Hardware.loadModule(server, level);
    for (int slot = 0; slot < members.size(); slot++) {
      Block member = members.get(slot);
      Content data =
          member.content() instanceof Content.Zero zero ? zero : new Content.Noise("old");
      member.write(
          new Content.RaidMember(
              uuid,
              name,
              level,
              members.size(),
              slot,
              Surface.of(data),
              Content.RaidMember.Recovery.DONE));
      call.midway().run();
    }
    MdArray array = begin(server, members.getFirst());
    for (Block member : members) {
      array.add(member);
      server.publish();
      call.midway().run();
    }
    array.start();
    server.publish();
    return Answer.fail(0, "mdadm: array " + words.operands().getFirst() + " started.");
  }

  private static String uuid(World world) {
    String digits =
        "%016x%016x".formatted(world.replication().freshId(), world.replication().freshId());
    return digits.replaceFirst("(.{8})(.{8})(.{8})(.{8})", "$1:$2:$3:$4");
  }

  private static Answer assemble(Call call, Call.Words words) {
    Server server = call.server();
    String uuid = value(words, "--uuid");
    if (server.kernel().arrays.values().stream().anyMatch(array -> array.uuid().equals(uuid))) {
      return Answer.fail(1, "mdadm: " + words.operands().getFirst() + " is already in use.");
    }
    List<Block> members =
        words.operands().stream()
            .skip(1)
            .flatMap(path -> server.block(path).stream())
            .filter(b -> b.content() instanceof Content.RaidMember m && m.array().equals(uuid))
            .toList();
    if (members.isEmpty()) {
      return Answer.fail(1, "mdadm: no superblock found, assembly aborted.");
    }
    if (members.stream().anyMatch(member -> !server.users(member).isEmpty())) {
      return Answer.fail(1, "mdadm: a member is busy - skipping");
    }
    MdArray array = begin(server, members.getFirst());
    Hardware.loadModule(server, array.level());
    members.forEach(array::add);
    if (!array.isWhole()) {
      server.kernel().arrays.remove(array.path());
      return Answer.fail(
          1, "mdadm: assembled from too few drives - not enough to start the array.");
    }
    call.midway().run();
    array.start();
    Appearance.of(server, array);
    server.publish();
    return Answer.fail(0, "mdadm: " + words.operands().getFirst() + " has been started.");
  }

  /** Takes lost members out, puts a new one in: then the kernel begins to copy. */
  private static Answer manage(Server server, Call.Words words) {
    List<String> operands = words.operands();
    MdArray array = array(server, operands.getFirst()).orElseThrow();
    if (words.has("--remove")) {
      array.forgetLost();
      server.publish();
      return Answer.ok();
    }
    Block block = server.block(operands.getLast()).orElseThrow();
    if (!words.has("--add") || !server.users(block).isEmpty()) {
      return Answer.fail(
          1, "mdadm: Cannot open " + operands.getLast() + ": Device or resource busy");
    }
    if (array.isWhole()) {
      throw new UnsupportedOperationException("a spare of an array that lacks nothing");
    }
    array.recover(block);
    server.publish();
    return Answer.fail(0, "mdadm: added " + operands.getLast());
  }

  private static Optional<MdArray> array(Server server, String path) {
    return server.kernel().arrays.values().stream()
        .filter(array -> array.isCalled(path))
        .findFirst();
  }

  private static Answer stop(Server server, String path) {
    Optional<MdArray> array = array(server, path);
    if (array.isEmpty()) {
      return Answer.fail(1, "mdadm: error opening " + path + ": No such file or directory");
    }
    if (!server.users(array.get()).isEmpty()) {
      return Answer.fail(
          1,
          "mdadm: Cannot get exclusive access to "
              + path
              + ":Perhaps a running process, mounted filesystem or active volume group?");
    }
    server.kernel().arrays.remove(array.get().path());
    server.publish();
    return Answer.fail(0, "mdadm: stopped " + path);
  }

  private static Answer zero(Server server, String path) {
    Optional<Block> block = server.block(path);
    if (block.isEmpty() || !(block.get().content() instanceof Content.RaidMember member)) {
      return Answer.fail(2, "mdadm: Unrecognised md component device - " + path);
    }
    if (!server.users(block.get()).isEmpty()) {
      return Answer.fail(2, "mdadm: Couldn't open " + path + " for write - not zeroing");
    }
    boolean empty = member.data().content() instanceof Content.Zero;
    block.get().write(empty ? new Content.Zero() : new Content.Noise("the data of an array"));
    server.publish();
    return Answer.ok();
  }

  private static Answer detail(Server server, String path) {
    Optional<MdArray> array = array(server, path);
    if (array.isEmpty()) {
      return Answer.fail(1, "mdadm: cannot open " + path + ": No such file or directory");
    }
    return Answer.out(
        "MD_LEVEL=%s\nMD_DEVICES=%d\nMD_METADATA=1.2\nMD_UUID=%s\nMD_NAME=%s\n"
            .formatted(
                array.get().level(),
                array.get().wanted(),
                array.get().uuid(),
                array.get().fullName()));
  }

  private static Answer examine(Server server, Call.Words words) {
    Optional<Block> block = server.block(words.operand());
    if (block.isEmpty() || !(block.get().content() instanceof Content.RaidMember member)) {
      return Answer.fail(1, "mdadm: No md superblock detected on " + words.operand() + ".");
    }
    return words.has("--export")
        ? Answer.out("MD_UUID=%s\nMD_NAME=%s\n".formatted(member.array(), member.name()))
        : Answer.out("    Data Offset : %d sectors\n".formatted(OFFSET));
  }
}
