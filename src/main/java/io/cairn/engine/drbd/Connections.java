package io.cairn.engine.drbd;

import java.util.Map;

/** The module's words for a connection (drbdadm-8.4(8), cstate) in everyday ones. */
final class Connections {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("Connected", "connected"),
          Map.entry("WFConnection", "waiting for the other node"),
          Map.entry("StandAlone", "not connected, and not trying"),
          Map.entry("SyncSource", "resyncing the other node"),
          Map.entry("SyncTarget", "being resynced"),
          Map.entry("PausedSyncS", "resync of the other node paused"),
          Map.entry("PausedSyncT", "resync paused"),
          Map.entry("VerifyS", "comparing the copies"),
          Map.entry("VerifyT", "comparing the copies"));

  private Connections() {}

  /** The everyday words; the module's own for a short-lived state. */
  static String words(String connection) {
    return WORDS.getOrDefault(connection, connection);
  }
}
