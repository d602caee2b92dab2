package io.cairn.engine;

import java.util.ArrayList;
import java.util.List;

/** What systemd has to be told about unit files, by every engine in the same way. */
public final class UnitCommands {
  /**
   * Reads all unit files again: after they were written, enabled or removed. It takes seconds on a
   * slow node, so that a step does it once, at its end.
   */
  public static final Command RELOAD = Command.exec("systemctl", "daemon-reload");

  private UnitCommands() {}

  /**
   * Has the units start at boot; {@link #RELOAD} must follow. Without {@code --no-reload}
   * systemctl(1) would reload by itself.
   */
  public static Command enable(String... units) {
    List<String> argv = new ArrayList<>(List.of("systemctl", "enable", "--quiet", "--no-reload"));
    argv.add("--");
    argv.addAll(List.of(units));
    return new Command.Exec(argv);
  }
}
