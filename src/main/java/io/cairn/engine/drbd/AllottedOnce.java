package io.cairn.engine.drbd;

import io.cairn.engine.Context;
import io.cairn.engine.Observed;
import io.cairn.graph.Cluster;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The allotment of the last survey that was asked about: other engines ask for a device at a time,
 * and each answer needs the allotment of all. It is valid as long as cluster and survey are the
 * very same values, and both never change.
 */
final class AllottedOnce {
  private final AtomicReference<@Nullable Known> last = new AtomicReference<>();

  private record Known(Cluster cluster, Observed observed, Allotment allotment) {}

  // comparing surveys by value would cost more than the allotment
  @SuppressWarnings("ReferenceEquality")
  Allotment in(Context context) {
    Known known = last.get();
    if (known != null
        && known.cluster() == context.cluster()
        && known.observed() == context.observed()) {
      return known.allotment();
    }
    Allotment allotment = Allotment.of(context);
    last.set(new Known(context.cluster(), context.observed(), allotment));
    return allotment;
  }
}
