package io.cairn.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Finding;
import io.cairn.engine.Stack;
import io.cairn.graph.Cluster;
import io.cairn.graph.NodeName;
import org.junit.jupiter.api.Test;

class AccessRulesTest {
  private static final NodeName NODE = new NodeName("n2");

  private final Cluster cluster =
      Stack.of("  r0: { type: drbd, over: /dev/disk/by-id/virtio-store1, nodes: [n1, n2] }\n")
          .context()
          .cluster();

  @Test
  void tellsAnotherHostKeyInOneSentence() {
    Finding finding =
        AccessRules.unreachable(
            cluster,
            NODE,
            """
            @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
            The fingerprint for the ED25519 key sent by the remote host is
            SHA256:ogwSPRn3pSqBJ0MBKvZoc.
            Offending ED25519 key in /root/.ssh/known_hosts:2
              remove with:
              ssh-keygen -f "/root/.ssh/known_hosts" -R "10.1.0.6"
            Host key verification failed.""");
    assertThat(finding.code()).isEqualTo("NODE-14");
    assertThat(finding.title()).isEqualTo("Another host key");
    assertThat(finding.seen())
        .isEqualTo("it has another host key than before (now SHA256:ogwSPRn3pSqBJ0MBKvZoc)");
    assertThat(finding.correction())
        .endsWith(
            "\n  ssh-keygen -f \"/root/.ssh/known_hosts\" -R \"10.1.0.6\"\n  ssh -l root 10.1.0.6");
  }

  @Test
  void asksForTheFirstLoginWhereNoHostKeyIsKnown() {
    Finding finding =
        AccessRules.unreachable(
            cluster,
            NODE,
            "No ED25519 host key is known for 10.1.0.6 and you have requested strict checking.\n"
                + "Host key verification failed.");
    assertThat(finding.title()).isEqualTo("Host key not known");
    assertThat(finding.correction())
        .startsWith("Log in once by hand")
        .endsWith("ssh -l root 10.1.0.6");
  }

  @Test
  void tellsALoginWithoutRootFromSilence() {
    assertThat(
            AccessRules.unreachable(
                cluster, NODE, "Cairn needs root there, and logged in as plain"))
        .extracting(Finding::code, Finding::seen)
        .containsExactly("NODE-02", "Cairn needs root there, and logged in as plain");
  }

  @Test
  void tellsWhoElseWorksThere() {
    assertThat(
            AccessRules.unreachable(
                cluster, NODE, "another Cairn works on this node: cairn apply by root on desk"))
        .extracting(Finding::code, Finding::seen)
        .containsExactly(
            "NODE-15", "another Cairn works on this node: cairn apply by root on desk");
  }
}
