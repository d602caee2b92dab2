package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Command;
import io.cairn.graph.Cache;
import io.cairn.graph.LayerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What writes a cache back, run by a shell against tools that answer. */
class CacheScriptsTest {
  private static final CacheCommands COMMANDS =
      new CacheCommands(new LayerName("VG1"), new LayerName("v"));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @BeforeEach
  void answer() throws IOException {
    tool("lvchange", "echo \"lvchange $*\" >> " + folder + "/ran");
    tool("lvconvert", "echo \"lvconvert $*\" >> " + folder + "/ran");
    tool("sleep", "exit 0");
  }

  private void tool(String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** One line of answer for each time that it is asked; the last one from then on. */
  private void reports(String... lines) throws IOException {
    Files.write(folder.resolve("lines"), List.of(lines));
    tool(
        "lvs",
        """
        cd %s
        sed -n 1p lines
        [ $(wc -l < lines) = 1 ] || sed -i 1d lines"""
            .formatted(folder));
  }

  private int run(List<Command> commands) throws IOException, InterruptedException {
    String script =
        commands.stream()
            .map(Command::toShell)
            .collect(
                Collectors.joining(
                    "\n",
                    "set -eu\nprogress() { echo \"progress $*\" >> " + folder + "/ran; }\n",
                    "\n"));
    Process shell =
        new ProcessBuilder("env", "PATH=" + folder + ":/usr/bin:/bin", "sh", "-c", script)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return shell.exitValue();
  }

  private List<String> ran() throws IOException {
    Path ran = folder.resolve("ran");
    return Files.exists(ran) ? Files.readAllLines(ran) : List.of();
  }

  @Test
  void detachesACleanCacheAtOnce() throws Exception {
    reports("  0 65536");
    assertThat(run(COMMANDS.detach(Cache.Kind.DM_CACHE))).isZero();
    assertThat(ran()).containsExactly("lvconvert --yes --uncache -- VG1/v");
  }

  @Test
  void writesBackFirstAndTellsWhatIsLeft() throws Exception {
    reports("  160 65536", "  48 65536", "  0 65536");
    assertThat(run(COMMANDS.detach(Cache.Kind.DM_CACHE))).isZero();
    assertThat(ran())
        .containsExactly(
            "lvchange --yes --cachepolicy cleaner -- VG1/v",
            "progress 10 MiB are still to be written back",
            "progress 3 MiB are still to be written back",
            "lvconvert --yes --uncache -- VG1/v");
  }

  @Test
  void writesAWritecacheBack() throws Exception {
    reports("  8192 0 512", "  8192 8192 512");
    assertThat(run(COMMANDS.detach(Cache.Kind.DM_WRITECACHE))).isZero();
    assertThat(ran())
        .containsExactly(
            "lvchange --yes --cachesettings cleaner=1 -- VG1/v",
            "progress 4 MiB are still to be written back",
            "lvconvert --yes --uncache -- VG1/v");
  }

  /** LVM would detach it, and lose what it holds. */
  @Test
  void leavesACacheThatSaysNothing() throws Exception {
    reports("   65536");
    assertThat(run(COMMANDS.detach(Cache.Kind.DM_CACHE))).isOne();
    assertThat(ran()).isEmpty();
    assertThat(Files.readString(folder.resolve("said")))
        .startsWith("the cache does not say what it holds");
  }

  @Test
  void leavesACacheThatIsNeverClean() throws Exception {
    reports("  160 65536");
    assertThat(run(COMMANDS.detach(Cache.Kind.DM_CACHE))).isOne();
    assertThat(ran()).noneMatch(line -> line.startsWith("lvconvert"));
    assertThat(Files.readString(folder.resolve("said")))
        .isEqualTo("nothing was written back for 120 s\n");
  }

  @Test
  void changesTheModeOfACleanCache() throws Exception {
    reports("  16 65536", "  0 65536");
    assertThat(run(COMMANDS.change(Cache.Mode.WRITETHROUGH))).isZero();
    assertThat(ran())
        .containsExactly(
            "lvchange --yes --cachepolicy cleaner -- VG1/v",
            "progress 1 MiB are still to be written back",
            "lvchange --yes --cachepolicy smq --cachemode writethrough -- VG1/v");
  }

  @Test
  void goesAroundAMarkThatOnlyAChangeOfTheModeTakesAway() throws Exception {
    reports("  cleaner");
    assertThat(run(List.of(COMMANDS.resume(Cache.Kind.DM_CACHE, Cache.Mode.WRITEBACK)))).isZero();
    assertThat(ran())
        .containsExactly(
            "lvchange --yes --cachepolicy smq -- VG1/v",
            "lvchange --yes --cachemode writethrough -- VG1/v",
            "lvchange --yes --cachemode writeback -- VG1/v");
  }

  @Test
  void changesNoModeWhereThePolicyWasAll() throws Exception {
    reports("  smq");
    assertThat(run(List.of(COMMANDS.resume(Cache.Kind.DM_CACHE, Cache.Mode.WRITETHROUGH))))
        .isZero();
    assertThat(ran()).containsExactly("lvchange --yes --cachepolicy smq -- VG1/v");
  }

  private int holds(String said, io.cairn.engine.Guard guard) throws Exception {
    reports(said);
    return run(List.of(guard.test()));
  }

  @Test
  void seesWhatIsLeft() throws Exception {
    var gone = new CacheGuards(new LayerName("VG1"), new LayerName("v")).isGone();
    assertThat(holds("  v xv+cache [xv_corig] lvol0_pmspare", gone)).isZero();
    assertThat(holds("  v v_corig", gone)).isOne();
    assertThat(holds("  v [v+cache_cpool_cdata]", gone)).isOne();
    assertThat(holds("  v v+cache", gone)).isOne();
  }
}
