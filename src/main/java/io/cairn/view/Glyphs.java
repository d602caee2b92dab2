package io.cairn.view;

import io.cairn.engine.Health;

/** The signs that renderers draw with. */
public enum Glyphs {
  /** Lines, dots and dashes of Unicode; each is one column wide. */
  UNICODE,
  /** Only what every terminal and every printer has. */
  ASCII;

  String mark(Health health) {
    return switch (this) {
      case UNICODE ->
          switch (health) {
            case OK -> "●";
            case BUSY -> "◐";
            case DEGRADED -> "▲";
            case ABSENT -> "○";
            case UNKNOWN -> "?";
            case FAILED -> "✖";
          };
      case ASCII ->
          switch (health) {
            case OK -> "ok";
            case BUSY -> "..";
            case DEGRADED -> "!!";
            case ABSENT -> "--";
            case UNKNOWN -> "??";
            case FAILED -> "XX";
          };
    };
  }

  String bar(int percent, int cells) {
    int full = Math.ceilDiv(Math.clamp(percent, 0, 100) * cells, 100);
    return switch (this) {
      case UNICODE -> "█".repeat(full) + "░".repeat(cells - full);
      case ASCII -> "[" + "#".repeat(full) + ".".repeat(cells - full) + "]";
    };
  }

  String dash() {
    return of("—", "-");
  }

  String ellipsis() {
    return of("…", "...");
  }

  String of(String unicode, String ascii) {
    return this == UNICODE ? unicode : ascii;
  }
}
