package io.cairn.provider.lab;

import io.cairn.graph.InterfaceName;
import io.cairn.graph.IpAddress;
import io.cairn.graph.NetworkName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Size;
import io.cairn.graph.Subnet;
import java.util.List;
import java.util.Optional;

/**
 * What a lab's twin of a node has.
 *
 * @param number its place in the cluster file, from 0
 */
record Twin(NodeName name, int number, Size memory, List<Disk> disks, List<Card> cards) {
  Twin {
    disks = List.copyOf(disks);
    cards = List.copyOf(cards);
  }

  /**
   * A disk beside the system's.
   *
   * @param serial what QEMU gives it: the kernel shows {@code /dev/disk/by-id/virtio-SERIAL}; at
   *     most 20 bytes (VIRTIO_BLK_ID_BYTES of linux/virtio_blk.h)
   * @param link another path below /dev under which the cluster file knows it
   */
  record Disk(String serial, Size size, Optional<String> link) {
    /** How QEMU's devices and block nodes for it are called. */
    String id() {
      return "disk-" + serial;
    }

    /** Where it is in the node, and in the cluster file. */
    String path() {
      return "/dev/" + link.orElse("disk/by-id/virtio-" + serial);
    }
  }

  /**
   * A network card.
   *
   * @param segment the network that it is plugged into; of several over one interface, the first
   * @param address what the administrator reaches the node by, if that is in this network
   */
  record Card(
      NetworkName segment,
      int segmentNumber,
      InterfaceName name,
      String mac,
      Optional<Subnet> address,
      Optional<IpAddress> gateway) {
    /** How QEMU's device and back end for it are called. */
    String id() {
      return "card" + segmentNumber;
    }
  }

  /** The name of the switch's socket for that card. */
  String port(Card card) {
    return "port-" + number + "-" + card.segmentNumber();
  }
}
