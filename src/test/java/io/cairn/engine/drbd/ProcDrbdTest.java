package io.cairn.engine.drbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcDrbdTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "new-connected",
        "sync-source",
        "sync-target",
        "two",
        "primary-alone",
        "secondary-alone",
        "split-brain-1",
        "split-brain-2",
        "verify-source",
        "verify-target",
        "by-hand"
      })
  void readsWhatWasRecorded(String name) {
    ProcDrbd proc = ProcDrbd.parse(Recorded.text("proc-8.4.11-" + name + ".txt"));
    String text =
        "version "
            + proc.version()
            + proc.minors().stream()
                .map(ProcDrbdTest::line)
                .collect(Collectors.joining("\n", "\n", "\n"));
    Golden.check("drbd/proc-8.4.11-" + name + ".txt", text);
  }

  private static String line(ProcDrbd.Minor minor) {
    return "%d %s %s %s oos %s%s%s%s%s"
        .formatted(
            minor.number(),
            minor.connection(),
            minor.role(),
            minor.disk(),
            minor.outOfSync().map(Object::toString).orElse("?"),
            minor.isConnected() ? " connected" : "",
            minor.isSyncing() ? " syncing" : "",
            minor.isSyncTarget() ? " target" : "",
            minor
                .progress()
                .map(
                    p ->
                        " %d%% %s/s %s left"
                            .formatted(
                                p.percent(),
                                p.rate().map(Object::toString).orElse("?"),
                                p.left().map(Object::toString).orElse("?")))
                .orElse(""));
  }

  @Test
  void readsNothingFromNothing() {
    assertThat(ProcDrbd.parse("")).isEqualTo(new ProcDrbd("", List.of()));
    assertThat(ProcDrbd.parse("version: 8.4.11 (api:1/proto:86-101)\n 0: cs:Conn"))
        .isEqualTo(new ProcDrbd("8.4.11", List.of()));
  }
}
