/**
 * Layers that the cluster file knows and no engine builds yet: volume groups, volumes, thin pools
 * and thin volumes. They are refused instead of passed over; whoever writes their engine takes them
 * out here, and the package goes with the last of them.
 */
@NullMarked
package io.cairn.engine.later;

import org.jspecify.annotations.NullMarked;
