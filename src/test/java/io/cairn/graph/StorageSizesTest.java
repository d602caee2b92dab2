package io.cairn.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rounding to extents, room for metadata, capacity of arrays. */
class StorageSizesTest {
  @Test
  void devicesLoseWhatIsBeforeTheFirstExtentAndWhatIsNoWholeOne() {
    assertThat(Extents.ofDevice(size("10G"), Extents.DATA_START)).isEqualTo(new Extents(2559));
    assertThat(Extents.ofDevice(size("4M"), Extents.DATA_START)).isEqualTo(Extents.NONE);
    assertThat(Extents.ofDevice(size("512K"), Extents.DATA_START)).isEqualTo(Extents.NONE);
  }

  @ParameterizedTest
  @CsvSource({"4M,1", "4097K,2", "1K,1", "50M,13", "10G,2560"})
  void volumesAreRoundedUpToExtents(String text, long extents) {
    assertThat(Extents.holding(size(text))).isEqualTo(new Extents(extents));
  }

  /** From 6 to 12 GiB LVM's 4 MiB and 44 bytes for each 64 KiB are the most. */
  @ParameterizedTest
  @CsvSource({"1G,8M", "4G,8M", "8000M,9826304B", "8001M,9827008B", "100G,107374183B"})
  void cacheMetadataIsAThousandthAtLeastEightMebibytesAndWhatLvmDemands(
      String data, String metadata) {
    assertThat(PoolMetadata.ofCache(size(data))).isEqualTo(bytes(metadata));
  }

  @ParameterizedTest
  @CsvSource({"1G,64K,2M", "10G,64K,10M", "1T,64K,1G", "1T,512K,128M", "100T,64K,16975858237B"})
  void thinMetadataIsSixtyFourBytesForEachChunkWithinLimits(
      String data, String chunk, String metadata) {
    assertThat(PoolMetadata.ofThinPool(size(data), size(chunk))).isEqualTo(bytes(metadata));
  }

  @ParameterizedTest
  @CsvSource({"1G,64K", "128G,64K", "129G,128K", "1T,512K", "100T,64M"})
  void chunksGrowSoThatMetadataStaysSmall(String data, String chunk) {
    assertThat(PoolMetadata.chunkOf(size(data))).isEqualTo(size(chunk));
  }

  @ParameterizedTest
  @CsvSource({"RAID1,10G", "RAID10,20G", "RAID5,30G", "RAID6,20G"})
  void arraysAreAsLargeAsTheirSmallestMemberAllows(RaidLevel level, String capacity) {
    List<Size> members = List.of(size("10G"), size("12G"), size("11G"), size("10G"));

    assertThat(level.capacity(members)).isEqualTo(size(capacity));
  }

  @Test
  void percentagesOfLargeSizesDoNotOverflow() {
    assertThat(new Percent(99).of(new Size(Long.MAX_VALUE)).bytes())
        .isEqualTo(Long.MAX_VALUE / 100 * 99 + Long.MAX_VALUE % 100 * 99 / 100);
    assertThat(new Percent(50).of(new Size(101))).isEqualTo(new Size(50));
  }

  private static Size size(String text) {
    return Size.parse(text).orElseThrow();
  }

  private static Size bytes(String text) {
    return text.endsWith("B")
        ? new Size(Long.parseLong(text.substring(0, text.length() - 1)))
        : size(text);
  }
}
