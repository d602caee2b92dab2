/**
 * System containers (LXC 5.0.2 of Debian 12, LXC 6.0 of Debian 13) on a file system layer.
 *
 * <p>A container lives whole on its file system, so that it moves with it:
 *
 * <pre>
 * MOUNT/lxc/NAME/config            written by Cairn, from the cluster file
 * MOUNT/lxc/NAME/rootfs            a Btrfs subvolume; on ext4 and XFS a directory
 * MOUNT/.cairn/snapshots/LAYER/    snapshots, read-only subvolumes
 * /var/lib/lxc/NAME                on every node: a link to MOUNT/lxc/NAME, so that lxc-ls, lxc-attach
 *                                  and the rest work without options
 * cairn-lxc-NAME.service           on every node: starts and stops it
 * </pre>
 *
 * <p>A root file system is unpacked under another name and renamed when it is whole: what has the
 * container's name is whole. Everything below MOUNT is done only after findmnt(8) has shown, in the
 * same script, that MOUNT is mounted from the layer's device (rule R20).
 *
 * <p>Unprivileged containers run in a range of user ids that is the same on all nodes, for the ids
 * stand in the files on the replicated volume; it is allotted to root in subuid(5) and subgid(5).
 *
 * <p>Configuration: lxc.container.conf(5). An unknown key makes LXC refuse everything, so each
 * candidate is read by the node's own LXC before it is moved into place.
 *
 * <p>Refused: a container over anything but a file system, a change of the range of user ids of an
 * existing container, snapshots where the file system has none (ext4, XFS), snapshots that would
 * leave out a nested subvolume.
 */
@NullMarked
package io.cairn.engine.lxc;

import org.jspecify.annotations.NullMarked;
