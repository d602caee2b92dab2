package io.cairn.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Effect;
import io.cairn.engine.Reply;
import io.cairn.engine.Stack;
import io.cairn.engine.Stack.NodeFactsBuilder;
import io.cairn.engine.Step;
import io.cairn.graph.NodeName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkEngineTest {
  private static final NetworkEngine ENGINE = new NetworkEngine();
  private static final String LAYERS =
      "r0: { type: drbd, over: /dev/disk/by-id/virtio-store1, nodes: [n1, n2] }\n";
  private static final String MAIN =
      """
      source /etc/network/interfaces.d/*

      auto lo
      iface lo inet loopback

      auto eth0
      iface eth0 inet static
          address 10.1.0.%d/24
          gateway 10.1.0.1
      """;

  private static Stack stack() {
    return Stack.of(LAYERS).with(ENGINE);
  }

  /** eth0 carries the login, eth1 is blank: what an installer leaves. */
  private static Stack installed() {
    Stack stack = stack();
    for (int i = 1; i <= 2; i++) {
      NodeFactsBuilder node = stack.node("n" + i);
      links(node, "eth0 10.1.0.%d/24".formatted(i + 4), "eth1", "lab0 169.254.77.15/24");
      routes(node, "10.1.0.1 eth0");
      files(node, Ifupdown.MAIN, MAIN.formatted(i + 4));
    }
    return stack;
  }

  /** Everything as declared, by Cairn. */
  private static Stack built() {
    return applied(ENGINE.plan(installed().context()));
  }

  private static Stack applied(List<Step> plan) {
    Stack stack = stack();
    for (int i = 1; i <= 2; i++) {
      String name = "n" + i;
      NodeFactsBuilder node = stack.node(name);
      links(
          node,
          "eth0 :br0",
          "eth1 10.0.254.%d/30".formatted(i),
          "br0 bridge 10.1.0.%d/24".formatted(i + 4));
      routes(node, "10.1.0.1 br0");
      files(node, written(plan, name));
    }
    return stack;
  }

  /** The files that the change script of that node writes, by the text of its commands. */
  private static String[] written(List<Step> plan, String node) {
    List<String> files = new ArrayList<>();
    for (Step step : plan) {
      for (Command command : step.commands()) {
        if (step.node().text().equals(node)
            && command instanceof Command.Put(var file)
            && file.path().equals(Undo.DIRECTORY + "/change")) {
          files.addAll(HereDocuments.of(file.text()));
        }
      }
    }
    return files.toArray(String[]::new);
  }

  private static void links(NodeFactsBuilder node, String... links) {
    List<String> json = new ArrayList<>();
    json.add("{\"ifindex\":1,\"ifname\":\"lo\",\"flags\":[\"LOOPBACK\",\"UP\"]}");
    for (String link : links) {
      json.add(LinkJson.of(json.size() + 1, link));
    }
    node.reply(NetworkProbes.LINKS, "[" + String.join(",", json) + "]")
        .reply(NetworkProbes.ROUTES, "[]")
        .reply(NetworkProbes.ROUTES6, "[]")
        .reply(NetworkProbes.IFUPDOWN, new Reply(127, "", ""))
        .reply(NetworkProbes.MANAGERS, "")
        .reply(NetworkProbes.SPEEDS, "eth0 -1\neth1 10000\n")
        .reply(NetworkProbes.PENDING, "nothing\n");
  }

  private static void routes(NodeFactsBuilder node, String gatewayAndDevice) {
    String[] words = gatewayAndDevice.split(" ");
    node.reply(
        NetworkProbes.ROUTES,
        "[{\"dst\":\"default\",\"gateway\":\"%s\",\"dev\":\"%s\",\"flags\":[\"onlink\"]}]"
            .formatted(words[0], words[1]));
  }

  private static void files(NodeFactsBuilder node, String... pathsAndTexts) {
    StringBuilder reply = new StringBuilder();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      reply.append("d1".repeat(32)).append("  ").append(pathsAndTexts[i]).append('\n');
      reply.append("file ").append(pathsAndTexts[i]).append('\n');
      reply.append(pathsAndTexts[i + 1].replaceAll("(?m)^", "|").replaceAll("\\|\\z", ""));
    }
    node.reply(NetworkProbes.IFUPDOWN, reply.toString());
  }

  private static List<String> findings(Stack stack) {
    return ENGINE.check(stack.context()).stream()
        .map(f -> f.severity() + " " + f.code() + " " + f.place() + ": " + f.seen())
        .toList();
  }

  private static List<String> plan(Stack stack) {
    return Stack.ids(ENGINE.plan(stack.context()));
  }

  @Test
  void changesOneNodeAfterTheOther() {
    List<Step> plan = ENGINE.plan(installed().context());
    assertThat(Stack.ids(plan))
        .containsExactly(
            "network/change@n1", "network/confirm@n1", "network/change@n2", "network/confirm@n2");
    assertThat(plan.get(2).needs()).contains(Condition.node("network", new NodeName("n1")));
    assertThat(plan.get(1).needs()).contains(Condition.newConnection(new NodeName("n1")));
  }

  @Test
  void plansNothingWhenAllIsAsDeclared() {
    assertThat(plan(built())).isEmpty();
    assertThat(findings(built())).isEmpty();
  }

  @Test
  void leavesABridgeAloneThatSomebodyMadeByHand() {
    Stack stack = built();
    for (int i = 1; i <= 2; i++) {
      files(
          stack.node("n" + i),
          Ifupdown.MAIN,
          "iface br0 inet static\n  address 10.1.0.5/24\n  bridge_ports eth0\niface eth1 inet static\n");
    }
    assertThat(plan(stack)).isEmpty();
    assertThat(findings(stack)).isEmpty();
  }

  @Test
  void writesDownAnAddressThatNoFileHas() {
    Stack stack = built();
    files(
        stack.node("n1"),
        Ifupdown.MAIN,
        "source interfaces.d/*\niface br0 inet static\n  address 10.1.0.5/24\n");
    List<Step> plan = ENGINE.plan(stack.context());
    assertThat(Stack.ids(plan)).containsExactly("network/write@n1");
    assertThat(plan.getFirst().effect()).isEqualTo(Effect.SAFE);
  }

  @Test
  void acceptsWhatNetworkdRunsAndRefusesToChangeIt() {
    Stack stack = built();
    stack
        .node("n1")
        .reply(NetworkProbes.IFUPDOWN, new Reply(127, "", ""))
        .reply(NetworkProbes.MANAGERS, "networkd 2 configured\nnetworkd 3 configured\n");
    assertThat(plan(stack)).isEmpty();
    assertThat(findings(stack)).isEmpty();
    Stack missing = installed();
    missing
        .node("n1")
        .reply(NetworkProbes.MANAGERS, "networkd 2 configured\nnetworkd 3 unmanaged\n");
    assertThat(findings(missing))
        .containsExactly("ERROR NET-03 n1: network lan: systemd-networkd runs eth0");
  }

  @Test
  void repairsItsOwnNetworkThatIsDown() {
    List<Step> first = ENGINE.plan(installed().context());
    Stack stack = applied(first);
    NodeFactsBuilder n1 = stack.node("n1");
    links(n1, "eth0", "eth1 10.0.254.1/30");
    files(n1, written(first, "n1"));
    List<Step> plan = ENGINE.plan(stack.context());
    assertThat(Stack.ids(plan)).containsExactly("network/change@n1", "network/confirm@n1");
    assertThat(Stack.text(plan))
        .contains("ifdown --force br0 || true\n    ifdown --force eth0 || true\n")
        .contains("ifup --force eth0\n    ifup --force br0\n");
  }

  @Test
  void confirmsAChangeThatWasInterruptedBeforeItsConfirmation() {
    Stack stack = built();
    stack.node("n2").reply(NetworkProbes.PENDING, "armed\n");
    assertThat(plan(stack)).containsExactly("network/confirm@n2");
  }

  @Test
  void doesNotChangeWhileAnotherChangeWaits() {
    Stack stack = installed();
    stack.node("n2").reply(NetworkProbes.PENDING, "armed\n");
    assertThat(findings(stack))
        .containsExactly(
            "ERROR NET-06 n2: network replication: an earlier change waits, and goes back by itself");
  }

  @Test
  void refusesWhatItCannotMove() {
    assertThat(
            List.of(
                takeover("hwaddress 02:00:00:00:00:01"),
                takeover("up ip route add 192.0.2.0/24 dev eth0"),
                takeover("up ip route add 192.0.2.0/24 dev $IFACE"),
                takeover("up ip route add 192.0.2.0/24 dev eth01")))
        .containsExactly(
            List.of(
                "ERROR NET-08 n1:/etc/network/interfaces: 'hwaddress 02:00:00:00:00:01' is about the"
                    + " hardware, and a bridge has none"),
            List.of(
                "ERROR NET-08 n1:/etc/network/interfaces: 'up ip route add 192.0.2.0/24 dev eth0'"
                    + " names eth0: write $IFACE there, which is either"),
            List.of(),
            List.of());
  }

  private static List<String> takeover(String option) {
    Stack stack = installed();
    files(stack.node("n1"), Ifupdown.MAIN, MAIN.formatted(5) + "    " + option + "\n");
    return findings(stack);
  }

  @Test
  void refusesAnInterfaceThatIsUsedOtherwise() {
    Stack stack = installed();
    NodeFactsBuilder n1 = stack.node("n1");
    links(n1, "eth0 10.1.0.5/24", "eth1 192.0.2.9/24");
    routes(n1, "10.1.0.1 eth0");
    files(
        n1,
        Ifupdown.MAIN,
        MAIN.formatted(5),
        "/etc/network/interfaces.d/san",
        "iface eth1 inet dhcp\n");
    NodeFactsBuilder n2 = stack.node("n2");
    links(n2, "eth0 10.1.0.6/24", "eth1 192.0.2.8/24");
    files(n2, Ifupdown.MAIN, MAIN.formatted(6));
    assertThat(findings(stack))
        .containsExactly(
            "ERROR NET-04 n1: network replication: eth1 with 192.0.2.9/24, configured in"
                + " /etc/network/interfaces.d/san",
            "ERROR NET-05 n2: network replication: eth1 has 192.0.2.8/24, and no configuration of it"
                + " was found");
  }

  @Test
  void refusesMissingInterfacesAndAddressesInUseElsewhere() {
    Stack stack = installed();
    NodeFactsBuilder n2 = stack.node("n2");
    links(n2, "eth0 10.1.0.5/24", "ens7");
    files(n2, Ifupdown.MAIN, MAIN.formatted(6));
    assertThat(findings(stack))
        .containsExactly(
            "ERROR NET-02 n1: network lan: 10.1.0.5 is on eth0 of n2",
            "ERROR NET-01 n2: network replication: there are only eth0, ens7",
            "ERROR NET-08 n2:/etc/network/interfaces: eth0 does not have 10.1.0.6/24 now");
  }

  @Test
  void keepsADefaultRouteThatGoesElsewhereAndWarns() {
    Stack stack = installed();
    for (String node : List.of("n1", "n2")) {
      routes(stack.node(node), "192.0.2.1 eth5");
    }
    assertThat(findings(stack))
        .containsExactly(
            "WARNING NET-07 n1: network lan: via 192.0.2.1 on eth5",
            "WARNING NET-07 n2: network lan: via 192.0.2.1 on eth5");
  }

  @Test
  void anUnreadableAnswerIsNotTakenForABlankNode() {
    Stack stack = built();
    stack.node("n1").reply(NetworkProbes.LINKS, "");
    assertThat(plan(stack)).isEmpty();
    assertThat(findings(stack)).hasSize(1).first().asString().startsWith("ERROR NET-09 n1: ");
  }

  @Test
  void saysHowTheNetworksAre() {
    assertThat(
            ENGINE.nodeStates(built().context()).stream()
                .map(s -> s.node() + " " + s.aspect() + " " + s.health() + ": " + s.detail()))
        .containsExactly(
            "n1 network replication OK: eth1 with 10.0.254.1/30, 10000 Mb/s",
            "n1 network lan OK: br0 with 10.1.0.5/24 over eth0",
            "n2 network replication OK: eth1 with 10.0.254.2/30, 10000 Mb/s",
            "n2 network lan OK: br0 with 10.1.0.6/24 over eth0");
  }
}
