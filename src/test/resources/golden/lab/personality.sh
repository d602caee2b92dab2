set -eu
umask 077; cat > /etc/ssh/ssh_host_ed25519_key; umask 022
echo 'ssh-x KEY' > /etc/ssh/ssh_host_ed25519_key.pub
date --utc --set=@1800000000.000000000 >/dev/null
# All nodes start with the same state of the random generator: stir in what is this node's, and
# make the kernel use it at once (RNDRESEEDCRNG of linux/random.h).
{ cat /etc/ssh/ssh_host_ed25519_key; head -c 64 /dev/hwrng; } > /dev/urandom
perl -e 'open(F, ">", "/dev/urandom") or die; ioctl(F, 0x5207, 0) or die'
echo 00000000000000000000000000000000 > /etc/machine-id
echo node1 > /etc/hostname
hostname node1
printf '127.0.1.1\tnode1\n' >> /etc/hosts
awaited() {
  for _ in $(seq 200); do
    [ -e "$1" ] && return
    sleep 0.1
  done
  echo "$1 did not appear" >&2
  exit 1
}
echo 'SUBSYSTEM=="block", ENV{DEVTYPE}=="disk", ENV{ID_SERIAL}=="lab1", SYMLINK+="disk/by-id/ata-WDC_WD40EFRX_WD-1"' >> /etc/udev/rules.d/90-lab.rules
echo 'SUBSYSTEM=="block", ENV{DEVTYPE}=="partition", ENV{ID_SERIAL}=="lab1", SYMLINK+="disk/by-id/ata-WDC_WD40EFRX_WD-1-part%n"' >> /etc/udev/rules.d/90-lab.rules
udevadm control --reload; udevadm trigger --subsystem-match=block
for _ in $(seq 200); do
  card=$(grep -l -x 52:54:01:00:00:00 /sys/class/net/*/address 2>/dev/null) && break
  sleep 0.1
done
card=${card%/address}
ip link set dev "${card##*/}" name pass0
for _ in $(seq 200); do
  card=$(grep -l -x 52:54:01:00:00:01 /sys/class/net/*/address 2>/dev/null) && break
  sleep 0.1
done
card=${card%/address}
ip link set dev "${card##*/}" name pass1
ip link set dev pass0 name eth1
ip link set dev pass1 name eth0
cat >> /etc/network/interfaces <<'INTERFACES'

auto eth0
iface eth0 inet static
    address 10.1.0.5/24
    gateway 10.1.0.1
INTERFACES
ifup eth0
awaited /dev/disk/by-id/virtio-store1
awaited /dev/disk/by-id/virtio-lab1
kill -HUP "$(cat /run/sshd.pid)"
sync
