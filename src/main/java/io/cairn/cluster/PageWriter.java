package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The pages about the cluster file and its layer types, in Markdown. */
final class PageWriter {
  private static final String MADE =
      "<!-- Written from the definitions in io.cairn.cluster; a test fails when it differs. -->\n\n";

  private PageWriter() {}

  /** Every page by its path in the project. */
  static SequencedMap<String, String> pages() {
    SequencedMap<String, String> pages = new LinkedHashMap<>();
    pages.put("docs/cluster-file.md", FilePage.text());
    for (LayerType type : LayerGrammar.TYPES) {
      pages.put("docs/layers/" + type.word() + ".md", layer(type));
    }
    return pages;
  }

  private static String layer(LayerType type) {
    LayerPage page = type.page();
    String ground = Problems.anyOf(type.liesOver().stream().map(Offer::noun).toList());
    return MADE
        + "# "
        + page.title()
        + ": `type: "
        + type.word()
        + "`\n\n"
        + page.about()
        + "\n\nIt lies over "
        + ground
        + ".\n\n## Example\n\n"
        + code("layers:\n" + page.example().indent(2))
        + "\n## Keys\n\n"
        + keys(type.form())
        + nested(type.form())
        + "\n## What Cairn does with it\n\n"
        + bullets(page.does())
        + "\n## What Cairn refuses\n\n"
        + bullets(page.refuses())
        + "\nEverything else about the file: [the cluster file](../cluster-file.md).\n";
  }

  /** A table of keys. */
  static String keys(Form form) {
    StringBuilder table = new StringBuilder();
    table.append("| key | value | without it | what it says |\n|---|---|---|---|\n");
    for (Key key : form.keys()) {
      String otherwise = key.otherwise().isEmpty() ? "an error" : key.otherwise();
      table.append("| `").append(key.name()).append("` | ").append(shape(key));
      table.append(" | ").append(otherwise).append(" | ").append(key.doc()).append(" |\n");
    }
    return table.toString();
  }

  /** The keys of the mappings in it. */
  private static String nested(Form form) {
    return form.keys().stream()
        .flatMap(
            key ->
                within(key.shape()).stream()
                    .map(inner -> "\n### The keys of `" + key.name() + "`\n\n" + keys(inner)))
        .collect(Collectors.joining());
  }

  private static Optional<Form> within(Shape shape) {
    return switch (shape) {
      case Shape.Fields(var form) -> Optional.of(form);
      case Shape.OneOrMore(var form) -> Optional.of(form);
      case Shape.Text _,
          Shape.Choice _,
          Shape.Count _,
          Shape.Flag _,
          Shape.ListOf _,
          Shape.Named _,
          Shape.OfType _,
          Shape.Over _,
          Shape.ByNode _ ->
          Optional.empty();
    };
  }

  private static String shape(Key key) {
    return shape(key.shape(), "`" + key.example() + "`");
  }

  private static String shape(Shape shape, String example) {
    return switch (shape) {
      case Shape.Text(var rule) -> rule.noun() + ": " + example;
      case Shape.Choice(var words, var _) ->
          words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
      case Shape.Count(var from, var to) -> "a number from " + from + " to " + to;
      case Shape.Flag _ -> "`true` or `false`";
      case Shape.ListOf _ -> "a list: " + example;
      case Shape.Named(var name, var _) -> "by " + name.noun() + ": " + example;
      case Shape.Fields _ -> "a mapping: " + example;
      case Shape.OneOrMore _ -> "a mapping: " + example + ", or a list of these";
      case Shape.OfType _ -> "a mapping: " + example;
      case Shape.Over _ -> "[what it lies over](../cluster-file.md#over): " + example;
      case Shape.ByNode(var each) -> shape(each, example) + ", or one of these for each node";
    };
  }

  static String bullets(List<String> sentences) {
    return sentences.stream().map(sentence -> "- " + sentence + "\n").collect(Collectors.joining());
  }

  static String code(String text) {
    return "```yaml\n" + text + "```\n";
  }

  static String made() {
    return MADE;
  }
}
