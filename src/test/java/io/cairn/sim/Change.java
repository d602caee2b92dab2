package io.cairn.sim;

/** What an administrator does next with a cluster that was drawn. */
sealed interface Change {
  /** The file as it is afterwards. */
  Sketch after();

  /** The file says something else, and is applied. */
  record Declares(Sketch after, String what) implements Change {}

  /** A resource goes to another node. */
  record Moves(Sketch after, String resource, String to) implements Change {}

  /** A layer is destroyed with all over it, then taken out of the file. */
  record Destroys(Sketch after, String layer) implements Change {}
}
