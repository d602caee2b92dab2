package io.cairn.sim;

/** Something happened that must never happen, whatever fails. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String what;

  Violation(String what) {
    super(what);
    this.what = what;
  }

  String what() {
    return what;
  }
}
