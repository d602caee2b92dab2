package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings of LVM that are not the defaults, from lvmlocal.conf (lvm.conf(5)).
 *
 * @param filter the patterns of global_filter
 * @param verdicts the same, ready to be asked
 * @param scansVolumes whether physical volumes on logical volumes count
 */
record LvmSettings(List<String> filter, List<Verdict> verdicts, boolean scansVolumes) {
  static final String LOCAL = "/etc/lvm/lvmlocal.conf";
  private static final Pattern FILTER =
      Pattern.compile(
          "^\\s*global_filter\\s*=\\s*\\[(.*?)\\]\\s*$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  LvmSettings {
    filter = List.copyOf(filter);
    verdicts = List.copyOf(verdicts);
  }

  /** One pattern of the filter: accepts or rejects the names that it matches. */
  record Verdict(boolean accepts, Pattern names) {
    static Verdict of(String pattern) {
      String delimiter = pattern.substring(1, 2);
      return new Verdict(
          pattern.startsWith("a"),
          Pattern.compile(pattern.substring(2, pattern.lastIndexOf(delimiter))));
    }
  }

  static LvmSettings of(Machine machine) {
    String text =
        machine.hasFile(LOCAL)
            ? machine
                .readFile(LOCAL)
                .lines()
                .filter(line -> !line.strip().startsWith("#"))
                .collect(Collectors.joining("\n"))
            : "";
    List<String> filter = new ArrayList<>();
    Matcher found = FILTER.matcher(text);
    if (found.find()) {
      Matcher strings = STRING.matcher(found.group(1));
      while (strings.find()) {
        filter.add(strings.group(1).replaceAll("\\\\(.)", "$1"));
      }
    }
    return new LvmSettings(
        filter,
        filter.stream().map(Verdict::of).toList(),
        Pattern.compile("^\\s*scan_lvs\\s*=\\s*1", Pattern.MULTILINE).matcher(text).find());
  }

  /**
   * By which name LVM takes the device; empty where it does not look at it (lib/filters/filter-
   * regex.c: the first name that is accepted; one that is only rejected keeps the device out).
   */
  Optional<String> name(Block block) {
    List<String> names = new ArrayList<>(List.of(block.path()));
    if (!block.node().equals(block.path())) {
      names.add(block.node());
    }
    names.addAll(block.links());
    boolean rejected = false;
    for (String name : names) {
      Optional<Boolean> verdict = verdict(name);
      if (verdict.isPresent() && verdict.get()) {
        return Optional.of(name);
      }
      rejected |= verdict.isPresent();
    }
    return rejected ? Optional.empty() : Optional.of(block.path());
  }

  private Optional<Boolean> verdict(String name) {
    for (Verdict verdict : verdicts) {
      if (verdict.names().matcher(name).find()) {
        return Optional.of(verdict.accepts());
      }
    }
    return Optional.empty();
  }

  /** As lvmconfig(8) prints them. */
  String text(List<String> names) {
    return names.stream()
        .map(name -> name.substring(name.indexOf('/') + 1))
        .map(
            name ->
                name
                    + "="
                    + switch (name) {
                      case "filter" -> "[\"a|.*|\"]";
                      case "global_filter" ->
                          filter.isEmpty()
                              ? "[\"a|.*|\"]"
                              : filter.stream()
                                  .map(one -> "\"" + one.replaceAll("([\"\\\\])", "\\\\$1") + "\"")
                                  .collect(Collectors.joining(",", "[", "]"));
                      case "scan_lvs" -> scansVolumes ? "1" : "0";
                      case "use_devicesfile" -> "0";
                      case "monitoring", "event_activation" -> "1";
                      case "thin_pool_autoextend_threshold" -> "100";
                      default ->
                          throw new UnsupportedOperationException(
                              "lvmconfig does not know " + name);
                    }
                    + "\n")
        .collect(Collectors.joining());
  }
}
