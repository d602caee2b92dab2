package io.cairn.cluster;

import io.cairn.cluster.LayerType.Offer;
import io.cairn.graph.IpAddress;
import io.cairn.graph.SshTarget;
import io.cairn.graph.Subnet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Every address of a host lies in a network and belongs to one host. */
final class AddressChecks {
  private final Draft draft;
  private final Problems problems;
  private final Map<String, Owner> owners = new HashMap<>();

  AddressChecks(Draft draft, Problems problems) {
    this.draft = draft;
    this.problems = problems;
  }

  private record Owner(String name, Spot spot) {}

  void run() {
    draft.nodes().forEach(this::node);
    draft
        .layers()
        .forEach((name, layer) -> layer.word("address").ifPresent(w -> layer(name, layer, w)));
    draft.networks().forEach((_, network) -> network.word("gateway").ifPresent(this::gateway));
  }

  private void node(String name, Value.Fields node) {
    node.word("ssh").ifPresent(word -> ssh(name, word));
    node.word("address").ifPresent(word -> own(name, word));
  }

  /** A target with a port may be one of several nodes behind one address. */
  private void ssh(String name, Value.Word word) {
    SshTarget target = SshTarget.parse(word.text()).orElseThrow();
    Optional<IpAddress> address = target.address().filter(_ -> target.port().isEmpty());
    claim(
        address
            .map(IpAddress::toString)
            .orElse(target.host() + target.port().map(p -> ":" + p).orElse("")),
        new Owner("node '" + name + "'", word.at()));
  }

  private void own(String name, Value.Word word) {
    IpAddress address = Draft.address(word).orElseThrow();
    Optional<String> never = Addresses.never(address);
    if (never.isPresent()) {
      new Addresses(problems).unusable(never.get(), word);
      return;
    }
    Optional<String> network = draft.networkWith(address);
    if (network.isPresent()) {
      new Addresses(problems)
          .in(draft.subnet(network.get()).orElseThrow(), address, network.get(), word);
    } else if (everyNetworkIsKnown()) {
      problems.add(
          problems
              .at(Code.NO_NETWORK, word.at())
              .saw("'" + address + "'", "an address in one of the networks" + shownNetworks()));
    }
    claim(address.toString(), new Owner("node '" + name + "'", word.at()));
  }

  private boolean everyNetworkIsKnown() {
    return draft.knows("networks")
        && draft.networkNames().stream().allMatch(name -> draft.subnet(name).isPresent());
  }

  private String shownNetworks() {
    return draft.networks().isEmpty()
        ? ", of which there is none"
        : ": "
            + String.join(
                ", ",
                draft.networks().keySet().stream()
                    .map(name -> name + " (" + draft.subnet(name).orElseThrow() + ")")
                    .toList());
  }

  private void layer(String name, Value.Fields layer, Value.Word word) {
    if (Draft.type(layer).offers() == Offer.REPLICA) {
      claim(
          Draft.address(word).orElseThrow().toString(),
          new Owner("resource '" + name + "'", word.at()));
      return;
    }
    Subnet address = Subnet.parse(word.text()).orElseThrow();
    claim(address.address().toString(), new Owner("container '" + name + "'", word.at()));
  }

  private void gateway(Value.Word word) {
    String address = Draft.address(word).orElseThrow().toString();
    Owner owner = owners.get(address);
    if (owner != null && owner.name().startsWith("node")) {
      problems.add(
          problems
              .at(Code.ADDRESS_TWICE, word.at())
              .saw(
                  address + " is also " + owner.name() + " (line " + owner.spot().line() + ")",
                  "a gateway apart from the nodes")
              .because("That node would be its own way out."));
    }
  }

  private void claim(String address, Owner owner) {
    Owner other = owners.putIfAbsent(address, owner);
    if (other != null && !other.name().equals(owner.name())) {
      problems.add(
          problems
              .at(Code.ADDRESS_TWICE, owner.spot())
              .saw(
                  address + " is also " + other.name() + " (line " + other.spot().line() + ")",
                  "an address for one host"));
    }
  }
}
