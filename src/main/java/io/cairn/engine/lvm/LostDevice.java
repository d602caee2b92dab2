package io.cairn.engine.lvm;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Context;
import io.cairn.engine.Guard;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.graph.Cache;
import io.cairn.graph.Layer;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A group of Cairn's that has lost a device on which only caches lay that hold nothing back: they
 * are detached, and the device is taken out of the group, without any force (lvmcache(7), {@code
 * vgreduce --removemissing} of vgreduce(8)).
 *
 * <p>What else can be on it is LVM's own spare for the metadata of pools, which holds no data: a
 * new one is made with the next pool.
 */
record LostDevice(GroupLayers layers, NodeName node, Context context, LvmFacts facts) {
  private static final String MISSING = "[unknown]";
  private static final String SPARE = "_pmspare";

  /** Whether a device of the group is missing. */
  boolean isLost() {
    return facts.group(layers.name()).filter(group -> group.missing() > 0).isPresent();
  }

  /** Why it cannot be taken out without loss; empty where it can. */
  Optional<String> obstacle() {
    boolean isOurs =
        facts
            .group(layers.name())
            .filter(group -> group.tags().contains(LvmCommands.tag(context.cluster().name())))
            .isPresent();
    if (!isOurs) {
      return Optional.of(layers.name() + " was not made by Cairn");
    }
    List<String> others =
        lying().stream()
            .filter(volume -> !volume.name().endsWith(SPARE))
            .filter(volume -> cached(volume).isEmpty())
            .map(Volume::name)
            .toList();
    if (!others.isEmpty()) {
      return Optional.of(
          String.join(", ", others)
              + (others.size() == 1 ? " lies" : " lie")
              + " on it, and that is no cache");
    }
    return caches().stream().flatMap(cache -> holdsBack(cache).stream()).findFirst();
  }

  /** What lies on the missing device, at least in part. */
  private List<Volume> lying() {
    return facts.volumes(layers.name()).stream()
        .filter(volume -> volume.devices().contains(MISSING))
        .toList();
  }

  /** The volume of which it is a part of the cache, or its cache that is not attached. */
  private Optional<Layer.LogicalVolume> cached(Volume part) {
    return layers.volumes().stream()
        .filter(
            volume ->
                part.name().equals(LvmCommands.cacheName(volume))
                    || part.name().startsWith(LvmCommands.cacheName(volume) + "_"))
        .findFirst();
  }

