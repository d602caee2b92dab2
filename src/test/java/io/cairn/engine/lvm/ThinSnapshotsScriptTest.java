package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that takes and deletes snapshots on a node, against an LVM that keeps a table. */
class ThinSnapshotsScriptTest {
  private static final String CAIRN = "cairn:erp";
  private static final String TAGS = CAIRN + ",cairn-snapshot,cairn-schedule:1h,cairn-taken:x";

  /** A row is: name, type, activity, pool, tags, and whether it is open. */
  private static final String LVS =
      """
      for last; do :; done
      case "$*" in
        *lv_name,lv_tags*) awk '{ print "  " $1, ($5 == "-" ? "" : $5) }' @/table ;;
        *segtype,lv_active*) awk -v n="${last#vg0/}" '$1 == n { print "  " $2, $3, $4, $5 }' @/table ;;
        *data_percent,metadata_percent*) cat @/fill ;;
        *lv_device_open*) awk -v n="${last#vg0/}" '$1 == n && $6 == "open" { print "  open" }' @/table ;;
        *) exit 3 ;;
      esac""";

  private static final String LVCREATE =
      """
      echo "lvcreate $*" >> @/ran
      tags=
      while [ $# -gt 1 ]; do
        case $1 in
          --name) name=$2 ;;
          --addtag) tags=$tags,$2 ;;
        esac
        shift
      done
      echo "$name thin - pool ${tags#,} -" >> @/table""";

  private static final String LVREMOVE =
      """
      for last; do :; done
      echo "lvremove $*" >> @/ran
      awk -v n="${last#vg0/}" '$1 != n' @/table > @/rest
      mv @/rest @/table""";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @BeforeEach
  void aVolumeInAPool() throws IOException {
    tool("vgs", "echo '  0 " + CAIRN + "'");
    tool("lvs", LVS);
    tool("lvcreate", LVCREATE);
    tool("lvremove", LVREMOVE);
    tool("date", "if [ \"$*\" = +%s ]; then cat @/now; else exec /bin/date \"$@\"; fi");
    write("fill", "  12.34 10.01");
    write(
        "table",
        "pool thin-pool active - "
            + CAIRN
            + " open\n"
            + "data thin active pool "
            + CAIRN
            + " open\n");
    now("2026-11-27T09:20:00Z");
  }

  private void tool(String name, String script) throws IOException {
    write(name, "#!/bin/sh\n" + script.replace("@/", folder + "/") + "\n");
    assertThat(folder.resolve(name).toFile().setExecutable(true)).isTrue();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void now(String time) throws IOException {
    write("now", Instant.parse(time).getEpochSecond() + "\n");
  }

  private void row(String name, String tags, String open) throws IOException {
    write(
        "table",
        Files.readString(folder.resolve("table"))
            + "%s thin - pool %s %s%n".formatted(name, tags, open));
  }

  private List<String> names() throws IOException {
    return Files.readAllLines(folder.resolve("table")).stream()
        .map(row -> row.substring(0, row.indexOf(' ')))
        .toList();
  }

  private List<String> ran() throws IOException {
    Path ran = folder.resolve("ran");
    return Files.exists(ran) ? Files.readAllLines(ran) : List.of();
  }

  private record Ran(int exit, String said) {}

  private Ran run(String... schedules) throws Exception {
    return run(List.of(), schedules);
  }

  private Ran run(List<String> under, String... schedules) throws Exception {
    write("script", ThinSchedule.script().text().replace("/run/lock", folder.toString()));
    List<String> argv = new ArrayList<>(under);
    argv.addAll(List.of("dash", folder + "/script", "erp", "vg0", "data", "pool", "70"));
    argv.addAll(List.of(schedules));
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile());
    builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
    int exit = builder.start().waitFor();
    return new Ran(exit, Files.readString(folder.resolve("said")));
  }

  @Test
  void isTheScriptThatAReviewerHasSeen() {
    Golden.check("lvm/thin-snapshots.sh", ThinSchedule.script().text());
  }

