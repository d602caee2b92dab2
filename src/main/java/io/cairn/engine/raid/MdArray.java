package io.cairn.engine.raid;

import io.cairn.graph.Size;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An array that the kernel knows, as sysfs and {@code mdadm --detail --export} tell.
 *
 * @param path kernel path, as in {@code /dev/md127}
 * @param name what stands in its superblocks, as in {@code node1:hdd}
 * @param uuid as mdadm writes it, four groups with colons
 * @param level as in {@code raid1}; empty where it is not started
 * @param state sysfs' array_state, as in {@code clean}, {@code active}, {@code read-auto}, {@code
 *     inactive}
 * @param wanted how many members it should have
 * @param missing how many of these it lacks
 * @param members what belongs to it just now
 * @param work what is being done to all of it
 * @param resync whether a first or later synchronisation is not ended
 */
record MdArray(
    String path,
    Optional<String> name,
    Optional<String> uuid,
    String level,
    String state,
    int wanted,
    int missing,
    List<Member> members,
    Optional<Work> work,
    Resync resync) {
  MdArray {
    members = List.copyOf(members);
  }

  /** Whether all redundancy was established once. */
  enum Resync {
    DONE,
    PENDING
  }

  /**
   * One member.
   *
   * @param path kernel path, as in {@code /dev/vdb}
   * @param state sysfs' words, as in {@code in_sync}, {@code faulty}, {@code spare}
   */
  record Member(String path, List<String> state) {
    Member {
      state = List.copyOf(state);
    }

    boolean isFaulty() {
      return state.contains("faulty");
    }

    /** Whether it holds all that it should. */
    boolean isInSync() {
      return state.contains("in_sync") && !isFaulty();
    }
  }

  /**
   * A pass over the whole array.
   *
   * @param action sysfs' word: resync, recover, check, repair, reshape
   * @param done and {@code total} in sectors of each member; both 0 where it waits for another one
   * @param speed per second, where it is known
   */
  record Work(String action, long done, long total, Optional<Size> speed) {
    /** 0 to 99: one that goes on is not done. */
    int percent() {
      return total == 0 ? 0 : (int) Math.min(99, done * 100 / total);
    }

    /** How long it will take at that speed. */
    Optional<Duration> left() {
      return speed
          .filter(rate -> rate.bytes() > 0 && total > 0)
          .map(rate -> Duration.ofSeconds(Math.ceilDiv((total - done) * 512, rate.bytes())));
    }
  }

  /** Whether it is started: blocks can be read from it. */
  boolean isStarted() {
    return !state.equals("inactive") && !state.equals("clear");
  }

  List<String> faulty() {
    return members.stream().filter(Member::isFaulty).map(Member::path).toList();
  }
}
