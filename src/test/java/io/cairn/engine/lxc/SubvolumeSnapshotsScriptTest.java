package io.cairn.engine.lxc;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that takes and deletes snapshots of subvolumes, against a Btrfs of plain folders: a
 * folder with {@code .subvolume} in it is one, and with {@code .ro} it is read-only.
 */
class SubvolumeSnapshotsScriptTest {
  private static final String BTRFS =
      """
      echo "btrfs $*" >> @/ran
      for last; do :; done
      case "$1 $2" in
        'subvolume snapshot') mkdir "$6"; case $5 in */rootfs) cp -r "$5/." "$6" ;; esac; touch "$6/.subvolume" "$6/.ro" ;;
        'subvolume delete') [ -e "$last/.subvolume" ] && rm -r "$last" ;;
        'subvolume list') cat @/others ;;
        'property get') if [ -e "$4/.ro" ]; then echo ro=true; else echo ro=false; fi ;;
        *) exit 3 ;;
      esac""";

  private static final String STAT =
      """
      for last; do :; done
      case $* in
        --file-system*) echo btrfs ;;
        *) if [ -e "$last/.subvolume" ]; then echo 256; else echo 300; fi ;;
      esac""";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @BeforeEach
  void aContainerOnABtrfs() throws IOException {
    tool("findmnt", "case \"$*\" in *FSROOT*) echo /;; *) echo /dev/drbd1 ;; esac");
    tool("btrfs", BTRFS);
    tool("stat", STAT);
    tool("df", "echo 'Use%'; cat @/used");
    tool("date", "if [ \"$*\" = +%s ]; then cat @/now; else exec /bin/date \"$@\"; fi");
    tool("lxc-info", "echo RUNNING");
    tool("lxc-freeze", "echo \"freeze $*\" >> @/ran");
    tool("lxc-unfreeze", "echo \"unfreeze $*\" >> @/ran");
    write("others", "");
    write("used", " 40%\n");
    Files.createDirectories(folder.resolve("mnt/lxc/mysql/rootfs"));
    write("mnt/lxc/mysql/rootfs/.subvolume", "");
    write("mnt/lxc/mysql/rootfs/table", "rows");
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

  private List<String> ran() throws IOException {
    Path ran = folder.resolve("ran");
    return Files.exists(ran) ? Files.readAllLines(ran) : List.of();
  }

  private Path snapshots(String layer) {
    return folder.resolve("mnt/.cairn/snapshots/" + layer);
  }

  private List<String> names(String layer) throws IOException {
    try (Stream<Path> all = Files.list(snapshots(layer))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** A snapshot of the container that is there already. */
  private void there(String name, String... marks) throws IOException {
    Files.createDirectories(snapshots("mysql").resolve(name));
    write("mnt/.cairn/snapshots/mysql/" + name + "/.subvolume", "");
    write("mnt/.cairn/snapshots/mysql/" + name + "/.ro", "");
    Files.createDirectories(folder.resolve("mnt/.cairn/schedules/mysql"));
    for (String mark : marks) {
      write("mnt/.cairn/schedules/mysql/" + mark, "");
    }
  }

  private record Ran(int exit, String said) {}

  private Ran run(String kind, String layer, String... schedules) throws Exception {
    return run(List.of(), kind, layer, schedules);
  }

  private Ran run(List<String> under, String kind, String layer, String... schedules)
      throws Exception {
    write("script", SubvolumeSchedule.script().text().replace("/run/lock", folder.toString()));
    List<String> argv = new ArrayList<>(under);
    argv.addAll(List.of("dash", folder + "/script", kind, layer, folder + "/mnt", "/dev/drbd1"));
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
    Golden.check("snapshots/subvolume-snapshots.sh", SubvolumeSchedule.script().text());
  }

  @Test
  void takesOneOfAContainerInEachPeriod() throws Exception {
    assertThat(run("container", "mysql", "1h:3600:24")).isEqualTo(new Ran(0, ""));
    assertThat(names("mysql")).containsExactly("every-1h-20261127T092000Z");
    assertThat(folder.resolve("mnt/.cairn/schedules/mysql/every-1h-20261127T092000Z"))
        .isEmptyFile();
    assertThat(run("container", "mysql", "1h:3600:24").exit()).isZero();
    assertThat(names("mysql")).hasSize(1);
    now("2026-11-27T10:00:00Z");
    assertThat(run("container", "mysql", "1h:3600:24").exit()).isZero();
    assertThat(names("mysql")).hasSize(2);
  }

  @Test
  void deletesTheOldestOfItsOwnAndNothingElse() throws Exception {
    there("by-hand");
    there("every-1h-20200101T000000Z");
    there("every-1d-20200101T000000Z", "every-1d-20200101T000000Z");
    for (int hour = 1; hour <= 5; hour++) {
      String name = "every-1h-20261127T0%d0000Z".formatted(hour);
      there(name, name);
    }
    write("mnt/.cairn/schedules/mysql/every-1h-20190101T000000Z", "");
    assertThat(run("container", "mysql", "1h:3600:3").exit()).isZero();
    assertThat(names("mysql"))
        .containsExactly(
            "by-hand",
            "every-1d-20200101T000000Z",
            "every-1h-20200101T000000Z",
            "every-1h-20261127T040000Z",
            "every-1h-20261127T050000Z",
            "every-1h-20261127T092000Z");
    assertThat(folder.resolve("mnt/.cairn/schedules/mysql/every-1h-20190101T000000Z"))
        .doesNotExist();
    assertThat(folder.resolve("mnt/lxc/mysql/rootfs/table")).hasContent("rows");
  }

  @Test
  void deletesNothingThatCanBeWrittenTo() throws Exception {
    there("every-1h-20261127T080000Z", "every-1h-20261127T080000Z");
    there("every-1h-20261127T090000Z", "every-1h-20261127T090000Z");
    Files.delete(snapshots("mysql").resolve("every-1h-20261127T080000Z/.ro"));
    Ran ran = run("container", "mysql", "1h:3600:1");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.said()).contains("can be written to: it is no snapshot");
    assertThat(names("mysql")).contains("every-1h-20261127T080000Z");
  }

  @Test
  void takesAFileSystemWithItsContainersAtOneMoment() throws Exception {
    assertThat(run("filesystem", "store", "1d:86400:1")).isEqualTo(new Ran(0, ""));
    assertThat(names("store")).containsExactly("every-1d-20261127T092000Z");
    assertThat(snapshots("store").resolve("every-1d-20261127T092000Z/lxc/mysql/table"))
        .hasContent("rows");
    assertThat(ran())
        .filteredOn(
            line -> !line.startsWith("btrfs property") && !line.startsWith("btrfs subvolume list"))
        .extracting(line -> line.split(" ")[0])
        .containsExactly("freeze", "btrfs", "btrfs", "unfreeze");
    now("2026-11-28T00:00:00Z");
    assertThat(run("filesystem", "store", "1d:86400:1")).isEqualTo(new Ran(0, ""));
    assertThat(names("store")).containsExactly("every-1d-20261128T000000Z");
  }

  @Test
  void thawsWhatItHasFrozenWhenItFails() throws Exception {
    tool(
        "btrfs",
        BTRFS.replace("'subvolume snapshot')", "'subvolume snapshot') exit 1 ;;\n  unused)"));
    Ran ran = run("filesystem", "store", "1d:86400:1");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.said()).contains("no snapshot every 1d");
    assertThat(ran()).last().asString().startsWith("unfreeze");
    // what was cut off is cleared away, and taken anew
    tool("btrfs", BTRFS);
    assertThat(run("filesystem", "store", "1d:86400:1").exit()).isZero();
    assertThat(names("store")).containsExactly("every-1d-20261127T092000Z");
  }

  @Test
  void refusesWhatASnapshotWouldLeaveOut() throws Exception {
    write("others", "ID 300 gen 10 top level 5 path home/somebody\n");
    Ran ran = run("filesystem", "store", "1d:86400:1");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.said()).contains("home/somebody");
    assertThat(run("container", "mysql", "1h:3600:1").exit()).isEqualTo(1);
    assertThat(ran()).noneMatch(line -> line.startsWith("btrfs subvolume snapshot"));
  }

  @Test
  void takesNoneOfAFullFileSystem() throws Exception {
    write("used", " 95%\n");
    Ran ran = run("container", "mysql", "1h:3600:24");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.said()).contains("is too full: 95 %, the most is 95 %");
    assertThat(ran()).isEmpty();
  }

  @Test
  void doesNothingWhereSomethingElseIsMounted() throws Exception {
    tool("findmnt", "echo /dev/vda1");
    assertThat(run("container", "mysql", "1h:3600:24").exit()).isEqualTo(1);
    tool("findmnt", "exit 1");
    assertThat(run("container", "mysql", "1h:3600:24").exit()).isEqualTo(1);
    assertThat(ran()).isEmpty();
  }

  @Test
  void leavesEverythingWhileCairnIsAtWork() throws Exception {
    Ran ran = run(List.of("flock", folder + "/cairn.lock"), "container", "mysql", "1h:3600:24");
    assertThat(ran)
        .isEqualTo(new Ran(0, "Cairn is at work on this node: left for the next time\n"));
    assertThat(ran()).isEmpty();
  }
}
