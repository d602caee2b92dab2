package io.cairn.cli;

import io.cairn.plan.Selection;
import io.cairn.view.Frame;
import io.cairn.view.Screen;
import io.cairn.view.Status;
import io.cairn.view.StatusJson;
import io.cairn.view.StatusText;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** Shows the status again and again, until Ctrl-C: that is how it is meant to end. */
final class StatusWatch {
  private final Session session;
  private final Selection selection;
  private final int interval;

  /**
   * A watch over a session that shows nothing by itself.
   *
   * @param interval seconds between two looks
   */
  StatusWatch(Session session, Selection selection, int interval) {
    this.session = session;
    this.selection = selection;
    this.interval = interval;
  }

  private Status look() {
    return Status.of(session.survey(), selection);
  }

  /** A line of JSON for each look. */
  void json() throws InterruptedException {
    session.onInterruption(() -> {});
    while (true) {
      System.out.print(StatusJson.line(look(), Instant.now()));
      System.out.flush();
      TimeUnit.SECONDS.sleep(interval);
    }
  }

  /** One text below the other, for a log. */
  void text() throws InterruptedException {
    session.onInterruption(() -> {});
    while (true) {
      String text = StatusText.of(look(), session.screen());
      System.out.println("--- " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
      System.out.println(text);
      System.out.flush();
      TimeUnit.SECONDS.sleep(interval);
    }
  }

  /** In place, on the terminal's other screen. */
  void onScreen() throws InterruptedException {
    try (Board board = new Board()) {
      session.onInterruption(board::close);
      while (true) {
        board.asks();
        Status status = look();
        board.shows(status);
        TimeUnit.SECONDS.sleep(interval);
      }
    }
  }

  /** What stands on the screen: the last look, and its age, which grows by itself. */
  private final class Board implements AutoCloseable {
    private final Ticker ticker;
    private String text = "";
    private LocalTime seen = LocalTime.now(ZoneId.systemDefault());
    private long asked = System.nanoTime();
    private boolean answered;
    private boolean closed;

    Board() {
      System.out.print(Frame.ENTER);
      ticker = new Ticker(this::draw);
    }

    synchronized void asks() {
      asked = System.nanoTime();
      answered = false;
    }

    synchronized void shows(Status status) {
      answered = true;
      seen = LocalTime.now(ZoneId.systemDefault());
      text = StatusText.of(status, narrowed(session.screen()));
      draw();
    }

    private synchronized void draw() {
      if (!closed) {
        System.out.print(Frame.of(head(), text, Terminal.height(), narrowed(session.screen())));
        System.out.flush();
      }
    }

    /** Erasing the rest of a full line takes its last character where lines do not wrap. */
    private static Screen narrowed(Screen screen) {
      return new Screen(screen.style(), screen.glyphs(), screen.width() - 1);
    }

    private String head() {
      long waiting = Duration.ofNanos(System.nanoTime() - asked).toSeconds();
      String asking = answered || waiting < interval ? "" : "; asking for " + waiting + " s";
      String at = text.isEmpty() ? "" : "; seen at " + seen.truncatedTo(ChronoUnit.SECONDS);
      return "every " + interval + " s, Ctrl-C ends" + at + asking;
    }

    /** The terminal as it was before, and below what was there the last look. */
    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        ticker.close();
        System.out.print(Frame.LEAVE + text);
        System.out.flush();
      }
    }
  }
}
