/**
 * A simulated cluster under the real planner and runner (DESIGN, proof 4).
 *
 * <p>Every node is a {@link io.cairn.sim.Machine}: a root directory, mounts, processes and a host
 * name of its own (namespaces of the kernel, unshare(1)). The product's scripts run there unchanged
 * under the real shell with the real text and file tools; what would reach a device, a service or
 * the network is one small program that asks the imitation in this JVM: {@link io.cairn.sim.World}.
 *
 * <p>The imitation knows devices, never rules: disks hold content, DRBD decides by generation
 * identifiers as the 8.4 module does, systemd reads the units that the product wrote. Every call of
 * a tool is a point at which a fault may strike, before or after its effect ({@link
 * io.cairn.sim.Faults}), and after every call the {@link io.cairn.sim.Ledger} looks whether
 * something was lost that must not be.
 *
 * <p>One script runs at a time in the whole cluster and virtual time only moves when something
 * sleeps, so that a seed replays.
 *
 * <p>Limits: needs root, namespaces and the kernel's loop devices; without them the tests fail and
 * say so.
 */
@NullMarked
package io.cairn.sim;

import org.jspecify.annotations.NullMarked;
