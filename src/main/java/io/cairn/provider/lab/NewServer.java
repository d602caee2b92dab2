package io.cairn.provider.lab;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** A new server in the place of a node of a lab that is up, at the same ports of its switch. */
record NewServer(LabFolder lab, Twin twin, SavedState state, Consumer<String> progress) {

  /** Ends the old one, running or not; run again after an interruption, it begins anew. */
  void take() throws IOException {
    Instant start = Instant.now();
    LabFolder.NodeFolder files = lab.node(twin.name());
    Processes.of(files.path()).end();
    Folders.remove(files.path());
    new LabNode(lab, twin, state).create();
    progress.accept(
        "%s is a new server after %d s; its host key is another one, and the lab knows it: %s"
            .formatted(
                twin.name(),
                Duration.between(start, Instant.now()).toSeconds(),
                fingerprint(files)));
  }

  private static String fingerprint(LabFolder.NodeFolder files) {
    String[] words =
        LocalCommand.of("ssh-keygen", "-l", "-f", files.publicHostKey().toString())
            .require("read the host key of the new server")
            .split(" ");
    return words.length > 1 ? words[1] : String.join(" ", words);
  }
}
