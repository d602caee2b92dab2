package io.cairn.provider.lab;

import io.cairn.graph.IpAddress;
import java.time.Instant;
import java.util.List;

/**
 * What makes a started state a certain node: the script that runs in it once. From then on the node
 * is on its own overlay, and boots like any server.
 */
final class Personality {
  private Personality() {}

  /**
   * The script; its standard input is the node's private host key.
   *
   * @param now this computer's time
   * @param machineId see machine-id(5)
   * @param publicKey of the host key, as one line
   */
  static String script(Twin twin, Instant now, String machineId, String publicKey) {
    StringBuilder script = new StringBuilder();
    script.append(
        """
        set -eu
        umask 077; cat > /etc/ssh/ssh_host_ed25519_key; umask 022
        echo '%5$s' > /etc/ssh/ssh_host_ed25519_key.pub
        date --utc --set=@%1$d.%2$09d >/dev/null
        # All nodes start with the same state of the random generator: stir in what is this node's, and
        # make the kernel use it at once (RNDRESEEDCRNG of linux/random.h).
        { cat /etc/ssh/ssh_host_ed25519_key; head -c 64 /dev/hwrng; } > /dev/urandom
        perl -e 'open(F, ">", "/dev/urandom") or die; ioctl(F, 0x5207, 0) or die'
        echo %3$s > /etc/machine-id
        echo %4$s > /etc/hostname
        hostname %4$s
        printf '127.0.1.1\\t%4$s\\n' >> /etc/hosts
        awaited() {
          for _ in $(seq 200); do
            [ -e "$1" ] && return
            sleep 0.1
          done
          echo "$1 did not appear" >&2
          exit 1
        }
        """
            .formatted(now.getEpochSecond(), now.getNano(), machineId, twin.name(), publicKey));
    links(twin.disks(), script);
    cards(twin.cards(), script);
    for (Twin.Disk disk : twin.disks()) {
      script.append("awaited /dev/disk/by-id/virtio-").append(disk.serial()).append('\n');
    }
    script.append("kill -HUP \"$(cat /run/sshd.pid)\"\nsync\n");
    return script.toString();
  }

  /** Names of disks that QEMU has no such disk for. */
  private static void links(List<Twin.Disk> disks, StringBuilder script) {
    for (Twin.Disk disk : disks) {
      disk.link()
          .ifPresent(
              link ->
                  script.append(
                      """
                      echo 'SUBSYSTEM=="block", ENV{DEVTYPE}=="disk", ENV{ID_SERIAL}=="%1$s", SYMLINK+="%2$s"' >> /etc/udev/rules.d/90-lab.rules
                      echo 'SUBSYSTEM=="block", ENV{DEVTYPE}=="partition", ENV{ID_SERIAL}=="%1$s", SYMLINK+="%2$s-part%%n"' >> /etc/udev/rules.d/90-lab.rules
                      """
                          .formatted(disk.serial(), link)));
    }
    if (disks.stream().anyMatch(disk -> disk.link().isPresent())) {
      script.append("udevadm control --reload; udevadm trigger --subsystem-match=block\n");
    }
  }

  private static void cards(List<Twin.Card> cards, StringBuilder script) {
    // First to names that nothing has: a wanted name may still be another card's.
    for (Twin.Card card : cards) {
      script.append(
          """
          for _ in $(seq 200); do
            card=$(grep -l -x %1$s /sys/class/net/*/address 2>/dev/null) && break
            sleep 0.1
          done
          card=${card%%/address}
          ip link set dev "${card##*/}" name pass%2$d
          """
              .formatted(card.mac(), card.segmentNumber()));
    }
    for (Twin.Card card : cards) {
      script.append(
          "ip link set dev pass%d name %s\n".formatted(card.segmentNumber(), card.name()));
      card.address()
          .ifPresent(
              address ->
                  script.append(
                      """
                      cat >> /etc/network/interfaces <<'INTERFACES'

                      auto %1$s
                      iface %1$s %2$s static
                          address %3$s
                      %4$sINTERFACES
                      ifup %1$s
                      """
                          .formatted(
                              card.name(),
                              address.address().isIpv4() ? "inet" : "inet6",
                              address,
                              card.gateway().map(Personality::gateway).orElse(""))));
    }
  }

  private static String gateway(IpAddress gateway) {
    return "    gateway " + gateway + "\n";
  }
}
