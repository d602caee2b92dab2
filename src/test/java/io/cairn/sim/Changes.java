package io.cairn.sim;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Draws what is done with a cluster: something is made larger, added, moved, taken away. */
final class Changes {
  private static final List<Kind> KINDS =
      List.of(
          Kind.GROW,
          Kind.GROW,
          Kind.GROW,
          Kind.ADD,
          Kind.CACHE,
          Kind.MOVE,
          Kind.REPLACE,
          Kind.DESTROY);

  private final RandomGenerator chance;
  private final Draw draw;

  Changes(RandomGenerator chance, Draw draw) {
    this.chance = chance;
    this.draw = draw;
  }

  private enum Kind {
    GROW,
    ADD,
    CACHE,
    MOVE,
    REPLACE,
    DESTROY
  }

  /** The next one: of kinds that are drawn, the first that is possible. */
  Change next(Sketch now) {
    while (true) {
      Optional<Change> change =
          switch (any(KINDS)) {
            case GROW -> grow(now);
            case ADD -> add(now);
            case CACHE -> cache(now);
            case MOVE -> move(now);
            case REPLACE -> replace(now);
            case DESTROY -> destroy(now);
          };
      if (change.isPresent()) {
        return change.get();
      }
    }
  }

  private <T> T any(List<T> list) {
    return list.get(chance.nextInt(list.size()));
  }

  private Optional<String> one(List<String> names) {
    return names.isEmpty() ? Optional.empty() : Optional.of(any(names));
  }

  private Optional<Change> grow(Sketch now) {
    return one(now.named("lv", "thinpool", "thin"))
        .flatMap(
            name -> {
              Sketch.Part part = now.part(name);
              String below = part.over().getFirst();
              int room = part.isA("thin") ? now.part(below).size() - part.size() : now.left(below);
              if (room < 12) {
                return Optional.empty();
              }
              int more = Math.min(room / 4 * 4, 4 * (3 + chance.nextInt(20)));
              return Optional.of(
                  new Change.Declares(
                      now.changed(name, p -> p.withSize(p.size() + more)),
                      "grow " + name + " by " + more + "M"));
            });
  }

  private Optional<Change> add(Sketch now) {
    Optional<String> group = one(now.named("vg"));
    if (group.isEmpty() || chance.nextInt(4) == 0) {
      return now.disks().size() > 8
          ? Optional.empty()
          : Optional.of(new Change.Declares(draw.stack(now), "add a stack"));
    }
    Sketch after = draw.volume(now, group.get(), Draw.Copies.ONE);
    return after.equals(now)
        ? Optional.empty()
        : Optional.of(new Change.Declares(after, "add a volume to " + group.get()));
  }

  private Optional<Change> cache(Sketch now) {
    List<String> volumes =
        now.named("lv").stream()
            .filter(name -> now.part(now.part(name).over().getFirst()).over().size() > 1)
            .toList();
    return one(volumes)
        .flatMap(
            name -> {
              String group = now.part(name).over().getFirst();
              boolean isCached = now.part(name).cache() > 0;
              if (!isCached && !Draw.isFree(now, group)) {
                return Optional.empty();
              }
              String cache = draw.cache(now, group);
              Sketch after =
                  now.changed(
                      name,
                      part ->
                          isCached && chance.nextInt(2) == 0
                              ? part.without("cache")
                              : part.with("cache", cache));
              return after.equals(now)
                  ? Optional.empty()
                  : Optional.of(new Change.Declares(after, "change the cache of " + name));
            });
  }

  private Optional<Change> move(Sketch now) {
    return one(now.named("drbd"))
        .map(resource -> new Change.Moves(now, resource, any(now.nodes())));
  }

  private Optional<Change> replace(Sketch now) {
    return one(now.named("raid1"))
        .map(array -> new Change.Replaces(now, any(now.nodes()), any(now.part(array).over())));
  }

  private Optional<Change> destroy(Sketch now) {
    if (now.parts().size() < 3 || chance.nextInt(2) == 0) {
      return Optional.empty();
    }
    return one(List.copyOf(now.parts().keySet()))
        .filter(layer -> now.upFrom(layer).size() < now.parts().size())
        .map(layer -> new Change.Destroys(now.without(layer), layer));
  }
}
