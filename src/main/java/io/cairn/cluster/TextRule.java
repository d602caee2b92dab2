package io.cairn.cluster;

import io.cairn.graph.ClusterName;
import io.cairn.graph.DevicePath;
import io.cairn.graph.InterfaceName;
import io.cairn.graph.IpAddress;
import io.cairn.graph.LayerName;
import io.cairn.graph.NetworkName;
import io.cairn.graph.NodeName;
import io.cairn.graph.Percent;
import io.cairn.graph.Size;
import io.cairn.graph.SshTarget;
import io.cairn.graph.Subnet;
import io.cairn.graph.VolumeSize;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a single text may look like.
 *
 * <p>The pattern is the one that the JSON Schema publishes (ECMA-262 and Java read it alike); the
 * predicate is that of the type which the text becomes.
 */
enum TextRule {
  CLUSTER_NAME("a name", ClusterName.RULE, "[A-Za-z][A-Za-z0-9_.-]{0,31}", ClusterName::isValid),
  NODE_NAME(
      "the name of a node", NodeName.RULE, "[A-Za-z0-9][A-Za-z0-9-]{0,62}", NodeName::isValid),
  NETWORK_NAME(
      "the name of a network",
      NetworkName.RULE,
      "[A-Za-z][A-Za-z0-9_.-]{0,31}",
      NetworkName::isValid),
  LAYER_NAME(
      "the name of a layer", LayerName.RULE, "[A-Za-z][A-Za-z0-9_.-]{0,47}", LayerName::isValid),
  DEVICE(
      "a device path",
      DevicePath.RULE,
      "/dev(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9_.:+@=-]+)+",
      DevicePath::isValid),
  SSH(
      "an SSH target",
      SshTarget.RULE,
      "(?:[A-Za-z_][A-Za-z0-9_.-]*@)?(?:[A-Za-z0-9][A-Za-z0-9_.-]*|\\[[0-9A-Fa-f:.]+\\])(?::[1-9][0-9]{0,4})?",
      text -> SshTarget.parse(text).filter(TextRule::isHost).isPresent()),
  ADDRESS(
      "an address",
      "an IPv4 or IPv6 address, as in 10.0.254.1",
      Patterns.ADDRESS,
      text -> IpAddress.parse(text).isPresent()),
  SUBNET(
      "a network",
      Subnet.RULE,
      Patterns.ADDRESS + "/[0-9]{1,3}",
      text -> Subnet.parse(text).isPresent()),
  INTERFACE(
      "the name of an interface",
      InterfaceName.RULE,
      "[A-Za-z][A-Za-z0-9_.-]{0,14}",
      InterfaceName::isValid),
  SIZE(
      "a size",
      Size.RULE,
      "[0-9]{1,15}(?:\\.[0-9]{1,6})?[KMGTP](?:iB)?",
      text -> Size.parse(text).isPresent()),
  VOLUME_SIZE(
      "a size",
      VolumeSize.RULE,
      "[0-9]{1,15}(?:\\.[0-9]{1,6})?[KMGTP](?:iB)?|" + Patterns.PERCENT,
      text -> VolumeSize.parse(text).isPresent()),
  PERCENT("a percentage", Percent.RULE, Patterns.PERCENT, text -> Percent.parse(text).isPresent()),
  MOUNT(
      "a mount point",
      "an absolute path of letters, digits and . _ : + @ -, without . or .. in it",
      "(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9_.:+@-]+)+",
      _ -> true),
  MOUNT_OPTION(
      "a mount option",
      "one option as in mount(8), without commas, as in noatime or compress=zstd",
      "[A-Za-z0-9_][A-Za-z0-9_.:+=/@-]*",
      _ -> true),
  IMAGE(
      "an image",
      "distribution/release as in debian/13, or the absolute path of a tarball on the node",
      "[a-z][a-z0-9]*/[A-Za-z0-9][A-Za-z0-9.-]*"
          + "|(?:/(?!\\.{1,2}/)[A-Za-z0-9_.:+@-]+)+\\.(?:tar|tgz|tar\\.(?:gz|xz|zst|bz2))",
      _ -> true),
  LAB_DISK(
      "the name of a disk",
      "the last part of its path, without virtio-, as in store1",
      "[A-Za-z0-9_][A-Za-z0-9_.:+@=-]{0,100}",
      _ -> true);

  /** What an address looks like; narrower than what Java would accept as one (10.1, 010.0.0.1). */
  private static final class Patterns {
    static final String PERCENT = "(?:[1-9][0-9]?|100)%";
    static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    static final String ADDRESS =
        "(?:" + BYTE + "(?:\\." + BYTE + "){3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,45})";
  }

  /** No name, path or address is longer; it also bounds what a pattern has to look at. */
  static final int LONGEST = 200;

  private final String noun;
  private final String rule;
  private final String regex;

  // only references to static methods: stateless
  @SuppressWarnings("ImmutableEnumChecker")
  private final Predicate<String> becomes;

  private final Pattern pattern;

  TextRule(String noun, String rule, String regex, Predicate<String> becomes) {
    this.noun = noun;
    this.rule = rule;
    this.regex = "^(?:" + regex + ")$";
    this.becomes = becomes;
    this.pattern = Pattern.compile(regex);
  }

  /** A host that looks like an address must be one. */
  private static boolean isHost(SshTarget target) {
    boolean numeric = target.host().matches("[0-9.]+") || target.host().contains(":");
    return !numeric || target.address().filter(_ -> ADDRESS.accepts(target.host())).isPresent();
  }

  /** Whether the text follows the rule. */
  boolean accepts(String text) {
    return resembles(text) && becomes.test(text);
  }

  /** Whether it looks as the rule says; the value may still not exist, as a prefix length of 99. */
  boolean resembles(String text) {
    return text.length() <= LONGEST && pattern.matcher(text).matches();
  }

  /** As in {@code a size}. */
  String noun() {
    return noun;
  }

  /** What is accepted, for messages and pages. */
  String rule() {
    return rule;
  }

  /** What is accepted, for the JSON Schema: a superset by what a pattern cannot say. */
  String regex() {
    return regex;
  }
}
