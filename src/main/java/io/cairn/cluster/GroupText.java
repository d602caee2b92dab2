package io.cairn.cluster;

import io.cairn.graph.Extents;
import io.cairn.graph.GroupDivision;
import io.cairn.graph.GroupDivision.Part;
import java.util.ArrayList;
import java.util.List;

/** How a group is divided, in words. */
final class GroupText {
  private GroupText() {}

  /** As in {@code a 4 GiB, pool 8 GiB + 8 MiB metadata, spare 8 MiB}. */
  static String of(GroupDivision division) {
    List<String> parts = new ArrayList<>();
    division.parts().forEach((name, part) -> parts.add(name + " " + of(part)));
    if (!division.spare().equals(Extents.NONE)) {
      parts.add("spare " + division.spare().size());
    }
    return String.join(", ", parts);
  }

  private static String of(Part part) {
    List<String> words = new ArrayList<>(List.of(part.data().size().toString()));
    named(part.metadata(), "metadata", words);
    named(part.cache(), "cache", words);
    named(part.cacheMetadata(), "its metadata", words);
    return String.join(" + ", words);
  }

  private static void named(Extents extents, String noun, List<String> words) {
    if (!extents.equals(Extents.NONE)) {
      words.add(extents.size() + " " + noun);
    }
  }
}
