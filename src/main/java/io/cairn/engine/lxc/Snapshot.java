package io.cairn.engine.lxc;

import io.cairn.graph.LayerName;
import io.cairn.graph.NodeName;

/**
 * A snapshot that is there.
 *
 * @param layer of what
 * @param node the node that has the file system mounted
 * @param created as btrfs-subvolume(8) shows it, as in {@code 2026-11-20 14:39:56 +0000}
 */
public record Snapshot(LayerName layer, SnapshotName name, NodeName node, String created) {}
