package io.cairn.plan;

import io.cairn.engine.Step;
import java.util.List;

/**
 * A part of a plan that can run without the rest.
 *
 * @param plan the part
 * @param along those of its steps that nobody named: the named ones need them
 * @param leftOut the steps of the whole plan that are not in it
 */
public record Part(Plan plan, List<Step> along, List<Step> leftOut) {
  /** Nothing. */
  public static final Part NONE = new Part(Plan.EMPTY, List.of(), List.of());

  public Part {
    along = List.copyOf(along);
    leftOut = List.copyOf(leftOut);
  }
}
