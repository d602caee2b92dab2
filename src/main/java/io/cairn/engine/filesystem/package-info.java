/**
 * Local file systems (Btrfs, ext4, XFS) and their mounts.
 *
 * <p>A file system is made once, on the node where the device below is in use, and only on a device
 * that is provably blank: blkid(8) and wipefs(8) find no signature on it, nothing mounts it,
 * nothing holds it. It carries the layer's name as its label ({@link
 * io.cairn.engine.filesystem.Label}); by type and label it is known again. Every node that may
 * mount it has the mount point, empty and immutable (chattr(1) {@code +i}) as long as nothing is
 * mounted there, so that nothing is ever written below it (rule R20), and a mount unit
 * (systemd.mount(5)).
 *
 * <p>The mount names the device by path, never by UUID or label: over DRBD both can also be seen on
 * the disk below it, and a mount of that disk would write past the replication.
 *
 * <p>Tools: util-linux 2.38 (Debian 12) and 2.41 (Debian 13), btrfs-progs 6.2 and 6.14, e2fsprogs
 * 1.47, xfsprogs 6.1 and 6.13, systemd 252 and 257, psmisc.
 *
 * <p>Refused: a device with any other signature, a mount point that holds files, a path mounted
 * from another device or on two nodes. Not done yet: growing, Btrfs over several devices, quotas.
 */
@NullMarked
package io.cairn.engine.filesystem;

import org.jspecify.annotations.NullMarked;
