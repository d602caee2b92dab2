package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When what breaks: drawn from the seed, told to nobody before. */
final class Faults {
  /** What can break. */
  enum Kind {
    /** The script that runs is killed. */
    CRASH,
    /** The connection breaks; the script goes on. */
    LOST_REPLY,
    /** The tool hangs, the connection breaks, and after a while the tool goes on. */
    HANG,
    /** The node loses power. */
    POWER_LOSS,
    /** The other node loses power. */
    PEER_POWER_LOSS,
    /** Cairn is killed; scripts that run go on. */
    KILL_CAIRN,
    /** The nodes do not reach each other for a while. */
    PARTITION
  }

  /** When it strikes, seen from the tool. */
  enum Moment {
    BEFORE,
    AFTER
  }

  // a survey calls many tools and changes nothing: faults in it tell little
  private static final int STEP_WEIGHT = 12;

  private final RandomGenerator chance;
  private final List<Kind> kinds;
  private final int horizon;
  private int left;
  private int gap;
  private final List<String> struck = new ArrayList<>();

  private Faults(RandomGenerator chance, List<Kind> kinds, int left, int horizon) {
    this.chance = chance;
    this.kinds = List.copyOf(kinds);
    this.left = left;
    this.horizon = horizon;
    this.gap = nextGap();
  }

  /** Nothing breaks. */
  static Faults none(RandomGenerator chance) {
    return new Faults(chance, List.of(), 0, 1);
  }

  /**
   * One to three faults.
   *
   * @param horizon within how many calls of a step's tools the next one strikes
   */
  static Faults some(RandomGenerator chance, int horizon) {
    return new Faults(chance, List.of(Kind.values()), 1 + chance.nextInt(3), horizon);
  }

  /** Exactly this fault, at the call of that number. */
  static Faults one(RandomGenerator chance, Kind kind, int call) {
    Faults faults = new Faults(chance, List.of(kind), 1, 1);
    faults.gap = call * STEP_WEIGHT;
    return faults;
  }

  private int nextGap() {
    return chance.nextInt(horizon * STEP_WEIGHT);
  }

  /** Whether something breaks at this call. */
  Optional<Kind> strike(String call, Moment moment, Within within) {
    if (left == 0) {
      return Optional.empty();
    }
    gap -= within == Within.STEP ? STEP_WEIGHT / 2 : 1;
    if (gap > 0) {
      return Optional.empty();
    }
    left--;
    gap = nextGap();
    Kind kind = kinds.get(chance.nextInt(kinds.size()));
    struck.add(kind + " " + moment + " " + call);
    return Optional.of(kind);
  }

  /** What runs when a tool is called. */
  enum Within {
    STEP,
    SURVEY,
    BACKGROUND
  }

  void stop() {
    left = 0;
  }

  boolean areOver() {
    return left == 0;
  }

  /** What broke so far, for people. */
  List<String> struck() {
    return List.copyOf(struck);
  }
}
