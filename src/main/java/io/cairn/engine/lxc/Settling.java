package io.cairn.engine.lxc;

import io.cairn.engine.Command;
import io.cairn.engine.Shell;
import io.cairn.graph.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a root file system that container's own: host name, addresses, name servers, identity.
 *
 * <p>It runs in the root file system as the container's root: a link in an image leads nowhere
 * else.
 *
 * @param rootfs path on the node
 */
record Settling(Layer.Lxc layer, String rootfs, Optional<IdRange> ids) {
  // systemd makes a new id at the first boot where the file is empty (machine-id(5))
  private static final String IDENTITY =
      """
      [ ! -e /etc/machine-id ] || : > /etc/machine-id
      rm -f /var/lib/dbus/machine-id
      """;

  // systemd-tmpfiles makes subvolumes of these, which no snapshot of the root would hold
  private static final String PLAIN_FOLDERS =
      """
      if [ -d /etc/systemd/system ]; then
        mkdir -p /var/lib/machines /var/lib/portables
        for unit in sys-kernel-config.mount sys-kernel-debug.mount sys-kernel-tracing.mount; do
          ln -sf /dev/null /etc/systemd/system/$unit
        done
      fi
      """;

  // LXC gives eth0 its address before init starts; whoever manages networks inside must leave it
  private static final String NETWORK_OF_LXC =
      """
      if [ -d /etc/systemd ]; then
        mkdir -p /etc/systemd/network
        printf '[Match]\\nName=eth0\\n\\n[Link]\\nUnmanaged=yes\\n' > /etc/systemd/network/00-cairn.network
      fi
      if [ -d /etc/network ]; then
        printf 'auto lo\\niface lo inet loopback\\n\\niface eth0 inet manual\\n' > /etc/network/interfaces
      fi
      if [ -d /etc/NetworkManager/conf.d ]; then
        printf '[keyfile]\\nunmanaged-devices=interface-name:eth0\\n' > /etc/NetworkManager/conf.d/cairn.conf
      fi
      """;

  /** For a new container. */
  Command atFirst() {
    return inside(IDENTITY + PLAIN_FOLDERS + names() + nameServers() + network());
  }

  /** For a clone: ssh keys are made anew by the container's own tools. */
  Command asClone() {
    return inside(
        IDENTITY + "rm -f /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub\n" + names());
  }

  /** After a change of name or address. */
  Command again() {
    return inside(names());
  }

  private String names() {
    String host = ContainerConfig.hostName(layer);
    String own = layer.address().map(a -> a.address().toString()).orElse("127.0.1.1");
    return """
        echo %1$s > /etc/hostname
        [ -e /etc/hosts ] || printf '127.0.0.1\\tlocalhost\\n::1\\tlocalhost ip6-localhost\\n' > /etc/hosts
        sed '/ # cairn$/d' /etc/hosts > /etc/hosts.cairn
        printf '%2$s\\t%1$s # cairn\\n' >> /etc/hosts.cairn
        mv -f /etc/hosts.cairn /etc/hosts
        """
        .formatted(host, own);
  }

  private String nameServers() {
    return layer.network().isEmpty()
        ? ""
        : "rm -f /etc/resolv.conf\nprintf '%s\\n' \"$1\" > /etc/resolv.conf\n";
  }

  private String network() {
    return layer.address().isPresent() ? NETWORK_OF_LXC : "";
  }

  // the node's name servers; where it has its own cache, those behind it
  private Command inside(String script) {
    List<String> argv = new ArrayList<>(ids.map(IdRange::prefix).orElse(List.of()));
    argv.addAll(List.of("chroot", rootfs, "/bin/sh", "-eu", "-s"));
    return Command.script(
        """
        servers=/etc/resolv.conf
        [ ! -e /run/systemd/resolve/resolv.conf ] || servers=/run/systemd/resolve/resolv.conf
        %1$s "$(cat "$servers" 2>/dev/null)" <<'CAIRN_INSIDE'
        %2$sCAIRN_INSIDE"""
            .formatted(Shell.join(argv), script));
  }
}
