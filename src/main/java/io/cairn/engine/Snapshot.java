package io.cairn.engine;

import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;
import java.util.Optional;

/**
 * A snapshot that is there.
 *
 * @param layer of what
 * @param node where it is: the node that has the file system mounted, or the volume
 * @param created when it was taken, as the node keeps it, as in {@code 2026-11-20 14:39:56 +0000}
 * @param schedule the period of the schedule that it is of, as in {@code 1h}; empty for one that
 *     was taken by hand
 */
public record Snapshot(
    LayerName layer, SnapshotName name, NodeName node, String created, Optional<String> schedule) {}
