/**
 * Arrays of the Linux md driver: raid1, raid10, raid5, raid6.
 *
 * <p>An array carries its node's and its layer's name in the superblock of every member, as in
 * {@code node1:hdd}, and is found by it under {@code /dev/disk/by-id/md-name-node1:hdd}. udev
 * assembles it at boot by that superblock alone (mdadm(8), Incremental mode; 64-md-raid-assembly
 * .rules). A line in mdadm.conf gives it its name below /dev/md and lets an {@code AUTO} line that
 * forbids everything else not forbid it. The initramfs is left as it is: Cairn's arrays carry no
 * system, the link by name does not depend on what the initramfs knew, and rebuilding it is a risk
 * of its own.
 *
 * <p>Written for mdadm 4.2 (Debian 12) and 4.4 (Debian 13); sources: mdadm(8), md(4),
 * mdadm.conf(5), and the kernel's Documentation/admin-guide/md.rst for what stands in sysfs.
 *
 * <p>Metadata is 1.2: at the beginning, where no file system of the whole array can be taken for
 * one of a member. A write-intent bitmap is always there, so that a crash costs seconds and not
 * hours. A new array is synchronised in the background; nothing is assumed to be clean.
 *
 * <p>Refused: members that hold anything or belong to another array; an array of that name made of
 * other devices; another level or number of members than declared (nothing is reshaped); starting
 * an array with fewer members than it had. Arrays that nobody declared are seen and never touched.
 */
@NullMarked
package io.cairn.engine.raid;

import org.jspecify.annotations.NullMarked;
