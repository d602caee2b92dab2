/**
 * Replicated block devices: DRBD resources of one volume on two nodes.
 *
 * <p>Written for the DRBD 8.4 module of Linux (8.4.11) driven by drbd-utils 9.22 (Debian 12 and
 * 13), after drbd.conf-8.4(5), drbdadm-8.4(8), drbdsetup-8.4(8), drbdmeta-8.4(8) and what the tools
 * and the module do in fact. The configuration can also be rendered for the DRBD 9 module; a node
 * that runs it is refused for now.
 *
 * <p>What moves a resource on a node:
 *
 * <pre>
 *   cairn-drbd-r0.service     at boot on both nodes: configured, attached, connecting
 *   cairn-boot-r0.service     at boot on both nodes: starts the target where the holder mark is
 *   cairn-primary-r0.service  primary here
 *   cairn-r0.target           everything over the resource
 * </pre>
 *
 * <p>Limits: two nodes, one volume, internal metadata, one replication link. Refused: disks that
 * carry anything, peers of different size, disks in use, metadata of unknown origin; automatic
 * repair of a split brain; promotion without the peer, except after an explicit failover. No
 * command here forces anything but the first promotion of a resource that is provably new.
 */
@NullMarked
package io.cairn.engine.drbd;

import org.jspecify.annotations.NullMarked;
