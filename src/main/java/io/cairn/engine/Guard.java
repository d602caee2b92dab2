package io.cairn.engine;

import io.cairn.graph.DevicePath;
import io.cairn.graph.LayerName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What must hold on the node in the moment before a step acts, or after it acted.
 *
 * @param what a sentence that is true when it holds, as in {@code the disk carries no signature}
 * @param test exits 0 when it holds; what it prints is shown when it does not
 */
public record Guard(String what, Command test) {
  /** A guard tested by a piece of shell. */
  public static Guard that(String what, String script) {
    return new Guard(what, Command.script(script));
  }

  /** The file still has the text that was surveyed, byte for byte. */
  public static Guard unchanged(String path, String surveyed) {
    return hasDigest(path, sha256(surveyed));
  }

  /** The file still has the SHA-256 digest, in hexadecimal, that was surveyed. */
  public static Guard hasDigest(String path, String sha256) {
    return that(
        path + " is as it was surveyed",
        "seen=$(sha256sum < %s | cut -d ' ' -f 1)\n[ \"$seen\" = %s ] || { echo 'it has changed since'; exit 1; }"
            .formatted(Shell.quote(path), Shell.quote(sha256)));
  }

  /**
   * No program has the device open for writing: such a one is not seen by lsblk(8), and keeps
   * nobody out.
   */
  public static Guard isClosed(DevicePath device) {
    return that(
        "no program has " + device + " open for writing",
        """
        kernel=$(readlink -f %s)
        writers=$(find /proc/[0-9]*/fd -maxdepth 1 -lname "$kernel" -perm /u+w -printf '%%h\\n' 2>/dev/null | sort -u)
        for fds in $writers; do
          name=; { read -r name < "${fds%%/fd}/comm"; } 2>/dev/null || continue
          echo "open by $name, ${fds%%/fd}"; exit 1
        done
        ! grep -l -x -F -- "$kernel" /sys/block/loop*/loop/backing_file 2>/dev/null || exit 1"""
            .formatted(Shell.quote(device.text())));
  }

  /** The device is that of the replicated resource. */
  public static Guard isDeviceOf(LayerName resource, DevicePath device) {
    return that(
        device + " belongs to resource " + resource,
        "[ \"$(drbdadm sh-dev %s)\" = %s ]"
            .formatted(Shell.quote(resource.text()), Shell.quote(device.text())));
  }

  /** The node has the replicated resource in use. */
  public static Guard isPrimary(LayerName resource) {
    // 8.4 prints both roles, as in Primary/Secondary; 9 its own only
    return that(
        resource + " is primary on this node",
        "role=$(drbdadm role %s); [ \"${role%%%%/*}\" = Primary ] || { echo \"$role\"; exit 1; }"
            .formatted(Shell.quote(resource.text())));
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This is a bug in the Java runtime: it lacks SHA-256", e);
    }
  }
}
