package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Draws stacks: disks, perhaps mirrored, perhaps in a group, perhaps replicated, file systems. */
final class Draw {
  /** The least that mkfs.xfs(8) takes, and a little more. */
  private static final int LEAST_XFS = 312;

  private static final int LEAST = 32;

  private final RandomGenerator chance;
  private int number;

  Draw(RandomGenerator chance) {
    this.chance = chance;
  }

  /** On how many nodes a volume's data are. */
  enum Copies {
    ONE,
    TWO
  }

  /** A whole file: one stack or two, on one node or two. */
  Sketch sketch() {
    Sketch sketch = Sketch.empty(isOneOf(3) ? List.of("node1") : List.of("node1", "node2"));
    int stacks = 1 + chance.nextInt(2);
    for (int i = 0; i < stacks; i++) {
      sketch = stack(sketch);
    }
    return sketch;
  }

  private boolean isOneOf(int count) {
    return chance.nextInt(count) == 0;
  }

  private String fresh(String kind) {
    return kind + ++number;
  }

  private int size(int from, int to) {
    return 4 * (from / 4 + chance.nextInt((to - from) / 4 + 1));
  }

  /** With one more stack on new disks. */
  Sketch stack(Sketch before) {
    String ground = fresh("d");
    Sketch sketch = ground(before, ground, isOneOf(4) ? size(320, 480) : size(136, 240));
    String top = device(sketch, ground);
    boolean isReplicated = sketch.nodes().size() == 2 && !isOneOf(4);
    if (isOneOf(2)) {
      String fast = isOneOf(2) ? fresh("f") : "";
      List<String> over = new ArrayList<>(List.of(top));
      if (!fast.isEmpty()) {
        sketch = ground(sketch, fast, 128);
        over.add(device(sketch, fast));
      }
      String group = fresh("g");
      sketch = sketch.with(group, new Sketch.Part("vg", over, 0));
      int wanted = Math.max(1, chance.nextInt(3));
      for (int i = 0; i < wanted; i++) {
        sketch = volume(sketch, group, isReplicated && i == 0 ? Copies.TWO : Copies.ONE);
      }
      return sketch;
    }
    return isReplicated ? replicated(sketch, top) : used(sketch, top);
  }

  private Sketch ground(Sketch before, String disk, int size) {
    if (isOneOf(3)) {
      return before
          .withDisk(disk + "a", size)
          .withDisk(disk + "b", size)
          .with("array-" + disk, new Sketch.Part("raid1", List.of(disk + "a", disk + "b"), 0));
    }
    return before.withDisk(disk, size);
  }

  private static String device(Sketch sketch, String disk) {
    return sketch.disks().containsKey(disk) ? disk : "array-" + disk;
  }

  private Sketch replicated(Sketch before, String device) {
    String resource = fresh("r");
    return used(
        before.with(
            resource,
            new Sketch.Part(
                "drbd",
                List.of(device),
                0,
                Map.of("prefer", before.nodes().get(chance.nextInt(2))))),
        resource);
  }

  /** With a group or a file system over the device. */
  private Sketch used(Sketch before, String device) {
    // a group over a resource moves with it; one over a volume needs LVM to look at volumes
    boolean isGrouped = isOneOf(before.isReplicated(device) ? 2 : 4);
    if (isGrouped && !before.disks().containsKey(device) && before.capacity(device) >= 4 * LEAST) {
      String group = fresh("g");
      return volume(
          before.with(group, new Sketch.Part("vg", List.of(device), 0)), group, Copies.ONE);
    }
    return fileSystem(before, device);
  }

  private Sketch fileSystem(Sketch before, String device) {
    String name = fresh("s");
    List<String> types =
        before.capacity(device) < LEAST_XFS
            ? List.of("ext4", "btrfs")
            : List.of("ext4", "btrfs", "xfs");
    String type = types.get(chance.nextInt(types.size()));
    boolean tooSmall = type.equals("btrfs") && before.capacity(device) < 128;
    return before.with(
        name,
        new Sketch.Part(
            tooSmall ? "ext4" : type, List.of(device), 0, Map.of("mount", Sketch.mount(name))));
  }

  /** With one more volume in the group, and what lies over it, where there is room. */
  Sketch volume(Sketch before, String group, Copies copies) {
    int left = before.left(group);
    if (left < 3 * LEAST) {
      return before;
    }
    List<String> on = before.part(group).over();
    boolean hasFast = on.size() > 1;
    String name = fresh("v");
    Sketch sketch;
    if (isOneOf(2)) {
      String pool = fresh("p");
      int size = size(LEAST, Math.max(LEAST, left / 2));
      Sketch.Part part = new Sketch.Part("thinpool", List.of(group), size);
      sketch = before.with(pool, hasFast ? part.with("on", on.getFirst()) : part);
      sketch = sketch.with(name, new Sketch.Part("thin", List.of(pool), size(LEAST, size)));
    } else {
      Sketch.Part part =
          new Sketch.Part("lv", List.of(group), size(LEAST, Math.max(LEAST, left / 2)));
      part = hasFast ? part.with("on", on.getFirst()) : part;
      boolean isCached = hasFast && isFree(before, group) && isOneOf(2);
      sketch = before.with(name, isCached ? part.with("cache", cache(before, group)) : part);
    }
    return copies == Copies.TWO ? replicated(sketch, name) : used(sketch, name);
  }

  /** Whether no volume of the group has a cache. */
  static boolean isFree(Sketch sketch, String group) {
    return sketch.over(group).stream().allMatch(name -> sketch.part(name).cache() == 0);
  }

  /** On the fast device of a group; holding writes back only where that is mirrored. */
  String cache(Sketch sketch, String group) {
    String fast = sketch.part(group).over().getLast();
    return fast + (sketch.parts().containsKey(fast) && isOneOf(2) ? " writeback" : " writethrough");
  }
}
