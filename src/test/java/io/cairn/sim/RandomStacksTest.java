package io.cairn.sim;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Stacks and what is done with them, drawn from the seed, while whatever breaks: in peace, each
 * comes to what its file says, and no acknowledged byte is lost.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("sweep")
final class RandomStacksTest {
  /** About 10 s each on one core. */
  private static final int FEW = 6;

  @Test
  void convergesWhateverIsChangedAndWhateverBreaks() {
    Seeds.forEach(Integer.getInteger("cairn.seeds", FEW), DrawnLife::live);
  }
}
