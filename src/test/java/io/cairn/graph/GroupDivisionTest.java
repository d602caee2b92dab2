package io.cairn.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.graph.GroupDivision.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the room of a group is divided, with the sums worked out by hand. */
class GroupDivisionTest {
  private static final Below GROUP = new Below.OnLayer(new LayerName("VG1"));

  @Test
  void cachedVolumeTakesItsCacheItsMetadataAndASpare() {
    Cache cache =
        new Cache(
            new Below.OnLayer(new LayerName("ssd")),
            size("4G"),
            Optional.empty(),
            Cache.Mode.WRITETHROUGH,
            Cache.Kind.DM_CACHE);

    GroupDivision division = divide(4000, volume("cachedlv", "10G", Optional.of(cache)));

    // 10 GiB / 4 MiB, 4 GiB / 4 MiB; a thousandth of 4 GiB is less than 8 MiB, which is 2 extents
    assertThat(division.parts())
        .isEqualTo(Map.of(new LayerName("cachedlv"), part(2560, 0, 1024, 2)));
    assertThat(division.spare()).isEqualTo(new Extents(2));
    assertThat(division.left()).isEqualTo(new Extents(4000 - 2560 - 1024 - 2 - 2));
    assertThat(division.missing()).isEqualTo(Extents.NONE);
  }

  @Test
  void writecacheNeitherHasMetadataNorNeedsASpare() {
    Cache cache =
        new Cache(
            new Below.OnLayer(new LayerName("ssd")),
            size("1G"),
            Optional.empty(),
            Cache.Mode.WRITEBACK,
            Cache.Kind.DM_WRITECACHE);

    GroupDivision division = divide(1000, volume("v", "1G", Optional.of(cache)));

    assertThat(division.parts()).isEqualTo(Map.of(new LayerName("v"), part(256, 0, 256, 0)));
    assertThat(division.used()).isEqualTo(new Extents(512));
  }

  @Test
  void poolWithItsOwnSizeTakesMetadataAndSpareBeside() {
    GroupDivision division = divide(3000, pool("pool", "10G", Optional.empty()));

    // 10 GiB / 64 KiB * 64 B = 10 MiB, which is 3 extents
    assertThat(division.parts()).isEqualTo(Map.of(new LayerName("pool"), part(2560, 3, 0, 0)));
    assertThat(division.left()).isEqualTo(new Extents(3000 - 2560 - 3 - 3));
  }

  @Test
  void percentageIsOfTheRestAndHoldsItsMetadata() {
    GroupDivision division =
        divide(2559, volume("v", "1G", Optional.empty()), pool("pool", "80%", Optional.empty()));

    // without the spare 2303 are left, 80 % are 1842 with 8 MiB of metadata: a spare of 2;
    // of 2301 then 1840, of which 2 are metadata
    assertThat(division.spare()).isEqualTo(new Extents(2));
    assertThat(division.parts().get(new LayerName("pool"))).isEqualTo(part(1838, 2, 0, 0));
    assertThat(division.left()).isEqualTo(new Extents(2559 - 256 - 2 - 1840));
  }

  @Test
  void orderInTheFileDoesNotMatter() {
    Layer volume = volume("v", "1G", Optional.empty());
    Layer pool = pool("pool", "70%", Optional.empty());
    Layer rest = volume("rest", "30%", Optional.empty());

    GroupDivision one = divide(5000, volume, pool, rest);
    GroupDivision other = divide(5000, rest, pool, volume);

    assertThat(one.parts()).containsExactlyInAnyOrderEntriesOf(other.parts());
    assertThat(one.left()).isEqualTo(other.left());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 7, 100, 524_287, 524_288, 524_400, 530_000, 10_000_000})
  void hundredPercentAlwaysFitAndTheSpareAlwaysHoldsTheLargestMetadata(long total) {
    // around 524,288 extents (2 TiB) the chunk doubles, and metadata shrinks as the pool grows
    GroupDivision division =
        divide(total, pool("a", "99%", Optional.empty()), volume("b", "1%", Optional.empty()));

    assertThat(division.missing().count()).isLessThanOrEqualTo(total < 8 ? 2 : 0);
    assertThat(division.spare())
        .isGreaterThanOrEqualTo(division.parts().firstEntry().getValue().metadata());
  }

  @Test
  void whatDoesNotFitIsToldToTheExtent() {
    GroupDivision division =
        divide(2559, volume("a", "6G", Optional.empty()), volume("b", "4097M", Optional.empty()));

    assertThat(division.missing()).isEqualTo(new Extents(1536 + 1025 - 2559));
    assertThat(division.left()).isEqualTo(Extents.NONE);
  }

  private static GroupDivision divide(long total, Layer... layers) {
    return GroupDivision.of(new Extents(total), List.of(layers));
  }

  private static Layer volume(String name, String size, Optional<Cache> cache) {
    return new Layer.LogicalVolume(
        new LayerName(name),
        GROUP,
        List.of(),
        Optional.empty(),
        VolumeSize.parse(size).orElseThrow(),
        cache);
  }

  private static Layer pool(String name, String size, Optional<Size> metadata) {
    return new Layer.ThinPool(
        new LayerName(name),
        GROUP,
        List.of(),
        Optional.empty(),
        VolumeSize.parse(size).orElseThrow(),
        metadata,
        Optional.empty(),
        AutoExtend.DEFAULT);
  }

  private static Part part(long data, long metadata, long cache, long cacheMetadata) {
    return new Part(
        new Extents(data), new Extents(metadata), new Extents(cache), new Extents(cacheMetadata));
  }

  private static Size size(String text) {
    return Size.parse(text).orElseThrow();
  }
}
