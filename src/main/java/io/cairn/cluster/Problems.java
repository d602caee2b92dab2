package io.cairn.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Gathers what is wrong with one text; the same trouble at the same place counts once. */
final class Problems {
  /** A file with more is not the file that was meant. */
  private static final int MOST = 200;

  private static final int QUOTED = 60;

  private static final int NAMED = 12;

  private final String file;
  private final List<String> lines;
  private final List<Problem> found = new ArrayList<>();
  private final Set<Object> places = new HashSet<>();

  Problems(String file, String text) {
    this.file = file;
    this.lines = List.of(text.split("\r\n|\r|\n", -1));
  }

  /** A problem at that place, not yet gathered. */
  Problem at(Code code, Spot spot) {
    return new Problem(code, position(spot), line(spot), spot.width(), "", "", "", "");
  }

  /** Gathers it. */
  void add(Problem problem) {
    if (places.add(List.of(problem.code(), problem.position(), problem.wanted()))
        && found.size() < MOST) {
      found.add(problem);
    }
  }

  /** A text of the file in quotes; of a long one its beginning. */
  static String quote(String text) {
    String shown = text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "...";
    return "'" + shown.replace("\n", "\\n") + "'";
  }

  /** Names in a row; of many the first ones. */
  static String names(Collection<String> names) {
    String shown = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    return names.size() <= NAMED ? shown : shown + " and " + (names.size() - NAMED) + " more";
  }

  /** As in {@code a disk, a partition or a volume}. */
  static String anyOf(List<String> nouns) {
    return nouns.size() == 1
        ? nouns.getFirst()
        : String.join(", ", nouns.subList(0, nouns.size() - 1)) + " or " + nouns.getLast();
  }

  /** Where the spot is. */
  Position position(Spot spot) {
    return new Position(file, spot.line(), spot.column());
  }

  /** Whether anything gathered forbids the use of the file. */
  boolean haveErrors() {
    return found.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
  }

  /** Everything gathered, in the order of the text. */
  List<Problem> all() {
    return found.stream()
        .sorted(
            Comparator.comparing((Problem problem) -> problem.position().line())
                .thenComparing(problem -> problem.position().column())
                .thenComparing(Problem::code))
        .toList();
  }

  private String line(Spot spot) {
    return spot.line() <= lines.size() ? lines.get(spot.line() - 1) : "";
  }
}