  @Test
  void takesOneThatSaysWhatItIs() throws Exception {
    assertThat(run("1h:3600:24").exit()).isZero();
    assertThat(ran())
        .containsExactly(
            "lvcreate --yes --snapshot --setactivationskip y --config backup/archive=0 --name"
                + " data.every-1h-20261127T092000Z --addtag cairn:erp --addtag cairn-snapshot"
                + " --addtag cairn-schedule:1h --addtag cairn-taken:2026-11-27T09:20:00Z --"
                + " vg0/data");
  }

  @Test
  void takesOneInEachPeriod() throws Exception {
    row("data.every-1h-20261127T090000Z", TAGS, "-");
    assertThat(run("1h:3600:24").exit()).isZero();
    assertThat(ran()).isEmpty();
    now("2026-11-27T10:00:00Z");
    assertThat(run("1h:3600:24").exit()).isZero();
    assertThat(names()).last().isEqualTo("data.every-1h-20261127T100000Z");
  }

  @Test
  void beginsAWeekOnMonday() throws Exception {
    String weekly = TAGS.replace(":1h", ":1w");
    now("2026-11-29T23:59:59Z");
    row("data.every-1w-20261123T000000Z", weekly, "-");
    assertThat(run("1w:604800:4").exit()).isZero();
    assertThat(ran()).isEmpty();
    now("2026-11-30T00:00:00Z");
    assertThat(run("1w:604800:4").exit()).isZero();
    assertThat(ran()).hasSize(1);
  }

  @Test
  void deletesTheOldestOfItsOwnAndNothingElse() throws Exception {
    List<String> others =
        List.of(
            "data.by-hand " + CAIRN + ",cairn-snapshot,cairn-taken:x",
            "data.every-1h-20200101T000000Z " + CAIRN + ",cairn-snapshot",
            "data.every-1h-20200101T000001Z cairn:other,cairn-snapshot,cairn-schedule:1h",
            "data.every-1h-20200101T000002Z -",
            "data.every-1h-20200101T000003 " + TAGS,
            "data.every-1d-20200101T000000Z " + TAGS.replace(":1h", ":1d"),
            "data.old.every-1h-20200101T000000Z " + TAGS,
            "data2.every-1h-20200101T000000Z " + TAGS,
            "dataXevery-1h-20200101T000000Z " + TAGS,
            "every-1h-20200101T000000Z " + TAGS);
    for (String other : others) {
      row(other.substring(0, other.indexOf(' ')), other.substring(other.indexOf(' ') + 1), "-");
    }
    for (int hour = 1; hour <= 5; hour++) {
      row("data.every-1h-20261127T0%d0000Z".formatted(hour), TAGS, "-");
    }
    assertThat(run("1h:3600:3").exit()).isZero();
    assertThat(ran())
        .filteredOn(command -> command.startsWith("lvremove"))
        .extracting(command -> command.substring(command.indexOf("vg0/")))
        .containsExactly(
            "vg0/data.every-1h-20261127T010000Z",
            "vg0/data.every-1h-20261127T020000Z",
            "vg0/data.every-1h-20261127T030000Z");
    assertThat(names()).contains("pool", "data");
    for (String other : others) {
      assertThat(names()).contains(other.substring(0, other.indexOf(' ')));
    }
  }

  @Test
  void leavesOneThatSomebodyUses() throws Exception {
    row("data.every-1h-20261127T070000Z", TAGS, "open");
    row("data.every-1h-20261127T080000Z", TAGS, "-");
    Ran ran = run("1h:3600:1");
    assertThat(ran.exit()).isZero();
    assertThat(ran.said()).contains("data.every-1h-20261127T070000Z stays: it is in use");
    assertThat(names())
        .contains("data.every-1h-20261127T070000Z")
        .doesNotContain("data.every-1h-20261127T080000Z");
  }

