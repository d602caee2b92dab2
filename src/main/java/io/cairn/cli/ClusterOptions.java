package io.cairn.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which cluster, and whether its real nodes or the lab's twins. */
class ClusterOptions extends FileOption {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--lab",
      description = "the lab's twins of the nodes instead of the servers; see 'cairn lab'")
  boolean lab;

  /** The engines and the way to the nodes. */
  Means means() {
    if (command != null && command.root().userObject() instanceof Cairn cairn) {
      return cairn.means();
    }
    throw new IllegalStateException("This is a bug in Cairn: options outside of a command");
  }

  Means.Place place() {
    return lab ? Means.Place.LAB : Means.Place.SERVERS;
  }
}
