set -- /sys/class/net/*
[ $# -eq 4 ]
--
set -eu
# All nodes start with the same state of the random generator: stir in what is this node's, and
# make the kernel use it at once (RNDRESEEDCRNG of linux/random.h).
printf %s f00d > /dev/urandom
perl -e 'open(F, ">", "/dev/urandom") or die; ioctl(F, 0x5207, 0) or die'
umask 077; printf '%s\n' 'PRIVATE KEY' > /etc/ssh/ssh_host_ed25519_key; umask 022
echo 'ssh-x KEY' > /etc/ssh/ssh_host_ed25519_key.pub
read -r sshd < /run/sshd.pid
# It writes the file again when it has read its new key.
rm /run/sshd.pid
kill -HUP "$sshd"
# the journal goes on in its open file, and is looked for below the node's own id
read -r twins < /etc/machine-id
[ ! -d "/var/log/journal/$twins" ] || mv "/var/log/journal/$twins" /var/log/journal/00000000000000000000000000000000
echo 00000000000000000000000000000000 > /etc/machine-id
echo node1 > /etc/hostname
echo node1 > /proc/sys/kernel/hostname
printf '127.0.1.1\tnode1\n' >> /etc/hosts
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
echo 'SUBSYSTEM=="block", ENV{DEVTYPE}=="disk", ENV{ID_SERIAL}=="lab1", SYMLINK+="disk/by-id/ata-WDC_WD40EFRX_WD-1"' >> /etc/udev/rules.d/90-lab.rules
echo 'SUBSYSTEM=="block", ENV{DEVTYPE}=="partition", ENV{ID_SERIAL}=="lab1", SYMLINK+="disk/by-id/ata-WDC_WD40EFRX_WD-1-part%n"' >> /etc/udev/rules.d/90-lab.rules
udevadm control --reload; udevadm trigger --subsystem-match=block
card0=$(card 52:54:01:00:00:00)
card1=$(card 52:54:01:00:00:01)
{
  echo link set dev $card0 name pass0
  echo link set dev $card1 name pass1
  echo link set dev pass0 name eth1
  echo link set dev pass1 name eth0
  echo address add 10.1.0.5/24 broadcast + dev eth0
  echo link set dev eth0 up
  echo route add default via 10.1.0.1 dev eth0
} > /run/lab-names
ip -batch /run/lab-names
rm /run/lab-names
cat >> /etc/network/interfaces <<'INTERFACES'

auto eth0
iface eth0 inet static
    address 10.1.0.5/24
    gateway 10.1.0.1
INTERFACES
echo eth0=eth0 >> /run/network/ifstate
--
[ -e /dev/disk/by-id/virtio-store1 ] && [ -e /dev/disk/by-id/ata-WDC_WD40EFRX_WD-1 ] && [ -e /run/sshd.pid ]
