package io.cairn.provider.lab;

import io.cairn.graph.Subnet;
import java.time.Instant;
import java.util.List;

/**
 * What makes a started state a certain node: the scripts that run in it once. From then on the node
 * is on its own overlay, and boots like any server.
 *
 * <p>Emulated, a process costs 0.05 s and more, and its program's first run several times that, for
 * QEMU has to translate it. So the scripts do what they can in the shell itself, and wait for
 * nothing: Cairn asks until what they need is there.
 *
 * @param machineId see machine-id(5)
 * @param publicKey of the host key, as one line
 * @param privateKey of the host key
 * @param random at least 32 bytes that nobody else knows, in hexadecimal
 */
record Personality(
    Twin twin, String machineId, String publicKey, String privateKey, String random) {

  /** Exits 0 when the cards are there. */
  String cardsAreThere() {
    return "set -- /sys/class/net/*\n[ $# -eq %d ]\n"
        // beside the node's own the loopback device and the card of the lab
        .formatted(twin.cards().size() + 2);
  }

  /** Exits 0 when the disks are there under their names, and the SSH server has its new key. */
  String isDone() {
    StringBuilder script = new StringBuilder();
    for (Twin.Disk disk : twin.disks()) {
      script.append("[ -e ").append(disk.path()).append(" ] && ");
    }
    return script.append("[ -e /run/sshd.pid ]\n").toString();
  }

  /** Gives it its names, keys and addresses. */
  String script() {
    StringBuilder script = new StringBuilder();
    script.append(
        """
        set -eu
        # All nodes start with the same state of the random generator: stir in what is this node's, and
        # make the kernel use it at once (RNDRESEEDCRNG of linux/random.h).
        printf %%s %5$s > /dev/urandom
        perl -e 'open(F, ">", "/dev/urandom") or die; ioctl(F, 0x5207, 0) or die'
        umask 077; printf '%%s\\n' '%4$s' > /etc/ssh/ssh_host_ed25519_key; umask 022
        echo '%3$s' > /etc/ssh/ssh_host_ed25519_key.pub
        read -r sshd < /run/sshd.pid
        # It writes the file again when it has read its new key.
        rm /run/sshd.pid
        kill -HUP "$sshd"
        # the journal goes on in its open file, and is looked for below the node's own id
        read -r twins < /etc/machine-id
        [ ! -d "/var/log/journal/$twins" ] || mv "/var/log/journal/$twins" /var/log/journal/%1$s
        echo %1$s > /etc/machine-id
        echo %2$s > /etc/hostname
        echo %2$s > /proc/sys/kernel/hostname
        printf '127.0.1.1\\t%2$s\\n' >> /etc/hosts
        card() { # MAC
          for card in /sys/class/net/*; do
            if read -r mac < "$card/address" && [ "$mac" = "$1" ]; then
              echo "${card##*/}"
              return
            fi
          done
          echo "no network card $1 appeared" >&2
          return 1
        }
        """
            .formatted(machineId, twin.name(), publicKey, privateKey, random));
    links(script);
    cards(script);
    return script.toString();
  }

  /** Sets the clock, which still shows when the state was saved, to this computer's time. */
  static String clock(Instant now) {
    return "date --utc --set=@%d.%09d >/dev/null\n".formatted(now.getEpochSecond(), now.getNano());
  }

  /** Names of disks that QEMU has no such disk for. */
  private void links(StringBuilder script) {
    List<Twin.Disk> linked = twin.disks().stream().filter(d -> d.link().isPresent()).toList();
    for (Twin.Disk disk : linked) {
      script.append(
          """
          echo 'SUBSYSTEM=="block", ENV{DEVTYPE}=="disk", ENV{ID_SERIAL}=="%1$s", SYMLINK+="%2$s"' >> /etc/udev/rules.d/90-lab.rules
          echo 'SUBSYSTEM=="block", ENV{DEVTYPE}=="partition", ENV{ID_SERIAL}=="%1$s", SYMLINK+="%2$s-part%%n"' >> /etc/udev/rules.d/90-lab.rules
          """
              .formatted(disk.serial(), disk.link().orElseThrow()));
    }
    if (!linked.isEmpty()) {
      script.append("udevadm control --reload; udevadm trigger --subsystem-match=block\n");
    }
  }

  private void cards(StringBuilder script) {
    for (Twin.Card card : twin.cards()) {
      script.append("card%d=$(card %s)\n".formatted(card.segmentNumber(), card.mac()));
    }
    script.append("{\n");
    // First to names that nothing has: a wanted name may still be another card's.
    for (Twin.Card card : twin.cards()) {
      script.append(
          "  echo link set dev $card%1$d name pass%1$d\n".formatted(card.segmentNumber()));
    }
    for (Twin.Card card : twin.cards()) {
      script.append(
          "  echo link set dev pass%d name %s\n".formatted(card.segmentNumber(), card.name()));
    }
    for (Twin.Card card : twin.cards()) {
      card.address().ifPresent(address -> addressNow(card, address, script));
    }
    script.append("} > /run/lab-names\nip -batch /run/lab-names\nrm /run/lab-names\n");
    for (Twin.Card card : twin.cards()) {
      card.address().ifPresent(address -> addressAtBoot(card, address, script));
    }
  }

  /** What ifup would do, without the ten processes that it starts. */
  private static void addressNow(Twin.Card card, Subnet address, StringBuilder script) {
    String broadcast = address.address().isIpv4() ? " broadcast +" : "";
    script.append("  echo address add %s%s dev %s\n".formatted(address, broadcast, card.name()));
    script.append("  echo link set dev %s up\n".formatted(card.name()));
    card.gateway()
        .ifPresent(
            gateway ->
                script.append(
                    "  echo route add default via %s dev %s\n".formatted(gateway, card.name())));
  }

  /** As an installer would have left it; and ifupdown's own note that the interface is up. */
  private static void addressAtBoot(Twin.Card card, Subnet address, StringBuilder script) {
    script.append(
        """
        cat >> /etc/network/interfaces <<'INTERFACES'

        auto %1$s
        iface %1$s %2$s static
            address %3$s
        %4$sINTERFACES
        echo %1$s=%1$s >> /run/network/ifstate
        """
            .formatted(
                card.name(),
                address.address().isIpv4() ? "inet" : "inet6",
                address,
                card.gateway().map(gateway -> "    gateway " + gateway + "\n").orElse("")));
  }
}
