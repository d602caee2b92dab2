package io.cairn.cli;

import io.cairn.engine.Engines;
import java.util.List;

/** The one list of engines. */
final class AllEngines {
  private AllEngines() {}

  static Engines build() {
    return new Engines(List.of());
  }
}
