package io.cairn.host;

import io.cairn.engine.Reply;

/** What came of running a script on a node. */
public sealed interface Outcome {
  /** It ran to its end. */
  record Ended(Reply reply) implements Outcome {}

  /** The connection broke or was never made: whether the script ran, and how far, is unknown. */
  record Lost(String why) implements Outcome {}
}
