package io.cairn.engine.lvm;

import io.cairn.graph.Layer;
import io.cairn.graph.Size;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How much more the volumes of a pool seem to hold than the pool does.
 *
 * @param data what the pool holds
 */
record Overcommitment(List<Layer.ThinVolume> volumes, Size data) {
  Overcommitment {
    volumes = List.copyOf(volumes);
  }

  Size seeming() {
    return new Size(volumes.stream().mapToLong(volume -> volume.size().bytes()).sum());
  }

  boolean isThere() {
    return seeming().compareTo(data) > 0;
  }

  /** What they seem to hold, in percent of what there is, rounded down. */
  long percent() {
    return data.bytes() == 0 ? 0 : seeming().bytes() / (data.bytes() / 100 + 1);
  }

  /** The sum, where they seem to hold more than there is. */
  Optional<String> inWords() {
    if (!isThere()) {
      return Optional.empty();
    }
    String terms =
        volumes.stream()
            .map(volume -> volume.size() + " for " + volume.name())
            .collect(Collectors.joining(" + "));
    return Optional.of(
        "overcommitted: %s = %s in a pool of %s, %d %%"
            .formatted(terms, seeming(), data, percent()));
  }
}
