package io.cairn.provider.lab;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cairn.graph.Size;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpaceTest {
  @Test
  void saysWhereHowMuchAndWhatToDo(@TempDir Path folder) {
    Space.require(folder, Size.mebibytes(0), "keep nothing");
    assertThatThrownBy(() -> Space.require(folder, new Size(1L << 62), "build the node image"))
        .isInstanceOf(LabFailure.class)
        .hasMessageContaining(
            "There is too little space on this computer's disk to build the node image: ")
        .hasMessageContaining(" in " + folder + ", and it takes 4096 PiB.")
        .hasMessageContaining("XDG_CACHE_HOME");
  }
}
