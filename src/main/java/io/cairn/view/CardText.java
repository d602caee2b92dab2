package io.cairn.view;

import io.cairn.view.Drawing.Card;
import io.cairn.view.Drawing.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A card with its text in lines, and how large that makes it; in pixels.
 *
 * @param lines below the name
 */
record CardText(Card card, List<String> lines, double width, double height) {
  /** The size of the font of a name, and of all else. */
  static final double NAME_SIZE = 13;

  static final double TEXT_SIZE = 11.5;

  /** Left of the text, beside the stripe; and right of it. */
  static final double LEFT = 14;

  static final double RIGHT = 12;

  /** From the upper edge to the base of the name, and from one line to the next. */
  static final double FIRST_LINE = 20;

  static final double LINE = 16;

  /** The bar that shows how full it is, with the space above it. */
  static final double BAR = 10;

  private static final double GAP = 18;
  private static final double BELOW = 10;
  private static final double NARROWEST = 196;
  private static final double NARROWEST_DISK = 130;
  private static final double WIDEST = 270;

  /**
   * How large cards are made: all disks equally wide, and all layers, so that stacks are straight;
   * a layer as high on every node, so that they stand at the same height.
   */
  record Sizes(double disk, double layer, Map<String, Double> heights) {
    static Sizes of(List<Card> cards) {
      double disk = widest(cards.stream().filter(c -> c.kind() == Kind.DISK), NARROWEST_DISK);
      double layer = widest(cards.stream().filter(c -> c.kind() != Kind.DISK), NARROWEST);
      Sizes widths = new Sizes(disk, layer, Map.of());
      Map<String, Double> heights = new HashMap<>();
      cards.forEach(card -> heights.merge(card.id(), widths.of(card).height(), Math::max));
      return new Sizes(disk, layer, heights);
    }

    private static double widest(Stream<Card> cards, double least) {
      return Math.ceil(cards.mapToDouble(CardText::wanted).reduce(least, Math::max));
    }

    /** The card with its text broken to its width. */
    CardText of(Card card) {
      double width = card.kind() == Kind.DISK ? disk : layer;
      List<String> lines =
          card.lines().stream()
              .flatMap(line -> TextMetrics.wrap(line, width - LEFT - RIGHT, TEXT_SIZE).stream())
              .toList();
      int rows = lines.size() + (card.difference().isPresent() ? 1 : 0);
      double needed = FIRST_LINE + rows * LINE + (card.fill().isPresent() ? BAR : 0) + BELOW;
      return new CardText(
          card, lines, width, Math.max(needed, heights.getOrDefault(card.id(), 0.0)));
    }
  }

  /** What the longest line needs; lines are broken rather than a card made wider than that. */
  private static double wanted(Card card) {
    double lines =
        card.lines().stream()
            .mapToDouble(line -> LEFT + TextMetrics.width(line, TEXT_SIZE) + RIGHT)
            .reduce(0, Math::max);
    return Math.max(head(card), Math.min(lines, WIDEST));
  }

  /** What name, type and role need side by side. */
  private static double head(Card card) {
    String role = card.role().text();
    return LEFT
        + typeAt(card)
        + TextMetrics.width(card.type(), TEXT_SIZE)
        + (role.isEmpty() ? 0 : GAP + TextMetrics.width(role, TEXT_SIZE))
        + RIGHT;
  }

  /** Where the type begins, right of {@link #LEFT}. */
  static double typeAt(Card card) {
    return TextMetrics.width(card.name(), NAME_SIZE) * TextMetrics.BOLD + 8;
  }
}
