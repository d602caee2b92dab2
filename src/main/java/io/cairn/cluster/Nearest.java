package io.cairn.cluster;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that was probably meant. */
public final class Nearest {
  private Nearest() {}

  /** As in {@code did you mean 'over'?}; empty where nothing is near enough. */
  public static String question(String seen, Collection<String> known) {
    return of(seen, known).map(name -> "did you mean '" + name + "'?").orElse("");
  }

  /** The known name with the fewest edits; empty where more than a third of it would change. */
  static Optional<String> of(String seen, Collection<String> known) {
    if (seen.length() > TextRule.LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .filter(name -> distance(seen, name) <= allowed(seen, name))
        .min(Comparator.comparingInt(name -> distance(seen, name)));
  }

  /** One letter for another is a guess where there is only one. */
  private static int allowed(String seen, String name) {
    int length = Math.max(seen.length(), name.length());
    return length == 1 ? 0 : Math.max(1, length / 3);
  }

  /**
   * Edits from one text to the other: insert, delete, replace, swap two neighbours (optimal string
   * alignment); upper and lower case are the same.
   */
  static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, i, j, a, b);
      }
    }
    return edits[a.length()][b.length()];
  }

  private static int cheapest(int[][] edits, int i, int j, String a, String b) {
    int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
    best = Math.min(best, edits[i - 1][j - 1] + replace);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
  }
}
