package io.cairn.engine.raid;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.graph.RaidLevel;
import io.cairn.graph.Size;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bounds of what md keeps, against what validate_geometry1 of mdadm 4.2 to 4.5 computes. */
class ArrayRoomTest {
  @ParameterizedTest
  @CsvSource({"256M", "1G", "5G", "20G", "100G", "201G", "1T", "20T"})
  void isNeverLessThanWhatMdadmKeeps(String text) {
    Size member = Size.parse(text).orElseThrow();

    Size kept = ArrayRoom.keptAtMost(member);

    // beyond the data's beginning up to one chunk is lost at the end
    long atLeast = dataOffset(member) + (512 << 10);
    assertThat(kept.bytes()).isGreaterThanOrEqualTo(atLeast).isLessThan(2 * atLeast + (2 << 20));
  }

  @ParameterizedTest
  @CsvSource({"RAID1,1", "RAID5,3", "RAID6,2"})
  void countsOnlyMembersThatHoldData(RaidLevel level, long holding) {
    Size member = Size.parse("20G").orElseThrow();
    long each = member.bytes() - ArrayRoom.keptAtMost(member).bytes();

    assertThat(ArrayRoom.atLeast(level, List.of(member, member, member, member)))
        .isEqualTo(new Size(each * holding));
  }

  /** As super1.c has it, in sectors there. */
  private static long dataOffset(Size member) {
    long sectors = member.sectors();
    long bitmap = sectors - 128 >= 200L << 21 ? 256 : sectors - 8 > 8L << 21 ? 128 : 8;
    long headroom = 128L * 1024 * 2;
    while (headroom << 10 > sectors && headroom / 2 >= 512 * 2 * 2) {
      headroom >>= 1;
    }
    return Math.ceilDiv(24 + bitmap + headroom, 2048) * 2048 * 512;
  }
}
