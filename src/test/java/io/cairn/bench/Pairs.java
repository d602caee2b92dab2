package io.cairn.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A cluster file of many pairs of nodes, each with 50 layers: two arrays, a volume group over them,
 * a thin pool, volumes, one of them cached, and thin volumes; DRBD over most of them, ext4 over
 * that, and a volume group over one resource.
 *
 * <p>All pairs are alike but for a word in every name, and their addresses: so what the nodes of
 * one pair answer to a survey is, with these exchanged, what those of any other answer.
 */
public final class Pairs {
  private static final String FIRST = "q0000";
  private static final Pattern OWN = Pattern.compile("q0000|10\\.([12]0)\\.0\\.([12])(?![0-9.])");
  private static final String DISK = "/dev/disk/by-id/virtio-";

  /** As many addresses of a subnet as are used before the next begins. */
  private static final int ROW = 250;

  private Pairs() {}

  /** The file of a cluster of so many nodes. */
  public static String file(int nodes) {
    List<String> lines = new ArrayList<>(List.of("cluster: bench", "nodes:"));
    for (int pair = 0; pair < nodes / 2; pair++) {
      for (int end = 1; end <= 2; end++) {
        lines.add(
            "  %s: { ssh: root@%s, address: %s }"
                .formatted(node(word(pair), end), address(10, pair, end), address(20, pair, end)));
      }
    }
    lines.add("networks:");
    lines.add("  replication: { subnet: 10.20.0.0/16, interface: eth1 }");
    lines.add("  lan: { subnet: 10.10.0.0/16, interface: eth0 }");
    lines.add("layers:");
    for (int pair = 0; pair < nodes / 2; pair++) {
      lines.addAll(new Layers(word(pair)).lines());
    }
    lines.add("lab:");
    lines.add("  disks: { hdd1: 1200M, hdd2: 1200M, ssd1: 128M, ssd2: 128M }");
    return String.join("\n", lines) + "\n";
  }

  /** What a node of the first pair answered, as the same node of that pair would have said it. */
  public static String ofPair(int pair, String answered) {
    return OWN.matcher(answered)
        .replaceAll(
            found ->
                found.group().equals(FIRST)
                    ? word(pair)
                    : address(
                        Integer.parseInt(found.group(1)), pair, Integer.parseInt(found.group(2))));
  }

  private static String word(int pair) {
    return String.format(Locale.ROOT, "q%04d", pair);
  }

  private static String node(String word, int end) {
    return "n" + word + (end == 1 ? "a" : "b");
  }

  private static String address(int network, int pair, int end) {
    return "10.%d.%d.%d".formatted(network, 2 * pair / ROW, 2 * pair % ROW + end);
  }

  /** The layers of one pair. */
  private record Layers(String word, List<String> lines) {
    Layers(String word) {
      this(word, new ArrayList<>());
      ground();
      for (int i = 1; i <= 8; i++) {
        add("vol" + i, "type: lv, over: main_, on: hdd_, size: 32M");
        replicated(i, "r" + i, "vol" + i, "data" + i);
      }
      for (int i = 1; i <= 4; i++) {
        add("thin" + i, "type: thin, over: pool_, size: 32M");
        replicated(i, "t" + i, "thin" + i, "more" + i);
      }
      for (int i = 1; i <= 2; i++) {
        add("local" + i, "type: thin, over: pool_, size: 32M");
        add("own" + i, "type: ext4, over: local%d_, mount: /srv/own%d_".formatted(i, i));
      }
      add("base", "type: lv, over: main_, on: hdd_, size: 64M");
      add("rv", "type: drbd, over: base_, prefer: " + node(word, 1));
      add("upper", "type: vg, over: rv_");
      add("inner", "type: lv, over: upper_, size: 32M");
    }

    private void ground() {
      String nodes = ", nodes: [%s, %s]".formatted(node(word, 1), node(word, 2));
      add("hdd", "type: raid1, over: [" + DISK + "hdd1, " + DISK + "hdd2]" + nodes);
      add("ssd", "type: raid1, over: [" + DISK + "ssd1, " + DISK + "ssd2]" + nodes);
      add("main", "type: vg, over: [hdd_, ssd_]");
      add("pool", "type: thinpool, over: main_, on: hdd_, size: 256M");
      add(
          "cached",
          "type: lv, over: main_, on: hdd_, size: 64M,"
              + " cache: { on: ssd_, size: 32M, mode: writethrough }");
      add("fast", "type: ext4, over: cached_, mount: /srv/fast_");
    }

    private void replicated(int number, String resource, String below, String fileSystem) {
      String prefer = node(word, number % 2 == 1 ? 1 : 2);
      add(resource, "type: drbd, over: " + below + "_, prefer: " + prefer);
      add(fileSystem, "type: ext4, over: " + resource + "_, mount: /srv/" + fileSystem + "_");
    }

    private void add(String name, String says) {
      lines.add("  " + name + word + ": { " + says.replace("_", word) + " }");
    }
  }
}