  private Set<Layer.LogicalVolume> caches() {
    return lying().stream()
        .flatMap(part -> cached(part).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Optional<CacheThere> there(Layer.LogicalVolume volume) {
    return facts
        .volume(layers.name(), volume.name().text())
        .flatMap(found -> CacheThere.of(found, facts));
  }

  /** An lvconvert was cut off between its two commits, see {@link CacheMending}. */
  private Optional<Volume> half(Layer.LogicalVolume volume) {
    return facts
        .volume(layers.name(), volume.name() + "_corig")
        .filter(left -> left.type().equals("cache"))
        .filter(left -> left.pool().equals(Optional.of(LvmCommands.cacheName(volume) + "_cpool")));
  }

  private Optional<String> holdsBack(Layer.LogicalVolume volume) {
    Optional<CacheThere> there = there(volume);
    if (there.isEmpty() && half(volume).isPresent()) {
      return Optional.empty();
    }
    if (there.isEmpty()) {
      return Optional.of("the cache of " + volume.name() + " is not attached, and not whole");
    }
    boolean isWritethrough =
        there.get().shape().kind() == Cache.Kind.DM_CACHE
            && !there.get().isOtherThan(Cache.Mode.WRITETHROUGH);
    if (!there.get().isOurs()) {
      return Optional.of("the cache of " + volume.name() + " was not made by Cairn");
    }
    return isWritethrough
        ? Optional.empty()
        : Optional.of(
            "the cache of "
                + volume.name()
                + " is a "
                + there.get().inWords()
                + ": what it has not written back is on no other device");
  }

  /** Where there is no {@link #obstacle}. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    Set<Layer.LogicalVolume> caches = caches();
    caches.forEach(volume -> steps.add(detach(volume)));
    steps.add(reduce(caches));
    steps.add(activate());
    return List.copyOf(steps);
  }

  private static Condition detached(Layer.LogicalVolume volume, NodeName node) {
    return new Condition(volume.name() + " without its lost cache on " + node);
  }

  private Condition reduced() {
    return new Condition(layers.name() + " without its lost device on " + node);
  }

  private Step detach(Layer.LogicalVolume volume) {
    String target = layers.name() + "/" + volume.name();
    return Step.layer(volume.name(), "uncache", node)
        .says(
            "Detach its cache, a device of which is lost",
            "it is a writethrough one: all that was written is on the slow device as well")
        .mark(Mark.CHANGE)
        .guard(isOursThoughMissing())
        .guard(isWritethrough(volume))
        .guard(onlyCachesAreLost(caches()))
        .runs(Command.exec("lvconvert", "--yes", "--uncache", "--", target), LvmCommands.SETTLE)
        .check(new CacheGuards(layers.name(), volume.name()).isGone())
        .check(isPlain(volume))
        .provides(detached(volume, node))
        .build();
  }

  private Step reduce(Set<Layer.LogicalVolume> caches) {
    Step.Builder step =
        Step.layer(layers.name(), "reduce", node)
            .says("Take the lost device out of the group", "nothing lies on it any more")
            .mark(Mark.CHANGE)
            .guard(isOursThoughMissing())
            .guard(onlyCachesAreLost(Set.of()))
            .runs(removeSpare())
            .runs(Command.exec("vgreduce", "--removemissing", "--", layers.name().text()))
            .check(GroupPlanner.guards(layers, context).isOurs())
            .provides(reduced());
    caches.forEach(volume -> step.needs(detached(volume, node)));
    return step.build();
  }

  private Step activate() {
    LvmGuards guards = GroupPlanner.guards(layers, context);
    return Step.layer(layers.name(), "activate", node)
        .says("Activate its volumes", "with a device missing, LVM leaves out what lies on it")
        .mark(Mark.CHANGE)
        .guard(guards.isOurs())
        .runs(
            Command.exec("vgchange", "--activate", "y", "--", layers.name().text()),
            LvmCommands.SETTLE)
        .check(guards.isActive())
        .needs(reduced())
        .build();
  }

  private static final String SAYS_NOT =
      "sed -e '/find device with uuid/d' -e '/find all devices for LV/d' -e '/is missing PV/d' -e '/was missing/d'";

  private Guard isOursThoughMissing() {
    return Guard.that(
        layers.name() + " is Cairn's, and nothing is wrong with it but a missing device",
        """
        said=$(LVM_SUPPRESS_FD_WARNINGS=1 vgs --noheadings --options vg_tags -- %1$s 2>&1) || { echo "$said"; exit 1; }
        said=$(printf '%%s\\n' "$said" | %2$s)
        case $said in *WARNING*) echo "$said"; exit 1 ;; esac
        set -- $said
        case ,${1-}, in *,%3$s,*) ;; *) echo "its tags are: ${1-}"; exit 1 ;; esac"""
            .formatted(layers.name(), SAYS_NOT, LvmCommands.tag(context.cluster().name())));
  }

  private Guard isWritethrough(Layer.LogicalVolume volume) {
    return is("segtype,cache_mode", volume.name().text(), "cache writethrough");
  }

  private Guard isPlain(Layer.LogicalVolume volume) {
    return is("segtype", volume.name().text(), "linear");
  }

  // beside its answer LVM warns of the missing device, which is why this is asked
  private Guard is(String columns, String name, String wanted) {
    return Guard.that(
        "LVM says of " + name + ": " + wanted,
        """
        said=$(LVM_SUPPRESS_FD_WARNINGS=1 lvs --all --noheadings --options %1$s -- %2$s/%3$s 2> /dev/null) || { echo 'LVM does not say'; exit 1; }
        set -- $said
        [ "$*" = '%4$s' ] || { echo "it is $*"; exit 1; }"""
            .formatted(columns, layers.name(), name, wanted));
  }

  /** On what is missing lie parts of these caches, LVM's spare, and nothing else. */
  private Guard onlyCachesAreLost(Set<Layer.LogicalVolume> caches) {
    String parts =
        caches.stream()
            .map(volume -> " | " + LvmCommands.cacheName(volume) + "_*")
            .collect(Collectors.joining());
    return Guard.that(
        "on the missing device lies "
            + (caches.isEmpty()
                ? "nothing"
                : "only the cache of "
                    + caches.stream()
                        .map(volume -> volume.name().text())
                        .collect(Collectors.joining(", "))),
        """
        said=$(LVM_SUPPRESS_FD_WARNINGS=1 lvs --all --noheadings --separator ' ' --options lv_name,devices -- %1$s 2> /dev/null) || { echo 'LVM does not say'; exit 1; }
        printf '%%s\\n' "$said" | {
          while read -r name devices; do
            case $devices in *'[unknown]'*) ;; *) continue ;; esac
            name=${name#[}
            case ${name%%]} in *%2$s%3$s) ;; *) echo "$name lies on it"; exit 1 ;; esac
          done
        }"""
            .formatted(layers.name(), SPARE, parts));
  }

  /**
   * It holds nothing; LVM takes it away with the last pool, and keeps it where there are others.
   */
  private Command removeSpare() {
    return Command.script(
        """
        for name in $(lvs --all --noheadings --separator ' ' --options lv_name,devices -- %1$s 2> /dev/null |
            sed -n 's/^ *\\[\\(lvol[0-9]*%2$s\\)\\] .*\\[unknown\\].*/\\1/p'); do
          lvremove --yes -- %1$s/"$name"
        done"""
            .formatted(layers.name(), SPARE));
  }
}
