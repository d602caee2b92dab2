package io.cairn.cli;

import picocli.CommandLine.Option;

/** What a command takes that changes the nodes. */
final class ChangeOptions extends ClusterOptions {
  @Option(
      names = {"-v", "--verbose"},
      description = "while it works, show every command that changes something, with its output")
  boolean verbose;
}
