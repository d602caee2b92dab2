package io.cairn.sim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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
    /** A part of the effect is there: of a tool that works in several steps. */
    MIDWAY,
    AFTER
  }

  // a survey calls many tools and changes nothing: faults in it tell little
  private static final int STEP_WEIGHT = 12;

  private final Choice choice;
  private final List<String> struck = new ArrayList<>();
  private boolean over;

  private Faults(Choice choice) {
    this.choice = choice;
  }

  /** Decides at every moment of every call. */
  private interface Choice {
    Optional<Kind> at(String call, Moment moment, Within within);

    /** Another operation begins. */
    default void rearm() {}

    boolean isOver();
  }

  /** Nothing breaks. */
  static Faults none() {
    Faults none = new Faults(new Few(new Random(0), List.of(), 0, 1));
    none.stop();
    return none;
  }

  /**
   * One to three faults.
   *
   * @param horizon within how many calls of a step's tools the next one strikes
   */
  static Faults some(RandomGenerator chance, int horizon) {
    return some(chance, horizon, EnumSet.allOf(Kind.class));
  }

  /** One to three faults of these kinds. */
  static Faults some(RandomGenerator chance, int horizon, Set<Kind> kinds) {
    List<Kind> ordered = kinds.stream().sorted().toList();
    return new Faults(new Few(chance, ordered, 1 + chance.nextInt(3), horizon));
  }

  /** Exactly this fault, at the next call in a step. */
  static Faults next(Kind kind) {
    return new Faults(new Few(new Random(0), List.of(kind), 1, 1));
  }

  /**
   * This fault at every {@code stride}th command that a step was not yet struck at, from the one
   * numbered {@code offset}; one in each operation.
   */
  static Faults sweep(Kind kind, Moment moment, int stride, int offset) {
    return new Faults(new Sweep(kind, moment, stride, offset));
  }

  /** This fault, once, when a step has run that tool. */
  static Faults after(Kind kind, String tool) {
    return new Faults(new Once(kind, tool));
  }

  private static final class Once implements Choice {
    private final Kind kind;
    private final String tool;
    private boolean isOver;

    Once(Kind kind, String tool) {
      this.kind = kind;
      this.tool = tool;
    }

    @Override
    public Optional<Kind> at(String call, Moment moment, Within within) {
      boolean isIt =
          within == Within.STEP && moment == Moment.AFTER && call.split(" ")[1].equals(tool);
      if (isOver || !isIt) {
        return Optional.empty();
      }
      isOver = true;
      return Optional.of(kind);
    }

    @Override
    public boolean isOver() {
      return isOver;
    }
  }

  private static final class Few implements Choice {
    private final RandomGenerator chance;
    private final List<Kind> kinds;
    private final int horizon;
    private int left;
    private int gap;

    Few(RandomGenerator chance, List<Kind> kinds, int left, int horizon) {
      this.chance = chance;
      this.kinds = kinds;
      this.left = left;
      this.horizon = horizon;
      this.gap = chance.nextInt(horizon * STEP_WEIGHT);
    }

    @Override
    public Optional<Kind> at(String call, Moment moment, Within within) {
      if (left == 0) {
        return Optional.empty();
      }
      gap -= within == Within.STEP ? STEP_WEIGHT / 2 : 1;
      if (gap > 0) {
        return Optional.empty();
      }
      left--;
      gap = chance.nextInt(horizon * STEP_WEIGHT);
      return Optional.of(kinds.get(chance.nextInt(kinds.size())));
    }

    @Override
    public boolean isOver() {
      return left == 0;
    }
  }

  private static final class Sweep implements Choice {
    private final Kind kind;
    private final Moment moment;
    private final int stride;
    private final Set<String> met = new HashSet<>();
    private int number;
    private boolean armed = true;

    Sweep(Kind kind, Moment moment, int stride, int offset) {
      this.kind = kind;
      this.moment = moment;
      this.stride = stride;
      this.number = stride - offset;
    }

    @Override
    public Optional<Kind> at(String call, Moment now, Within within) {
      if (!armed || within != Within.STEP || now != moment || !met.add(call)) {
        return Optional.empty();
      }
      if (number++ % stride != 0) {
        return Optional.empty();
      }
      armed = false;
      return Optional.of(kind);
    }

    @Override
    public void rearm() {
      armed = true;
    }

    @Override
    public boolean isOver() {
      return !armed;
    }
  }

  /** Whether something breaks at this call. */
  Optional<Kind> strike(String call, Moment moment, Within within) {
    Optional<Kind> kind = over ? Optional.empty() : choice.at(call, moment, within);
    kind.ifPresent(what -> struck.add(what + " " + moment + " " + call));
    return kind;
  }

  /** What runs when a tool is called. */
  enum Within {
    STEP,
    SURVEY,
    BACKGROUND
  }

  /** Another operation begins. */
  void rearm() {
    choice.rearm();
  }

  void stop() {
    over = true;
  }

  boolean areOver() {
    return over || choice.isOver();
  }

  /** What broke so far, for people. */
  List<String> struck() {
    return List.copyOf(struck);
  }
}
