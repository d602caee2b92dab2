package io.cairn.provider.lab;

import java.io.Serial;

/** The lab cannot go on; the message says what, where, why, and what to do. */
public final class LabFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  LabFailure(String message) {
    super(message);
  }

  LabFailure(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
