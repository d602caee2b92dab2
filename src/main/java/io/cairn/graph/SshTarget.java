package io.cairn.graph;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where OpenSSH logs in: {@code user@host:port}; what is left out, the administrator's ssh_config
 * decides.
 */
public record SshTarget(Optional<String> user, String host, Optional<Integer> port) {
  /** What {@link #parse} accepts, for messages. */
  public static final String RULE = "[user@]host[:port], as in root@10.1.0.5";

  private static final Pattern TEXT =
      Pattern.compile(
          "(?:([A-Za-z_][A-Za-z0-9_.-]*)@)?([A-Za-z0-9][A-Za-z0-9_.-]*|\\[[0-9A-Fa-f:.]+\\])(?::(\\d{1,5}))?");

  /** Reads {@link #RULE}; empty for anything else. */
  public static Optional<SshTarget> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<Integer> port = Optional.ofNullable(matcher.group(3)).map(Integer::parseInt);
    if (port.filter(number -> number < 1 || number > 65_535).isPresent()) {
      return Optional.empty();
    }
    String host = matcher.group(2).replace("[", "").replace("]", "");
    return Optional.of(new SshTarget(Optional.ofNullable(matcher.group(1)), host, port));
  }

  /** The host as an address, where it is one. */
  public Optional<IpAddress> address() {
    return IpAddress.parse(host);
  }

  @Override
  public String toString() {
    String shownHost = host.contains(":") ? "[" + host + "]" : host;
    return user.map(name -> name + "@").orElse("") + shownHost + port.map(p -> ":" + p).orElse("");
  }
}
