package io.cairn.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = {
      "Prints a script with which the shell completes commands, options, and the names of nodes and"
          + " layers, which it reads from the cluster file."
    },
    footer = {
      "  source <(cairn completion bash)      in ~/.bashrc",
      "  source <(cairn completion zsh)       in ~/.zshrc, after compinit",
      "  cairn completion fish | source       in ~/.config/fish/config.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  /** The shells it knows. */
  enum Kind {
    BASH,
    ZSH,
    FISH
  }

  @Parameters(index = "0", paramLabel = "bash|zsh|fish", description = "for which shell")
  private Kind shell = Kind.BASH;

  @Override
  public Integer call() {
    CommandLine program =
        command == null ? Cairn.commandLine(Means.real()) : command.root().commandLine();
    CompletionScript script = CompletionScript.of(program);
    System.out.print(
        switch (shell) {
          case BASH -> script.bash();
          case ZSH -> script.zsh();
          case FISH -> script.fish();
        });
    return Exit.OK;
  }
}
