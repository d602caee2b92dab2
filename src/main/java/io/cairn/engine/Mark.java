package io.cairn.engine;

/** The sign of a step in a plan. */
public enum Mark {
  CREATE("+"),
  CHANGE("~"),
  DESTROY("-");

  private final String sign;

  Mark(String sign) {
    this.sign = sign;
  }

  /** The sign itself. */
  public String sign() {
    return sign;
  }
}
