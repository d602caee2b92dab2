package io.cairn.view;

import io.cairn.graph.Cluster;
import io.cairn.plan.Selection;
import io.cairn.view.Drawing.Card;
import io.cairn.view.Drawing.Use;
import io.cairn.view.StackLayout.Area;
import io.cairn.view.StackLayout.Placed;
import io.cairn.view.StackLayout.PlacedCard;
import io.cairn.view.StackLayout.PlacedPanel;
import io.cairn.view.StackLayout.PlacedWire;
import io.cairn.view.StackLayout.Point;
import io.cairn.view.Table.Cell;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The stacks of a cluster as a picture (SVG 1.1 with the media queries of CSS): the nodes beside
 * each other, in each of them its disks at the bottom and what they carry above. Text is text,
 * every card tells itself in words, and no colour says what no word or sign says. The same cluster
 * gives the same picture, byte by byte.
 */
public final class DiagramSvg {
  private static final double EDGE = 16;
  private static final double LEGEND_LINE = 17;
  private static final double CORNER = 7;
  private static final double STRIPE = 5;

  private final Drawing drawing;
  private final Placed placed;
  private final Xml svg = new Xml();

  private DiagramSvg(Drawing drawing) {
    this.drawing = drawing;
    this.placed = StackLayout.of(drawing);
  }

  /** What the file says of a part: each resource active where it is preferred. */
  public static String of(Cluster cluster, Selection selection) {
    return new DiagramSvg(Drawing.of(cluster, selection, Optional.empty())).text();
  }

  /** What is seen on the nodes, as far as the status covers it, and where it differs. */
  public static String of(Live live) {
    Status status = live.status();
    return new DiagramSvg(Drawing.of(status.cluster(), status.selection(), Optional.of(live)))
        .text();
  }