  @Test
  void takesNoneWhereThePoolIsTooFull() throws Exception {
    write("fill", "  70.00 10.01");
    row("data.every-1h-20261127T070000Z", TAGS, "-");
    row("data.every-1h-20261127T080000Z", TAGS, "-");
    Ran ran = run("1h:3600:2");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.said())
        .isEqualTo(
            "vg0/pool is too full: data 70.00 %, metadata 10.01 %, the most is 70 %\nno snapshot"
                + " every 1h\n");
    assertThat(ran()).isEmpty();
    write("fill", "  12.34 71.99");
    assertThat(run("1h:3600:2").exit()).isEqualTo(1);
    write("fill", "");
    assertThat(run("1h:3600:2").exit()).isEqualTo(1);
    assertThat(ran()).isEmpty();
  }

  @Test
  void takesNoneWhereTheLastIsOfTheFuture() throws Exception {
    row("data.every-1h-20270101T000000Z", TAGS, "-");
    Ran ran = run("1h:3600:1", "1d:86400:7");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.said())
        .contains("data.every-1h-20270101T000000Z is of the future")
        .contains("cairn snapshot delete");
    assertThat(names()).last().isEqualTo("data.every-1d-20261127T092000Z");
  }

  /** The clock of the node that had it before may be ahead by a little. */
  @Test
  void takesALittleFutureForTheSamePeriod() throws Exception {
    row("data.every-1h-20261127T092003Z", TAGS, "-");
    assertThat(run("1h:3600:24").exit()).isZero();
    assertThat(ran()).isEmpty();
  }

  @Test
  void leavesEverythingWhileCairnIsAtWork() throws Exception {
    row("data.every-1h-20261127T070000Z", TAGS, "-");
    row("data.every-1h-20261127T090000Z", TAGS, "-");
    Ran ran = run(List.of("flock", folder + "/cairn.lock"), "1h:3600:1", "1d:86400:7");
    assertThat(ran)
        .isEqualTo(new Ran(0, "Cairn is at work on this node: left for the next time\n"));
    assertThat(ran()).isEmpty();
    assertThat(run("1h:3600:1").exit()).isZero();
    assertThat(ran()).hasSize(1);
  }

  @Test
  void doesNothingWhereLvmIsNotSure() throws Exception {
    tool("vgs", "echo '  WARNING: Not using device /dev/vdb for PV x.' >&2; echo '  0 cairn:erp'");
    assertThat(run("1h:3600:24").exit()).isEqualTo(1);
    tool("vgs", "echo '  1 cairn:erp'");
    assertThat(run("1h:3600:24").said()).contains("1 devices of vg0 are missing");
    tool("vgs", "echo '  0 theirs'");
    assertThat(run("1h:3600:24").said()).contains("vg0 is not Cairn's");
    tool("vgs", "exit 5");
    assertThat(run("1h:3600:24").exit()).isEqualTo(1);
    assertThat(ran()).isEmpty();
  }

  @Test
  void doesNothingToAVolumeThatIsAnotherOrNotInUse() throws Exception {
    for (String row :
        List.of(
            "data thin inactive pool cairn:erp -",
            "data linear active - cairn:erp -",
            "data thin active other cairn:erp -",
            "data thin active pool theirs -",
            "data thin active pool cairn:erp,cairn-snapshot -",
            "other thin active pool cairn:erp -")) {
      write("table", row + "\n");
      assertThat(run("1h:3600:24").exit()).as(row).isEqualTo(1);
    }
    assertThat(ran()).isEmpty();
  }

  @Test
  void failsWhereLvmDoesNotMakeIt() throws Exception {
    tool("lvcreate", "echo 'no room' >&2; exit 5");
    row("data.every-1h-20261127T070000Z", TAGS, "-");
    Ran ran = run("1h:3600:1");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.said()).contains("no room").contains("no snapshot every 1h");
    assertThat(names()).contains("data.every-1h-20261127T070000Z");
  }
}
