/**
 * GPT partitions on disks.
 *
 * <p>A partition carries its layer's name as its GPT name and is found by it, under {@code
 * /dev/disk/by-partlabel}. It starts at a multiple of 1 MiB and has the declared size, or all that
 * is left. A disk gets a partition table only if it is provably blank, and further partitions only
 * if every partition on it is declared: a disk belongs to Cairn whole, or not at all.
 *
 * <p>sfdisk(8) of util-linux (2.38 in Debian 12, 2.41 in 13) writes the table: it takes a script on
 * standard input, writes once at the end, and locks the device against udev meanwhile; parted(8)
 * writes with every command, and sgdisk(8) needs a package more and counts in sectors only.
 *
 * <p>Refused: a disk that holds anything else, is in use or too small; the same name on two disks;
 * another size than declared (growing is not done yet); disks of different size below a replicated
 * layer where no size is declared.
 */
@NullMarked
package io.cairn.engine.disk;

import org.jspecify.annotations.NullMarked;
