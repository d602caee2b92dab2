package io.cairn.engine.drbd;

import io.cairn.engine.NodeFacts;
import io.cairn.engine.Reply;
import io.cairn.engine.Seen;
import io.cairn.graph.InterfaceName;
import io.cairn.graph.LayerName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one node answered about DRBD. */
record DrbdFacts(NodeFacts node) {
  /** What does not change from one question to the next. */
  private record Texts(Seen<ProcDrbd> proc, List<ResourceFile> files) {}

  private Texts texts() {
    return node.read(Texts.class, facts -> new Texts(proc(facts), files(facts)));
  }

  /** {@code /proc/drbd}; missing while the module is not loaded. */
  Seen<ProcDrbd> proc() {
    return texts().proc();
  }

  private static Seen<ProcDrbd> proc(NodeFacts node) {
    return switch (node.reply(DrbdProbes.PROC).orElse(null)) {
      case null -> new Seen.Unknown<>("not asked");
      case Reply(int exit, String out, _) when exit == 0 -> new Seen.Present<>(ProcDrbd.parse(out));
      case Reply(int exit, _, _) when exit == 3 -> new Seen.Missing<>();
      case Reply(_, _, String err) -> new Seen.Unknown<>(err.strip());
    };
  }

  /** The configured device of that number, as the module shows it. */
  Optional<ProcDrbd.Minor> minor(int number) {
    return proc().found().flatMap(proc -> proc.minor(number));
  }

  /** The version of the module, loaded or not; empty where there is none. */
  Optional<String> moduleVersion() {
    return value("module");
  }

  /** The version of drbd-utils; empty where they are not installed. */
  Optional<String> utilsVersion() {
    return value("utils");
  }

  /** Whether the module is of the 9 line, which speaks another grammar. */
  boolean isNine() {
    return moduleVersion().filter(version -> version.startsWith("9.")).isPresent();
  }

  /** Whether the distribution's own service would start every resource at boot. */
  boolean isStockServiceEnabled() {
    return value("stock").filter(word -> word.startsWith("enabled")).isPresent();
  }

  /** Speed of the interface in Mbit/s; empty where it does not say, as virtual ones do not. */
  Optional<Integer> linkMegabits(InterfaceName device) {
    return lines(DrbdProbes.NODE)
        .filter(line -> line.startsWith("link " + device + " "))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .filter(text -> text.matches("\\d{1,7}"))
        .map(Integer::parseInt)
        .filter(speed -> speed > 0)
        .findFirst();
  }

  /** Every configuration file of DRBD on the node. */
  List<ResourceFile> files() {
    return texts().files();
  }

  private static List<ResourceFile> files(NodeFacts node) {
    return node.reply(DrbdProbes.FILES)
        .map(reply -> ResourceFile.parse(reply.out()))
        .orElseGet(List::of);
  }

  /** The file at that path. */
  Optional<ResourceFile> file(String path) {
    return files().stream().filter(file -> file.path().equals(path)).findFirst();
  }

  /** What is known of the resource; empty where it was not asked. */
  Optional<ResourceFacts> resource(LayerName resource) {
    return node.reply(DrbdProbes.resource(resource))
        .map(reply -> ResourceFacts.parse(resource, reply));
  }

  /** The kernel's lines about split brains and lost connections, by device or resource. */
  List<String> log(String about) {
    return lines(DrbdProbes.LOG)
        .filter(
            line -> line.contains("drbd " + about + ":") || line.contains("block " + about + ":"))
        .toList();
  }

  /** Everything from which a later survey can be compared, by name. */
  Map<String, String> sums() {
    return files().stream().collect(Collectors.toMap(ResourceFile::path, ResourceFile::sum));
  }

  private Optional<String> value(String key) {
    return lines(DrbdProbes.NODE)
        .filter(line -> line.startsWith(key + " "))
        .map(line -> line.substring(key.length() + 1).strip())
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  private Stream<String> lines(String probe) {
    return node.reply(probe).stream().flatMap(reply -> reply.out().lines());
  }
}
