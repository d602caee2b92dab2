package io.cairn.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "over, over, 0", "OVER, over, 0", "ovr, over, 1", "oover, over, 1", "oevr, over, 1",
    "adress, address, 1", "mount, amount, 1", "'', abc, 3", "abc, '', 3", "kitten, sitting, 3"
  })
  void countsInsertionsDeletionsReplacementsAndSwaps(String one, String other, int edits) {
    assertThat(Nearest.distance(one, other)).isEqualTo(edits);
  }

  @Test
  void takesTheOneWithTheFewestEdits() {
    assertThat(Nearest.of("store2", List.of("store10", "store1", "shop"))).hasValue("store1");
  }

  @Test
  void guessesNothingWhereMoreThanAThirdDiffers() {
    assertThat(Nearest.question("sdb", List.of("r0", "store1", "web"))).isEmpty();
  }

  @Test
  void guessesNoSingleLetter() {
    assertThat(Nearest.of("D", List.of("A", "B", "C"))).isEmpty();
    assertThat(Nearest.of("c", List.of("A", "B", "C"))).hasValue("C");
  }
}
