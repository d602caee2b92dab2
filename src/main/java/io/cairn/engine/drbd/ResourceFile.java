package io.cairn.engine.drbd;

import io.cairn.engine.ManagedFile;
import java.util.ArrayList;
import java.util.Collections;
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
 * @param meaning what follows from the text
 */
record ResourceFile(String path, String sum, String text, Meaning meaning) {
  private static final Pattern FILE = Pattern.compile("file (\\S+) (/.*)");
  private static final Pattern RESOURCE =
      Pattern.compile("(?m)^\\s*resource\\s+\"?([A-Za-z0-9_.-]+)\"?\\s*\\{");
  private static final Pattern MINOR =
      Pattern.compile("\\bdevice\\s+(?:(?:/dev/drbd[^\\s;]*\\s+)?minor\\s+|/dev/drbd)(\\d+)\\s*;");
  private static final Pattern PORT =
      Pattern.compile("\\baddress\\s+[^;]*[.\\]0-9]:(\\d{1,5})\\s*;");
  private static final Pattern RATE = Pattern.compile("\\bc-max-rate\\s+(\\d+)M\\s*;");

  ResourceFile(String path, String sum, String text) {
    this(path, sum, text, Meaning.of(text));
  }

  /** What a text without comments says. */
  private record Meaning(
      String effective,
      List<String> resources,
      Set<Integer> minors,
      Set<Integer> ports,
      Set<Integer> rates) {
    static Meaning of(String text) {
      String effective = text.replaceAll("(?m)#.*$", "");
      return new Meaning(
          effective,
          RESOURCE.matcher(effective).results().map(found -> found.group(1)).toList(),
          numbers(MINOR, effective),
          numbers(PORT, effective),
          numbers(RATE, effective));
    }

    private static Set<Integer> numbers(Pattern pattern, String text) {
      Set<Integer> numbers = new TreeSet<>();
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        numbers.add(Integer.parseInt(matcher.group(1)));
      }
      return Collections.unmodifiableSet(numbers);
    }
  }

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
    return meaning.resources();
  }

  /** The minors that it uses. */
  Set<Integer> minors() {
    return meaning.minors();
  }

  /** The TCP ports that it uses. */
  Set<Integer> ports() {
    return meaning.ports();
  }

  /** Upper bound of resync traffic in MiB per second, where it is written that way. */
  Set<Integer> rates() {
    return meaning.rates();
  }

  /** What is left without comments. */
  String effective() {
    return meaning.effective();
  }
}
