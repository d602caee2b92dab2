package io.cairn.cluster;

import io.cairn.graph.IpAddress;
import io.cairn.graph.SshTarget;
import io.cairn.graph.Subnet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A file whose form is read and whose names are not yet resolved; what is wrong is missing in it.
 *
 * @param nodes those that are right, by name; likewise the networks and layers
 * @param nodeNames every name of a node in the file, those of nodes with errors as well; likewise
 *     of the networks and layers
 */
record Draft(
    Value.Fields file,
    SequencedMap<String, Value.Fields> nodes,
    SequencedMap<String, Value.Fields> networks,
    SequencedMap<String, Value.Fields> layers,
    Set<String> nodeNames,
    Set<String> networkNames,
    Set<String> layerNames) {

  static Draft of(Value.Fields file) {
    return new Draft(
        file,
        named(file, "nodes"),
        named(file, "networks"),
        named(file, "layers"),
        names(file, "nodes"),
        names(file, "networks"),
        names(file, "layers"));
  }

  /** Whether the names of that part are all known: its own mapping could be read. */
  boolean knows(String part) {
    return !file.broken().contains(part);
  }

  /** The layer of that name, which is in the draft. */
  Value.Fields layer(String name) {
    return Optional.ofNullable(layers.get(name)).orElseThrow();
  }

  /** The network of that name, which is in the draft. */
  Value.Fields network(String name) {
    return Optional.ofNullable(networks.get(name)).orElseThrow();
  }

  /** The subnet of that network, where it is right. */
  Optional<Subnet> subnet(String network) {
    return Optional.ofNullable(networks.get(network))
        .flatMap(fields -> fields.word("subnet"))
        .flatMap(word -> Subnet.parse(word.text()));
  }

  /** The network in which the address lies. */
  Optional<String> networkWith(IpAddress address) {
    return networks.keySet().stream()
        .filter(network -> subnet(network).filter(subnet -> subnet.contains(address)).isPresent())
        .findFirst();
  }

  /** The addresses by which the node may be known: its own, then that of SSH. */
  List<IpAddress> addresses(String node) {
    Optional<Value.Fields> fields = Optional.ofNullable(nodes.get(node));
    Optional<IpAddress> own = fields.flatMap(f -> f.word("address")).flatMap(Draft::address);
    Optional<IpAddress> ssh =
        fields
            .flatMap(f -> f.word("ssh"))
            .flatMap(word -> SshTarget.parse(word.text()))
            .flatMap(SshTarget::address);
    return List.of(own, ssh).stream().flatMap(Optional::stream).toList();
  }

  static Optional<IpAddress> address(Value.Word word) {
    return IpAddress.parse(word.text());
  }

  /** The definition of that layer's type. */
  static LayerType type(Value.Fields layer) {
    return LayerGrammar.type(layer.word("type").orElseThrow().text());
  }

  /** Every single thing that the layer lies over, with where it stands. */
  static List<Value.Word> over(Value.Fields layer) {
    return layer.value("over").map(Draft::words).orElse(List.of());
  }

  /** What the layer lies over on that node. */
  static List<Value.Word> over(Value.Fields layer, String node) {
    return layer.value("over").map(value -> words(value, node)).orElse(List.of());
  }

  /** Every single word of a value that may differ by node. */
  static List<Value.Word> words(Value value) {
    return switch (value) {
      case Value.Word word -> List.of(word);
      case Value.Words words -> words.all();
      case Value.Several _ -> List.of();
      case Value.Fields byNode ->
          byNode.byKey().values().stream().flatMap(field -> words(field.value()).stream()).toList();
    };
  }

  /** The words of such a value that hold for that node. */
  static List<Value.Word> words(Value value, String node) {
    return switch (value) {
      case Value.Word _, Value.Words _, Value.Several _ -> words(value);
      case Value.Fields byNode -> byNode.value(node).map(Draft::words).orElse(List.of());
    };
  }

  static boolean isDisk(Value.Word over) {
    return over.text().startsWith("/");
  }

  private static Set<String> names(Value.Fields file, String part) {
    Set<String> names = new LinkedHashSet<>();
    file.fields(part).ifPresent(fields -> names.addAll(fields.byKey().keySet()));
    file.fields(part).ifPresent(fields -> names.addAll(fields.broken()));
    return names;
  }

  private static SequencedMap<String, Value.Fields> named(Value.Fields file, String part) {
    SequencedMap<String, Value.Fields> named = new LinkedHashMap<>();
    file.fields(part)
        .ifPresent(
            all ->
                all.byKey()
                    .keySet()
                    .forEach(name -> named.put(name, all.fields(name).orElseThrow())));
    return named;
  }
}
