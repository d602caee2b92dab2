package io.cairn.engine.drbd;

import io.cairn.engine.Reply;
import io.cairn.graph.LayerName;
import io.cairn.graph.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one node answered about one declared resource.
 *
 * @param disk the backing disk
 * @param mark the holder mark
 * @param roles times and words of the node's role history, oldest first
 * @param secretSum SHA-256 of the secret's file; empty where there is none
 * @param units state of its units by name, {@code enabled active}
 * @param growing the disk and the size at whose end the metadata are until DRBD is told of a larger
 *     one; empty where no growth is under way
 * @param goingBackTo the name of the snapshot to which all copies were to go back when that ended
 *     early
 */
record ResourceFacts(
    Disk disk,
    Optional<HolderMark> mark,
    List<String> roles,
    Optional<String> secretSum,
    Map<String, String> units,
    Optional<String> growing,
    Optional<String> goingBackTo) {
  ResourceFacts {
    roles = List.copyOf(roles);
    units = Map.copyOf(units);
  }

  /**
   * The backing disk.
   *
   * @param kernelPath as in {@code /dev/vdb}; empty while it is not there
   * @param size of the disk; while it is not there, of what it will be made on
   * @param signatures what wipefs(8) finds, DRBD's own left out, as in {@code btrfs 5e0c...}
   * @param readRate bytes per second of the full read, where there was one
   */
  record Disk(
      Optional<String> kernelPath,
      Optional<Size> size,
      List<String> signatures,
      Metadata metadata,
      Blankness blankness,
      Optional<Size> readRate) {
    Disk {
      signatures = List.copyOf(signatures);
    }

    Disk with(Metadata other) {
      return new Disk(kernelPath, size, signatures, other, blankness, readRate);
    }

    Disk with(Blankness other) {
      return new Disk(kernelPath, size, signatures, metadata, other, readRate);
    }
  }

  /** The same, where that is known of the disk. */
  ResourceFacts with(Disk other) {
    return new ResourceFacts(other, mark, roles, secretSum, units, growing, goingBackTo);
  }

  /** Reads the answer to the resource's probe. */
  static ResourceFacts parse(LayerName resource, Reply reply) {
    List<String> lines = reply.out().lines().toList();
    Map<String, String> units = new LinkedHashMap<>();
    values(lines, "unit")
        .map(line -> line.split(" ", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> units.put(parts[0], parts[1]));
    List<String> mark =
        values(lines, "text " + io.cairn.engine.Units.holderMark(resource)).toList();
    Optional<String> growing =
        values(lines, "text " + DrbdPaths.growing(resource))
            .filter(line -> !line.isBlank())
            .findFirst();
    Disk disk = disk(lines);
    return new ResourceFacts(
        disk.metadata() instanceof Metadata.None
                && disk.kernelPath().isPresent()
                && growing.isPresent()
            ? disk.with(new Metadata.AtFormerEnd())
            : disk,
        mark.isEmpty() ? Optional.empty() : Optional.of(HolderMark.parse(String.join("\n", mark))),
        values(lines, "text " + DrbdPaths.roles(resource)).toList(),
        values(lines, "secret").findFirst(),
        units,
        growing,
        values(lines, "going-back-to").findFirst());
  }

  private static Disk disk(List<String> lines) {
    Optional<String[]> device =
        values(lines, "device").map(line -> line.split(" ")).filter(p -> p.length == 2).findFirst();
    Optional<Size> size =
        device
            .map(parts -> parts[1])
            .or(() -> values(lines, "base").findFirst())
            .flatMap(ResourceFacts::size);
    List<String> signatures =
        values(lines, "signature")
            .map(line -> line.strip().replaceAll("\\s+", " "))
            .filter(line -> !line.startsWith("drbd"))
            .toList();
    if (device.isEmpty() && lines.contains("absent")) {
      return notMade(size, blankness(lines, signatures));
    }
    return new Disk(
        device.map(parts -> parts[0]),
        size,
        signatures,
        metadata(lines, device.isPresent()),
        blankness(lines, signatures),
        readRate(lines));
  }

  /** What was read is the disk below: what it carries besides is not the resource's concern. */
  private static Disk notMade(Optional<Size> size, Blankness below) {
    Blankness blankness =
        below instanceof Blankness.Carries(var what)
            ? new Blankness.Unproven("the disk below it carries " + what)
            : below;
    return new Disk(
        Optional.empty(), size, List.of(), new Metadata.None(), blankness, Optional.empty());
  }

  private static Metadata metadata(List<String> lines, boolean isThere) {
    Optional<String> unreadable = values(lines, "unreadable").findFirst();
    if (unreadable.isPresent()) {
      return new Metadata.Unknown(unreadable.get());
    }
    Optional<String> ids = values(lines, "ids").findFirst();
    if (ids.isEmpty()) {
      return isThere ? new Metadata.None() : new Metadata.Unknown("the node did not say");
    }
    return GenerationIds.parse(ids.get())
        .<Metadata>map(
            found -> found.isJustCreated() ? new Metadata.JustCreated() : new Metadata.Used(found))
        .orElseGet(() -> new Metadata.Unknown("its identifiers cannot be read"));
  }

  private static Blankness blankness(List<String> lines, List<String> signatures) {
    if (!signatures.isEmpty()) {
      return new Blankness.Carries(String.join(", ", signatures));
    }
    return Stream.of(
            values(lines, "zero").<Blankness>map(_ -> new Blankness.Zero()),
            values(lines, "carries").<Blankness>map(Blankness.Carries::new),
            values(lines, "unproven").<Blankness>map(Blankness.Unproven::new))
        .flatMap(found -> found)
        .findFirst()
        .orElseGet(Blankness.NotAsked::new);
  }

  private static Optional<Size> readRate(List<String> lines) {
    return values(lines, "zero")
        .map(line -> line.split(" "))
        .filter(parts -> parts.length == 2 && parts[0].matches("\\d+") && parts[1].matches("\\d+"))
        .map(parts -> rate(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
        .findFirst();
  }

  private static Size rate(long bytes, long milliseconds) {
    return new Size(bytes / Math.max(1, milliseconds) * 1000);
  }

  private static Optional<Size> size(String bytes) {
    return bytes.matches("\\d{1,18}")
        ? Optional.of(new Size(Long.parseLong(bytes)))
        : Optional.empty();
  }

  private static Stream<String> values(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.equals(key) || line.startsWith(key + " "))
        .map(line -> line.substring(Math.min(line.length(), key.length() + 1)));
  }

  /** Whether the unit starts at boot. */
  boolean isEnabled(String unit) {
    return units.getOrDefault(unit, "").startsWith("enabled");
  }

  /** Whether the unit is active now. */
  boolean isActive(String unit) {
    return units.getOrDefault(unit, "").endsWith(" active");
  }
}
