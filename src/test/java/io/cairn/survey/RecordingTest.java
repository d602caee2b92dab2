package io.cairn.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.BlockDevices;
import io.cairn.engine.Mounts;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Observed.NodeSurvey;
import io.cairn.engine.Reply;
import io.cairn.engine.SystemFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordingTest {
  private static final Map<String, Reply> REPLIES =
      Map.of(
          "drbd:proc", new Reply(0, "version: 8.4.11\n\n 0: cs:Connected\r\n", ""),
          "file:/etc/odd", new Reply(0, "= no probe\n| neither\nno end of line", ""),
          "file:/none", new Reply(3, "", ""),
          "node:modules", new Reply(1, "here", "modinfo: not found\nno end either"),
          "node:silent", new Reply(0, "\n", "\n"));

  private static NodeSurvey answered() {
    var system =
        new SystemFacts(
            "n1", "6.1", Map.of(), 0, "boot", Duration.ofMillis(-12), 1, Map.of(), Map.of());
    return new NodeSurvey.Answered(
        new NodeFacts(
            system, new BlockDevices(List.of(), Map.of()), new Mounts(List.of()), REPLIES));
  }

  @Test
  void isReadableText() {
    assertThat(Recording.text(answered()))
        .isEqualTo(
            """
            clock ahead PT-0.012S
            = drbd:proc
            | version: 8.4.11
            |
            |  0: cs:Connected\r
            = file:/etc/odd
            | = no probe
            | | neither
            | no end of line
            \\
            = file:/none exit 3
            = node:modules exit 1
            | here
            \\
            ! modinfo: not found
            ! no end either
            \\
            = node:silent
            |
            !
            """);
  }

  @Test
  void keepsEveryReplyAsItWas() {
    assertThat(RecordedNode.parse(Recording.text(answered())))
        .isEqualTo(new RecordedNode.Answered(Duration.ofMillis(-12), REPLIES));
  }

  @Test
  void keepsWhyANodeDidNotAnswer() {
    String text = Recording.text(new NodeSurvey.Unreachable("ssh: timed out\nlost\n"));
    assertThat(text).isEqualTo("unreachable ssh: timed out\nunreachable lost\n");
    assertThat(RecordedNode.parse(text)).isEqualTo(new RecordedNode.Silent("ssh: timed out\nlost"));
  }
}
