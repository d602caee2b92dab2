package io.cairn.graph;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What was worked out of a value that never changes, kept as long as the value: the engines ask the
 * same of it for one layer after the other.
 *
 * <p>Whatever is kept must be a pure function of that value and of the key, and immutable itself.
 * Asked by two at once it may be worked out twice.
 */
public final class Derived {
  private final Map<Key, Object> known = new ConcurrentHashMap<>();

  private record Key(Class<?> type, Object what) {}

  /**
   * The same as the first time.
   *
   * @param type of what is asked for
   * @param key which of that type
   */
  public <T> T of(Class<T> type, Object key, Supplier<T> work) {
    Key about = new Key(type, key);
    Object there = known.get(about);
    if (there == null) {
      // not computeIfAbsent: the work may ask for more
      there = work.get();
      known.put(about, there);
    }
    return type.cast(there);
  }
}
