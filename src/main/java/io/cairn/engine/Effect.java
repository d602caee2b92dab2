package io.cairn.engine;

/** What a step can do to what is there. */
public enum Effect {
  /** Nothing that runs notices. */
  SAFE,
  /** Something that runs is interrupted: a service stops, a link goes down for a moment. */
  DISRUPTIVE,
  /** Data can be lost if the target is not the one meant; such a step needs a guard. */
  DESTRUCTIVE
}
