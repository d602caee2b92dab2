package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script for bash, in a real bash, in a folder with the example as cluster.yaml. */
class CompletionTest {
  private final Path folder;
  private final Desk desk;

  CompletionTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.desk = new Desk(folder);
    Files.writeString(folder.resolve("completion"), desk.run("completion", "bash").out());
  }

  /** What the last word can become. */
  private List<String> completed(String... words) throws IOException {
    String script =
        """
        source ./completion
        COMP_WORDS=(cairn "$@") COMP_CWORD=$#
        _cairn
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    List<String> argv = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    argv.addAll(Arrays.asList(words));
    Process bash =
        new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(true).start();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  @Test
  void commandsAndThoseBelowThem() throws IOException {
    assertThat(completed("st")).containsExactly("status");
    assertThat(completed("")).contains("plan", "apply", "lab", "clone", "help");
    assertThat(completed("snapshot", ""))
        .containsExactlyInAnyOrder("create", "list", "restore", "delete");
  }

  @Test
  void optionsOfTheCommand() throws IOException {
    assertThat(completed("plan", "--t")).containsExactly("--target");
    assertThat(completed("diagram", "--l")).containsExactly("--lab", "--live");
  }

  @Test
  void namesFromTheClusterFile() throws IOException {
    assertThat(completed("plan", "--target", "s")).containsExactly("store1", "store2");
    assertThat(completed("plan", "--node", "")).containsExactly("node1", "node2");
    assertThat(completed("move", "mysql", "")).containsExactly("node1", "node2");
    assertThat(completed("move", "--lab", "my")).containsExactly("mysql");
    assertThat(completed("destroy", "r0", "r1", "we")).containsExactly("web");
  }

  @Test
  void namesFromTheFileThatTheLineNames() throws IOException {
    Files.writeString(
        folder.resolve("other.yaml"),
        "nodes:\n    \"left\": { ssh: a }\n    right:\n      ssh: b\n");
    assertThat(completed("plan", "-f", "other.yaml", "--node", ""))
        .containsExactly("left", "right");
    // bash takes = for a word of its own
    assertThat(completed("plan", "--file", "=", "other.yaml", "--node", "r"))
        .containsExactly("right");
  }

  @Test
  void filesAndWords() throws IOException {
    assertThat(completed("plan", "-f", "clu")).containsExactly("cluster.yaml");
    assertThat(completed("lab", "power", "")).containsExactly("on", "off", "cycle");
    assertThat(completed("lab", "power", "off", "node2")).containsExactly("node2");
    assertThat(completed("status", "--interval", "")).containsExactly("");
  }

  @Test
  void otherShellsRunTheSameProgram() {
    String zsh = desk.run("completion", "zsh").out();
    String fish = desk.run("completion", "FISH").out();
    assertThat(zsh).startsWith("#compdef cairn").contains("compdef _cairn cairn");
    assertThat(fish).contains("complete -c cairn").contains("awk -v section=\"$1:\" \\'");
    assertThat(desk.run("completion", "csh").exit()).isEqualTo(1);
  }
}