  private String text() {
    List<String> legend =
        drawing.legend().stream()
            .flatMap(
                line ->
                    TextMetrics.wrap(line, placed.width() - 2 * EDGE, CardText.TEXT_SIZE).stream())
            .toList();
    double height = placed.height() + legend.size() * LEGEND_LINE + EDGE;
    String id = "cairn-" + drawing.name();
    svg.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "width",
        placed.width(),
        "height",
        height,
        "viewBox",
        "0 0 " + Xml.number(placed.width()) + " " + Xml.number(height),
        "role",
        "graphics-document document",
        "aria-labelledby",
        id + "-title " + id + "-desc");
    svg.text("title", "The storage stacks of " + drawing.name(), "id", id + "-title");
    svg.text("desc", description(), "id", id + "-desc");
    svg.open("style");
    svg.lines(DiagramStyle.CSS);
    svg.close();
    svg.empty("rect", "class", "paper", "width", placed.width(), "height", height);
    svg.text("text", drawing.name(), "class", "cluster", "x", EDGE, "y", 28.0);
    String about =
        TextMetrics.shortened(drawing.about(), placed.width() - 2 * EDGE, CardText.TEXT_SIZE);
    svg.text("text", about, "class", "faint", "x", EDGE, "y", 48.0);
    placed.panels().forEach(this::panel);
    placed.wires().forEach(this::wire);
    double y = placed.height() + 8;
    for (String line : legend) {
      svg.text("text", line, "class", "faint", "x", EDGE, "y", y);
      y += LEGEND_LINE;
    }
    svg.close();
    return svg.toString();
  }

  /** All of it in sentences, for those who do not see it. */
  private String description() {
    String nodes =
        drawing.panels().stream()
            .map(
                panel ->
                    panel.node()
                        + ": "
                        + panel.cards().stream().map(Card::told).collect(Collectors.joining("; ")))
            .collect(Collectors.joining(". "));
    return drawing.about() + ". " + nodes + ".";
  }

  private void panel(PlacedPanel placedPanel) {
    Area area = placedPanel.area();
    String name = placedPanel.panel().node().text();
    svg.open("g", "role", "group", "aria-label", "node " + name);
    rectangle("panel", area);
    double x = area.x() + EDGE;
    double y = area.y() + 26;
    svg.text("text", name, "class", "node", "x", x, "y", y);
    svg.text("text", placedPanel.panel().place(), "class", "faint", "x", x, "y", y + 17);
    y += 17;
    for (Cell note : placedPanel.panel().notes()) {
      y += 17;
      svg.text("text", note.text(), "class", tone(note.ink()), "x", x, "y", y);
    }
    placedPanel.links().forEach(link -> line("link", link));
    placedPanel.cards().forEach(this::card);
    svg.close();
  }

  private void card(PlacedCard placedCard) {
    Card card = placedCard.text().card();
    Area area = placedCard.area();
    String kind = card.kind().name().toLowerCase(Locale.ROOT);
    svg.open("g", "role", "group");
    svg.text("title", card.told());
    rectangle(
        "card"
            + (card.use() == Use.STANDBY ? " standby" : "")
            + (card.difference().isPresent() ? " differs" : ""),
        area);
    svg.empty(
        "rect",
        "class",
        "stripe " + kind,
        "x",
        area.x() + 4,
        "y",
        area.y() + 6,
        "width",
        STRIPE - 1,
        "height",
        area.height() - 12,
        "rx",
        2.0);
    double left = area.x() + CardText.LEFT;
    double right = area.x() + area.width() - CardText.RIGHT;
    double y = area.y() + CardText.FIRST_LINE;
    svg.text("text", card.name(), "class", "name", "x", left, "y", y);
    svg.text("text", card.type(), "class", "faint", "x", left + CardText.typeAt(card), "y", y);
    if (!card.role().text().isEmpty()) {
      svg.text(
          "text",
          card.role().text(),
          "class",
          tone(card.role().ink()) + " end",
          "x",
          right,
          "y",
          y);
    }
    for (String line : placedCard.text().lines()) {
      y += CardText.LINE;
      svg.text("text", line, "class", "detail", "x", left, "y", y);
    }
    if (card.fill().isPresent()) {
      bar(left, y + CardText.BAR - 2, right - left, card.fill().get());
      y += CardText.BAR;
    }
    if (card.difference().isPresent()) {
      y += CardText.LINE;
      svg.text("text", card.difference().get(), "class", "careful", "x", left, "y", y);
    }
    svg.close();
  }

  private void bar(double x, double y, double width, int percent) {
    svg.empty("rect", "class", "bar", "x", x, "y", y, "width", width, "height", 5.0, "rx", 2.5);
    double full = width * Math.clamp(percent, 0, 100) / 100;
    svg.empty("rect", "class", "full", "x", x, "y", y, "width", full, "height", 5.0, "rx", 2.5);
  }

  private void wire(PlacedWire placedWire) {
    Drawing.Wire wire = placedWire.wire();
    String told = wire.layer() + " replicates between " + wire.from() + " and " + wire.to();
    svg.open("g", "role", "group");
    svg.text("title", told + ": " + String.join(", ", wire.labels()));
    line(wire.use() == Use.IN_USE ? "wire" : "wire broken", placedWire.points());
    end(placedWire.points().getFirst());
    end(placedWire.points().getLast());
    Area label = placedWire.label();
    svg.empty(
        "rect",
        "class",
        "paper label",
        "x",
        label.x(),
        "y",
        label.y(),
        "width",
        label.width(),
        "height",
        label.height());
    double y = label.y() + 11;
    for (String text : wire.labels()) {
      svg.text("text", text, "class", "detail middle", "x", label.x() + label.width() / 2, "y", y);
      y += StackLayout.LABEL_LINE;
    }
    svg.close();
  }

  private void end(Point point) {
    svg.empty("circle", "class", "end-of-wire", "cx", point.x(), "cy", point.y(), "r", 3.5);
  }

  private void rectangle(String style, Area area) {
    svg.empty(
        "rect",
        "class",
        style,
        "x",
        area.x(),
        "y",
        area.y(),
        "width",
        area.width(),
        "height",
        area.height(),
        "rx",
        CORNER);
  }

  /** With its corners rounded. */
  private void line(String style, List<Point> points) {
    List<Point> bends = points.stream().distinct().toList();
    StringBuilder path = new StringBuilder("M" + at(bends.getFirst()));
    for (int i = 1; i + 1 < bends.size(); i++) {
      Point bend = bends.get(i);
      path.append(" L").append(at(toward(bend, bends.get(i - 1))));
      path.append(" Q").append(at(bend)).append(' ').append(at(toward(bend, bends.get(i + 1))));
    }
    svg.empty("path", "class", style, "d", path + " L" + at(bends.getLast()));
  }

  private static String at(Point point) {
    return Xml.number(point.x()) + "," + Xml.number(point.y());
  }

  /** A corner's radius away from the bend, or half the way there. */
  private static Point toward(Point bend, Point other) {
    double length = Math.hypot(other.x() - bend.x(), other.y() - bend.y());
    double part = length == 0 ? 0 : Math.min(CORNER, length / 2) / length;
    return new Point(
        bend.x() + (other.x() - bend.x()) * part, bend.y() + (other.y() - bend.y()) * part);
  }

  private static String tone(Ink ink) {
    return switch (ink) {
      case GOOD -> "good";
      case CAREFUL -> "careful";
      case BAD -> "bad";
      case NONE, STRONG, FAINT -> "faint";
    };
  }
}
