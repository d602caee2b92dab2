package io.cairn.engine.drbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LastContactTest {
  @Test
  void tellsWhenAndHowLongAgo() {
    assertThat(LastContact.parse(new Reply(0, "2026-11-21T11:31:02+00:00 94\n", "")))
        .contains(new LastContact("2026-11-21T11:31:02+00:00", Duration.ofSeconds(94)));
  }

  @Test
  void isUnknownWhereTheLogDoesNotSay() {
    assertThat(LastContact.parse(new Reply(0, "", ""))).isEmpty();
    assertThat(LastContact.parse(new Reply(127, "", "journalctl: not found"))).isEmpty();
  }
}
