package io.cairn.view;

import io.cairn.engine.Reply;
import java.util.List;
import java.util.Optional;

/**
 * What a command's own words usually mean.
 *
 * @param text the cause, as far as it can be told
 * @param remedy what to try first
 */
record LikelyCause(String text, String remedy) {
  private record Known(String words, LikelyCause cause) {}

  private static final List<Known> KNOWN =
      List.of(
          known(
              "No space left on device",
              "a file system of the node is full",
              "df --human-readable, and make room"),
          known(
              "Read-only file system",
              "the file system went read-only, most often after an error of the disk below",
              "journalctl --dmesg --priority err"),
          known(
              "Input/output error",
              "a disk or its connection fails",
              "journalctl --dmesg --priority err"),
          known(
              "Could not get lock /var/lib",
              "another package manager runs on the node",
              "wait until it has ended"),
          known(
              "Unable to locate package",
              "the node's package lists are old or lack a section",
              "apt-get update, and look at /etc/apt/sources.list"),
          known(
              "Temporary failure resolving",
              "the node cannot resolve names, or has no way to the internet",
              "resolvectl status, ip route"),
          known(
              "Module drbd not found",
              "the running kernel has no drbd module, as after an update of the kernel without a"
                  + " reboot, or with a cloud kernel",
              "uname --kernel-release, and reboot into a kernel that has it"),
          known(
              "Device or resource busy",
              "something on the node still uses the device",
              "lsblk, findmnt, fuser --verbose --mount PATH"),
          known(
              "Permission denied",
              "the login on the node is not root, or a security module forbids it",
              "journalctl --grep denied"),
          known(
              "Connection refused",
              "nothing listens at the other end, or a firewall answers for it",
              "ss --listening --tcp on the other node"));

  private static Known known(String words, String text, String remedy) {
    return new Known(words, new LikelyCause(text, remedy));
  }

  /** The cause that fits the reply's words; empty where none does. */
  static Optional<LikelyCause> of(Reply reply) {
    String said = reply.err() + "\n" + reply.out();
    return KNOWN.stream()
        .filter(known -> said.contains(known.words()))
        .map(Known::cause)
        .findFirst();
  }
}
