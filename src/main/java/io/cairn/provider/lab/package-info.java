/**
 * The lab: virtual twins of the nodes of a cluster file on this computer, with real kernels.
 *
 * <p>Built on QEMU (7.2 or newer; man page qemu(1), QMP reference), mmdebstrap(1), OpenSSH. A
 * {@link io.cairn.provider.lab.Lab} is the one way in. Everything it keeps is in the two folders of
 * {@link io.cairn.provider.lab.LabPlaces} and, for sockets, one short-named folder of the user.
 *
 * <p>It refuses disks named {@code /dev/vd*}: the kernel hands these out among its own twins'
 * disks.
 */
@NullMarked
package io.cairn.provider.lab;

import org.jspecify.annotations.NullMarked;
