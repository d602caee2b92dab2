package io.cairn.cli;

import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.cluster.Problem;
import io.cairn.engine.Engine;
import io.cairn.engine.Finding;
import io.cairn.graph.Cluster;
import io.cairn.view.FindingJson;
import io.cairn.view.FindingText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = "Says all that is wrong or unwise in a cluster file; no node is asked.",
    footer = {
      "  cairn check                     cluster.yaml in this folder",
      "  cairn check examples/erp.yaml   another file"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing to complain about",
      "1:an error: the file cannot be used",
      "2:it can be used, and there is something to look at"
    })
final class CheckCommand implements Callable<Integer> {
  @Mixin private FileOption option = new FileOption();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "the cluster file, the same as with -f")
  private @Nullable Path named;

  @Option(names = "--json", description = "the findings, as JSON")
  private boolean json;

  @Override
  public Integer call() {
    if (named != null) {
      option.file = named;
    }
    return switch (option.parsed()) {
      case ParseResult.Rejected(var problems) -> {
        if (json) {
          System.out.print(FindingJson.of(problems.stream().map(CheckCommand::finding).toList()));
        }
        throw option.rejected(problems);
      }
      case ParseResult.Parsed(var file) -> json ? inJson(file) : inWords(file);
    };
  }

  private int inJson(ClusterFile file) {
    List<Finding> findings =
        new ArrayList<>(file.warnings().stream().map(CheckCommand::finding).toList());
    findings.addAll(findings(file.cluster()));
    System.out.print(FindingJson.of(findings));
    return findings.isEmpty() ? Exit.OK : Exit.CHANGES;
  }

  private int inWords(ClusterFile file) {
    file.warnings().forEach(warning -> System.out.println(warning.render()));
    List<Finding> findings = findings(file.cluster());
    System.out.print(FindingText.of(findings, Terminal.screen()));
    boolean clean = findings.isEmpty() && file.warnings().isEmpty();
    System.out.println(
        option.file
            + ": "
            + file.cluster().nodes().size()
            + " nodes, "
            + file.cluster().layers().size()
            + (clean ? " layers, nothing to complain about" : " layers"));
    return clean ? Exit.OK : Exit.CHANGES;
  }

  private static List<Finding> findings(Cluster cluster) {
    List<Finding> findings = new ArrayList<>();
    for (Engine engine : AllEngines.build().all()) {
      findings.addAll(engine.check(cluster));
    }
    return findings;
  }

  private static Finding finding(Problem problem) {
    String code = problem.code().id();
    String title = problem.code().title();
    Finding start =
        switch (problem.severity()) {
          case ERROR -> Finding.error(code, title);
          case WARNING -> Finding.warning(code, title);
        };
    return start
        .at(problem.position().toString())
        .saw(problem.seen(), problem.wanted())
        .because(problem.why(), problem.correction());
  }
}
