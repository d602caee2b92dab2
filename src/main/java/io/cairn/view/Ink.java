package io.cairn.view;

/** What a colour says; the number is the parameter of ECMA-48's SGR sequence. */
enum Ink {
  NONE(0),
  STRONG(1),
  FAINT(2),
  BAD(31),
  GOOD(32),
  CAREFUL(33);

  private final int code;

  Ink(int code) {
    this.code = code;
  }

  String on(String text) {
    return this == NONE || text.isBlank() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
