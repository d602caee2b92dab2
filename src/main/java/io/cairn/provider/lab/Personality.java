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
   * @param machineId see machine-id(5)
   * @param publicKey of the host key, as one line
   */
  static String script(Twin twin, String machineId, String publicKey) {
    StringBuilder script = new StringBuilder();
    script.append(
        """
        set -eu
        umask 077; cat > /etc/ssh/ssh_host_ed25519_key; umask 022
        echo '%3$s' > /etc/ssh/ssh_host_ed25519_key.pub
        sshd=$(cat /run/sshd.pid)
        # It writes the file again when it has read its new key.
        rm /run/sshd.pid
        kill -HUP "$sshd"
        # All nodes start with the same state of the random generator: stir in what is this node's, and
        # make the kernel use it at once (RNDRESEEDCRNG of linux/random.h).
        { cat /etc/ssh/ssh_host_ed25519_key; head -c 64 /dev/hwrng; } > /dev/urandom
        perl -e 'open(F, ">", "/dev/urandom") or die; ioctl(F, 0x5207, 0) or die'
        echo %1$s > /etc/machine-id
        echo %2$s > /etc/hostname
        echo %2$s > /proc/sys/kernel/hostname
        printf '127.0.1.1\\t%2$s\\n' >> /etc/hosts
        left=200
        awaited() {
          until [ -e "$1" ]; do
            if [ $((left -= 1)) = 0 ]; then echo "$1 did not appear" >&2; exit 1; fi
            sleep 0.1
          done
        }
        renamed() { # MAC NAME
          while :; do
            for card in /sys/class/net/*; do
              if read -r mac < "$card/address" && [ "$mac" = "$1" ]; then
                echo "link set dev ${card##*/} name $2"
                return
              fi
            done
            if [ $((left -= 1)) = 0 ]; then echo "no network card $1 appeared" >&2; exit 1; fi
            sleep 0.1
          done
        }
        """
            .formatted(machineId, twin.name(), publicKey));
    links(twin.disks(), script);
    cards(twin.cards(), script);
    for (Twin.Disk disk : twin.disks()) {
      String path = disk.link().orElse("disk/by-id/virtio-" + disk.serial());
      script.append("awaited /dev/").append(path).append('\n');
    }
    script.append("awaited /run/sshd.pid\nsync\n");
    return script.toString();
  }

  /** Sets the clock, which still shows when the state was saved, to this computer's time. */
  static String clock(Instant now) {
    return "date --utc --set=@%d.%09d >/dev/null\n".formatted(now.getEpochSecond(), now.getNano());
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
    script.append("{\n");
    // First to names that nothing has: a wanted name may still be another card's.
    for (Twin.Card card : cards) {
      script.append("  renamed %s pass%d\n".formatted(card.mac(), card.segmentNumber()));
    }
    for (Twin.Card card : cards) {
      script.append(
          "  echo link set dev pass%d name %s\n".formatted(card.segmentNumber(), card.name()));
    }
    script.append("} > /run/lab-names\nip -batch /run/lab-names\nrm /run/lab-names\n");
    for (Twin.Card card : cards) {
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
