package io.cairn.graph;

import java.util.Optional;

/**
 * A faster device in front of a volume (lvmcache(7)).
 *
 * @param on the physical volumes of the same group that it lies on
 * @param size how much it holds
 * @param metadata room for what says where things are; where omitted, it follows from the size.
 *     Only dm-cache has it on its own
 * @param mode when a write counts as done
 * @param kind how it works
 */
public record Cache(Below on, Size size, Optional<Size> metadata, Mode mode, Kind kind) {
  /** Refuses what the kernel's dm-writecache cannot do. */
  public Cache {
    if (kind == Kind.DM_WRITECACHE && (mode != Mode.WRITEBACK || metadata.isPresent())) {
      throw new IllegalArgumentException("dm-writecache holds writes back, and has no metadata");
    }
  }

  /** When a write counts as done (lvmcache(7), {@code --cachemode}). */
  public enum Mode {
    /** On the slow device as well: losing the cache loses nothing. */
    WRITETHROUGH,
    /** In the cache: losing the cache loses what was not written back. */
    WRITEBACK
  }

  /** What the cache is for. */
  public enum Kind {
    /** Keeps what is often read or written ({@code --type cache}). */
    DM_CACHE,
    /** Keeps writes, and never reads ({@code --type writecache}). */
    DM_WRITECACHE
  }
}
