package io.cairn.cluster;

import static io.cairn.cluster.Code.Level.FORM;
import static io.cairn.cluster.Code.Level.MEANING;
import static io.cairn.cluster.Code.Level.WARNING;
import static io.cairn.cluster.Code.Level.YAML;

import io.cairn.cluster.Problem.Severity;

/** Every kind of trouble that a cluster file can have; the ids are stable. */
public enum Code {
  TOO_LARGE("FILE-01", YAML, "The file is too large"),
  INVALID_YAML("FILE-02", YAML, "This cannot be read as YAML"),
  TAB("FILE-03", YAML, "A tab in the indentation"),
  SEVERAL_DOCUMENTS("FILE-04", YAML, "More than one document"),
  EMPTY("FILE-05", YAML, "The file is empty"),
  TOO_DEEP("FILE-06", YAML, "Nested too deeply"),
  DUPLICATE("FILE-07", YAML, "Said twice"),
  COMPLEX_KEY("FILE-08", YAML, "A key that is not a word"),
  TAG("FILE-09", YAML, "A YAML tag"),

  WRONG_SHAPE("FILE-10", FORM, "Another kind of value is expected here"),
  UNKNOWN_KEY("FILE-11", FORM, "Unknown key"),
  MISSING_KEY("FILE-12", FORM, "A key is missing"),
  BAD_NAME("FILE-13", FORM, "Not a valid name"),
  BAD_VALUE("FILE-14", FORM, "Not a valid value"),
  UNQUOTED("FILE-15", FORM, "A text that YAML reads as something else"),
  NOT_YET("FILE-16", FORM, "Not supported yet by this version"),
  UNKNOWN_TYPE("FILE-17", FORM, "Unknown layer type"),
  UNKNOWN_WORD("FILE-18", FORM, "Unknown word"),
  REPEATED("FILE-19", FORM, "Twice in one list"),

  UNRESOLVED("FILE-20", MEANING, "Nothing has this name"),
  CYCLE("FILE-21", MEANING, "Layers lie over each other in a circle"),
  WRONG_GROUND("FILE-22", MEANING, "This cannot lie over that"),
  DISK_TWICE("FILE-23", MEANING, "Two layers on one disk"),
  LAYER_TWICE("FILE-24", MEANING, "Two layers over one device"),
  WRONG_NODES("FILE-25", MEANING, "The nodes do not match those of the layer below"),
  RESERVED_NAME("FILE-26", MEANING, "A name that the engine cannot take"),
  IMPOSSIBLE("FILE-27", MEANING, "A value that cannot exist"),

  PEER_COUNT("FILE-30", MEANING, "DRBD needs two nodes, or three"),
  NO_PEER_ADDRESS("FILE-31", MEANING, "A DRBD peer without an address"),
  PEERS_APART("FILE-32", MEANING, "DRBD peers in different networks"),
  NOT_A_PEER("FILE-33", MEANING, "Not a node of this layer"),
  NO_THIRD_COPY("FILE-34", MEANING, "A moving address without a third node"),
  NO_SNAPSHOT_BELOW("FILE-35", MEANING, "Snapshots of what has none"),

  OUTSIDE_NETWORK("FILE-40", MEANING, "An address outside of its network"),
  NO_NETWORK("FILE-41", MEANING, "An address in no declared network"),
  ADDRESS_TWICE("FILE-42", MEANING, "The same address twice"),
  UNUSABLE_ADDRESS("FILE-43", MEANING, "An address that no host can have here"),
  HOST_BITS("FILE-44", MEANING, "An address where a network is expected"),
  OVERLAP("FILE-45", MEANING, "Networks overlap"),
  NO_BRIDGE("FILE-46", MEANING, "A network for containers without a bridge"),
  BRIDGE_NAME("FILE-47", MEANING, "The name of the bridge is taken"),
  OTHER_PREFIX("FILE-48", MEANING, "Another prefix length than that of the network"),
  ADDRESS_ALONE("FILE-49", MEANING, "An address without a network"),

  MOUNT_TWICE("FILE-50", MEANING, "The same mount point twice"),
  MOUNT_NESTED("FILE-51", MEANING, "A mount point below another layer's"),
  SYSTEM_PATH("FILE-52", MEANING, "A mount point that belongs to the system"),
  MANAGED_OPTION("FILE-53", MEANING, "A mount option that Cairn decides"),
  RUNS_TWICE("FILE-54", MEANING, "The same container on several nodes"),

  SIZE_RANGE("FILE-60", MEANING, "A size out of range"),
  NO_ROOM("FILE-61", MEANING, "No room is left for a partition"),
  GROUP_FULL("FILE-62", MEANING, "More than the volume group has"),
  PERCENT_SUM("FILE-63", MEANING, "Percentages of more than the whole"),
  METADATA_RANGE("FILE-64", MEANING, "Metadata of a size that does not work"),

  FEW_MEMBERS("FILE-80", MEANING, "Too few members for this kind of array"),
  ONE_DISK("FILE-81", MEANING, "Two members of an array on one disk"),
  NOT_IN_GROUP("FILE-82", MEANING, "Not a physical volume of this group"),
  CACHE_BELOW("FILE-83", MEANING, "The cache is on the device that it should speed up"),
  CACHE_ALONE("FILE-84", MEANING, "Writes held back where one failure loses them"),
  CACHE_MODE("FILE-85", MEANING, "What this kind of cache cannot do"),
  MIXED_REPLICA("FILE-86", MEANING, "Over DRBD and something else at once"),

  SCHEDULE_TWICE("FILE-95", MEANING, "Two schedules of one period"),
  NO_SCHEDULE("FILE-96", MEANING, "What no node can snapshot alone"),
  SCHEDULES_MANY("FILE-97", MEANING, "More snapshots than a volume group can take"),

  CASE_ONLY("FILE-70", WARNING, "Names that differ only in case"),
  KERNEL_NAME("FILE-71", WARNING, "A disk by a name that can change"),
  NO_PREFER("FILE-72", WARNING, "No preferred node"),
  UNUSED_NETWORK("FILE-73", WARNING, "Nothing uses this network"),
  SAME_INTERFACE("FILE-74", WARNING, "Two networks on one interface"),
  LAB_DISK("FILE-75", WARNING, "The lab's disk does not fit"),
  OVERCOMMITTED("FILE-76", WARNING, "Thin volumes that are larger than their pool can become");

  /** How deep one has to look to see it. */
  enum Level {
    /** The text as YAML: no schema is ever asked. */
    YAML,
    /** Keys and values, each for itself: the JSON Schema refuses it as well. */
    FORM,
    /** What the values say together: only Cairn sees it. */
    MEANING,
    /** Likewise, and the file can be used. */
    WARNING
  }

  private final String id;
  private final Level level;
  private final String title;

  Code(String id, Level level, String title) {
    this.id = id;
    this.level = level;
    this.title = title;
  }

  /** Stable, as in {@code FILE-11}. */
  public String id() {
    return id;
  }

  /** What it is, without names. */
  public String title() {
    return title;
  }

  /** How bad it is. */
  public Severity severity() {
    return level == WARNING ? Severity.WARNING : Severity.ERROR;
  }

  Level level() {
    return level;
  }
}
