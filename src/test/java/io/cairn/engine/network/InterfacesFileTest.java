package io.cairn.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.network.InterfacesFile.Stanza;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterfacesFileTest {
  private static final String TEXT =
      """
      # the installer's
      source /etc/network/interfaces.d/*

      auto lo eth0
      iface lo inet loopback

      allow-hotplug eth1
      iface eth0 inet static
          address 10.1.0.5/24
          # a comment between its options
          up ip route add 192.0.2.0/24 \\
             via 10.1.0.9
          dns-nameservers 10.1.0.1

      # about eth1
      iface eth1 inet manual
      """;

  private static InterfacesFile file() {
    return InterfacesFile.parse("/etc/network/interfaces", TEXT);
  }

  @Test
  void readsStanzasWithTheirOptionsAndLines() {
    assertThat(file().stanzas())
        .containsExactly(
            new Stanza(List.of("source", "/etc/network/interfaces.d/*"), List.of(), 1, 1),
            new Stanza(List.of("auto", "lo", "eth0"), List.of(), 3, 3),
            new Stanza(List.of("iface", "lo", "inet", "loopback"), List.of(), 4, 4),
            new Stanza(List.of("allow-hotplug", "eth1"), List.of(), 6, 6),
            new Stanza(
                List.of("iface", "eth0", "inet", "static"),
                List.of(
                    "address 10.1.0.5/24",
                    "up ip route add 192.0.2.0/24         via 10.1.0.9",
                    "dns-nameservers 10.1.0.1"),
                7,
                12),
            new Stanza(List.of("iface", "eth1", "inet", "manual"), List.of(), 15, 15));
  }

  @Test
  void marksEverythingAboutOneInterfaceAndLeavesTheRestAsItIs() {
    assertThat(file().without("eth0"))
        .isEqualTo(
            """
            # the installer's
            source /etc/network/interfaces.d/*

            #cairn# auto lo eth0
            auto lo
            iface lo inet loopback

            allow-hotplug eth1
            #cairn# iface eth0 inet static
            #cairn#     address 10.1.0.5/24
            #cairn#     # a comment between its options
            #cairn#     up ip route add 192.0.2.0/24 \\
            #cairn#        via 10.1.0.9
            #cairn#     dns-nameservers 10.1.0.1

            # about eth1
            iface eth1 inet manual
            """);
  }

  @Test
  void anInterfaceThatIsNotInTheFileChangesNothing() {
    assertThat(file().without("eth7")).isEqualTo(TEXT);
  }

  @Test
  void readsAddressesWithPrefixLengthOrNetmask() {
    assertThat(
            List.of(
                address("address 10.1.0.5/24"),
                address("address 10.1.0.5", "netmask 255.255.255.0"),
                address("address 10.1.0.5", "netmask 24"),
                address("address 2001:db8::5", "netmask 64"),
                address("address 10.1.0.5"),
                address("gateway 10.1.0.1")))
        .containsExactly(
            "10.1.0.5/24", "10.1.0.5/24", "10.1.0.5/24", "2001:db8:0:0:0:0:0:5/64", "none", "none");
  }

  private static String address(String... options) {
    Stanza stanza =
        new Stanza(List.of("iface", "eth0", "inet", "static"), List.of(options), 0, options.length);
    return StanzaAddress.of(stanza).map(Object::toString).orElse("none");
  }
}
