package io.cairn.cli;

import io.cairn.provider.lab.LabFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: one command line, one exit code. */
@Command(
    name = "cairn",
    description = {
      "Highly available storage and workloads on plain Linux servers, from one file.",
      "Cairn logs in to the servers over SSH, shows what it would do and why, does just that, and checks the"
          + " result. Begin with a cluster file (docs/cluster-file.md, examples/), and rehearse it in the"
          + " lab: virtual twins of the servers on this computer."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CheckCommand.class,
      PlanCommand.class,
      ApplyCommand.class,
      StatusCommand.class,
      SurveyCommand.class,
      MoveCommand.class,
      GrowCommand.class,
      SnapshotCommand.class,
      CloneCommand.class,
      FailoverCommand.class,
      RejoinCommand.class,
      ReplaceCommand.class,
      ResolveCommand.class,
      VerifyCommand.class,
      DestroyCommand.class,
      RunbookCommand.class,
      DiagramCommand.class,
      ExplainCommand.class,
      LabCommand.class,
      CompletionCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "  cairn lab up -f examples/erp.yaml          twins of two servers, with everything on them",
      "  cairn status --lab -f examples/erp.yaml    how they are",
      "  cairn help move                            all about one command"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or nothing to do",
      "1:an error; what and why is on standard error",
      "2:plan, check, --dry-run: there is something to do or to look at",
      "130:ended by Ctrl-C while nothing was being changed"
    })
public final class Cairn implements Callable<Integer> {
  private final Means means;

  private Cairn(Means means) {
    this.means = means;
  }

  Means means() {
    return means;
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(Means.real(), args));
  }

  static int run(Means means, String... args) {
    return commandLine(means).execute(args);
  }

  static CommandLine commandLine(Means means) {
    CommandLine program = new CommandLine(new Cairn(means));
    program.getSubcommands().values().forEach(HelpStyle::apply);
    HelpStyle.headings(program);
    return program
        .setExecutionExceptionHandler(Cairn::explain)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExitCodeExceptionMapper(_ -> Exit.ERROR)
        .setParameterExceptionHandler(Cairn::misused);
  }

  @Override
  public Integer call() {
    CommandLine.usage(this, System.out);
    return Exit.OK;
  }

  private static int misused(CommandLine.ParameterException e, String[] args) {
    System.err.println("cairn: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, System.err);
    System.err.println("See '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return Exit.ERROR;
  }

  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    if (e instanceof Trouble || e instanceof LabFailure) {
      System.err.println("cairn: " + e.getMessage());
    } else {
      System.err.println("cairn: This is a bug in Cairn, please report it with these lines:");
      e.printStackTrace(System.err);
    }
    return Exit.ERROR;
  }
}
