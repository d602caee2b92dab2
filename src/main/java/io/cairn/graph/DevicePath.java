package io.cairn.graph;

import java.util.regex.Pattern;

/** An absolute path of a block device on a node, as in {@code /dev/disk/by-id/virtio-store1}. */
public record DevicePath(String text) implements Comparable<DevicePath> {
  /** What is accepted, for messages. */
  public static final String RULE = "a path below /dev, best one of /dev/disk/by-id/";

  private static final Pattern VALID = Pattern.compile("/dev/[A-Za-z0-9_.:+@=/-]{1,200}");
  private static final Pattern KERNEL_NAME =
      Pattern.compile("/dev/(?:[shv]d[a-z]+|xvd[a-z]+|nvme\\d+n\\d+|md\\d+)(?:p?\\d+)?");

  /** Refuses a text that is no such path; use {@link #isValid} to ask first. */
  public DevicePath {
    if (!isValid(text)) {
      throw new IllegalArgumentException("'" + text + "' is not a device path: " + RULE);
    }
  }

  /** Whether the text follows {@link #RULE}. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches() && !text.contains("/../") && !text.endsWith("/");
  }

  /** Whether this is a name that the kernel hands out anew at every boot (rule R28). */
  public boolean isKernelName() {
    return KERNEL_NAME.matcher(text).matches();
  }

  @Override
  public int compareTo(DevicePath other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
