package io.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.graph.Cluster;
import io.cairn.graph.Layer;
import io.cairn.plan.Selection;
import io.cairn.view.DiagramSvg;
import io.cairn.view.DiagramText;
import io.cairn.view.Live;
import io.cairn.view.Screen;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Pictures of all examples by their files, and of recorded nodes as they were. */
class DiagramSvgTest {
  private static final Path CASES = Path.of("src/test/resources/cases/plan");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  static Cluster cluster(Path file) throws IOException {
    return switch (ClusterFile.parse(file.toString(), Files.readString(file))) {
      case ParseResult.Parsed(var parsed) -> parsed.cluster();
      case ParseResult.Rejected(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  @ParameterizedTest
  @MethodSource("examples")
  void drawsEveryExampleWithoutOverlaps(Path file) throws Exception {
    Cluster cluster = cluster(file);
    String svg = DiagramSvg.of(cluster, Selection.ALL);
    Golden.check("svg/" + name(file) + ".svg", svg);
    assertThat(DiagramSvg.of(cluster, Selection.ALL)).isEqualTo(svg);
    assertDrawn(svg, cluster);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "erp/changed-by-hand",
        "erp/disk-failed",
        "erp/node-off",
        "erp/resync-running",
        "lvm/applied",
        "single/fresh"
      })
  void drawsWhatWasSeenWithDifferences(String name) throws Exception {
    Live live = Live.of(PlanCasesTest.context(CASES.resolve(name)), Selection.ALL);
    String svg = DiagramSvg.of(live);
    String file = "svg/" + name.replace('/', '-');
    SoftAssertions softly = new SoftAssertions();
    softly.check(() -> Golden.check(file + ".svg", svg));
    softly.check(() -> Golden.check(file + ".txt", DiagramText.of(live, Screen.plain(100))));
    softly.assertAll();
    assertDrawn(svg, live.status().cluster());
  }

  @Test
  void pictureInTheReadmeIsThatOfTheExample() throws IOException {
    Cluster cluster = cluster(Path.of("examples/erp.yaml"));
    Golden.check(Path.of("docs/erp.svg"), DiagramSvg.of(cluster, Selection.ALL));
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".yaml", "");
  }

  /** A rectangle of the picture. */
  private record Area(double left, double top, double right, double bottom) {
    static Area of(Element element) {
      double x = number(element, "x");
      double y = number(element, "y");
      return new Area(x, y, x + number(element, "width"), y + number(element, "height"));
    }

    private static double number(Element element, String name) {
      String text = element.getAttribute(name);
      return text.isEmpty() ? 0 : Double.parseDouble(text);
    }

    boolean meets(Area other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    boolean holds(Area other) {
      return left <= other.left
          && top <= other.top
          && right >= other.right
          && bottom >= other.bottom;
    }
  }

  /** Every layer is there on each of its nodes, nothing lies over anything or sticks out. */
  private static void assertDrawn(String svg, Cluster cluster) throws Exception {
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    Area all = Area.of(root);
    List<Area> panels = areas(root, "panel");
    List<Area> cards = areas(root, "card");
    List<Area> labels = areas(root, "label");
    assertThat(panels).hasSameSizeAs(cluster.nodes().keySet());
    assertThat(all).matches(area -> panels.stream().allMatch(area::holds));
    assertThat(cards)
        .allSatisfy(card -> assertThat(panels).filteredOn(p -> p.holds(card)).hasSize(1));
    for (List<Area> apart : List.of(panels, cards, labels)) {
      assertThat(apart)
          .allSatisfy(one -> assertThat(apart).filteredOn(one::meets).containsExactly(one));
    }
    assertThat(labels).allSatisfy(label -> assertThat(panels).noneMatch(label::meets));
    for (Layer layer : cluster.layers().values()) {
      assertThat(texts(root))
          .filteredOn(layer.name().text()::equals)
          .hasSize(cluster.nodesOf(layer).size());
    }
  }

  private static List<Area> areas(Element root, String style) {
    List<Area> areas = new ArrayList<>();
    for (Element element : elements(root, "rect")) {
      if (List.of(element.getAttribute("class").split(" ")).contains(style)) {
        areas.add(Area.of(element));
      }
    }
    return areas;
  }

  private static List<String> texts(Element root) {
    return elements(root, "text").stream()
        .filter(element -> element.getAttribute("class").equals("name"))
        .map(Element::getTextContent)
        .toList();
  }

  private static List<Element> elements(Element root, String name) {
    NodeList found = root.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }
}
