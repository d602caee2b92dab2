package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceFilterTest {
  private static final List<String> DISK =
      List.of("/dev/vdb", "/dev/disk/by-id/virtio-store1", "/dev/disk/by-path/pci-0000:00:05.0");

  private static DeviceFilter filter(String... patterns) {
    return DeviceFilter.parse(List.of(patterns)).orElseThrow();
  }

  @Test
  void acceptsWhatNoPatternFits() {
    assertThat(filter("r|^/dev/sdz$|").accepts(DISK)).isTrue();
    assertThat(DeviceFilter.EVERYTHING.accepts(DISK)).isTrue();
  }

  @Test
  void rejectsByAnyOfThePaths() {
    assertThat(filter("r|^/dev/disk/by-id/virtio-store1$|").accepts(DISK)).isFalse();
  }

  @Test
  void acceptsByOnePathWhatIsRejectedByAnother() {
    assertThat(filter("a|^/dev/vdb$|", "r|by-id|").accepts(DISK)).isTrue();
    assertThat(filter("r|by-id|", "a|^/dev/vdb$|").accepts(DISK)).isTrue();
  }

  @Test
  void theFirstPatternThatFitsAPathCounts() {
    assertThat(filter("r|^/dev/vdb$|", "a|^/dev/vdb$|").accepts(List.of("/dev/vdb"))).isFalse();
    assertThat(filter("a|^/dev/vdb$|", "r|^/dev/vdb$|").accepts(List.of("/dev/vdb"))).isTrue();
  }

  /** The mistake of most how-to pages: what is rejected by its link is accepted by its node. */
  @Test
  void acceptingEverythingAtTheEndUndoesARejection() {
    assertThat(filter("r|^/dev/disk/by-id/virtio-store1$|", "a|.*|").accepts(DISK)).isTrue();
  }

  /** The other one: without anchors, {@code sda} also fits {@code sdaa}. */
  @Test
  void looksForAPatternAnywhereInThePath() {
    assertThat(filter("r|/dev/sda|").accepts(List.of("/dev/sdaa"))).isFalse();
    assertThat(filter("r|^/dev/sda$|").accepts(List.of("/dev/sdaa"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          'a|^/dev/vd[a-c]$|'         , /dev/vdb       , true
          'a|^/dev/vd[^a-c]$|'        , /dev/vdb       , false
          'a|^/dev/(vda|vdb)$|'       , /dev/vdb       , true
          'a|^/dev/dm-[0-9]+$|'       , /dev/dm-12     , true
          'a|^/dev/dm-[0-9]?$|'       , /dev/dm-12     , false
          'a/drbd.*/'                 , /dev/drbd10    , true
          'a{md}'                     , /dev/md/hdd    , true
          'a(md)'                     , /dev/md/hdd    , true
          'a[md]'                     , /dev/md/hdd    , true
          'a|\\d|'                    , /dev/vd1       , true
          'a|\\d|'                    , /mnt/1         , false
          'a|x{2}|'                   , /dev/xx        , false
          'a|x{2}|'                   , '/dev/x{2}'    , true
          'a|^/dev/a[.]b$|'           , /dev/a.b       , true
          'a|^/dev/a[.]b$|'           , /dev/axb       , false
          'a|[a&&b]|'                 , '/tmp/&'       , true
          """)
  void readsExpressionsAsLvmDoes(String pattern, String path, boolean fits) {
    assertThat(FilterPattern.parse(pattern).orElseThrow().matches(path)).isEqualTo(fits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a|x",
        "x|y|",
        "/dev/sda",
        "a|(|",
        "a|[a|",
        "a||",
        "a|a)b|",
        "a|*|",
        "a|a**|",
        "a|a\\|",
        "a|[b-]|"
      })
  void readsNothingIntoWhatLvmRefusesOrReadsInPart(String pattern) {
    assertThat(FilterPattern.parse(pattern)).isEmpty();
  }

  @Test
  void fitsExactlyThePathThatItWasMadeFor() {
    FilterPattern pattern =
        FilterPattern.exactly(FilterPattern.Verdict.REJECT, "/dev/disk/by-id/dm-name-a+b.c");
    assertThat(pattern.text()).isEqualTo("r|^/dev/disk/by-id/dm-name-a[+]b[.]c$|");
    assertThat(pattern.matches("/dev/disk/by-id/dm-name-a+b.c")).isTrue();
    assertThat(pattern.matches("/dev/disk/by-id/dm-name-aab.c")).isFalse();
    assertThat(pattern.matches("/dev/disk/by-id/dm-name-a+b.cd")).isFalse();
  }
}
