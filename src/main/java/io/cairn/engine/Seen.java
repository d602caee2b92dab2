package io.cairn.engine;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a survey knows of one thing. Absent and unknown are not the same: a plan never takes unknown
 * for absent.
 *
 * @param <T> the value when it is there
 */
public sealed interface Seen<T> {
  /** It is there. */
  record Present<T>(T value) implements Seen<T> {}

  /** It is provably not there. */
  record Missing<T>() implements Seen<T> {}

  /** The node could not tell. */
  record Unknown<T>(String why) implements Seen<T> {}

  /** The value, where it is there. */
  default Optional<T> found() {
    return this instanceof Present<T>(T value) ? Optional.of(value) : Optional.empty();
  }

  /** Whether it is provably not there. */
  default boolean isMissing() {
    return this instanceof Missing<T>;
  }

  /** Reads on in the value. */
  default <U> Seen<U> map(Function<T, U> read) {
    return switch (this) {
      case Present<T>(T value) -> new Present<>(read.apply(value));
      case Missing<T> _ -> new Missing<>();
      case Unknown<T>(String why) -> new Unknown<>(why);
    };
  }
}
