#!/bin/sh
# examples/erp.yaml on two fresh nodes as a good administrator scripts it: the commands that change something, in their
# order, both nodes at once where they do not need each other, one login kept open to each; for ./bench. No guards, no
# checks, nothing that could go on after an interruption.
# usage: apply-by-hand.sh SSH_CONFIG   (an ssh_config(5) that leads to node1 and node2 as root)
set -eu
config=$1
sockets=$(mktemp -d)
trap 'for node in node1 node2; do ssh -F "$config" -o ControlPath="$sockets/%n" -O exit $node 2> /dev/null || :; done; rm -rf "$sockets"' EXIT
on() { # NODE: runs standard input there
  ssh -F "$config" -o ControlMaster=auto -o ControlPath="$sockets/%n" -o ControlPersist=yes "$1" 'sh -seu'
}
both() { # FUNCTION: its output for node1 and for node2, run on them at once
  "$1" 1 5 2 | on node1 & first=$!
  "$1" 2 6 1 | on node2
  wait $first
}

system() { # NUMBER, last byte of its address, number of the other node
  cat <<END
cat > /etc/network/interfaces.d/lan <<'FILE'
auto eth0
iface eth0 inet manual

auto br0
iface br0 inet static
    address 10.1.0.$2/24
    gateway 10.1.0.1
    pre-up ip link add name br0 type bridge stp_state 0 forward_delay 0
    pre-up ip link set dev br0 address "\$(cat /sys/class/net/eth0/address)"
    pre-up ip link set dev eth0 up master br0
    post-down ip link delete dev br0 type bridge
FILE
cat > /etc/network/interfaces.d/replication <<'FILE'
auto eth1
iface eth1 inet static
    address 10.0.254.$1/30
FILE
ifdown --force eth0 || true
printf 'source /etc/network/interfaces.d/*\n\nauto lo\niface lo inet loopback\n' > /etc/network/interfaces
ifup eth1; ifup eth0; ifup br0
cat >> /etc/hosts <<'FILE'
10.1.0.5 node1
10.1.0.6 node2
FILE
cat > /etc/chrony/conf.d/peers.conf <<'FILE'
server 10.0.254.$3 iburst minpoll 4 maxpoll 6
local stratum 10 orphan
allow 10.0.254.$3
FILE
systemctl enable --quiet chrony.service
systemctl restart chrony.service
modprobe drbd
echo drbd > /etc/modules-load.d/drbd.conf
printf 'global { usage-count no; }\ncommon {\n}\n' > /etc/drbd.d/global_common.conf
echo root:100000:65536 >> /etc/subuid
echo root:100000:65536 >> /etc/subgid
END
  for number in 0 1; do
    store=$((number + 1))
    cat <<END
( umask 077; cat > /etc/drbd.d/r$number.res ) <<'FILE'
resource r$number {
  net { protocol C; cram-hmac-alg sha256; shared-secret "$secret"; verify-alg sha1; }
  disk { on-io-error detach; resync-rate 15M; }
  on node1 {
    device /dev/drbd$number minor $number; disk /dev/disk/by-id/virtio-store$store; meta-disk internal;
    address ipv4 10.0.254.1:$((7788 + number));
  }
  on node2 {
    device /dev/drbd$number minor $number; disk /dev/disk/by-id/virtio-store$store; meta-disk internal;
    address ipv4 10.0.254.2:$((7788 + number));
  }
}
FILE
cat > /etc/systemd/system/drbd-r$number.service <<'FILE'
[Unit]
After=network-online.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/sbin/drbdadm adjust r$number
ExecStop=/sbin/drbdadm down r$number
[Install]
WantedBy=multi-user.target
FILE
cat > /etc/systemd/system/srv-store$store.mount <<'FILE'
[Mount]
What=/dev/drbd$number
Where=/srv/store$store
Type=btrfs
FILE
mkdir -p /srv/store$store
END
  done
  echo 'systemctl daemon-reload'
  for number in 0 1; do
    cat <<END
systemctl enable --quiet drbd-r$number.service
drbdadm create-md --force r$number
systemctl start drbd-r$number.service
END
  done
}

container() { # NUMBER of the resource, NAME, last byte of its address
  store=$(($1 + 1))
  cat <<END
until grep -q '^ *$1: cs:Connected' /proc/drbd; do sleep 1; done
drbdadm new-current-uuid --clear-bitmap r$1/0
drbdadm primary r$1
mkfs.btrfs --quiet --label store$store /dev/drbd$1
systemctl start srv-store$store.mount
mkdir -p /srv/store$store/lxc/$2 /var/lib/lxc
btrfs subvolume create /srv/store$store/lxc/$2/rootfs > /dev/null
chown 100000:100000 /srv/store$store/lxc/$2/rootfs
lxc-usernsexec -m u:0:100000:65536 -m g:0:100000:65536 -- tar --extract --zstd --file=- --directory=/srv/store$store/lxc/$2/rootfs \
  --numeric-owner --preserve-permissions --xattrs --xattrs-include=security.capability --anchored '--exclude=./dev/*' \
  < /usr/share/cairn/images/debian-13.tar.zst
echo $2 > /srv/store$store/lxc/$2/rootfs/etc/hostname
mkdir -p /srv/store$store/lxc/$2/rootfs/etc/systemd/network
printf '[Match]\nName=eth0\n\n[Link]\nUnmanaged=yes\n' > /srv/store$store/lxc/$2/rootfs/etc/systemd/network/00-lxc.network
sync --file-system /srv/store$store
cat > /srv/store$store/lxc/$2/config <<'FILE'
lxc.include = /usr/share/lxc/config/common.conf
lxc.include = /usr/share/lxc/config/userns.conf
lxc.idmap = u 0 100000 65536
lxc.idmap = g 0 100000 65536
lxc.uts.name = $2
lxc.rootfs.path = btrfs:/srv/store$store/lxc/$2/rootfs
lxc.apparmor.profile = generated
lxc.apparmor.allow_nesting = 1
lxc.net.0.type = veth
lxc.net.0.link = br0
lxc.net.0.flags = up
lxc.net.0.name = eth0
lxc.net.0.ipv4.address = 10.1.0.$3/24 10.1.0.255
lxc.net.0.ipv4.gateway = 10.1.0.1
FILE
ln -s /srv/store$store/lxc/$2 /var/lib/lxc/$2
lxc-start --name $2
until lxc-attach --name $2 -- systemctl is-system-running 2> /dev/null | grep -qE 'running|degraded'; do sleep 2; done
END
}

secret=$(head -c 20 /dev/urandom | od -An -v -tx1 | tr -d ' \n')
both system
container 0 mysql 20 | on node1 & first=$!
container 1 web 21 | on node2
wait $first
