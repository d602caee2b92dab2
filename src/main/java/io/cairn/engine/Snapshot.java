package io.cairn.engine;

import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;

/**
 * A snapshot that is there.
 *
 * @param layer of what
 * @param node where it is: the node that has the file system mounted, or the volume
 * @param created when it was taken, as the node keeps it, as in {@code 2026-11-20 14:39:56 +0000}
 */
public record Snapshot(LayerName layer, SnapshotName name, NodeName node, String created) {}
