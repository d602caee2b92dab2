package io.cairn.provider.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An Ethernet switch with one port for each card of each node. QEMU connects to a port's unix
 * socket ({@code -netdev stream}); frames go to where their address was last seen, or to all ports
 * of the same network.
 */
final class LabSwitch {
  private final LinkTable links;
  private final List<SwitchPort> ports = new CopyOnWriteArrayList<>();
  private final Map<NetworkAddress, SwitchPort> seen = new ConcurrentHashMap<>();

  /** A card's address within a network. */
  private record NetworkAddress(String network, long address) {}

  LabSwitch(LinkTable links) {
    this.links = links;
  }

  /** Opens a port and serves it. */
  SwitchPort open(Path socket, String node, String network) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    SwitchPort port = new SwitchPort(node, network, this::forward);
    ports.add(port);
    Thread.ofPlatform()
        .daemon()
        .name("port " + node + " " + network)
        .start(() -> port.serve(server));
    return port;
  }

  private void forward(SwitchPort from, Frame frame) {
    if (!frame.isGroup(frame.source())) {
      seen.put(new NetworkAddress(from.network(), frame.source()), from);
    }
    SwitchPort known = seen.get(new NetworkAddress(from.network(), frame.destination()));
    if (known != null && !frame.isGroup(frame.destination())) {
      pass(from, known, frame);
      return;
    }
    for (SwitchPort port : ports) {
      if (port.network().equals(from.network())) {
        pass(from, port, frame);
      }
    }
  }

  private void pass(SwitchPort from, SwitchPort to, Frame frame) {
    if (from == to) {
      return;
    }
    links
        .pass(from.node(), to.node(), frame.bytes().length)
        .ifPresent(after -> to.deliver(frame, after));
  }

  /** Takes one request on each connection: {@code NODE NODE STATE}, or {@code show}. */
  void serveControl(Path socket) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      while (true) {
        try (SocketChannel client = server.accept()) {
          answer(client);
        } catch (IOException e) {
          System.err.println("a control connection broke: " + e.getMessage());
        }
      }
    }
  }

  private void answer(SocketChannel client) throws IOException {
    BufferedReader in = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
    Writer out = Channels.newWriter(client, StandardCharsets.UTF_8);
    String request = in.readLine();
    if (request == null) {
      return;
    }
    String[] words = request.split(" ", 3);
    if (words.length == 3) {
      links.set(words[0], words[1], LinkState.parse(words[2]));
    }
    out.write(links.describe());
    out.flush();
  }
}
