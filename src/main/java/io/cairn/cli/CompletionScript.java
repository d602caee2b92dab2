package io.cairn.cli;

import io.cairn.engine.Shell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What a shell needs to complete Cairn's commands: one program for sh that knows them all and reads
 * the names of nodes and layers from the cluster file, and a few lines for each shell that run it.
 * No Java is started at a press of the tabulator.
 */
final class CompletionScript {
  private static final String CORE =
      """
      # the words after cairn, the last one unfinished, to what it can become; @files: the shell knows
      file=cluster.yaml path= place=0 kind=
      describe() {
        commands= options= places=
        case $1 in
      @commands@
        esac
      }
      argument() {
        case $1 in
      @arguments@
        esac
      }
      # the keys right below a section of the file, as far as it is written one a line
      names() {
        case $file in "~/"*) file=$HOME/${file#"~/"} ;; esac
        [ -r "$file" ] && awk -v section="$1:" '
          /^[^ #]/ { inside = ($1 == section); indent = 0; next }
          inside && match($0, /^ +[^ #]/) {
            if (!indent) indent = RLENGTH
            if (RLENGTH == indent) { name = $1; sub(/:.*/, "", name); gsub(/["\\047]/, "", name); print name }
          }' "$file"
      }
      describe ''
      while [ $# -gt 1 ]; do
        word=$1
        shift
        [ "$word" = "=" ] && continue
        if [ -n "$kind" ]; then
          [ "$kind" = cluster ] && file=$word
          kind=
          continue
        fi
        case $word in
          --file=*) file=${word#*=} ;;
          -*) kind=$(argument "$word") ;;
          *)
            case " $commands " in
              *" $word "*) path="${path:+$path }$word" place=0; describe "$path" ;;
              *) place=$((place + 1)) ;;
            esac ;;
        esac
      done
      if [ -z "$kind" ]; then
        case $1 in -*) printf '%s\\n' $options; exit ;; esac
        [ -z "$commands" ] || { printf '%s\\n' $commands; exit; }
        set -- $places
        while [ $# -gt 1 ] && [ "$place" -gt 0 ]; do shift; place=$((place - 1)); done
        # past the last place, unless that takes many
        case ${1:-} in *...) kind=${1%...} ;; *) [ "$place" -gt 0 ] || kind=${1:-} ;; esac
      fi
      case $kind in
        nodes|layers) names "$kind" ;;
        cluster|files) echo @files ;;
        *"|"*) echo "$kind" | tr '|' '\\n' ;;
      esac
      """;

  private static final String BASH =
      """
      # Completion of cairn for bash. Load it with: source <(cairn completion bash)
      _cairn_core=@core@
      _cairn() {
        local IFS=$'\\n' found current=${COMP_WORDS[COMP_CWORD]}
        [ "$current" != = ] || current=
        found=$(sh -c "$_cairn_core" cairn "${COMP_WORDS[@]:1:COMP_CWORD-1}" "$current" 2>/dev/null)
        if [ "$found" = @files ]; then
          compopt -o filenames 2>/dev/null
          COMPREPLY=($(compgen -f -- "$current"))
        else
          COMPREPLY=($(compgen -W "$found" -- "$current"))
        fi
      }
      complete -F _cairn cairn
      """;

  private static final String ZSH =
      """
      #compdef cairn
      # Completion of cairn for zsh. Load it after compinit with: source <(cairn completion zsh)
      _cairn_core=@core@
      _cairn() {
        local found
        found=$(sh -c "$_cairn_core" cairn "${(@)words[2,CURRENT]}" 2>/dev/null)
        if [[ $found == @files ]]; then
          _files
        else
          compadd -- ${(f)found}
        fi
      }
      compdef _cairn cairn
      """;

  private static final String FISH =
      """
      # Completion of cairn for fish. Load it with: cairn completion fish | source
      set -g __cairn_core @core@
      function __cairn_complete
        set -l words (commandline -opc)
        set -l current (commandline -ct)
        set -l found (sh -c $__cairn_core cairn $words[2..-1] "$current" 2>/dev/null)
        if test "$found" = @files
          __fish_complete_path "$current"
        else
          printf '%s\\n' $found
        end
      end
      complete -c cairn -f -a '(__cairn_complete)'
      """;

  private final String core;

  private CompletionScript(String core) {
    this.core = core;
  }

  static CompletionScript of(CommandLine program) {
    List<String> commands = new ArrayList<>();
    Map<String, String> arguments = new LinkedHashMap<>();
    walk(program, "", commands, arguments);
    String kinds =
        arguments.entrySet().stream()
            .map(
                entry ->
                    "    " + entry.getKey() + ") echo " + Shell.quote(entry.getValue()) + " ;;")
            .collect(Collectors.joining("\n"));
    return new CompletionScript(
        CORE.replace("@commands@", String.join("\n", commands)).replace("@arguments@", kinds));
  }

  String bash() {
    return BASH.replace("@core@", Shell.quote(core));
  }

  String zsh() {
    return ZSH.replace("@core@", Shell.quote(core));
  }

  /** In fish's single quotes a backslash and a quote are escaped (fish-doc, Quotes). */
  String fish() {
    return FISH.replace("@core@", "'" + core.replace("\\", "\\\\").replace("'", "\\'") + "'");
  }

  private static void walk(
      CommandLine command, String path, List<String> commands, Map<String, String> arguments) {
    List<String> options = new ArrayList<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      options.addAll(List.of(option.names()));
      if (option.arity().max() > 0) {
        // an argument of no known kind completes to nothing, but it is one
        arguments.put(String.join("|", option.names()), kind(option).orElse("other"));
      }
    }
    commands.add(
        "    %s) commands=%s options=%s places=%s ;;"
            .formatted(
                Shell.quote(path),
                Shell.quote(String.join(" ", command.getSubcommands().keySet())),
                Shell.quote(String.join(" ", options)),
                Shell.quote(places(command))));
    command
        .getSubcommands()
        .forEach(
            (name, sub) ->
                walk(sub, path.isEmpty() ? name : path + " " + name, commands, arguments));
  }

  private static String places(CommandLine command) {
    return command.getCommandSpec().positionalParameters().stream()
        .map(
            (PositionalParamSpec place) ->
                kind(place).orElse("other") + (place.arity().max() > 1 ? "..." : ""))
        .collect(Collectors.joining(" "));
  }

  /** By the words that stand for arguments in the help: the same word, the same kind. */
  private static Optional<String> kind(ArgSpec argument) {
    String label = argument.paramLabel();
    return switch (label) {
      case "NODE" -> Optional.of("nodes");
      case "LAYER", "CONTAINER" -> Optional.of("layers");
      case "FILE" -> Optional.of("cluster");
      case "SAVED" -> Optional.of("files");
      default -> Optional.of(label).filter(words -> words.contains("|"));
    };
  }
}
