package io.cairn.provider.lab;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A system that lab nodes run. */
public enum Release {
  /** Debian 12: kernel 6.1, LXC 5, drbd-utils 9.22. */
  DEBIAN_12("debian/12", "bookworm"),
  /** Debian 13: kernel 6.12, LXC 6, drbd-utils 9.22. */
  DEBIAN_13("debian/13", "trixie");

  private final String word;
  private final String suite;

  Release(String word, String suite) {
    this.word = word;
    this.suite = suite;
  }

  /** The word of the cluster file, as in {@code debian/13}. */
  public String word() {
    return word;
  }

  String suite() {
    return suite;
  }

  /** The release of that word; Debian 13 where the file says nothing. */
  static Release of(Optional<String> word) {
    if (word.isEmpty()) {
      return DEBIAN_13;
    }
    return Arrays.stream(values())
        .filter(release -> release.word.equals(word.get()))
        .findFirst()
        .orElseThrow(
            () ->
                new LabFailure(
                    "The lab has no system '"
                        + word.get()
                        + "'. It has "
                        + Arrays.stream(values())
                            .map(Release::word)
                            .collect(Collectors.joining(" and "))
                        + ". Correct lab.system in the cluster file."));
  }
}
