package io.cairn.cli;

import io.cairn.engine.Effect;
import io.cairn.plan.Plan;
import java.util.List;
import java.util.function.Supplier;

/** What a person has to say before a plan is carried out. */
sealed interface Approval {
  /** Nothing: it takes nothing away and interrupts nothing. */
  record NotNeeded() implements Approval {}

  /**
   * A yes to the plan.
   *
   * @param given on the command line already
   */
  record Asked(boolean given) implements Approval {}

  /**
   * A yes to the plan; and where data are lost by it, the name of what holds them, which no {@code
   * --yes} stands for.
   *
   * @param name what holds them
   * @param given whether the yes was given on the command line
   * @param destroy what was named there
   */
  record Named(String name, boolean given, List<String> destroy) implements Approval {
    public Named {
      destroy = List.copyOf(destroy);
    }
  }

  /**
   * Asks for it; {@link Trouble} where it is not given.
   *
   * @param text the plan as it is shown
   */
  static void obtain(Approval approval, Plan plan, Supplier<String> text) {
    switch (approval) {
      case NotNeeded _ -> {}
      case Asked(var given) -> agree(given, text);
      case Named named -> {
        if (plan.steps().stream().anyMatch(step -> step.effect() == Effect.DESTRUCTIVE)) {
          name(named, text);
        } else {
          agree(named.given(), text);
        }
      }
    }
  }

  private static void agree(boolean given, Supplier<String> text) {
    if (given) {
      return;
    }
    System.out.print(text.get());
    if (!Terminal.isInteractive()) {
      throw new Trouble("there is nobody to ask: give --yes to go on without asking.");
    }
    if (!Terminal.confirm("Do this? Only 'yes' does it:", "yes")) {
      throw new Trouble("not approved; nothing was changed.");
    }
  }

  private static void name(Named named, Supplier<String> text) {
    System.out.print(text.get());
    if (named.destroy().contains(named.name())) {
      return;
    }
    if (named.given() || !Terminal.isInteractive()) {
      throw new Trouble(
          "this loses data: name it with --destroy " + named.name() + ". Nothing was changed.");
    }
    if (!Terminal.confirm(
        "This loses data. To go on, type the name " + named.name() + ":", named.name())) {
      throw new Trouble("not approved; nothing was changed.");
    }
  }
}
