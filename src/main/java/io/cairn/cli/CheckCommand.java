package io.cairn.cli;

import io.cairn.cluster.ClusterFile;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.view.FindingText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = "Says what is wrong or unwise in a cluster file, without any node.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      defaultValue = "cluster.yaml",
      description = "the cluster file (default: ${DEFAULT-VALUE})")
  private Path file = Path.of("cluster.yaml");

  @Override
  public Integer call() {
    ClusterOptions options = new ClusterOptions();
    options.file = file;
    ClusterFile parsed = options.parse();
    List<Finding> findings = new ArrayList<>();
    for (Engine engine : AllEngines.build().all()) {
      findings.addAll(engine.check(parsed.cluster()));
    }
    System.out.print(FindingText.of(findings, Terminal.screen()));
    boolean clean = findings.isEmpty() && parsed.warnings().isEmpty();
    System.out.println(
        file
            + ": "
            + parsed.cluster().nodes().size()
            + " nodes, "
            + parsed.cluster().layers().size()
            + (clean ? " layers, nothing to complain about" : " layers"));
    return clean ? Exit.OK : Exit.CHANGES;
  }
}
