package io.cairn.host;

import io.cairn.graph.NodeName;
import java.util.function.Consumer;

/**
 * A node, as far as Cairn can act on it: scripts go in, framed results come out. One script runs at
 * a time.
 *
 * <p>Real over SSH, replayed in tests, simulated with faults.
 */
public interface Host extends AutoCloseable {
  /** Which node. */
  NodeName node();

  /**
   * Runs a POSIX shell script as the login user and waits for its end.
   *
   * @param script its text; {@code progress TEXT} in it reports to {@code progress} while it runs
   * @param input standard input; empty for none. Never shown or logged
   */
  Outcome run(String script, String input, Consumer<String> progress);

  /**
   * Logs in anew and ends the old connection, whose claim goes over to the new one: it waits for it
   * when the old one lets go. Where that fails, the next script opens a new connection, and tells.
   */
  void renew();

  /**
   * Ends the connection; what runs on the node runs to its end. The next script opens a new
   * connection.
   */
  @Override
  void close();
}
