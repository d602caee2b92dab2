package io.cairn.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Health;
import io.cairn.engine.LayerState;
import io.cairn.engine.Observed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  private static final Screen SCREEN = Screen.plain(120);

  @Test
  void showsEveryLayerOnEveryNode() {
    Golden.check("view/status.txt", StatusText.of(ErpStatus.healthy(), SCREEN));
  }

  @Test
  void tellsHowFarAResyncIs() {
    Golden.check("view/status-resync.txt", StatusText.of(ErpStatus.resyncing(), SCREEN));
  }

  @Test
  void tellsThatANodeDoesNotAnswer() {
    Golden.check("view/status-node-lost.txt", StatusText.of(ErpStatus.nodeLost(), SCREEN));
  }

  @Test
  void saysLessInTheTableOnANarrowScreenButAllInWords() {
    Golden.check(
        "view/status-60-columns.txt", StatusText.of(ErpStatus.resyncing(), Screen.plain(60)));
    Golden.check(
        "view/status-40-columns.txt", StatusText.of(ErpStatus.resyncing(), Screen.plain(40)));
  }

  @Test
  void saysThatNothingIsBuiltYet() {
    Golden.check("view/status-not-built.txt", StatusText.of(ErpStatus.notBuilt(), SCREEN));
  }

  @Test
  void saysWhoIsAtWorkBeforeWhatLooksWrongMeanwhile() {
    Golden.check("view/status-being-changed.txt", StatusText.of(ErpStatus.beingChanged(), SCREEN));
    assertThat(Verdict.of(ErpStatus.beingChanged()).health()).isEqualTo(Health.BUSY);
    assertThat(StatusJson.line(ErpStatus.beingChanged(), Instant.EPOCH))
        .startsWith("{\"time\":\"1970-01-01T00:00:00Z\",\"cluster\":\"erp\",\"health\":\"busy\"")
        .contains("\"atWork\":\"cairn apply by root on desk, since 2026-01-05 12:00:00 UTC\"")
        .endsWith("}\n")
        .hasLineCount(1);
  }

  @Test
  void planInBetweenIsSaidToBeOne() {
    assertThat(AtWorkText.of(ErpStatus.beingChanged().observed(), SCREEN))
        .isEqualToNormalizingWhitespace(
            "Another Cairn is at work: cairn apply by root on desk, since 2026-01-05 12:00:00 UTC"
                + " (node1, node2). What follows is a moment of it: look again when it has ended.");
    assertThat(AtWorkText.of(ErpStatus.healthy().observed(), SCREEN)).isEmpty();
  }

  @Test
  void neverTakesALayerOfWhichNothingIsKnownForHealthy() {
    Status healthy = ErpStatus.healthy();
    List<LayerState> known = healthy.layers().subList(0, healthy.layers().size() - 1);
    Verdict verdict =
        Verdict.of(
            new Status(healthy.cluster(), healthy.observed(), known, healthy.aspects(), List.of()));
    assertThat(verdict)
        .isEqualTo(new Verdict(Health.UNKNOWN, "erp: unknown: web on node2: nothing is known"));
  }

  @Test
  void tellsOfASilentNodeBeforeAnythingElse() {
    Status lost = ErpStatus.nodeLost();
    Status unasked =
        new Status(
            lost.cluster(), new Observed(new LinkedHashMap<>()), List.of(), List.of(), List.of());
    assertThat(Verdict.of(unasked).text())
        .isEqualTo("erp: degraded: node1 does not answer; node2 does not answer");
  }

  @Test
  void usesNothingButAsciiWhereAskedTo() {
    Golden.check(
        "view/status-ascii.txt",
        StatusText.of(ErpStatus.resyncing(), new Screen(Style.PLAIN, Glyphs.ASCII, 120)));
  }

  @Test
  void coloursOnlyWhereAskedTo() {
    Screen colour = new Screen(Style.COLOUR, Glyphs.UNICODE, 120);
    String coloured = StatusText.of(ErpStatus.nodeLost(), colour);
    String plain = StatusText.of(ErpStatus.nodeLost(), SCREEN);
    assertThat(coloured).isNotEqualTo(plain);
    assertThat(coloured.replaceAll("\u001b\\[[0-9]*m", "")).isEqualTo(plain);
  }

  @Test
  void holdsAllForPrograms() {
    Golden.check("view/status-resync.json", StatusJson.of(ErpStatus.resyncing()));
    Golden.check("view/status-node-lost.json", StatusJson.of(ErpStatus.nodeLost()));
  }
}
