package io.cairn.provider.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LabSwitchTest {
  private static final int ALL = 0xff;

  private final LinkTable links = new LinkTable();
  private final LabSwitch labSwitch = new LabSwitch(links);
  private final List<Cable> cables = new ArrayList<>();
  // not @TempDir: a unix socket's path has to be short
  private Path folder = Path.of("/");

  /** What QEMU is for a port: frames, each after its length. */
  private record Cable(SocketChannel channel, DataInputStream in, DataOutputStream out) {
    void send(int to, int from, int content) throws IOException {
      byte[] frame = new byte[60];
      for (int i = 0; i < 6; i++) {
        frame[i] = (byte) (to == ALL ? ALL : i == 5 ? to : 0);
      }
      frame[11] = (byte) from;
      frame[12] = (byte) content;
      out.writeInt(frame.length);
      out.write(frame);
      out.flush();
    }

    int receive() throws IOException {
      return in.readNBytes(in.readInt())[12];
    }
  }

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("sw");
  }

  @AfterEach
  void removeFolder() throws IOException {
    for (Cable cable : cables) {
      cable.channel().close();
    }
    Folders.remove(folder);
  }

  private Cable plugIn(String node, String network) throws IOException {
    Path socket = folder.resolve(node + network);
    SwitchPort port = labSwitch.open(socket, node, network);
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    Cable cable =
        new Cable(
            channel,
            new DataInputStream(Channels.newInputStream(channel)),
            new DataOutputStream(Channels.newOutputStream(channel)));
    cables.add(cable);
    while (!port.isConnected()) {
      Qemu.pause(Duration.ofMillis(1));
    }
    return cable;
  }

  @Test
  void floodsWithinANetworkAndLearnsWhereAnAddressIs() throws IOException {
    Cable one = plugIn("n1", "lan");
    Cable two = plugIn("n2", "lan");
    Cable three = plugIn("n3", "lan");
    Cable elsewhere = plugIn("n2", "san");
    Cable listener = plugIn("n3", "san");
    one.send(ALL, 1, 10);
    assertThat(two.receive()).isEqualTo(10);
    assertThat(three.receive()).isEqualTo(10);
    two.send(1, 2, 11);
    assertThat(one.receive()).isEqualTo(11);
    three.send(ALL, 3, 12);
    assertThat(one.receive()).isEqualTo(12);
    elsewhere.send(ALL, 2, 13);
    assertThat(listener.receive())
        .as("what went to address 1 or to lan did not come here")
        .isEqualTo(13);
  }

  @Test
  void losesWhatCrossesACutAndPassesAgainWhenHealed() throws IOException {
    Cable one = plugIn("n1", "lan");
    Cable two = plugIn("n2", "lan");
    Cable three = plugIn("n3", "lan");
    links.set("n2", "n1", new LinkState.Cut());
    one.send(ALL, 1, 10);
    assertThat(three.receive()).isEqualTo(10);
    links.set("n1", "n2", new LinkState.Up());
    one.send(ALL, 1, 11);
    assertThat(two.receive()).as("the first frame was lost").isEqualTo(11);
  }

  @Test
  void keepsTheOrderOfDelayedFramesAndTakesThatLong() throws IOException {
    Cable one = plugIn("n1", "lan");
    Cable two = plugIn("n2", "lan");
    links.set("n1", "n2", new LinkState.Slow(Duration.ofMillis(100), 0, OptionalInt.empty()));
    long start = System.nanoTime();
    one.send(ALL, 1, 10);
    one.send(ALL, 1, 11);
    assertThat(two.receive()).isEqualTo(10);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(100_000_000);
    assertThat(two.receive()).isEqualTo(11);
  }

  @Test
  void takesANodeBackAfterAPowerCut() throws IOException {
    Cable one = plugIn("n1", "lan");
    Cable two = plugIn("n2", "lan");
    two.send(ALL, 2, 9);
    assertThat(one.receive()).isEqualTo(9);
    two.channel().close();
    SocketChannel again = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("n2lan")));
    DataOutputStream out = new DataOutputStream(Channels.newOutputStream(again));
    Cable back = new Cable(again, new DataInputStream(Channels.newInputStream(again)), out);
    cables.add(back);
    back.send(ALL, 2, 10);
    assertThat(one.receive()).isEqualTo(10);
    one.send(2, 1, 11);
    assertThat(back.receive()).isEqualTo(11);
  }

  @Test
  void describesWhatIsWrong() {
    links.set("n2", "n1", new LinkState.Cut());
    links.set("n3", "n1", new LinkState.Slow(Duration.ofMillis(40), 0, OptionalInt.empty()));
    links.set("n3", "n2", new LinkState.Slow(Duration.ofMillis(40), 0.5, OptionalInt.of(10)));
    assertThat(links.describe())
        .isEqualTo("n1 n2 cut\nn1 n3 delay 40\nn2 n3 delay 40 loss 0.5 rate 10\n");
    for (String line : links.describe().lines().toList()) {
      String words = line.split(" ", 3)[2];
      assertThat(LinkState.parse(words).words()).isEqualTo(words);
    }
  }
}
