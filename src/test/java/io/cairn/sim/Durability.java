package io.cairn.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * What of a machine's own files is on its disk for certain. Until it was synced, a file that was
 * written may after a power loss be there, be as before, be empty or be cut off; one that was
 * synced and then renamed is there whole or is not.
 */
final class Durability {
  private static final List<String> WATCHED = List.of("/etc", "/var", "/usr/local");

  private final Machine machine;
  private Map<String, byte[]> durable = new TreeMap<>();
  private final Set<Object> synced = new HashSet<>();

  Durability(Machine machine) {
    this.machine = machine;
  }

  /** Everything that was written is on the disk now. */
  void syncAll() {
    durable = contents();
    synced.clear();
  }

  /**
   * This file's content is on the disk now, under whatever name; of a directory, which names there
   * are in it.
   */
  void sync(String path) {
    if (Files.isRegularFile(machine.at(path))) {
      synced.add(identity(machine.at(path)));
    } else if (WATCHED.stream().anyMatch(watched -> (path + "/").startsWith(watched + "/"))) {
      String directory = path.replaceFirst("/$", "");
      durable.keySet().removeIf(one -> isIn(one, directory) && !machine.hasFile(one));
      for (String file : machine.filesBelow(directory)) {
        if (isIn(file, directory) && synced.contains(identity(machine.at(file)))) {
          durable.put(file, read(machine.at(file)));
        }
      }
    }
  }

  private static boolean isIn(String path, String directory) {
    return path.lastIndexOf('/') == directory.length() && path.startsWith(directory);
  }

  private Map<String, byte[]> contents() {
    Map<String, byte[]> contents = new TreeMap<>();
    for (String directory : WATCHED) {
      for (String path : machine.filesBelow(directory)) {
        contents.put(path, read(machine.at(path)));
      }
    }
    return contents;
  }

  /** What a power loss makes of it. */
  void lose(RandomGenerator chance) {
    Map<String, byte[]> written = contents();
    Set<String> all = new TreeSet<>(written.keySet());
    all.addAll(durable.keySet());
    for (String path : all) {
      if (!Arrays.equals(written.get(path), durable.get(path))) {
        lose(path, Optional.ofNullable(written.get(path)), chance);
      }
    }
    syncAll();
  }

  private void lose(String path, Optional<byte[]> now, RandomGenerator chance) {
    boolean whole = now.isEmpty() || synced.contains(identity(machine.at(path)));
    switch (chance.nextInt(whole ? 2 : 5)) {
      case 0 -> {
        // it had reached the disk by itself
      }
      case 1, 2 -> put(path, Optional.ofNullable(durable.get(path)));
      case 3 -> put(path, Optional.of(new byte[0]));
      default -> put(path, now.map(all -> Arrays.copyOf(all, all.length / 2)));
    }
  }

  private void put(String path, Optional<byte[]> content) {
    try {
      if (content.isEmpty()) {
        Files.deleteIfExists(machine.at(path));
      } else {
        Files.createDirectories(machine.at(path).getParent());
        Files.write(machine.at(path), content.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object identity(Path path) {
    try {
      return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS)
          + "/"
          + Files.getLastModifiedTime(path).toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
