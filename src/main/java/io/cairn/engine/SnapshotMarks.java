package io.cairn.engine;

import io.cairn.graph.ClusterName;
import io.cairn.graph.LayerName;

/**
 * By what a volume of LVM is known as a snapshot that Cairn took: its name and its tags (lvm(8),
 * "TAGS"). More than one engine takes snapshots, and each has to know those of the others.
 */
public final class SnapshotMarks {
  /** The tag of every one of them, beside that of the cluster. */
  public static final String TAG = "cairn-snapshot";

  /** The beginning of the tag that says when it was taken. */
  public static final String TAKEN = "cairn-taken:";

  /** In UTC, in the characters that a tag may have; to be expanded by the node's shell. */
  public static final String NOW = "$(date --utc +%Y-%m-%dT%H:%M:%SZ)";

  /**
   * The name of the one that the node itself takes before its copy is made inconsistent by a
   * resync; nobody else may use it.
   */
  public static final SnapshotName BEFORE_RESYNC = new SnapshotName("before-resync");

  /** The further tag of that one: it alone goes away by itself. */
  public static final String RESYNC = "cairn-before-resync";

  private SnapshotMarks() {}

  /** The tag of everything in LVM that Cairn made for the cluster. */
  public static String cluster(ClusterName cluster) {
    return "cairn:" + cluster;
  }

  /** The name of the snapshot's volume, which no layer can have. */
  public static String volume(LayerName of, SnapshotName name) {
    return of + "." + name;
  }
}
