set -eu
umask 077; cat > /etc/ssh/ssh_host_ed25519_key; umask 022
echo 'ssh-x KEY' > /etc/ssh/ssh_host_ed25519_key.pub
sshd=$(cat /run/sshd.pid)
# It writes the file again when it has read its new key.
rm /run/sshd.pid
kill -HUP "$sshd"
# All nodes start with the same state of the random generator: stir in what is this node's, and
# make the kernel use it at once (RNDRESEEDCRNG of linux/random.h).
{ cat /etc/ssh/ssh_host_ed25519_key; head -c 64 /dev/hwrng; } > /dev/urandom
perl -e 'open(F, ">", "/dev/urandom") or die; ioctl(F, 0x5207, 0) or die'
echo 00000000000000000000000000000000 > /etc/machine-id
echo node1 > /etc/hostname
echo node1 > /proc/sys/kernel/hostname
printf '127.0.1.1\tnode1\n' >> /etc/hosts
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
echo 'SUBSYSTEM=="block", ENV{DEVTYPE}=="disk", ENV{ID_SERIAL}=="lab1", SYMLINK+="disk/by-id/ata-WDC_WD40EFRX_WD-1"' >> /etc/udev/rules.d/90-lab.rules
echo 'SUBSYSTEM=="block", ENV{DEVTYPE}=="partition", ENV{ID_SERIAL}=="lab1", SYMLINK+="disk/by-id/ata-WDC_WD40EFRX_WD-1-part%n"' >> /etc/udev/rules.d/90-lab.rules
udevadm control --reload; udevadm trigger --subsystem-match=block
{
  renamed 52:54:01:00:00:00 pass0
  renamed 52:54:01:00:00:01 pass1
  echo link set dev pass0 name eth1
  echo link set dev pass1 name eth0
} > /run/lab-names
ip -batch /run/lab-names
rm /run/lab-names
cat >> /etc/network/interfaces <<'INTERFACES'

auto eth0
iface eth0 inet static
    address 10.1.0.5/24
    gateway 10.1.0.1
INTERFACES
ifup eth0
awaited /dev/disk/by-id/virtio-store1
awaited /dev/disk/by-id/ata-WDC_WD40EFRX_WD-1
awaited /run/sshd.pid
sync
