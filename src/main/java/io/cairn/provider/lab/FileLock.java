package io.cairn.provider.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A lock between processes of this computer; the kernel frees it when its holder dies. */
final class FileLock implements AutoCloseable {
  private final FileChannel channel;

  private FileLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits until nobody else holds it.
   *
   * @param whileWaiting run once when someone else does
   */
  static FileLock hold(Path file, Runnable whileWaiting) {
    try {
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        whileWaiting.run();
        channel.lock();
      }
      return new FileLock(channel);
    } catch (IOException e) {
      throw new LabFailure("Could not take the lock " + file, e);
    }
  }

  /** Takes it if nobody else holds it. */
  static Optional<FileLock> ifFree(Path file) {
    try {
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new FileLock(channel));
    } catch (IOException e) {
      throw new LabFailure("Could not take the lock " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new LabFailure("Could not give a lock back", e);
    }
  }
}
