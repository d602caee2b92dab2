package io.cairn.cli;

import io.cairn.engine.lxc.SubvolumeSnapshots;
import io.cairn.graph.Layer;
import io.cairn.graph.Subnet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "clone",
    description = {
      "Copies a container to a new one, beside it on the same layer.",
      "It prints the line by which the cluster file then declares the copy; 'cairn apply' starts it."
    },
    footer = "  cairn clone mysql mysql-test --address 10.1.0.30/24")
final class CloneCommand implements Callable<Integer> {
  @Mixin private ChangeOptions cluster = new ChangeOptions();

  @Parameters(index = "0", paramLabel = "CONTAINER", description = "what is copied")
  private String container = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "the copy's name")
  private String copy = "";

  @Option(
      names = "--address",
      paramLabel = "ADDRESS/PREFIX",
      description = "the copy's address; without it, it has none")
  private @Nullable String address;

  @Override
  public Integer call() {
    Layer.Lxc[] made = new Layer.Lxc[1];
    int exit =
        SnapshotCommand.change(
            cluster,
            container,
            new Approval.NotNeeded(),
            (all, of) -> {
              made[0] = copyOf(of);
              return all.clone((Layer.Lxc) of, made[0]);
            });
    if (exit == Exit.OK) {
      System.out.println("Add this to the cluster file, and apply it:");
      System.out.println("  " + SubvolumeSnapshots.declaration(made[0]));
    }
    return exit;
  }

  private Layer.Lxc copyOf(Layer of) {
    if (!(of instanceof Layer.Lxc lxc)) {
      throw new Trouble(of.name() + " is no container; only containers can be cloned.");
    }
    Optional<Subnet> own =
        Optional.ofNullable(address)
            .map(
                text ->
                    Subnet.parse(text)
                        .orElseThrow(
                            () -> new Trouble("'" + text + "' is not " + Subnet.RULE + ".")));
    return new Layer.Lxc(
        Names.newLayer(copy),
        lxc.over(),
        lxc.image(),
        lxc.network(),
        own,
        lxc.memory(),
        lxc.cpus(),
        lxc.privilege(),
        List.of());
  }
}
