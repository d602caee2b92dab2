package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cairn.Golden;
import io.cairn.cli.Desk.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exit codes, errors, and the choice of a part, from the words typed to the marks on the nodes. */
class CommandsTest {
  private final Path folder;
  private final Desk desk;

  CommandsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.desk = new Desk(folder);
  }

  private static JsonNode json(Said said) throws IOException {
    return new ObjectMapper().readTree(said.out());
  }

  @Test
  void plansAppliesAndThenHasNothingToDo() throws IOException {
    assertThat(desk.cairn("plan").exit()).isEqualTo(2);
    Said applied = desk.cairn("apply", "--yes");
    assertThat(applied.exit()).as(applied.err()).isZero();
    assertThat(applied.out()).contains("Applied: 20 steps, and a new survey finds nothing left");
    assertThat(desk.marks("node1"))
        .containsExactly(
            "mysql",
            "mysql.active",
            "r0",
            "r0.active",
            "r1",
            "store1",
            "store1.active",
            "store2",
            "tools",
            "web");
    assertThat(desk.cairn("plan").exit()).isZero();
    assertThat(desk.cairn("apply").out()).isEqualTo("Nothing to do: every node is as erp says.\n");
  }

  @Test
  void doesNothingUnasked() throws IOException {
    Said said = desk.cairn("apply");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("there is nobody to ask: give --yes to apply without asking.");
    assertThat(desk.marks("node1")).isEmpty();
  }

  @Test
  void plansALayerWithWhatItNeedsAndNamesTheRest() {
    Said said = desk.cairn("plan", "--target", "store1");
    assertThat(said.exit()).isEqualTo(2);
    Golden.check("cli/plan-target.txt", said.out());
  }

  @Test
  void appliesALayerAndLeavesTheRestAlone() throws IOException {
    Said said = desk.cairn("apply", "--yes", "--target", "store1");
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("a new survey finds nothing left to do in the chosen part. Left out: 12 steps: ");
    assertThat(desk.marks("node1")).contains("store1.active").doesNotContain("mysql", "r1", "web");
    assertThat(desk.marks("node2")).containsExactly("r0", "store1", "tools");
    Said again = desk.cairn("apply", "--yes", "--target", "store1");
    assertThat(again.exit()).isZero();
    assertThat(again.out()).startsWith("Nothing to do in the chosen part. Left out: 12 steps: ");
    assertThat(desk.cairn("plan", "--target", "store1").exit()).isZero();
    assertThat(desk.cairn("plan").exit()).isEqualTo(2);
  }

  @Test
  void appliesANodeWithWhatItNeedsOnTheOther() throws IOException {
    Said said = desk.cairn("apply", "--yes", "--node", "node1");
    assertThat(said.exit()).as(said.err()).isZero();
    // r0 can be used on node1 only when it is built on both; r1 is used on node2
    assertThat(desk.marks("node2")).containsExactly("mysql", "r0", "store1", "tools");
  }

  @Test
  void meansALayerOnANodeWhenBothAreNamed() throws IOException {
    Said said = desk.cairn("apply", "--yes", "--node", "node2", "--target", "r0");
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(desk.marks("node1")).isEmpty();
    assertThat(desk.marks("node2")).containsExactly("r0", "tools");
  }

  @Test
  void tellsAllUnknownNamesAtOnceWithTheNearest() throws IOException {
    Said said =
        desk.cairn("apply", "--yes", "--node", "nod1", "--target", "mysq", "--target", "r0");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err())
        .isEqualTo(
            """
            cairn: the cluster file has no node 'nod1'; did you mean 'node1'? It has node1, node2.
                   the cluster file has no layer 'mysq'; did you mean 'mysql'? It has r0, r1, store1, store2, mysql, web. Nothing was done.
            """);
    assertThat(desk.marks("node1")).isEmpty();
  }

  @Test
  void refusesAPartToo_whenAnErrorStandsElsewhere() throws IOException {
    Files.createFile(desk.node("node2").resolve("dead"));
    Said said = desk.cairn("apply", "--yes", "--node", "node1", "--target", "r0");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("CHALK-01: Node unreachable").contains("nothing was changed");
    assertThat(desk.marks("node1")).isEmpty();
  }

  @Test
  void savedPlanKeepsItsPart() throws IOException {
    String saved = folder.resolve("saved").toString();
    assertThat(desk.cairn("plan", "--target", "r0", "-o", saved).exit()).isEqualTo(2);
    Said said = desk.cairn("apply", saved);
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(desk.marks("node1")).containsExactly("r0", "r0.active", "tools");
    assertThat(desk.cairn("apply", saved, "--target", "r1").err())
        .startsWith("cairn: a saved plan is done as it is");
  }

  @Test
  void savedPlanIsRefusedWhenTheNodesChanged() throws IOException {
    String saved = folder.resolve("saved").toString();
    desk.cairn("plan", "-o", saved);
    Files.createFile(desk.node("node2").resolve("tools"));
    Said said = desk.cairn("apply", saved);
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("approved, but not needed any more: tools/write@node2");
    assertThat(desk.marks("node1")).isEmpty();
  }

  @Test
  void failureTellsTheCommandItsOutputAndWhatToDo() throws IOException {
    Files.createFile(desk.node("node1").resolve("store1.broken"));
    Said said = desk.cairn("apply", "--yes");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err())
        .contains("cannot write store1: No space left on device")
        .contains("a file system of the node is full")
        .contains("run the same command again");
    Files.delete(desk.node("node1").resolve("store1.broken"));
    assertThat(desk.cairn("apply", "--yes").exit()).isZero();
  }

  @Test
  void verboseShowsCommandsAndTheirOutput() {
    Said said = desk.cairn("apply", "--yes", "--verbose", "--node", "node2", "--target", "r0");
    assertThat(said.err())
        .contains("node2# touch " + desk.node("node2").resolve("r0"))
        .contains("node2> r0 is drawn");
  }

  @Test
  void planInJsonStandsAloneEvenWhereItIsRefused() throws IOException {
    JsonNode plan = json(desk.cairn("plan", "--json", "--target", "r0"));
    assertThat(plan.path("refused").asBoolean()).isFalse();
    assertThat(plan.path("chosen").path("layers").get(0).asText()).isEqualTo("r0");
    assertThat(plan.path("along").toString()).contains("tools/write@node1");
    assertThat(plan.path("leftOut")).hasSize(15);
    Files.createFile(desk.node("node2").resolve("dead"));
    Said refused = desk.cairn("plan", "--json");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(json(refused).path("refused").asBoolean()).isTrue();
    assertThat(json(refused).path("findings").get(0).path("code").asText()).isEqualTo("CHALK-01");
  }

  @Test
  void statusShowsAPartWithWhatItLiesOver() throws IOException {
    desk.cairn("apply", "--yes");
    Golden.check(
        "cli/status-target.txt",
        desk.cairn("status", "--target", "mysql", "--node", "node1")
            .out()
            // this machine's own system
            .replaceAll("node1  \\S+ \\S+  clock .*", "node1  ..."));
    JsonNode status = json(desk.cairn("status", "--json", "--target", "store2"));
    assertThat(status.path("layers").findValuesAsText("name")).containsExactly("r1", "store2");
  }

  @Test
  void statusOfADeadNodeIsNoError() throws IOException {
    Files.createFile(desk.node("node2").resolve("dead"));
    Said said = desk.cairn("status");
    assertThat(said.exit()).isZero();
    assertThat(said.out()).startsWith("erp: ").contains("node2  does not answer");
  }

  @Test
  void movesAndSaysBeforehandWhatItWouldDo() throws IOException {
    desk.cairn("apply", "--yes");
    Said prospect = desk.cairn("move", "mysql", "node2", "--dry-run", "--json");
    assertThat(prospect.exit()).isEqualTo(2);
    assertThat(json(prospect).path("plan").path("steps").findValuesAsText("id"))
        .containsExactly(
            "mysql/stop@node1",
            "store1/stop@node1",
            "r0/stop@node1",
            "r0/start@node2",
            "store1/start@node2",
            "mysql/start@node2");
    assertThat(desk.marks("node1")).contains("mysql.active");
    assertThat(desk.cairn("move", "mysql", "node2").out())
        .startsWith("r0 moved from node1 to node2");
    assertThat(desk.marks("node2")).contains("mysql.active", "store1.active", "r0.active");
    assertThat(desk.cairn("move", "r0", "node2", "--dry-run").exit()).isZero();
  }

  @Test
  void moveThatFailsMidwayGoesBack() throws IOException {
    desk.cairn("apply", "--yes");
    Files.createFile(desk.node("node2").resolve("store1.active.broken"));
    Said said = desk.cairn("move", "mysql", "node2");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("not moved; everything runs on node1 again");
    assertThat(desk.marks("node1")).contains("mysql.active", "store1.active", "r0.active");
  }

  @Test
  void impossibleProspectIsAnErrorAndJsonAllTheSame() throws IOException {
    Said said = desk.cairn("move", "mysql", "node2", "--dry-run", "--json");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(json(said).path("possible").asBoolean()).isFalse();
    assertThat(said.err()).contains("r0 is primary on no node.");
    assertThat(desk.cairn("move", "mysql", "node2", "--json").err()).contains("give --dry-run");
  }

  @Test
  void checkTellsAllErrorsInWordsAndInJson() throws IOException {
    assertThat(desk.run("check", desk.file().toString()).exit()).isZero();
    assertThat(desk.cairn("check", "--json").out()).isEqualTo("{\n  \"findings\": []\n}\n");
    String text =
        Files.readString(desk.file()).replace("over: r0", "ovre: r0").replace("node1,", "nodeX,");
    Files.writeString(desk.file(), text);
    Said said = desk.cairn("check", "--json");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(json(said).path("findings").findValuesAsText("severity")).contains("error");
    assertThat(said.err()).contains("did you mean 'over'?").contains("nothing was done.");
  }

  @Test
  void missingFileIsToldWithWhatToDo() {
    Said said = desk.run("status", "-f", folder.resolve("none.yaml").toString());
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err())
        .contains("there is no file")
        .contains("copy an example")
        .contains("cairn lab up -f examples/erp.yaml");
  }

  @Test
  void mistypedCommandIsAnsweredWithTheNearest() {
    Said said = desk.run("stauts");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("Did you mean: cairn status").contains("See 'cairn --help'.");
    assertThat(desk.run("plan", "--tagret", "r0").err()).contains("See 'cairn plan --help'.");
  }

  @Test
  void runbookAndDiagramOfAPartLeaveTheRestOut() {
    assertThat(desk.cairn("runbook", "--target", "r1").out())
        .contains("Chosen: r1.", "Left out: 15 steps:")
        .doesNotContain("store2.active");
    assertThat(desk.cairn("diagram", "--target", "mysql").out())
        .contains("mysql", "store1")
        .doesNotContain("store2");
    assertThat(desk.cairn("diagram", "--node", "node2").out()).doesNotContain("node1\n");
  }

  @Test
  void pauseOfAWatchIsAtLeastASecond() {
    Said said = desk.cairn("status", "--watch", "--interval", "0");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("the pause is at least 1 second");
  }

  @Test
  void helpOfEveryCommandEndsWell() {
    for (String command : List.of("plan", "snapshot", "lab", "completion")) {
      Said said = desk.run("help", command);
      assertThat(said.exit()).isZero();
      assertThat(said.out()).contains("Examples:");
    }
  }
}
