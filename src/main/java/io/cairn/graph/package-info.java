/**
 * The cluster as a graph of layers: names, sizes, addresses, nodes, networks, layers and what lies
 * over what.
 *
 * <p>Values only. A cluster file becomes one {@link io.cairn.graph.Cluster}; every operation is a
 * walk over it.
 */
@NullMarked
package io.cairn.graph;

import org.jspecify.annotations.NullMarked;
