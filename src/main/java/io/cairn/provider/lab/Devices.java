package io.cairn.provider.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What QEMU is told about a node's disks and network cards: the same objects go onto the command
 * line of a cold boot and through the control socket into a running node (QEMU QAPI reference:
 * blockdev-add, netdev_add, device_add).
 */
final class Devices {
  private static final int EIO = 5;

  private Devices() {}

  /** The image file of a disk. */
  static Map<String, Object> image(String serial, Path image) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("driver", "file");
    file.put("filename", image.toString());
    file.put("discard", "unmap");
    Map<String, Object> format = new LinkedHashMap<>();
    format.put("driver", "qcow2");
    format.put("node-name", imageName(serial));
    format.put("discard", "unmap");
    // an array copies its blank members block by block: zeros take no room in the file
    format.put("detect-zeroes", "unmap");
    format.put("file", file);
    return format;
  }

  /**
   * What the device is over: it passes everything on to the image, until it is put over another.
   */
  static Map<String, Object> top(String serial) {
    return top(serial, imageName(serial));
  }

  /** The same, over that block node. */
  static Map<String, Object> top(String serial, String below) {
    Map<String, Object> top = new LinkedHashMap<>();
    top.put("driver", "raw");
    top.put("node-name", "disk-" + serial);
    top.put("file", below);
    return top;
  }

  /** Something of that size that answers every request, but not a flush, with an I/O error. */
  static Map<String, Object> failing(String serial, long bytes) {
    List<Map<String, Object>> faults = new ArrayList<>();
    // QEMU flushes what it replaces: with an error there, a failing disk could never be mended.
    for (String request : List.of("read", "write", "write-zeroes", "discard")) {
      faults.add(Map.of("event", "none", "iotype", request, "errno", EIO, "once", false));
    }
    Map<String, Object> failing = new LinkedHashMap<>();
    failing.put("driver", "blkdebug");
    failing.put("node-name", failingName(serial));
    failing.put("image", Map.of("driver", "null-co", "size", bytes));
    failing.put("inject-error", faults);
    return failing;
  }

  static String imageName(String serial) {
    return "image-" + serial;
  }

  static String failingName(String serial) {
    return "failing-" + serial;
  }

  /** The device that the node sees. */
  static Map<String, Object> device(Twin.Disk disk, int slot) {
    Map<String, Object> device = new LinkedHashMap<>();
    device.put("driver", "virtio-blk-pci");
    device.put("id", "device-" + disk.serial());
    device.put("drive", disk.id());
    device.put("serial", disk.serial());
    // An error of the file below is an error for the node, never a reason to stop it.
    device.put("rerror", "report");
    device.put("werror", "report");
    device.put("bus", "pci.0");
    device.put("addr", Integer.toHexString(slot));
    return device;
  }

  /** The connection to the lab's switch. */
  static Map<String, Object> backEnd(Twin.Card card, Path port) {
    Map<String, Object> address = new LinkedHashMap<>();
    address.put("type", "unix");
    address.put("path", port.toString());
    Map<String, Object> backEnd = new LinkedHashMap<>();
    backEnd.put("type", "stream");
    backEnd.put("id", card.id());
    backEnd.put("server", false);
    backEnd.put("addr", address);
    return backEnd;
  }

  /** The card that the node sees. */
  static Map<String, Object> device(Twin.Card card, int slot) {
    Map<String, Object> device = new LinkedHashMap<>();
    device.put("driver", "virtio-net-pci");
    device.put("id", "device-" + card.id());
    device.put("netdev", card.id());
    device.put("mac", card.mac());
    device.put("bus", "pci.0");
    device.put("addr", Integer.toHexString(slot));
    return device;
  }
}
