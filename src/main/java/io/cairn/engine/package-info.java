/**
 * The contract between the planner and the engines: probes and facts, findings, steps, commands,
 * units.
 *
 * <p>Engines never import each other. What one needs to know of another's layer it asks through
 * {@link io.cairn.engine.Context}: the device below, where a layer is active, which systemd unit
 * carries it.
 */
@NullMarked
package io.cairn.engine;

import org.jspecify.annotations.NullMarked;
