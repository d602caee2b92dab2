package io.cairn.engine.drbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What DRBD runs before and after a resync, as the shell runs it, with LVM's tools played. */
class ResyncScriptTest {
  private static final String OUTDATED = "cs:WFSyncUUID ro:Secondary/Primary ds:Outdated/UpToDate";
  private static final String DONE = "cs:Connected ro:Secondary/Primary ds:UpToDate/UpToDate";

  /** A volume of 8 GiB, half mapped, in a pool of 10 GiB that is 41 % full. */
  private static final String VOLUMES =
      """
        pool|thin-pool|10485760.00||64.00|12288.00|41.00|14.20|cairn:test
        data|thin|8388608.00|pool|||50.00||cairn:test
      """;

  private static final String KEPT =
      "  data.before-resync|thin|8388608.00|pool|||||cairn-before-resync,cairn-snapshot,cairn:test\n";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @BeforeEach
  void tools() throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    // said and asked go to files: what runs beside the script has no other place
    tool("logger", "shift 5; echo \"$*\" >> " + folder + "/said");
    tool("dmsetup", "[ \"$6\" = vg--a-data ]; echo 'vg-a data'");
    tool("lvmconfig", "exit 5");
    tool("date", "echo 2026-11-27T10:00:00Z");
    volumes(VOLUMES);
    tool("lvcreate", "echo \"lvcreate $*\" >> " + folder + "/asked");
    tool("lvremove", "echo \"lvremove $*\" >> " + folder + "/asked");
  }

  private void tool(String name, String script) throws IOException {
    Path tool = Files.writeString(folder.resolve("bin/" + name), "#!/bin/sh\n" + script + "\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
  }

  /** What lvs(8) shows of the group, and by itself of the snapshot. */
  private void volumes(String all) throws IOException {
    Files.writeString(folder.resolve("volumes"), all);
    tool(
        "lvs",
        """
        case $* in
          *before-resync) grep -q before-resync %1$s/volumes || exit 5; sed -n 's/.*before-resync.*|/  /p' %1$s/volumes ;;
          *) cat %1$s/volumes ;;
        esac"""
            .formatted(folder));
  }

  private void run(String verb, String kind, String state, long outOfSync) throws Exception {
    Files.writeString(folder.resolve("proc"), Nodes.proc(state, outOfSync));
    String script =
        ResyncScript.file()
            .text()
            .replace("/proc/drbd", folder + "/proc")
            .replace("/run/lock/", folder + "/")
            .replace("/run/", folder + "/")
            .replace("limit=20", "limit=" + limit);
    Path file = Files.writeString(folder.resolve("resync.sh"), script);
    ProcessBuilder shell = new ProcessBuilder("sh", file.toString(), verb, kind, "cairn:test");
    shell.environment().merge("PATH", folder + "/bin:", (path, first) -> first + path);
    shell.environment().put("DRBD_RESOURCE", "r0");
    shell.environment().put("DRBD_LL_DISK", "/dev/mapper/vg--a-data");
    shell.environment().put("DRBD_MINOR", "0");
    Process process = shell.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }

  private int limit = 20;

  private String asked() throws IOException {
    return text("asked").replace("--config devices { filter = [ \"r|^/dev/drbd|\" ] } ", "");
  }

  private String said() throws IOException {
    return text("said");
  }

  private String text(String file) throws IOException {
    Path path = folder.resolve(file);
    return Files.exists(path) ? Files.readString(path) : "";
  }

  /** What is done beside the script has come to its end when nothing of it is left. */
  private void awaitEnd(String word) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(30));
    while (!said().contains(word) && !asked().contains(word)) {
      assertThat(Instant.now()).as("%s in %s%s", word, said(), asked()).isBefore(end);
      Thread.sleep(20);
    }
  }

  private static final String CREATE =
      "lvcreate --yes --snapshot --setactivationskip y --name data.before-resync --addtag cairn:test"
          + " --addtag cairn-snapshot --addtag cairn-before-resync --addtag"
          + " cairn-taken:2026-11-27T10:00:00Z -- vg-a/data\n";

  @Test
  void isTheScriptThatAReviewerHasSeen() {
    Golden.check("drbd/resync.sh", ResyncScript.file().text());
  }

  @Test
  void keepsTheStateOfACopyThatIsConsistent() throws Exception {
    run("before", "thin", OUTDATED, 4096);
    awaitEnd("last consistent state");
    assertThat(asked()).isEqualTo(CREATE);
    assertThat(said())
        .isEqualTo(
            "r0: vg-a/data.before-resync has the last consistent state of this copy while it is resynced\n");
  }

  @Test
  void takesAsMuchRoomAgainOfAVolumeThatIsNotThin() throws Exception {
    volumes("  data|linear|8388608.00||||||cairn:test\n");
    run("before", "any", OUTDATED, 4096);
    awaitEnd("last consistent state");
    assertThat(asked()).contains("--snapshot --extents 100%ORIGIN --name data.before-resync");
  }

  @ParameterizedTest
  @CsvSource({
    "Inconsistent/UpToDate, this copy is not consistent",
    "Negotiating/UpToDate, this copy is not consistent"
  })
  void takesNoneOfACopyThatIsWorthNothing(String disks, String why) throws Exception {
    run("before", "thin", "cs:WFSyncUUID ro:Secondary/Primary ds:" + disks, 4096);
    assertThat(said()).contains("no snapshot before the resync: " + why);
    assertThat(asked()).isEmpty();
  }

  @Test
  void takesNoneWhereNothingIsToBeCopied() throws Exception {
    run("before", "thin", OUTDATED, 0);
    assertThat(said() + asked()).isEmpty();
  }

  private void refused(String volumes, String why, long outOfSync) throws Exception {
    volumes(volumes);
    run("before", "thin", OUTDATED, outOfSync);
    awaitEnd("no snapshot");
    assertThat(said()).isEqualTo("r0: no snapshot before the resync: " + why + "\n");
    assertThat(asked()).isEmpty();
  }

  @Test
  void neverReplacesOneThatIsThere() throws Exception {
    refused(
        VOLUMES + KEPT,
        "one is there already, and it is kept: this copy was last consistent then",
        4);
  }

  @Test
  void takesNoneOfWhatIsNotCairns() throws Exception {
    refused(VOLUMES.replace("cairn:test", "x"), "the volume is not of this cluster", 4096);
  }

  @Test
  void takesNoneOfAVolumeThatIsNotThinUnlessAsked() throws Exception {
    refused("  data|linear|8388608.00||||||cairn:test\n", "the volume is not thin", 4096);
  }

  /** 4 GiB are mapped; each of 81920 blocks can cost a chunk of 64 KiB, but not more than that. */
  @Test
  void takesNoneWhereTheResyncCouldFillThePool() throws Exception {
    refused(
        VOLUMES.replace("41.00", "55.00"),
        "the pool pool is too full: data 55.00 %, and up to 4096 MiB more with it",
        327_680);
  }

  @Test
  void countsNoMoreThanAResyncCanChange() throws Exception {
    volumes(VOLUMES.replace("41.00", "55.00"));
    run("before", "thin", OUTDATED, 4096);
    awaitEnd("last consistent state");
    assertThat(asked()).isEqualTo(CREATE);
  }

  @Test
  void takesNoneWhereTheMetadataCouldBecomeFull() throws Exception {
    refused(
        VOLUMES.replace("14.20", "89.99"), "the pool pool is too full: metadata 89.99 %", 327_680);
  }

  @Test
  void letsTheResyncGoOnWhereLvmFails() throws Exception {
    tool("lvcreate", "echo 'Cannot create new thin volume' >&2; exit 5");
    run("before", "thin", OUTDATED, 4096);
    awaitEnd("no snapshot");
    assertThat(said())
        .isEqualTo("r0: no snapshot before the resync: Cannot create new thin volume\n");
  }

  @Test
  void undoesWhatLvmMadeTooLate() throws Exception {
    limit = 0;
    // not before the script has given up
    tool(
        "lvcreate",
        "until grep -q within %1$s/said 2> /dev/null; do sleep 0.05; done; echo lvcreate >> %1$s/asked"
            .formatted(folder));
    run("before", "thin", OUTDATED, 4096);
    awaitEnd("lvremove");
    assertThat(asked()).isEqualTo("lvcreate\nlvremove --yes -- vg-a/data.before-resync\n");
    assertThat(said())
        .isEqualTo("r0: no snapshot before the resync: LVM did not make one within 0 s\n");
  }

  @Test
  void leavesNothingBehind() throws Exception {
    run("before", "thin", OUTDATED, 4096);
    awaitEnd("last consistent state");
    Instant end = Instant.now().plus(Duration.ofSeconds(30));
    while (names().contains("cairn-resync.") && Instant.now().isBefore(end)) {
      Thread.sleep(20);
    }
    assertThat(names()).doesNotContain("cairn-resync.");
  }

  private String names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.joining(" "));
    }
  }

  @Test
  void passesTheFilterOfTheNodeOn() throws Exception {
    tool("lvmconfig", "echo 'filter=[\"a|^/dev/sd|\",\"r|.*|\"]'");
    run("before", "thin", OUTDATED, 4096);
    awaitEnd("last consistent state");
    assertThat(text("asked"))
        .contains("devices { filter = [ \"r|^/dev/drbd|\", \"a|^/dev/sd|\",\"r|.*|\" ] }");
  }

  @Test
  void removesItAfterTheResync() throws Exception {
    volumes(VOLUMES + KEPT);
    run("after", "thin", DONE, 0);
    awaitEnd("is removed");
    assertThat(asked()).isEqualTo("lvremove --yes -- vg-a/data.before-resync\n");
  }

  @Test
  void keepsItWhereTheResyncLeftBlocksOut() throws Exception {
    volumes(VOLUMES + KEPT);
    run("after", "thin", "cs:Connected ro:Secondary/Primary ds:Inconsistent/UpToDate", 8);
    awaitEnd("is kept");
    assertThat(asked()).isEmpty();
  }

  @Test
  void removesNothingThatItDidNotTake() throws Exception {
    volumes(VOLUMES + KEPT.replace("cairn-before-resync,", ""));
    tool("flock", "echo locked >> " + folder + "/said");
    run("after", "thin", DONE, 0);
    awaitEnd("locked");
    assertThat(asked()).isEmpty();
  }
}
