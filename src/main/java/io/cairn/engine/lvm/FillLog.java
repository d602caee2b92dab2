package io.cairn.engine.lvm;

import io.cairn.engine.LayerState.Pace;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Reply;
import io.cairn.graph.Layer;
import io.cairn.graph.LayerName;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How full the thin pools of a node were, as it wrote down hourly.
 *
 * @param now the node's clock when it was asked, in seconds since 1970
 */
record FillLog(long now, List<Sample> samples) {
  private static final Pattern NOW = Pattern.compile("(?m)^now (\\d{1,12})$");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(\\d{1,12}) (\\S+) (\\S+) (\\d{1,18}) ([\\d.]{1,6}) (\\d{1,18}) ([\\d.]{1,6})");

  /** lvs(8) rounds to hundredths of a percent: what is less than a few of them is no change. */
  private static final double LEAST_CHANGE = 0.0005;

  /** Beyond that nobody can tell, and nobody has to look: 100 days, in seconds. */
  private static final double FAR = 100.0 * 86_400;

  FillLog {
    samples = List.copyOf(samples);
  }

  /**
   * One pool at one time.
   *
   * @param time in seconds since 1970
   * @param data used, in bytes
   * @param metadata used, in bytes
   */
  record Sample(long time, String group, String pool, double data, double metadata) {}

  /** Over which time a rate is measured. */
  enum Window {
    HOUR(1_800, 3_600, 10_800),
    DAY(43_200, 86_400, 176_400);

    private final long from;
    private final long best;
    private final long to;

    /** Ages in seconds: the least, the one that is meant, the most. */
    Window(long from, long best, long to) {
      this.from = from;
      this.best = best;
      this.to = to;
    }
  }

  /** What the node answered; empty where it was not asked or has no clock. */
  static Optional<FillLog> of(NodeFacts node) {
    return node.reply(FillWatch.PROBE).flatMap(FillLog::parse);
  }

  /** When that pool will be full, with what it still gets of its group where it grows by itself. */
  static Optional<Pace> pace(
      Layer.ThinPool pool, GroupLayers layers, Volume volume, LvmFacts facts) {
    boolean grows = pool.autoExtend().isOn() && volume.monitoring() == Volume.Monitoring.WATCHED;
    long more =
        grows ? facts.group(layers.name()).map(g -> g.free().size().bytes()).orElse(0L) : 0L;
    return of(facts.node()).flatMap(log -> log.pace(layers.name(), volume, more));
  }

  /** Whether the timer that writes it is not enabled, as far as the node tells. */
  static boolean isToBeEnabled(NodeFacts node) {
    return node.reply(FillWatch.PROBE)
        .filter(reply -> reply.out().lines().noneMatch("timer enabled"::equals))
        .isPresent();
  }

  static Optional<FillLog> parse(Reply reply) {
    Matcher now = NOW.matcher(reply.out());
    return now.find()
        ? Optional.of(
            new FillLog(
                Long.parseLong(now.group(1)),
                reply.out().lines().flatMap(line -> sample(line).stream()).toList()))
        : Optional.empty();
  }

  private static Optional<Sample> sample(String line) {
    Matcher found = SAMPLE.matcher(line);
    return found.matches()
        ? Optional.of(
            new Sample(
                Long.parseLong(found.group(1)),
                found.group(2),
                found.group(3),
                part(found.group(4), found.group(5)),
                part(found.group(6), found.group(7))))
        : Optional.empty();
  }

  private static double part(String bytes, String percent) {
    return Double.parseDouble(bytes) * Double.parseDouble(percent) / 100;
  }

  /**
   * When the pool will be full, data or metadata, whichever is nearer, at the rate of the last hour
   * or of the last day, whichever is faster; empty where it does not fill, or nobody can tell.
   *
   * @param more room that it can still get, in bytes
   */
  Optional<Pace> pace(LayerName group, Volume pool, long more) {
    return Stream.of(
            left("data", group, pool, pool.size().bytes(), pool.fill().data(), Sample::data, more),
            left(
                "metadata",
                group,
                pool,
                pool.metadata().map(size -> size.bytes()).orElse(0L),
                pool.fill().metadata(),
                Sample::metadata,
                more))
        .flatMap(found -> found)
        .min(Comparator.comparing(Pace::left));
  }

  private Stream<Pace> left(
      String what,
      LayerName group,
      Volume pool,
      long size,
      Optional<Double> percent,
      ToDoubleFunction<Sample> part,
      long more) {
    if (percent.isEmpty() || size == 0) {
      return Stream.empty();
    }
    double used = size * percent.get() / 100;
    return Stream.of(Window.values())
        .flatMap(
            window ->
                then(window, group, pool).stream()
                    .filter(then -> used - part.applyAsDouble(then) > size * LEAST_CHANGE)
                    .map(
                        then ->
                            (size + more - used)
                                / (used - part.applyAsDouble(then))
                                * (now - then.time()))
                    .filter(seconds -> seconds >= 0 && seconds < FAR)
                    .map(
                        seconds ->
                            new Pace(
                                what,
                                Duration.ofSeconds(seconds.longValue()),
                                Duration.ofSeconds(window.best))));
  }

  /** The one whose age is nearest to what is meant. */
  private Optional<Sample> then(Window window, LayerName group, Volume pool) {
    return samples.stream()
        .filter(sample -> sample.group().equals(group.text()) && sample.pool().equals(pool.name()))
        .filter(sample -> now - sample.time() >= window.from && now - sample.time() <= window.to)
        .min(Comparator.comparing(sample -> Math.abs(now - sample.time() - window.best)));
  }
}
