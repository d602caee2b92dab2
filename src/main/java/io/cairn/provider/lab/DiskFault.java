package io.cairn.provider.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Breaks, mends and replaces disks of a running node, beneath the device that the node sees.
 *
 * @param node the node's files; a file {@code DISK.failed} there marks a broken disk
 */
record DiskFault(LabFolder.NodeFolder node) {
  /** The node's disks, in the order of the file. */
  List<LabStatus.DiskStatus> disks() {
    try {
      return Files.readAllLines(node.disks()).stream()
          .map(line -> line.split(" ", 2))
          .map(words -> new LabStatus.DiskStatus(words[0], words[1], health(words[0])))
          .toList();
    } catch (IOException e) {
      throw new LabFailure("Could not read " + node.disks(), e);
    }
  }

  private DiskHealth health(String disk) {
    return Files.exists(mark(disk)) ? DiskHealth.FAILING : DiskHealth.WORKING;
  }

  /**
   * Brings the disk into that health; nothing happens where it is in it.
   *
   * @param named by its serial, its path in the cluster file, or the end of that
   */
  void set(String named, DiskHealth wanted) {
    String disk = serial(named);
    boolean isFailed = health(disk) == DiskHealth.FAILING;
    try (Qmp qmp = connect()) {
      switch (wanted) {
        case FAILING -> {
          if (!isFailed) {
            fail(qmp, disk);
          }
        }
        case WORKING -> {
          if (isFailed) {
            mend(qmp, disk);
          }
        }
        case REPLACED -> {
          if (!isFailed) {
            fail(qmp, disk);
          }
          long bytes = size(qmp, disk);
          Files.delete(image(disk));
          Qemu.create(image(disk), bytes);
          mend(qmp, disk);
        }
      }
    } catch (IOException e) {
      throw new LabFailure("Could not change disk " + disk + " in " + node.path(), e);
    }
  }

  private String serial(String named) {
    return disks().stream()
        .filter(
            disk ->
                disk.name().equals(named)
                    || disk.path().equals(named)
                    || disk.path().endsWith("/" + named))
        .map(LabStatus.DiskStatus::name)
        .findFirst()
        .orElseThrow(
            () ->
                new LabFailure(
                    "%s has no disk %s. It has %s."
                        .formatted(
                            node.path().getFileName(),
                            named,
                            disks().stream()
                                .map(LabStatus.DiskStatus::name)
                                .collect(Collectors.joining(", ")))));
  }

  /** Breaks again what was broken, in a node that has just been given power. */
  void restore() {
    List<String> failed =
        disks().stream()
            .filter(disk -> disk.health() == DiskHealth.FAILING)
            .map(LabStatus.DiskStatus::name)
            .toList();
    if (failed.isEmpty()) {
      return;
    }
    try (Qmp qmp = connect()) {
      for (String disk : failed) {
        fail(qmp, disk);
      }
    } catch (IOException e) {
      throw new LabFailure("Could not break the disks " + failed + " of " + node.path(), e);
    }
  }

  private void fail(Qmp qmp, String disk) throws IOException {
    qmp.execute("blockdev-add", Devices.failing(disk, size(qmp, disk)));
    put(qmp, disk, Devices.failingName(disk));
    remove(qmp, Devices.imageName(disk));
    Files.writeString(mark(disk), "");
  }

  private void mend(Qmp qmp, String disk) throws IOException {
    qmp.execute("blockdev-add", Devices.image(disk, image(disk)));
    put(qmp, disk, Devices.imageName(disk));
    remove(qmp, Devices.failingName(disk));
    Files.delete(mark(disk));
  }

  private static void put(Qmp qmp, String disk, String below) {
    qmp.execute("blockdev-reopen", Map.of("options", List.of(Devices.top(disk, below))));
  }

  private static void remove(Qmp qmp, String block) {
    qmp.execute("blockdev-del", Map.of("node-name", block));
  }

  private static long size(Qmp qmp, String disk) {
    for (JsonNode block : qmp.execute("query-named-block-nodes", Map.of("flat", true))) {
      if (block.path("node-name").asText().equals("disk-" + disk)) {
        return block.path("image").path("virtual-size").asLong();
      }
    }
    throw new LabFailure("QEMU has no disk " + disk + ". This is a bug in the lab.");
  }

  private Path image(String disk) {
    return node.path().resolve(disk + ".qcow2");
  }

  private Path mark(String disk) {
    return node.path().resolve(disk + ".failed");
  }

  private Qmp connect() throws IOException {
    return Qmp.connect(Path.of(Files.readString(node.qmp()).strip()));
  }
}
