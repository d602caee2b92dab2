package io.cairn.cluster;

/**
 * Something that is wrong or unwise in a cluster file, told so that a person can mend it.
 *
 * @param code what kind of trouble; its id and title are stable
 * @param position where it stands
 * @param sourceLine the text of that line
 * @param width how many characters of it are meant, from the position on; at least 1
 * @param seen what stands there
 * @param wanted what should stand there instead
 * @param why why it matters; empty where the title says it
 * @param correction what to do, as in {@code did you mean 'over'?}; may be empty
 */
public record Problem(
    Code code,
    Position position,
    String sourceLine,
    int width,
    String seen,
    String wanted,
    String why,
    String correction) {

  /** How bad it is: a file with an error is not used, one with warnings is. */
  public enum Severity {
    ERROR,
    WARNING
  }

  /** How bad it is. */
  public Severity severity() {
    return code.severity();
  }

  /** What was seen, and what should be there instead. */
  Problem saw(String seen, String wanted) {
    return new Problem(code, position, sourceLine, width, seen, wanted, why, correction);
  }

  /** Why it matters. */
  Problem because(String why) {
    return new Problem(code, position, sourceLine, width, seen, wanted, why, correction);
  }

  /** What to do. */
  Problem correct(String correction) {
    return new Problem(code, position, sourceLine, width, seen, wanted, why, correction);
  }

  /** The line with its number, and carets below the place: two lines, no line break at the end. */
  public String excerpt() {
    return ProblemText.excerpt(this);
  }

  /** Several lines for people: title, place, the line with carets, what to do. */
  public String render() {
    return ProblemText.of(this);
  }
}
