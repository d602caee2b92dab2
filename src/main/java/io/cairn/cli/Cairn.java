package io.cairn.cli;

import io.cairn.provider.lab.LabFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: one command line, one exit code. */
@Command(
    name = "cairn",
    description = "Highly available storage and workloads on plain Linux servers, from one file.",
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
      SnapshotCommand.class,
      FailoverCommand.class,
      RejoinCommand.class,
      ResolveCommand.class,
      VerifyCommand.class,
      DestroyCommand.class,
      RunbookCommand.class,
      DiagramCommand.class,
      LabCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or nothing to do",
      "1:an error; what and why is on standard error",
      "2:plan, check: there is something to do or to look at"
    })
public final class Cairn implements Callable<Integer> {
  private Cairn() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new Cairn())
        .setExecutionExceptionHandler(Cairn::explain)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExitCodeExceptionMapper(_ -> Exit.ERROR)
        .setParameterExceptionHandler(Cairn::misused)
        .execute(args);
  }

  @Override
  public Integer call() {
    CommandLine.usage(this, System.out);
    return Exit.OK;
  }

  private static int misused(CommandLine.ParameterException e, String[] args) {
    System.err.println("cairn: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, System.err);
    System.err.println(
        "See 'cairn help " + e.getCommandLine().getCommandName().replace("cairn", "") + "'.");
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
