package io.cairn.view;

/** Whether text carries colours. */
public enum Style {
  /** Text alone: for files, pipes, {@code NO_COLOR} and {@code TERM=dumb}. */
  PLAIN,
  /** With the escape sequences of ECMA-48 (SGR) that every terminal knows. */
  COLOUR
}
