package io.cairn.engine.drbd;

import io.cairn.engine.ManagedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configuration file of DRBD on a node, ours or another's.
 *
 * @param sum SHA-256 of the file as it is on the node, in hexadecimal
 * @param text the file with its secret replaced by the words that stand for it
 */
record ResourceFile(String path, String sum, String text) {
  private static final Pattern FILE = Pattern.compile("file (\\S+) (/.*)");
  private static final Pattern RESOURCE =
      Pattern.compile("(?m)^\\s*resource\\s+\"?([A-Za-z0-9_.-]+)\"?\\s*\\{");
  private static final Pattern MINOR =
      Pattern.compile("\\bdevice\\s+(?:(?:/dev/drbd[^\\s;]*\\s+)?minor\\s+|/dev/drbd)(\\d+)\\s*;");
  private static final Pattern PORT =
      Pattern.compile("\\baddress\\s+[^;]*[.\\]0-9]:(\\d{1,5})\\s*;");
  private static final Pattern RATE = Pattern.compile("\\bc-max-rate\\s+(\\d+)M\\s*;");

  /** Reads the answer to {@link DrbdProbes#FILES}. */
  static List<ResourceFile> parse(String answer) {
    List<ResourceFile> files = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    Matcher header = FILE.matcher("");
    for (String line : answer.lines().toList()) {
      Matcher next = FILE.matcher(line);
      if (next.matches()) {
        addTo(files, header, text);
        header = next;
      } else if (line.startsWith("| ")) {
        text.append(line.substring(2)).append('\n');
      }
    }
    addTo(files, header, text);
    return List.copyOf(files);
  }

  private static void addTo(List<ResourceFile> files, Matcher header, StringBuilder text) {
    if (header.hasMatch()) {
      files.add(new ResourceFile(header.group(2), header.group(1), text.toString()));
    }
    text.setLength(0);
  }

  boolean isOurs() {
    return text.startsWith(ManagedFile.HEADER);
  }

  /** The resources that it describes, in its order. */
  List<String> resources() {
    List<String> names = new ArrayList<>();
    Matcher matcher = RESOURCE.matcher(effective());
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** The minors that it uses. */
  Set<Integer> minors() {
    return numbers(MINOR);
  }

  /** The TCP ports that it uses. */
  Set<Integer> ports() {
    return numbers(PORT);
  }

  /** Upper bound of resync traffic in MiB per second, where it is written that way. */
  Set<Integer> rates() {
    return numbers(RATE);
  }

  /** What is left without comments. */
  String effective() {
    return text.replaceAll("(?m)#.*$", "");
  }

  private Set<Integer> numbers(Pattern pattern) {
    Set<Integer> numbers = new TreeSet<>();
    Matcher matcher = pattern.matcher(effective());
    while (matcher.find()) {
      numbers.add(Integer.parseInt(matcher.group(1)));
    }
    return numbers;
  }
}
