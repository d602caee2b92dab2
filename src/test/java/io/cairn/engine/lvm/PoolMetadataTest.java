package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.graph.Size;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolMetadataTest {
  private static Size size(String text) {
    return Size.parse(text).orElseThrow();
  }

  /** 8 MiB; a thousandth; between, what LVM demands: 4 MiB and 44 bytes a chunk. */
  @ParameterizedTest
  @CsvSource({
    "1G,   64 KiB, 8388608",
    "4G,   64 KiB, 8388608",
    "8G,   64 KiB, 9961472",
    "50G,  64 KiB, 53687092",
    "64G, 128 KiB, 68719477",
    "1T,    2 MiB, 1099511628"
  })
  void metadataOfACache(String data, String chunk, long bytes) {
    CacheMetadata metadata = CacheMetadata.of(size(data), Optional.empty());
    assertThat(metadata.chunk()).hasToString(chunk.strip());
    assertThat(metadata.metadata().bytes()).isEqualTo(bytes);
    assertThat(metadata.metadata()).isGreaterThanOrEqualTo(metadata.least(size(data)));
  }

  /** 64 bytes a chunk; from 128 MiB on the chunk doubles. */
  @ParameterizedTest
  @CsvSource({
    "1G,    64 KiB, 2 MiB",
    "8G,    64 KiB, 8 MiB",
    "100G,  64 KiB, 100 MiB",
    "128G,  64 KiB, 128 MiB",
    "129G, 128 KiB, 64.5 MiB",
    "10T,    8 MiB, 80 MiB"
  })
  void metadataOfAThinPool(String data, String chunk, String metadata) {
    assertThat(ThinMetadata.of(size(data), Optional.empty(), Optional.empty()))
        .hasToString("ThinMetadata[chunk=" + chunk.strip() + ", metadata=" + metadata + "]");
  }

  @ParameterizedTest
  @CsvSource({"256G, 64K, 256 MiB", "100T, 64K, 15.9 GiB", "100M, 1M, 2 MiB"})
  void metadataForADeclaredChunk(String data, String chunk, String metadata) {
    assertThat(ThinMetadata.of(size(data), Optional.of(size(chunk)), Optional.empty()).metadata())
        .hasToString(metadata);
  }

  @ParameterizedTest
  @CsvSource({"10G, 2560 extents (10 GiB)", "1K, 1 extent (4 MiB)", "9M, 3 extents (12 MiB)"})
  void roundsUpToExtents(String size, String extents) {
    assertThat(Extents.covering(size(size), Extents.DEFAULT_SIZE)).hasToString(extents);
  }

  @ParameterizedTest
  @CsvSource({"1023M, 80, 204 extents (816 MiB)", "4M, 80, 0 extents (0 B)"})
  void roundsSharesDown(String size, int percent, String extents) {
    assertThat(Extents.within(size(size), Extents.DEFAULT_SIZE).percent(percent))
        .hasToString(extents);
  }
}
