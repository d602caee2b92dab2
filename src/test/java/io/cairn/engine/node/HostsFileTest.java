package io.cairn.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.cluster.ClusterFile;
import io.cairn.cluster.ParseResult;
import io.cairn.engine.ManagedFile;
import io.cairn.graph.Cluster;
import io.cairn.graph.NodeName;
import org.junit.jupiter.api.Test;

class HostsFileTest {
  private static final NodeName N1 = new NodeName("n1");
  private static final ManagedFile BLOCK =
      ManagedFile.block("/etc/hosts", "hosts", "10.1.0.5 n1\n");

  private static Cluster cluster(String nodes) {
    String text =
        """
        cluster: test
        nodes:
        %snetworks:
          replication: { subnet: 10.0.254.0/30, interface: eth1 }
          lan: { subnet: 10.1.0.0/24, interface: eth0 }
        layers:
          r0: { type: drbd, over: /dev/disk/by-id/virtio-store1, nodes: [n1, n2] }
        failover: manual
        """
            .formatted(nodes.indent(2));
    return switch (ClusterFile.parse("test.yaml", text)) {
      case ParseResult.Parsed(var file) -> file.cluster();
      case ParseResult.Rejected(var problems) ->
          throw new IllegalArgumentException(problems.toString());
    };
  }

  private static String block(String nodes, String existing) {
    return HostsFile.block(cluster(nodes), N1, HostsFile.parse(existing)).text();
  }

  @Test
  void aNameStandsForTheLoginAddressAndEachNetworkHasANameOfItsOwn() {
    assertThat(
            block(
                """
                n1: { ssh: root@10.1.0.5, address: 10.0.254.1 }
                n2: { ssh: root@10.1.0.6, address: 10.0.254.2 }
                """,
                ""))
        .isEqualTo(
            """
            10.1.0.5 n1 n1-lan
            10.0.254.1 n1-replication
            10.1.0.6 n2 n2-lan
            10.0.254.2 n2-replication
            """);
  }

  @Test
  void aNameStandsForTheReplicationAddressWhereTheFileKnowsNoOther() {
    assertThat(
            block(
                """
                n1: { ssh: root@n1.example.org, address: 10.0.254.1 }
                n2: { ssh: root@n2.example.org, address: 10.0.254.2 }
                """,
                ""))
        .isEqualTo(
            """
            10.0.254.1 n1 n1-replication
            10.0.254.2 n2 n2-replication
            """);
  }

  @Test
  void theLongNameOfALoopbackLineMovesToTheRealAddress() {
    assertThat(
            block(
                """
                n1: { ssh: root@10.1.0.5, address: 10.0.254.1 }
                n2: { ssh: root@10.1.0.6, address: 10.0.254.2 }
                """,
                "127.0.0.1\tlocalhost\n127.0.1.1\tn1.example.org\tn1\n"))
        .isEqualTo(
            """
            10.1.0.5 n1.example.org n1 n1-lan
            10.0.254.1 n1-replication
            10.1.0.6 n2 n2-lan
            10.0.254.2 n2-replication
            """);
  }

  @Test
  void theLongNameStaysWhenItStandsInTheBlockAlready() {
    HostsFile written =
        HostsFile.parse(
            """
            # taken out by Cairn: 127.0.1.1 n1.old.org n1
            # BEGIN Cairn hosts
            10.1.0.5 n1.example.org n1 n1-lan
            # END Cairn hosts
            """);
    assertThat(written.longNames(N1)).containsExactly("n1.example.org");
  }

  @Test
  void takesTheNameOutOfLoopbackLinesAndLeavesTheRest() {
    HostsFile hosts =
        HostsFile.parse(
            """
            127.0.0.1 localhost n1
            127.0.1.1\tn1.example.org n1
            ::1 localhost ip6-localhost # n1 here is a comment
            # BEGIN Cairn hosts
            10.1.0.77 n1
            # END Cairn hosts
            10.1.0.9 printer n10
            """);
    assertThat(hosts.withoutLoopback(N1, BLOCK))
        .isEqualTo(
            """
            127.0.0.1\tlocalhost
            # taken out by Cairn: 127.0.1.1\tn1.example.org n1
            ::1 localhost ip6-localhost # n1 here is a comment
            10.1.0.9 printer n10
            # BEGIN Cairn hosts
            10.1.0.5 n1
            # END Cairn hosts
            """);
  }

  @Test
  void seesWhetherALoopbackLineClaimsTheName() {
    assertThat(HostsFile.parse("127.0.0.1 localhost\n10.1.0.5 n1\n").hasLoopback(N1)).isFalse();
    assertThat(HostsFile.parse("127.0.0.1 localhost\n127.0.1.1 n1\n").hasLoopback(N1)).isTrue();
    assertThat(HostsFile.parse("127.0.1.1 n1.example.org\n").hasLoopback(N1)).isTrue();
  }

  @Test
  void seesANameThatStandsElsewhereOutsideItsOwnBlockOnly() {
    HostsFile own =
        HostsFile.parse("# BEGIN Cairn hosts\n10.1.0.5 n1\n# END Cairn hosts\n192.0.2.7 n2\n");
    assertThat(own.elsewhere()).doesNotContainKey(N1.text()).containsEntry("n2", "192.0.2.7");
  }
}
