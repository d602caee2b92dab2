package io.cairn.engine.drbd;

import io.cairn.engine.ManagedFile;
import io.cairn.graph.DevicePath;
import io.cairn.graph.DrbdOptions;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.List;
import java.util.Optional;

/** The configuration files that DRBD reads (drbd.conf-8.4(5), drbd.conf-9.0(5)). */
final class DrbdConfig {
  private DrbdConfig() {}

  /** Which module reads them. */
  enum Grammar {
    V8,
    V9
  }

  /** One host's part of a resource. */
  record Peer(NodeName node, IpAddress address, DevicePath disk) {}

  /**
   * What a resource's file says.
   *
   * @param peers in the order of the cluster file
   * @param handlers its own section of handlers; empty where it has none
   */
  record Resource(
      LayerName name,
      Allotment.Slot slot,
      Layer.Drbd declared,
      ResyncRate rate,
      List<Peer> peers,
      Optional<String> handlers) {
    Resource {
      peers = List.copyOf(peers);
    }
  }

  /**
   * What holds for every resource of the node. The handlers only report: DRBD runs them with the
   * resource's name in the environment, and they must end soon.
   */
  static ManagedFile global() {
    return ManagedFile.whole(
            DrbdPaths.GLOBAL,
            """
            global {
              usage-count no;
              udev-always-use-vnr;
            }
            common {
              handlers {
                split-brain "%1$scrit split brain of $DRBD_RESOURCE";
                out-of-sync "%1$serr blocks of $DRBD_RESOURCE differ between the nodes";
                pri-on-incon-degr "%1$scrit $DRBD_RESOURCE is primary without good data";
                local-io-error "%1$serr the disk of $DRBD_RESOURCE fails";
              }
            }
            """
                .formatted("/usr/bin/logger --tag cairn-drbd --priority daemon."))
        .checkedBy("drbdadm", "--config-file", ManagedFile.CANDIDATE, "sh-nop");
  }

  /** The resource's own file; the secret is filled in on the node. */
  static ManagedFile resource(Resource resource, Grammar grammar) {
    // dump also looks whether the address is on the node; the one that moves need not be
    String verb = resource.declared().pair().isPresent() ? "sh-nop" : "dump";
    return ManagedFile.whole(DrbdPaths.resource(resource.name()), text(resource, grammar))
        .withMode("0600")
        .checkedBy("drbdadm", "--config-file", ManagedFile.CANDIDATE, verb);
  }

  private static String text(Resource resource, Grammar grammar) {
    StringBuilder text = new StringBuilder();
    text.append("resource ").append(resource.name()).append(" {\n");
    text.append(net(resource));
    text.append(disk(resource.rate()));
    if (grammar == Grammar.V8) {
      // the script reads the state in /proc/drbd, where the 9 module shows none
      resource.handlers().ifPresent(text::append);
    }
    if (grammar == Grammar.V9) {
      // a resource becomes primary only where Cairn makes it so, as with the 8.4 module
      text.append("  options {\n    auto-promote no;\n  }\n");
    }
    int id = 0;
    for (Peer peer : resource.peers()) {
      text.append(host(peer, resource.slot(), grammar == Grammar.V9 ? id++ : -1));
    }
    if (isMesh(resource)) {
      text.append(mesh(resource));
    }
    return text.append("}\n").toString();
  }

  /** Three nodes or more are each connected with each, which only the 9 module can. */
  private static boolean isMesh(Resource resource) {
    return resource.peers().size() > 2;
  }

  // a section for each pair and no connection-mesh: that has the same settings for all of them
  private static String mesh(Resource resource) {
    StringBuilder text = new StringBuilder();
    for (int one = 0; one < resource.peers().size(); one++) {
      for (int other = one + 1; other < resource.peers().size(); other++) {
        text.append(
            connection(
                resource.declared().options(),
                resource.peers().get(one).node(),
                resource.peers().get(other).node()));
      }
    }
    return text.toString();
  }

  private static String connection(DrbdOptions options, NodeName one, NodeName other) {
    return """
      connection {
        host %s;
        host %s;
        net {
          protocol %s;
    %s    }
      }
    """
        .formatted(
            one,
            other,
            options.protocol().between(one, other),
            waiting(options.link().between(one, other)).indent(2));
  }

  // timeout (0.1 s) < 10 x ping-int and < 10 x connect-int, ping-timeout below ping-int: rule R11.
  // The default ping-timeout of 0.5 s is short for a node under load.
  // after-sb-*: no data is ever discarded without a person's word, rule R15.
  private static String net(Resource resource) {
    NodeName one = resource.peers().getFirst().node();
    NodeName other = resource.peers().getLast().node();
    DrbdOptions options = resource.declared().options();
    boolean isMesh = isMesh(resource);
    return """
      net {
    %s    cram-hmac-alg sha256;
        shared-secret "%s";
        verify-alg sha1;
    %s    after-sb-0pri disconnect;
        after-sb-1pri disconnect;
        after-sb-2pri disconnect;
        max-buffers 8000;
        max-epoch-size 8000;
      }
    """
        .formatted(
            isMesh ? "" : "    protocol %s;\n".formatted(options.protocol().between(one, other)),
            ManagedFile.secretIn(DrbdPaths.secret(resource.name())),
            isMesh ? "" : waiting(options.link().between(one, other)));
  }

  /**
   * How long is waited for the other end, in units of 0.1 s and of 1 s, and what goes over the
   * line. On one to another site a few seconds of silence are no loss; what is resynced is compared
   * by its sum first; and the largest send buffer lets protocol A go on while the line is behind.
   */
  private static String waiting(DrbdOptions.Link link) {
    return switch (link) {
      case LAN ->
          """
              timeout 60;
              connect-int 10;
              ping-int 10;
              ping-timeout 20;
          """;
      case WAN ->
          """
              timeout 100;
              connect-int 20;
              ping-int 20;
              ping-timeout 50;
              csums-alg sha1;
              sndbuf-size 10M;
          """;
    };
  }

  // with c-plan-ahead the module regulates the rate below c-max-rate by itself
  private static String disk(ResyncRate rate) {
    return """
      disk {
        on-io-error detach;
        resync-rate %1$s;
        c-plan-ahead 20;
        c-fill-target 1M;
        c-max-rate %1$s;
        c-min-rate %2$s;
      }
    """
        .formatted(rate.text(), rate.reserved());
  }

  private static String host(Peer peer, Allotment.Slot slot, int nodeId) {
    String address =
        peer.address().isIpv4() ? "ipv4 " + peer.address() : "ipv6 [" + peer.address() + "]";
    return "  on %s {\n".formatted(peer.node())
        + (nodeId < 0 ? "" : "    node-id %d;\n".formatted(nodeId))
        + "    device %s minor %d;\n".formatted(slot.device(), slot.minor())
        + "    disk %s;\n".formatted(peer.disk())
        + "    meta-disk internal;\n"
        + "    address %s:%d;\n  }\n".formatted(address, slot.port());
  }

  /**
   * Whether what is in the file says nothing beyond what the package installs: comments, empty
   * sections, whether to be counted, how to name links.
   */
  static boolean isPristine(ResourceFile global) {
    String rest =
        global.effective().replaceAll("usage-count\\s+\\w+\\s*;|udev-always-use-vnr\\s*;", "");
    String before;
    do {
      before = rest;
      rest = rest.replaceAll("\\w+\\s*\\{\\s*\\}", "");
    } while (!rest.equals(before));
    return rest.isBlank();
  }
}
