package io.cairn.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What drbdadm reads of one resource for one host. */
record DrbdFile(String name, int minor, String disk, String address, String secret) {
  private static final Pattern RESOURCE = Pattern.compile("resource\\s+\"?([\\w.-]+)\"?\\s*\\{");
  private static final Pattern SECRET = Pattern.compile("shared-secret\\s+\"([^\"]*)\"");

  /** All resources of a server's configuration. */
  static List<DrbdFile> all(Server server) {
    List<DrbdFile> found = new ArrayList<>();
    for (String path : server.machine().filesBelow("/etc/drbd.d")) {
      if (path.endsWith(".res")) {
        parse(server.machine().readFile(path), server.name()).ifPresent(found::add);
      }
    }
    return found;
  }

  /** The resource in that text, where it names the host and every bracket is closed. */
  static Optional<DrbdFile> parse(String text, String host) {
    Matcher resource = RESOURCE.matcher(text);
    Matcher on =
        Pattern.compile(
                "on\\s+"
                    + Pattern.quote(host)
                    + "\\s*\\{[^}]*?device\\s+[^;]*?minor\\s+(\\d+);[^}]*?disk\\s+\"?([^;\"]+)\"?;[^}]*?address\\s+([^;]+);")
            .matcher(text);
    Matcher secret = SECRET.matcher(text);
    boolean closed =
        text.chars().filter(c -> c == '{').count() == text.chars().filter(c -> c == '}').count();
    return closed && resource.find() && on.find()
        ? Optional.of(
            new DrbdFile(
                resource.group(1),
                Integer.parseInt(on.group(1)),
                on.group(2).strip(),
                on.group(3).strip(),
                secret.find() ? secret.group(1) : ""))
        : Optional.empty();
  }
}
