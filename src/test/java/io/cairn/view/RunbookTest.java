package io.cairn.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Guard;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Step;
import io.cairn.plan.Plan;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunbookTest {
  @Test
  void canBeFollowedWithoutCairn() {
    Golden.check("view/runbook.md", Runbook.of(ErpPlan.create(), Erp.cluster()));
  }

  @Test
  void saysThatThereIsNothingToDo() {
    assertThat(Runbook.of(Plan.EMPTY, Erp.cluster()))
        .isEqualTo(
            "# Runbook of erp\n\nThere is nothing to do: all is as the cluster file says.\n");
  }

  @Test
  void servesNoNodeBeforeWhatItWaitsFor() {
    Condition first = new Condition("first");
    Step one = Step.layer(Erp.layer("r0"), "up", Erp.NODE1).says("up", "").provides(first).build();
    Step between =
        Step.layer(Erp.layer("r0"), "go", Erp.NODE1)
            .says("go", "")
            .needs(first)
            .provides(new Condition("second"))
            .build();
    Step two =
        Step.layer(Erp.layer("r0"), "up", Erp.NODE2)
            .says("up", "")
            .needs(new Condition("second"))
            .build();
    assertThat(RunbookSteps.of(Plan.of(List.of(one, between, two))).numbers())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("r0/up@node1", 1, "r0/go@node1", 2, "r0/up@node2", 3));
  }

  @Test
  void fencesAFileThatHoldsAFence() {
    Step step =
        Step.node("note", "write", Erp.NODE1)
            .says("Write a note", "")
            .runs(Command.put(ManagedFile.whole("/etc/note.md", "```\ntext\n```\n")))
            .build();
    assertThat(Runbook.of(Plan.of(List.of(step)), Erp.cluster())).contains("\n````sh\n(\nset -eu");
  }

  @Test
  void asksForANewLoginWhereTheStepNeedsOne() {
    Step step =
        Step.node("network", "confirm", Erp.NODE1)
            .says("Keep the new network", "")
            .needs(Condition.newConnection(Erp.NODE1))
            .build();
    assertThat(Runbook.of(Plan.of(List.of(step)), Erp.cluster())).contains("**Log in anew first**");
  }

  @Test
  void everyBlockIsShellThatCanBeRead() throws Exception {
    List<String> blocks = blocks(Runbook.of(ErpPlan.create(), Erp.cluster()));
    assertThat(blocks).hasSizeGreaterThan(10);
    for (String block : blocks) {
      assertThat(shell(block, "-n")).as(block).isEmpty();
    }
  }

  @Test
  void aBlockDoesWhatTheStepSays(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("note");
    assertThat(shell(note(file, "true"), "-s"))
        .isEqualTo("only if: the moment is right\nexit status 0\n");
    assertThat(file).hasContent("it's done\n");
  }

  @Test
  void aBlockDoesNothingWhereItsConditionDoesNotHold(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("note");
    assertThat(shell(note(file, "false\ntrue"), "-s"))
        .isEqualTo("only if: the moment is right\nexit status 1\n");
    assertThat(file).doesNotExist();
  }

  private static String note(Path file, String guard) {
    ManagedFile note =
        new ManagedFile(
            file.toString(), "0644", new ManagedFile.Content.Whole("it's done\n"), List.of());
    Step step =
        Step.node("note", "write", Erp.NODE1)
            .says("Write a note", "")
            .guard(Guard.that("the moment is right", guard))
            .runs(Command.put(note))
            .build();
    return String.join("\n", blocks(Runbook.of(Plan.of(List.of(step)), Erp.cluster())));
  }

  private static List<String> blocks(String document) {
    return Pattern.compile("(?ms)^```sh\n(.*?)^```$")
        .matcher(document)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static String shell(String script, String option) throws Exception {
    Process process = new ProcessBuilder("sh", option).redirectErrorStream(true).start();
    try (Writer in = process.outputWriter(UTF_8)) {
      in.write(script);
    }
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}
