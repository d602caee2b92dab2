package io.cairn.provider.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Breaks, mends and replaces disks of a running node, beneath the device that the node sees.
 *
 * @param node the node's files; a file {@code DISK.failed} there marks a broken disk
 */
record DiskFault(LabFolder.NodeFolder node) {
  private static final String IMAGE = ".qcow2";
  private static final String FAILED = ".failed";

  /** The names of the node's disks. */
  List<String> disks() {
    return names(IMAGE).stream().filter(name -> !name.equals("system")).toList();
  }

  /** Those of them that are broken. */
  List<String> failed() {
    return names(FAILED);
  }

  private List<String> names(String suffix) {
    try (Stream<Path> files = Files.list(node.path())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(suffix))
          .map(name -> name.substring(0, name.length() - suffix.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new LabFailure("Could not read " + node.path(), e);
    }
  }

  /** Brings the disk into that health; nothing happens where it is in it. */
  void set(String disk, DiskHealth wanted) {
    if (!disks().contains(disk)) {
      throw new LabFailure(
          "%s has no disk %s; it has %s.".formatted(node.path().getFileName(), disk, disks()));
    }
    boolean isFailed = failed().contains(disk);
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

  /** Breaks again what was broken, in a node that has just been given power. */
  void restore() {
    List<String> failed = failed();
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
    Files.writeString(node.path().resolve(disk + FAILED), "");
  }

  private void mend(Qmp qmp, String disk) throws IOException {
    qmp.execute("blockdev-add", Devices.image(disk, image(disk)));
    put(qmp, disk, Devices.imageName(disk));
    remove(qmp, Devices.failingName(disk));
    Files.delete(node.path().resolve(disk + FAILED));
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
    return node.path().resolve(disk + IMAGE);
  }

  private Qmp connect() throws IOException {
    return Qmp.connect(Path.of(Files.readString(node.qmp()).strip()));
  }
}
