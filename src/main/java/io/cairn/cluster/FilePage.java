package io.cairn.cluster;

import io.cairn.cluster.Code.Level;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The page about the cluster file as a whole. */
final class FilePage {
  /** A whole file; a test reads it. */
  static final String EXAMPLE =
      """
      cluster: erp
      nodes:
        node1: { ssh: root@10.1.0.5, address: 10.0.254.1 }
        node2: { ssh: root@10.1.0.6, address: 10.0.254.2 }
      networks:
        replication: { subnet: 10.0.254.0/30, interface: eth1 }
        lan: { subnet: 10.1.0.0/24, interface: eth0, bridge: br0, gateway: 10.1.0.1 }
      layers:
        r0: { type: drbd, over: /dev/disk/by-id/virtio-store1, nodes: [node1, node2], prefer: node1 }
        store1: { type: btrfs, over: r0, mount: /srv/store1 }
        mysql: { type: lxc, over: store1, image: debian/13, network: lan, address: 10.1.0.20/24 }
      failover: manual
      """;

  private static final String OVER =
      """
      ## Over

      What a layer lies over is one of

      ```yaml
      over: r0                                   # another layer, by its name
      over: /dev/disk/by-id/virtio-store1        # a disk, by its path
      over: { node1: disk1, node2: /dev/disk/by-id/virtio-store2 }   # another thing on each node
      over: [hdd, ssd]                           # several things, for an array or a volume group
      ```

      Name disks by `/dev/disk/by-id/`: the kernel hands out names like `/dev/sdb` anew at every boot, so
      they are accepted with a warning. A layer is built on every node where what it lies over is, unless
      `nodes` says otherwise.

      ## Sizes and names

      - Sizes are binary and carry a unit: `10G` is 10 GiB. `K`, `M`, `G`, `T` and `P` are known, and
        fractions, as in `1.5G`.
      - A percentage is of what a volume group has left when everything in it that has a size of its
        own is made, with room for metadata. So the percentages in a group are at most 100 together,
        and their order does not matter. A thin pool's metadata is part of its percentage.
      - Names are those on the nodes: a node is named by what `uname -n` prints there, a resource, a
        partition and a container by the layer's name.
      - Upper and lower case are different.
      - The file is YAML 1.2: `yes` and `no` are texts; anchors, aliases and merge keys work. A name that
        looks like a number needs quotes.
      - No secret stands in the file: Cairn has them made on the nodes.

      ## In an editor

      [schema/cluster.json](../schema/cluster.json) is the JSON Schema of the file, for completion and checks
      while typing. Editors with the YAML language server take it from a first line:

      ```yaml
      # yaml-language-server: $schema=../schema/cluster.json
      ```

      The schema sees each value by itself. What values say together, `cairn check` sees.
      """;

  private FilePage() {}

  static String text() {
    return PageWriter.made()
        + "# The cluster file\n\nIt says what is wanted, never how. All errors are told at once, each with"
        + " its place.\n\n"
        + PageWriter.code(EXAMPLE)
        + "\n## Keys\n\n"
        + PageWriter.keys(Grammar.FILE)
        + "\n## A node\n\n"
        + PageWriter.keys(Grammar.NODE)
        + "\n## A network\n\n"
        + PageWriter.keys(Grammar.NETWORK)
        + "\n## A layer\n\nWhich keys a layer has, its `type` decides:\n\n"
        + types()
        + "\n"
        + OVER
        + "\n## The lab\n\n"
        + PageWriter.keys(Grammar.LAB)
        + "\n## What can be wrong\n\n"
        + codes();
  }

  private static String types() {
    return LayerGrammar.TYPES.stream()
            .map(
                type ->
                    "- ["
                        + type.word()
                        + "](layers/"
                        + type.word()
                        + ".md): "
                        + type.page().title())
            .collect(Collectors.joining("\n"))
        + "\n\nNot yet: "
        + String.join(", ", LayerGrammar.LATER)
        + ".\n";
  }

  private static String codes() {
    return "| code | what | seen by the schema |\n|---|---|---|\n"
        + Arrays.stream(Code.values())
            .map(code -> "| " + code.id() + " | " + code.title() + " | " + reach(code) + " |\n")
            .collect(Collectors.joining());
  }

  private static String reach(Code code) {
    return switch (code.level()) {
      case Level.YAML -> "before it";
      case Level.FORM -> "yes";
      case Level.MEANING -> "no";
      case Level.WARNING -> "no, a warning";
    };
  }
}
