package io.cairn.sim;

/** What an administrator does next with a cluster that was drawn. */
sealed interface Change {
  /** The file as it is afterwards. */
  Sketch after();

  /** The file says something else, and is applied. */
  record Declares(Sketch after, String what) implements Change {}

  /** A resource goes to another node. */
  record Moves(Sketch after, String resource, String to) implements Change {}

  /** A disk of an array dies on one node, and a blank one is put in its place. */
  record Replaces(Sketch after, String node, String disk) implements Change {}

  /** A layer is destroyed with all over it, then taken out of the file. */
  record Destroys(Sketch after, String layer) implements Change {}
}
