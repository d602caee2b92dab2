package io.cairn.engine.network;

import io.cairn.graph.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one node says of its networks.
 *
 * @param routes default routes of both families
 * @param ifupdown its configuration; empty where ifupdown is not installed
 * @param digests SHA-256 of every file of that configuration
 * @param foreign what runs an interface other than ifupdown, by the interface's name
 * @param speeds in Mb/s, where the interface knows it; a virtual one does not
 */
record NetworkFacts(
    List<Link> links,
    List<Route> routes,
    Optional<Ifupdown> ifupdown,
    Map<String, String> digests,
    Map<String, String> foreign,
    Map<String, Integer> speeds,
    Pending pending) {
  NetworkFacts {
    links = List.copyOf(links);
    routes = List.copyOf(routes);
    digests = Map.copyOf(digests);
    foreign = Map.copyOf(foreign);
    speeds = Map.copyOf(speeds);
  }

  /** A default route. */
  record Route(IpAddress gateway, String device) {}

  /** Whether a change waits for its confirmation. */
  enum Pending {
    NOTHING,
    CONFIRMATION
  }

  Optional<Link> link(String name) {
    return links.stream().filter(link -> link.name().equals(name)).findFirst();
  }

  /** The default route of the same family as that address. */
  Optional<Route> route(IpAddress sameFamily) {
    return routes.stream()
        .filter(route -> route.gateway().isIpv4() == sameFamily.isIpv4())
        .findFirst();
  }

  /** Whether another interface, as a VLAN, lies over that one. */
  boolean isBelowAnother(String name) {
    return links.stream().anyMatch(link -> link.lower().equals(Optional.of(name)));
  }
}
