package io.cairn.provider.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The lab's switch as a program of its own: it outlives the command that started it.
 *
 * <p>Arguments: {@code -pidfile FILE PORTS CONTROL}; PORTS lists {@code SOCKET NODE NETWORK} on
 * each line.
 */
final class SwitchMain {
  private SwitchMain() {}

  /** Serves until it is killed. */
  static void main(String[] arguments) throws IOException, InterruptedException {
    LabSwitch labSwitch = new LabSwitch(new LinkTable());
    for (String line : Files.readAllLines(Path.of(arguments[2]))) {
      String[] words = line.split(" ");
      labSwitch.open(Path.of(words[0]), words[1], words[2]);
    }
    Files.writeString(Path.of(arguments[1]), ProcessHandle.current().pid() + "\n");
    labSwitch.serveControl(Path.of(arguments[3]));
  }
}
