package io.cairn.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameTest {
  private static final Screen SCREEN = Screen.plain(40);

  /** The control sequences by their names, so that they can be read. */
  private static String named(String frame) {
    return frame
        .replace("\u001b[H", "HOME ")
        .replace("\u001b[K", " CUT")
        .replace("\u001b[J", " REST")
        .replace("\r\n", "\n");
  }

  @Test
  void drawsOverWhatStoodThereAndNeverScrolls() {
    assertThat(named(Frame.of("head", "one\ntwo\n", 24, SCREEN)))
        .isEqualTo("HOME head CUT\none CUT\ntwo CUT REST");
  }

  @Test
  void countsWhatALowTerminalDoesNotShow() {
    assertThat(named(Frame.of("head", "1\n2\n3\n4\n5\n", 4, SCREEN)))
        .isEqualTo(
            "HOME head CUT\n1 CUT\n2 CUT\n3 more lines: 'cairn status' shows them all CUT REST");
    assertThat(named(Frame.of("head", "1\n2\n3\n", 4, SCREEN)))
        .isEqualTo("HOME head CUT\n1 CUT\n2 CUT\n3 CUT REST");
  }

  @Test
  void leavesTheTerminalAsItWas() {
    for (String mode : new String[] {"?1049", "?25", "?7"}) {
      assertThat(Frame.ENTER).contains("\u001b[" + mode);
      assertThat(Frame.LEAVE).contains("\u001b[" + mode);
    }
  }
}
