package io.cairn.cluster;

/**
 * The one definition of the cluster file: parser, JSON Schema and pages follow from it.
 *
 * <p>The layer types stand in {@link LayerGrammar}.
 */
final class Grammar {
  static final Form NODE =
      Form.of(
          Key.required(
              "ssh",
              new Shape.Text(TextRule.SSH),
              "Where Cairn logs in. Your own ssh_config decides what is left out: user, port, keys,"
                  + " jump hosts.",
              "root@10.1.0.5"),
          Key.optional(
              "address",
              new Shape.Text(TextRule.ADDRESS),
              "none; a DRBD resource on the node then needs a `network` in which its SSH address"
                  + " lies",
              "Its address in the network that carries replication. DRBD's peers talk over it.",
              "10.0.254.1"));

  static final Form NETWORK =
      Form.of(
          Key.required(
              "subnet",
              new Shape.Text(TextRule.SUBNET),
              "The number of the network and its prefix length.",
              "10.0.254.0/30"),
          Key.required(
              "interface",
              new Shape.Text(TextRule.INTERFACE),
              "The network interface that every node has in it.",
              "eth1"),
          Key.optional(
              "bridge",
              new Shape.Text(TextRule.INTERFACE),
              "none; containers then cannot connect to it",
              "The bridge that Cairn makes over that interface on every node; containers connect to"
                  + " it.",
              "br0"),
          Key.optional(
              "gateway",
              new Shape.Text(TextRule.ADDRESS),
              "none",
              "The default route of the nodes and containers in it.",
              "10.1.0.1"));

  static final Form LAB =
      Form.of(
          Key.optional(
              "system",
              Shape.Choice.of("debian/12", "debian/13"),
              "debian/12",
              "The system of the twins.",
              "debian/12"),
          Key.optional(
              "memory",
              new Shape.Text(TextRule.SIZE),
              "what the lab finds enough",
              "The memory of each twin.",
              "768M"),
          Key.optional(
              "disks",
              new Shape.Named(TextRule.LAB_DISK, new Shape.Text(TextRule.SIZE)),
              "what the lab finds enough",
              "The sizes of the disks, each by the last part of its path, without virtio-. Their"
                  + " images are sparse, so they can have their real sizes.",
              "{ store1: 1G }"));

  static final Form FILE =
      Form.of(
              Key.required(
                  "cluster",
                  new Shape.Text(TextRule.CLUSTER_NAME),
                  "The name of the cluster.",
                  "erp"),
              Key.required(
                  "nodes",
                  new Shape.Named(TextRule.NODE_NAME, new Shape.Fields(NODE)),
                  "The servers, each by what `uname -n` prints there.",
                  "{ node1: { ssh: root@10.1.0.5 } }"),
              Key.optional(
                  "networks",
                  new Shape.Named(TextRule.NETWORK_NAME, new Shape.Fields(NETWORK)),
                  "none",
                  "The networks that the nodes share.",
                  "{ lan: { subnet: 10.1.0.0/24, interface: eth0 } }"),
              Key.optional(
                  "layers",
                  new Shape.Named(TextRule.LAYER_NAME, new Shape.OfType(LayerGrammar.TYPES)),
                  "none",
                  "What is built: every layer has a name, a type, and lies over another layer or a"
                      + " disk.",
                  "{ r0: { type: drbd, over: /dev/disk/by-id/virtio-store1 } }"),
              Key.optional(
                  "failover",
                  Shape.Choice.of("manual").later("automatic"),
                  "manual",
                  "Who takes over when a node dies: `manual` is a person, with `cairn failover`.",
                  "manual"),
              Key.optional(
                  "lab",
                  new Shape.Fields(LAB),
                  "the lab's own defaults",
                  "How `cairn lab up` builds virtual twins of the nodes. Real nodes ignore it.",
                  "{ memory: 768M }"))
          .later("sites", "links", "backups", "snapshots", "provider");

  private Grammar() {}
}
