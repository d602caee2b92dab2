package io.cairn.engine.network;

import io.cairn.engine.Finding;
import io.cairn.graph.NodeName;
import io.cairn.graph.Subnet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a network on a node can be refused for, told to the person who can decide. */
final class Refusals {
  private final NodeName node;
  private final Wanted wanted;

  Refusals(NodeName node, Wanted wanted) {
    this.node = node;
    this.wanted = wanted;
  }

  /** What an interface is now, as in {@code eth0 with 10.1.0.5/24}. */
  static String shown(NetworkFacts facts, Wanted wanted) {
    String name =
        facts.link(wanted.carrier().text()).isPresent()
            ? wanted.carrier().text()
            : wanted.device().text();
    List<Subnet> addresses = facts.link(name).map(Link::addresses).orElse(List.of());
    return name
        + (addresses.isEmpty()
            ? " without an address"
            : " with "
                + addresses.stream().map(Subnet::toString).collect(Collectors.joining(", ")));
  }

  private Finding error(String code, String title) {
    return Finding.error(code, title).at(node + ": network " + wanted.network());
  }

  Finding missing(NetworkFacts facts) {
    String there =
        facts.links().stream()
            .map(Link::name)
            .filter(name -> !name.equals("lo"))
            .collect(Collectors.joining(", "));
    return error("NET-01", "Interface missing")
        .saw("there are only " + there, wanted.device().text())
        .because(
            "The network has nothing to lie on there.",
            "Correct 'interface' in the cluster file, or plug in and name the card:\n  ip -brief link");
  }

  Finding conflict(String holder) {
    return error("NET-02", "Address in use elsewhere")
        .saw(
            wanted.address().map(own -> own.address() + " is on ").orElse("") + holder,
            wanted.shown() + " on " + node + " alone")
        .because(
            "Two interfaces with one address answer in turns, and connections break at random.",
            "Take it away there, or correct the cluster file.");
  }

  Finding manager(Optional<String> manager) {
    return error("NET-03", "Network run by something else")
        .saw(
            manager
                .map(name -> name + " runs " + wanted.device())
                .orElse("ifupdown is not installed there"),
            "ifupdown with /etc/network/interfaces, or " + wanted.shown() + " there already")
        .because(
            "Cairn changes a network only where it can put it back by itself, and so far it can do"
                + " that with ifupdown alone.",
            "Configure it there by hand, so that 'ip address' shows "
                + wanted.shown()
                + ", and apply again.");
  }

  Finding configured(String seen) {
    return error("NET-04", "Interface configured differently")
        .saw(seen, wanted.shown())
        .because(
            "Somebody configured it so, and Cairn does not know what for.",
            "Change it by hand to what the cluster file says, or correct the cluster file.");
  }

  Finding unwritten(Link device) {
    return error("NET-05", "Address that no file has")
        .saw(
            device.name()
                + " has "
                + device.addresses().getFirst()
                + ", and no configuration of it was found",
            wanted.shown())
        .because(
            "What no file has cannot be put back when a change fails.",
            "Write it into "
                + Ifupdown.MAIN
                + " as it is, or take it away:\n  ip address flush dev "
                + device.name());
  }

  Finding pending() {
    return error("NET-06", "Network change without confirmation")
        .saw("an earlier change waits, and goes back by itself", "no change under way")
        .because(
            "Two changes at a time could not be put back in order.",
            "Wait for " + Undo.SECONDS + " seconds, and try again.");
  }

  Finding otherRoute(NetworkFacts.Route route) {
    return Finding.warning("NET-07", "Default route goes elsewhere")
        .at(node + ": network " + wanted.network())
        .saw(
            "via " + route.gateway() + " on " + route.device(),
            wanted.gateway().map(gateway -> "via " + gateway).orElse("none"))
        .because(
            "Two default routes cannot be; the one that is there stays.",
            "Take 'gateway' out of the cluster file, or the other route out of the node.");
  }

  Finding takeover(String file, String why) {
    return error("NET-08", "Configuration that cannot be moved to a bridge")
        .at(node + ":" + file)
        .saw(why, "stanzas of " + wanted.device() + " that mean the same on " + wanted.carrier())
        .because(
            "A network that comes up half is worse than one without a bridge.",
            "Make the bridge by hand, so that 'ip address' shows "
                + wanted.shown()
                + ", and apply again.");
  }

  Finding notUnderstood(String line) {
    return error("NET-08", "Configuration that cannot be moved to a bridge")
        .saw("'" + line + "'", "stanzas that name one interface each")
        .because(
            "Such a line can mean any interface, this one as well.",
            "Write the interfaces out in " + Ifupdown.MAIN + ".");
  }

  Finding port(Link device) {
    return error("NET-04", "Interface configured differently")
        .saw(
            device.name() + " is a port of " + device.master().orElse("another interface"),
            wanted.shown())
        .because(
            "An interface is the port of one bridge only.",
            "Name that bridge in the cluster file, or take the interface out of it:\n  ip link set dev "
                + device.name()
                + " nomaster");
  }
}
