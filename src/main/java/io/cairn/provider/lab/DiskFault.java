package io.cairn.provider.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Breaks and mends disks of a running node, beneath the device that the node sees. */
final class DiskFault {
  private static final String SUFFIX = ".qcow2";
  private static final int EIO = 5;

  private DiskFault() {}

  /** The names of the node's disks. */
  static List<String> disks(LabFolder.NodeFolder node) {
    try (Stream<Path> files = Files.list(node.path())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX) && !name.equals("system" + SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new LabFailure("Could not read " + node.path(), e);
    }
  }

  /** Puts the disk's device over the image itself, or over one that fails. */
  static void set(LabFolder.NodeFolder node, String disk, DiskHealth wanted) {
    if (!disks(node).contains(disk)) {
      throw new LabFailure(
          "%s has no disk %s; it has %s.".formatted(node.path().getFileName(), disk, disks(node)));
    }
    try (Qmp qmp = Qmp.connect(Path.of(Files.readString(node.qmp()).strip()))) {
      switch (wanted) {
        case FAILING -> {
          qmp.execute("blockdev-add", failing(disk));
          reopen(qmp, disk, "failing-" + disk);
        }
        case WORKING -> {
          reopen(qmp, disk, "image-" + disk);
          qmp.execute("blockdev-del", Map.of("node-name", "failing-" + disk));
        }
      }
    } catch (IOException e) {
      throw new LabFailure("Could not reach the node's QEMU", e);
    }
  }

  private static Map<String, Object> failing(String disk) {
    Map<String, Object> fault = new LinkedHashMap<>();
    fault.put("event", "none");
    fault.put("errno", EIO);
    fault.put("once", false);
    Map<String, Object> failing = new LinkedHashMap<>();
    failing.put("driver", "blkdebug");
    failing.put("node-name", "failing-" + disk);
    failing.put("image", "image-" + disk);
    failing.put("inject-error", List.of(fault));
    return failing;
  }

  private static void reopen(Qmp qmp, String disk, String below) {
    Map<String, Object> top = new LinkedHashMap<>();
    top.put("driver", "raw");
    top.put("node-name", "disk-" + disk);
    top.put("file", below);
    qmp.execute("blockdev-reopen", Map.of("options", List.of(top)));
  }
}
