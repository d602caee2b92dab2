/**
 * LVM: volume groups, volumes with or without a cache, thin pools and thin volumes.
 *
 * <p>Everything that Cairn makes carries the tag {@code cairn:CLUSTER}; a group or volume without
 * it is seen, counted and never changed. A physical volume is made on a device only that is
 * provably blank: no signature, not in use.
 *
 * <p>What LVM looks at on a node is set in a block of {@code /etc/lvm/lvmlocal.conf}: {@code
 * global_filter} hides what lies below something else and shows the same data ({@link
 * io.cairn.engine.lvm.DeviceView}), {@code scan_lvs} is on where a physical volume lies on a
 * logical one, and the devices file is off (docs/decisions/0009). The filter is evaluated over all
 * names of all devices, for LVM itself accepts one that fits nothing.
 *
 * <p>A group that is always there is activated by LVM's events. One over a replicated resource is
 * not: it has autoactivation off in its own metadata, and a unit ({@link
 * io.cairn.engine.lvm.GroupUnit}) that activates it where the resource is primary, and only from
 * the replicated device.
 *
 * <p>Sizes are computed in extents before anything runs ({@link io.cairn.engine.lvm.Room}); what
 * does not fit is refused with its sum. Pools have a metadata profile with their autoextend, and
 * are watched by dmeventd(8).
 *
 * <p>A cache is never changed in place but for its mode: it is written back, detached and attached
 * anew, while its volume is in use ({@link io.cairn.engine.lvm.CachePlanner}).
 *
 * <p>LVM 2.03.16 (Debian 12) and 2.03.31 (Debian 13), thin-provisioning-tools 0.9 and 1.1. Man
 * pages: lvm(8), lvm.conf(5), lvmcache(7), lvmthin(7), lvmreport(7), vgchange(8).
 *
 * <p>Refused: a device with any signature, a group or volume of the same name that Cairn did not
 * make, a group on other devices than declared, what does not fit, a physical volume that is seen
 * twice or missing, a filter of somebody else under the same name, a cache that has failed or that
 * somebody else made. Not done here: shrinking, snapshots, the detaching of a cache whose device is
 * missing.
 */
@NullMarked
package io.cairn.engine.lvm;

import org.jspecify.annotations.NullMarked;
