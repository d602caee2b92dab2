package io.cairn.engine.drbd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GenerationIdsTest {
  private static GenerationIds recorded(String name) {
    return GenerationIds.parse(Recorded.text("get-gi-9.22-" + name + ".txt")).orElseThrow();
  }

  private static GenerationIds ids(String text) {
    return GenerationIds.parse(text + ":1:1:0:1:0:0:0\n").orElseThrow();
  }

  @Test
  void knowsASplitBrainByItsIdentifiers() {
    GenerationIds one = recorded("split-brain-1");
    GenerationIds other = recorded("split-brain-2");
    assertThat(one.hasDivergedFrom(other)).isTrue();
    assertThat(one.currentText()).isEqualTo("3038EC3CAD975CDC");
  }

  @Test
  void doesNotCallASideThatIsMerelyBehindASplitBrain() {
    GenerationIds ahead =
        ids("3038EC3CAD975CDD:944251C7D134723F:0000000000000000:0000000000000000");
    GenerationIds behind =
        ids("944251C7D134723E:0000000000000000:0000000000000000:0000000000000000");
    assertThat(ahead.isAheadOf(behind)).isTrue();
    assertThat(behind.isAheadOf(ahead)).isFalse();
    assertThat(ahead.hasDivergedFrom(behind)).isFalse();
    assertThat(behind.hasDivergedFrom(ahead)).isFalse();
  }

  /** Seen when one node was asked right before a resync, and the other one right after. */
  @Test
  void doesNotCallASideThatIsBeingResyncedASplitBrain() {
    GenerationIds before =
        ids("0391449CF8C336BD:4A0B97344B1BFAC8:0000000000000000:0000000000000000");
    GenerationIds target =
        ids("4A0C97344B1BFAC8:0000000000000000:0000000000000000:0000000000000000");
    assertThat(before.hasDivergedFrom(target)).isFalse();
    assertThat(target.hasDivergedFrom(before)).isFalse();
    GenerationIds after =
        ids("0391449CF8C336BD:0000000000000000:4A0C97344B1BFAC8:0000000000000000");
    GenerationIds notYet =
        ids("4A0B97344B1BFAC8:0000000000000000:0000000000000000:0000000000000000");
    assertThat(after.hasDivergedFrom(notYet)).isFalse();
  }

  @Test
  void takesCopiesThatDifferOnlyInTheRoleBitForTheSame() {
    GenerationIds primary =
        ids("944251C7D134723F:0000000000000000:0000000000000000:0000000000000000");
    assertThat(primary.isSameAs(recorded("secondary"))).isTrue();
    assertThat(primary.hasDivergedFrom(recorded("secondary"))).isFalse();
  }

  @Test
  void knowsMetadataThatWasJustCreated() {
    GenerationIds created =
        ids("0000000000000004:0000000000000000:0000000000000000:0000000000000000");
    assertThat(created.isJustCreated()).isTrue();
    assertThat(created.hasDivergedFrom(recorded("split-brain-1"))).isFalse();
    assertThat(recorded("target-syncing").isJustCreated()).isFalse();
  }

  @Test
  void readsNothingFromWhatIsNoIdentifier() {
    assertThat(GenerationIds.parse("No valid meta data found\n")).isEmpty();
  }
}
