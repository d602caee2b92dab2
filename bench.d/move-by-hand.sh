#!/bin/sh
# The planned move of r0 as an administrator types it, over one login to each node; for ./bench.
# usage: move-by-hand.sh SSH_CONFIG FROM TO   (an ssh_config(5) that leads to both nodes as root)
set -eu
config=$1
from=$2
to=$3
ssh -F "$config" "$from" 'set -e
  systemctl stop cairn-lxc-mysql.service
  systemctl stop srv-store1.mount
  systemctl stop cairn-r0.target cairn-primary-r0.service
  rm -f /var/lib/cairn/holder/r0'
ssh -F "$config" "$to" 'set -e
  mkdir -p /var/lib/cairn/holder; echo "since $(date -u +%Y-%m-%dT%H:%M:%SZ)" > /var/lib/cairn/holder/r0; sync
  systemctl start cairn-primary-r0.service
  systemctl start srv-store1.mount
  systemctl start cairn-lxc-mysql.service
  until lxc-info -n mysql -s -H | grep -q RUNNING && lxc-info -n mysql -i -H | grep -q .; do sleep 1; done
  until lxc-attach -n mysql -- systemctl is-system-running | grep -qE "running|degraded"; do sleep 1; done'
