package io.cairn.engine;

/**
 * Something that is wrong or unwise, told so that a person can act.
 *
 * @param code stable, as in {@code DRBD-03}
 * @param title without names, as in {@code Peers of different size}
 * @param place where: {@code cluster.yaml:12:5}, a node, a device, a layer
 * @param seen what was seen there
 * @param wanted what should be there instead
 * @param why why it matters
 * @param correction what to do; a command to paste stands on its own line
 */
public record Finding(
    Severity severity,
    String code,
    String title,
    String place,
    String seen,
    String wanted,
    String why,
    String correction) {

  /** How bad it is; only an error stops a plan from being applied. */
  public enum Severity {
    ERROR,
    WARNING,
    NOTE
  }

  /**
   * An error: nothing is applied while it stands. Completed by {@link #at}, {@link #saw}, {@link
   * #because}.
   */
  public static Finding error(String code, String title) {
    return new Finding(Severity.ERROR, code, title, "", "", "", "", "");
  }

  /** A warning: shown, and the work goes on. */
  public static Finding warning(String code, String title) {
    return new Finding(Severity.WARNING, code, title, "", "", "", "", "");
  }

  /** Where. */
  public Finding at(String place) {
    return new Finding(severity, code, title, place, seen, wanted, why, correction);
  }

  /** What was seen, and what should be there instead. */
  public Finding saw(String seen, String wanted) {
    return new Finding(severity, code, title, place, seen, wanted, why, correction);
  }

  /** Why it matters, and what to do. */
  public Finding because(String why, String correction) {
    return new Finding(severity, code, title, place, seen, wanted, why, correction);
  }
}
