package io.cairn.engine.lvm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * LVM's filter of block devices, as lvm.conf(5) says under {@code devices/filter}, and
 * lib/filters/filter-regex.c does: of each path of a device the first pattern that matches it
 * counts. Where one path is accepted the device is; else, where one is rejected, it is not; a
 * device of which no path matches anything is accepted.
 */
record DeviceFilter(List<FilterPattern> patterns) {
  /** What LVM takes when nothing is said. */
  static final DeviceFilter EVERYTHING = new DeviceFilter(List.of());

  DeviceFilter {
    patterns = List.copyOf(patterns);
  }

  /** Reads the patterns; empty where LVM would refuse one of them. */
  static Optional<DeviceFilter> parse(List<String> texts) {
    List<FilterPattern> patterns = new ArrayList<>();
    for (String text : texts) {
      Optional<FilterPattern> pattern = FilterPattern.parse(text);
      if (pattern.isEmpty()) {
        return Optional.empty();
      }
      patterns.add(pattern.get());
    }
    return Optional.of(new DeviceFilter(patterns));
  }

  /** Whether LVM looks at the device that has these paths. */
  boolean accepts(Collection<String> paths) {
    List<FilterPattern.Verdict> verdicts =
        paths.stream().flatMap(path -> verdict(path).stream()).toList();
    return verdicts.contains(FilterPattern.Verdict.ACCEPT) || verdicts.isEmpty();
  }

  /** What the first pattern that fits the path says. */
  private Optional<FilterPattern.Verdict> verdict(String path) {
    return patterns.stream()
        .filter(pattern -> pattern.matches(path))
        .map(FilterPattern::verdict)
        .findFirst();
  }

  /** The patterns as they stand in the configuration. */
  List<String> texts() {
    return patterns.stream().map(FilterPattern::text).toList();
  }

  /** As a value of lvm.conf(5), a pattern a line. */
  String text() {
    StringBuilder text = new StringBuilder("[\n");
    for (FilterPattern pattern : patterns) {
      text.append("    \"").append(escaped(pattern.text())).append("\",\n");
    }
    // LVM takes a comma after the last one
    return text.append("  ]").toString();
  }

  // a string of lvm.conf(5) takes a backslash before a quote and before itself
  static String escaped(String pattern) {
    return pattern.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
