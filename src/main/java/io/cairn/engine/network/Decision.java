package io.cairn.engine.network;

import io.cairn.engine.Effect;
import io.cairn.engine.Finding;
import java.util.List;

/** What is to be done about one network on one node. */
sealed interface Decision {
  /** It is as declared, whoever made it so. */
  record Fits() implements Decision {}

  /** It is as declared, but would not be after a reboot: only the configuration is written. */
  record Persist(Ifupdown config) implements Decision {}

  /**
   * It has to change.
   *
   * @param config the configuration afterwards
   * @param down interfaces that go down before, as they are configured now
   * @param up interfaces that come up after
   * @param made bridges that are new
   * @param why what was observed that makes it needed
   */
  record Change(
      Wanted wanted,
      Ifupdown config,
      List<String> down,
      List<String> up,
      List<String> made,
      Effect effect,
      String why)
      implements Decision {
    public Change {
      down = List.copyOf(down);
      up = List.copyOf(up);
      made = List.copyOf(made);
    }
  }

  /** Somebody has to decide. */
  record Refuse(Finding finding) implements Decision {}
}
