package io.cairn.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Reply;
import io.cairn.engine.Step;
import io.cairn.plan.Plan;
import io.cairn.run.Event;
import io.cairn.run.Runner;
import io.cairn.run.StepResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
  private static final Screen SCREEN = Screen.plain(100);
  private static final Plan PLAN = ErpPlan.create();
  private static final Step FIRST = PLAN.steps().get(0);
  private static final Step OTHER_NODE = PLAN.steps().get(2);
  private static final Step SECOND = PLAN.steps().get(1);
  private static final List<Event> EVENTS =
      List.of(
          new Event.Started(FIRST),
          new Event.Started(OTHER_NODE),
          new Event.Progressed(FIRST, "unpacking drbd-utils\n"),
          new Event.Ended(OTHER_NODE, done(), Duration.ofMillis(3400)),
          new Event.Ended(FIRST, done(), Duration.ofSeconds(75)),
          new Event.Started(SECOND),
          new Event.Ended(SECOND, new StepResult.Unknown("reset"), Duration.ofSeconds(20)));

  @Test
  void writesALineForEveryEventWhereThereIsNoTerminal() {
    StringBuilder log = new StringBuilder();
    Progress progress = Progress.of(PLAN);
    for (Event event : EVENTS) {
      progress = progress.after(event, Duration.ZERO);
      log.append(ProgressText.line(event, progress, SCREEN));
    }
    Golden.check("view/progress.txt", log.toString());
  }

  @Test
  void drawsWhatEachNodeWorksOnWithinTheScreen() {
    StringBuilder boards = new StringBuilder();
    Progress progress = Progress.of(PLAN);
    Duration now = Duration.ZERO;
    for (Event event : EVENTS) {
      progress = progress.after(event, now);
      now = now.plusSeconds(7);
      boards.append(ProgressText.board(progress, now, Screen.plain(70))).append('\n');
    }
    assertThat(boards.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(70));
    Golden.check("view/progress-board.txt", boards.toString());
  }

  @Test
  void erasesAsManyLinesAsItDrew() {
    assertThat(ProgressText.erase("one\ntwo\n")).isEqualTo("\u001b[2F\u001b[J");
    assertThat(ProgressText.erase("")).isEmpty();
  }

  @Test
  void tellsOfAFailureWhatAPersonNeedsToGoOn() {
    List<Event.Ended> ends =
        List.of(
            new Event.Ended(FIRST, done(), Duration.ofSeconds(3)),
            end(
                new StepResult.Failed(
                    "apt-get install --yes -- lxc",
                    new Reply(100, "Reading package lists...\n", "E: No space left on device\n"))),
            end(
                new StepResult.Refused(
                    "the disk carries no signature", new Reply(1, "ext4 at 0x438\n", ""))),
            end(new StepResult.Unproved("br0 is up", new Reply(137, "", ""))),
            end(new StepResult.Unknown("Connection reset by peer")));
    Golden.check(
        "view/failures.txt", FailureText.of(new Runner.Report(ends, List.of(SECOND)), SCREEN));
  }

  @Test
  void tellsNothingWhereNothingFailed() {
    List<Event.Ended> ends = List.of(new Event.Ended(FIRST, done(), Duration.ofSeconds(3)));
    assertThat(FailureText.of(new Runner.Report(ends, List.of(SECOND)), SCREEN)).isEmpty();
  }

  private static Event.Ended end(StepResult result) {
    return new Event.Ended(SECOND, result, Duration.ofMillis(1234));
  }

  private static StepResult done() {
    return new StepResult.Done(new Reply(0, "", ""));
  }
}
