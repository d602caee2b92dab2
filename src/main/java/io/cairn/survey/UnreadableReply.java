package io.cairn.survey;

/** A node answered something that cannot be read: nothing is concluded from it. */
final class UnreadableReply extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableReply(String message) {
    super(message);
  }

  UnreadableReply(String message, Throwable cause) {
    super(message, cause);
  }
}
