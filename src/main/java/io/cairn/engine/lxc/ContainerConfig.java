package io.cairn.engine.lxc;

import io.cairn.engine.ManagedFile;
import io.cairn.engine.NodeFacts;
import io.cairn.graph.Cluster;
import io.cairn.graph.IpAddress;
import io.cairn.graph.Layer;
import io.cairn.graph.Network;
import io.cairn.graph.Subnet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The configuration of a container (lxc.container.conf(5), LXC 5 and 6). */
final class ContainerConfig {
  /** Microseconds; the kernel's default period (cgroup v2, {@code cpu.max}). */
  private static final int CPU_PERIOD = 100_000;

  private static final String MEMORY = "memory.max";
  private static final String CPU = "cpu.max";
  private static final String LIMIT = "lxc.cgroup2.";
  private static final Pattern ID_MAP =
      Pattern.compile("(?m)^lxc\\.idmap = u 0 (\\d{1,10}) 65536$");

  private ContainerConfig() {}

  /** The file on the replicated volume, read by LXC itself before it is moved into place. */
  static ManagedFile file(Layer.Lxc layer, Cluster cluster, IdRange ids) {
    return ManagedFile.whole(Place.of(layer, cluster).config(), text(layer, cluster, ids))
        .checkedBy(
            "lxc-info",
            "--logfile=/dev/stderr",
            "--logpriority=ERROR",
            "--lxcpath=/run/cairn/none",
            "--rcfile=" + ManagedFile.CANDIDATE,
            "--name=candidate",
            "--state");
  }

  private static String text(Layer.Lxc layer, Cluster cluster, IdRange ids) {
    Place place = Place.of(layer, cluster);
    StringBuilder text = new StringBuilder();
    text.append("lxc.include = /usr/share/lxc/config/common.conf\n");
    switch (layer.privilege()) {
      case UNPRIVILEGED ->
          text.append("lxc.include = /usr/share/lxc/config/userns.conf\n").append(ids.config());
      case PRIVILEGED -> {}
    }
    text.append("lxc.uts.name = ").append(hostName(layer)).append('\n');
    text.append("lxc.rootfs.path = ").append(place.hasSubvolumes() ? "btrfs:" : "dir:");
    text.append(place.rootfs()).append('\n');
    text.append("lxc.apparmor.profile = generated\n");
    // without it systemd's own sandboxing of services fails inside; Debian's default as well
    text.append("lxc.apparmor.allow_nesting = 1\n");
    // its unit starts it, lxc.service must not
    text.append("lxc.start.auto = 0\n");
    text.append(network(layer, cluster));
    declaredLimits(layer).forEach((key, value) -> text.append(LIMIT + key + " = " + value + "\n"));
    return text.toString();
  }

  private static SequencedMap<String, String> declaredLimits(Layer.Lxc layer) {
    SequencedMap<String, String> limits = new LinkedHashMap<>();
    layer.memory().ifPresent(memory -> limits.put(MEMORY, String.valueOf(memory.bytes())));
    layer.cpus().ifPresent(n -> limits.put(CPU, n * CPU_PERIOD + " " + CPU_PERIOD));
    return limits;
  }

  /** Every limit with its value for the kernel (cgroup v2); {@code max} is none. */
  static SequencedMap<String, String> limits(Layer.Lxc layer) {
    SequencedMap<String, String> limits = new LinkedHashMap<>();
    limits.put(MEMORY, "max");
    limits.put(CPU, "max " + CPU_PERIOD);
    limits.putAll(declaredLimits(layer));
    return limits;
  }

  /** A host name has no underscores (hostname(7)). */
  static String hostName(Layer.Lxc layer) {
    return layer.name().text().replace('_', '-');
  }

  private static String network(Layer.Lxc layer, Cluster cluster) {
    Optional<Network> network = layer.network().map(cluster::network);
    if (network.flatMap(Network::bridge).isEmpty()) {
      return "lxc.net.0.type = empty\n";
    }
    StringBuilder text = new StringBuilder("lxc.net.0.type = veth\n");
    text.append("lxc.net.0.link = ").append(network.get().bridge().orElseThrow()).append('\n');
    text.append("lxc.net.0.flags = up\nlxc.net.0.name = eth0\n");
    text.append("lxc.net.0.hwaddr = ").append(hardwareAddress(layer, cluster)).append('\n');
    layer.address().ifPresent(address -> text.append(address(address, network.get())));
    return text.toString();
  }

  private static String address(Subnet address, Network network) {
    String family = address.address().isIpv4() ? "ipv4" : "ipv6";
    StringBuilder text = new StringBuilder("lxc.net.0." + family + ".address = " + address);
    if (address.address().isIpv4() && address.prefix() < 31) {
      // LXC 5.0.2 otherwise sets 0.0.0.255
      text.append(' ').append(broadcast(address));
    }
    text.append('\n');
    network
        .gateway()
        .filter(gateway -> gateway.isIpv4() == address.address().isIpv4())
        .ifPresent(gateway -> text.append("lxc.net.0." + family + ".gateway = " + gateway + "\n"));
    return text.toString();
  }

  private static IpAddress broadcast(Subnet subnet) {
    int host = (1 << (32 - subnet.prefix())) - 1;
    int all = ByteBuffer.wrap(subnet.address().value().getAddress()).getInt() | host;
    try {
      return new IpAddress(InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(all).array()));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("This is a bug in Cairn: no address of " + subnet, e);
    }
  }

  /**
   * Always the same for the same container of the same cluster, so that its neighbours need not
   * learn it anew; locally administered (second bit of the first byte).
   */
  static String hardwareAddress(Layer.Lxc layer, Cluster cluster) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((cluster.name() + "/" + layer.name()).getBytes(StandardCharsets.UTF_8));
      return "02:" + HexFormat.ofDelimiter(":").formatHex(digest, 0, 5).toLowerCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The text without resource limits: what can only change by a restart. */
  static String withoutLimits(String text) {
    return text.lines()
        .filter(line -> !line.startsWith(LIMIT))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** The range of ids in which the existing container's files are. */
  static Optional<IdRange> idRange(NodeFacts facts, Layer.Lxc layer, Cluster cluster) {
    return facts
        .file(Place.of(layer, cluster).config())
        .found()
        .map(ID_MAP::matcher)
        .filter(Matcher::find)
        .map(matcher -> new IdRange(Long.parseLong(matcher.group(1))));
  }
}
