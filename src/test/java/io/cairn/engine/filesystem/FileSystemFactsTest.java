package io.cairn.engine.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileSystemFactsTest {
  private static Map<String, Content> contents(String recording) throws IOException {
    return FileSystemFacts.contents(
        Files.readString(Path.of("src/test/resources/recorded/filesystem", recording)));
  }

  @Test
  void readsWhatBlkidFindsOnEveryDevice() throws IOException {
    assertThat(contents("contents-2.38.1-mixed.txt"))
        .isEqualTo(
            Map.of(
                "/dev/loop0",
                new Content.Holds(
                    "btrfs",
                    Optional.of("store1"),
                    Optional.of("f289b3b3-83db-4f1d-8bae-d64cb5352f16")),
                "/dev/loop1",
                new Content.Holds("gpt", Optional.empty(), Optional.empty()),
                "/dev/loop2",
                new Content.Blank(),
                "/dev/loop3",
                new Content.Ambiguous(),
                "/dev/drbd0",
                new Content.Unknown("cannot open /dev/drbd0: Wrong medium type")));
  }

  @Test
  void takesNothingForBlankThatCouldNotBeRead() {
    assertThat(
            FileSystemFacts.contents(
                """
                device /dev/vdb
                blkid: error: /dev/vdb: Input/output error
                exit 2
                device /dev/vdc
                """))
        .isEqualTo(
            Map.of(
                "/dev/vdb",
                new Content.Unknown("blkid: error: /dev/vdb: Input/output error"),
                "/dev/vdc",
                new Content.Unknown("the answer ended early")));
  }

  @Test
  void findsNothingInAnEmptyAnswer() {
    assertThat(FileSystemFacts.contents("")).isEmpty();
  }
}
