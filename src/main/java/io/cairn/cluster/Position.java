package io.cairn.cluster;

/**
 * A place in the cluster file.
 *
 * @param file the name of the file, as given
 * @param line counted from 1
 * @param column counted from 1, in characters
 */
public record Position(String file, int line, int column) {
  /** As editors and terminals link it: {@code cluster.yaml:12:5}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
