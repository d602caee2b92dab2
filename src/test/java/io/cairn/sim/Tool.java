package io.cairn.sim;

/** One program of the nodes, imitated. */
@FunctionalInterface
interface Tool {
  /** What it does, at once. */
  Answer run(Call call);
}
