package io.cairn.view;

import io.cairn.engine.Finding;
import io.cairn.engine.Finding.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Findings for people: severity, code and title; the place with what was seen; what is wanted; why
 * it matters; the correction on a line of its own.
 *
 * <p>A text of one line is wrapped to the screen, except the correction, which may be a command to
 * paste. A text of several lines (a line of the cluster file with its caret) stands as it is.
 */
public final class FindingText {
  private static final String INDENT = "  ";

  private FindingText() {}

  /** All of them, errors first, each once; empty text for none. */
  public static String of(List<Finding> findings, Screen screen) {
    return sorted(findings).stream()
        .map(finding -> String.join("\n", lines(finding, screen)) + "\n")
        .collect(Collectors.joining("\n"));
  }

  /** As in {@code 2 errors, 1 warning}; {@code nothing found} for none. */
  public static String count(List<Finding> findings) {
    String counts =
        Arrays.stream(Severity.values())
            .map(severity -> count(sorted(findings), severity))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    return counts.isEmpty() ? "nothing found" : counts;
  }

  /** Errors first; among equals as they were given, as in the order of the lines of a file. */
  static List<Finding> sorted(List<Finding> findings) {
    return findings.stream().distinct().sorted(Comparator.comparing(Finding::severity)).toList();
  }

  private static String count(List<Finding> findings, Severity severity) {
    long count = findings.stream().filter(finding -> finding.severity() == severity).count();
    return count == 0 ? "" : Prose.count(count, PlanJson.word(severity));
  }

  private static List<String> lines(Finding finding, Screen screen) {
    List<String> lines = new ArrayList<>();
    String severity = screen.paint(ink(finding.severity()), PlanJson.word(finding.severity()));
    lines.add(severity + " " + screen.paint(Ink.STRONG, finding.code() + ": " + finding.title()));
    int room = screen.width() - INDENT.length();
    lines.addAll(paragraph("", placed(finding), room));
    lines.addAll(paragraph("Wanted: ", finding.wanted(), room));
    lines.addAll(paragraph("", finding.why(), room));
    // not wrapped: it may be a command to paste
    lines.addAll(paragraph("Correct: ", finding.correction(), Integer.MAX_VALUE));
    return lines;
  }

  private static String placed(Finding finding) {
    return Stream.of(finding.place(), finding.seen())
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(": "));
  }

  private static List<String> paragraph(String label, String text, int room) {
    String body = text.stripTrailing();
    if (body.isEmpty()) {
      return List.of();
    }
    if (body.lines().count() == 1) {
      return Prose.wrap(label + body, room).stream().map(line -> INDENT + line).toList();
    }
    String[] parts = body.split("\n", 2);
    List<String> lines = new ArrayList<>();
    lines.add((INDENT + label + parts[0]).stripTrailing());
    lines.addAll(Prose.indent(parts[1], INDENT + INDENT));
    return lines;
  }

  private static Ink ink(Severity severity) {
    return switch (severity) {
      case ERROR -> Ink.BAD;
      case WARNING -> Ink.CAREFUL;
      case NOTE -> Ink.FAINT;
    };
  }
}
