package io.cairn.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads a text as one YAML document. */
final class YamlText {
  /** Far more than a few dozen nodes need; what is larger is not a cluster file. */
  private static final int LARGEST = 1 << 20;

  /** The grammar needs 4; a bound keeps the composer, which recurses, from running out of stack. */
  private static final int DEEPEST = 16;

  private final String text;
  private final Problems problems;

  YamlText(String text, Problems problems) {
    this.text = text;
    this.problems = problems;
  }

  /** Its root; empty where there is none, and why was reported. */
  Optional<Node> root() {
    if (text.length() > LARGEST) {
      problems.add(
          problems
              .at(Code.TOO_LARGE, Spot.START)
              .saw(text.length() + " characters", "at most " + LARGEST));
      return Optional.empty();
    }
    try {
      return isPlain() ? single() : Optional.empty();
    } catch (MarkedYamlEngineException e) {
      problems.add(invalid(e));
    } catch (ReaderException e) {
      problems.add(unreadable(e));
    } catch (YamlEngineException e) {
      problems.add(
          problems.at(Code.INVALID_YAML, Spot.START).saw(String.valueOf(e.getMessage()), ""));
    }
    return Optional.empty();
  }

  private static LoadSettings settings() {
    return LoadSettings.builder().setSchema(new CoreSchema()).setAllowNonScalarKeys(true).build();
  }

  /** Whether the composer, which recurses, can take it, and there is nothing but plain values. */
  private boolean isPlain() {
    List<String> open = new ArrayList<>();
    for (Event event : new Parse(settings()).parseString(text)) {
      if (event instanceof CollectionStartEvent start) {
        open.add(start.getAnchor().map(Anchor::getValue).orElse(""));
      }
      if (event instanceof CollectionEndEvent) {
        open.removeLast();
      }
      Optional<Problem> problem = odd(event, open);
      if (problem.isPresent()) {
        problems.add(problem.get());
        return false;
      }
    }
    return true;
  }

  private Optional<Problem> odd(Event event, List<String> open) {
    Spot spot = Spot.at(event.getStartMark());
    if (open.size() > DEEPEST) {
      return Optional.of(
          problems.at(Code.TOO_DEEP, spot).saw("more than " + DEEPEST + " levels", "at most 4"));
    }
    return switch (event) {
      case AliasEvent alias when open.contains(alias.getAlias().getValue()) ->
          Optional.of(
              problems
                  .at(Code.INVALID_YAML, spot)
                  .saw(
                      "'*" + alias.getAlias() + "' within its own anchor",
                      "an anchor that has ended"));
      case ScalarEvent scalar -> scalar.getTag().map(tag -> tagged(tag, spot));
      case CollectionStartEvent start -> start.getTag().map(tag -> tagged(tag, spot));
      default -> Optional.empty();
    };
  }

  private Problem tagged(String tag, Spot spot) {
    return problems
        .at(Code.TAG, spot)
        .saw(Problems.quote(tag), "the value alone; quotes make a text of it");
  }

  private Optional<Node> single() {
    List<Node> documents = new ArrayList<>();
    new Compose(settings()).composeAllFromString(text).forEach(documents::add);
    documents.removeIf(YamlText::isNothing);
    if (documents.isEmpty()) {
      problems.add(problems.at(Code.EMPTY, Spot.START).saw("nothing", "cluster, nodes, layers"));
      return Optional.empty();
    }
    if (documents.size() > 1) {
      problems.add(
          problems
              .at(Code.SEVERAL_DOCUMENTS, Spot.of(documents.get(1)))
              .saw("another document after ---", "one file, one cluster"));
      return Optional.empty();
    }
    return Optional.of(documents.getFirst());
  }

  private static boolean isNothing(Node document) {
    return document.getTag().equals(Tag.NULL);
  }

  private Problem invalid(MarkedYamlEngineException e) {
    Spot spot = Spot.at(e.getProblemMark().or(e::getContextMark));
    if (e.getProblem().contains("TAB")) {
      return problems.at(Code.TAB, spot).saw("a tab", "spaces: YAML does not indent with tabs");
    }
    String context =
        Optional.ofNullable(e.getContext())
            .filter(said -> !said.isBlank())
            .map(said -> " (" + said + contextLine(e) + ")")
            .orElse("");
    return problems.at(Code.INVALID_YAML, spot).saw(e.getProblem().strip() + context, wanted(e));
  }

  /** What the scanner's words mean to somebody who does not know how YAML is read. */
  private static String wanted(MarkedYamlEngineException e) {
    String problem = e.getProblem();
    if (problem.contains("<block end>")) {
      return "keys of one mapping, one below the other";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "quotes around a text with ': ' in it, or a key on a line of its own";
    }
    if (problem.contains("undefined alias")) {
      return "an anchor of that name before it, as in &name";
    }
    return problem.contains("end of stream") ? "the other quote, or the other bracket" : "";
  }

  private static String contextLine(MarkedYamlEngineException e) {
    return e.getContextMark()
        .map(mark -> " that begins in line " + (mark.getLine() + 1))
        .orElse("");
  }

  private Problem unreadable(ReaderException e) {
    String before = text.substring(0, Math.clamp(e.getPosition(), 0, text.length()));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = before.length() - before.lastIndexOf('\n');
    String seen = "the character U+%04X".formatted(e.getCodePoint());
    return problems
        .at(Code.INVALID_YAML, new Spot(line, column, 1))
        .saw(seen, "printable text, in UTF-8");
  }
}
