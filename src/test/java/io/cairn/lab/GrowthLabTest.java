package io.cairn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.lab.Program.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A volume below DRBD grows with everything over it on stock kernels, while a program writes; and
 * comes to its end though a node, whichever the seed brings, loses power in the middle. More cuts
 * with {@code -Dcairn.cuts=COUNT}.
 */
@Tag("lab")
class GrowthLabTest {
  private static final String SUMS = "sha256sum /srv/home/data | cut -c 1-64";

  @Test
  void growsOnlineAndGoesOnAfterAPowerCutOfEitherNode() throws IOException, InterruptedException {
    Path file = Files.createTempDirectory("cairn-growth").resolve("growth.yaml");
    Files.copy(Path.of("src/test/resources/lab/growth.yaml"), file);
    Program program = new Program(Path.of("").toAbsolutePath(), file.toString());
    program.cairn("lab", "down").exits(0);
    program.cairn("lab", "up").exits(0);
    String before =
        program
            .on(
                "left",
                "dd if=/dev/urandom of=/srv/home/data bs=1M count=16 status=none && sync && "
                    + SUMS)
            .exits(0)
            .text();
    goesBackToASnapshotOfBothCopies(program, before);
    program
        .on(
            "left",
            "setsid -f sh -c 'while date +%s%N >> /srv/home/log; do sync /srv/home/log; done'"
                + " > /dev/null 2>&1 < /dev/null")
        .exits(0);
    program.cairn("grow", "home", "4G", "--yes", "--lab").exits(1);
    program.cairn("grow", "home", "64M", "--yes", "--lab").exits(1);
    assertThat(program.cairn("grow", "home", "+16M", "--dry-run", "--lab").exits(2).text())
        .contains("Grow the volume from 128 MiB to 144 MiB");
    program.cairn("grow", "home", "+16M", "--yes", "--lab").exits(0);
    program.cairn("grow", "mail", "+16M", "--yes", "--lab").exits(0);
    assertThat(Files.readString(file))
        .contains("size: 144M }\n")
        .contains("size: 272M }   # btrfs wants more\n");
    program.cairn("plan", "--lab").exits(0);

    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("power cuts chosen by -Dcairn.seed=" + seed);
    Random random = new Random(seed);
    for (int cut = 1; cut <= Integer.getInteger("cairn.cuts", 1); cut++) {
      String victim = List.of("left", "right").get(random.nextInt(2));
      cutPowerWhileItGrows(program, victim, 1 + random.nextInt(6), random.nextInt(600));
      program.cairn("lab", "power", "on", victim).exits(0);
      applied(program);
      assertThat(program.on("left", SUMS).exits(0).text()).isEqualTo(before);
      assertThat(sizes(program, "left")).isEqualTo(sizes(program, "right"));
    }
    program.cairn("verify", "r0", "--lab").exits(0);
    program.cairn("lab", "down").exits(0);
  }

  /** Both volumes at one moment, with DRBD's metadata: nothing is resynced wrongly afterwards. */
  private static void goesBackToASnapshotOfBothCopies(Program program, String before) {
    program.cairn("snapshot", "create", "r0", "good", "--lab").exits(0);
    program.on("left", "rm /srv/home/data; echo spoilt > /srv/home/other; sync").exits(0);
    assertThat(program.cairn("grow", "homelv", "+16M", "--dry-run", "--lab").exits(1).text())
        .contains("128 MiB, with the snapshots homelv.good");
    assertThat(program.cairn("snapshot", "restore", "r0", "good", "--yes", "--lab").exits(1).text())
        .contains("this loses data: name it with --destroy r0");
    program
        .cairn("snapshot", "restore", "r0", "good", "--destroy", "r0", "--yes", "--lab")
        .exits(0);
    assertThat(program.on("left", SUMS + "; ls /srv/home").exits(0).text())
        .isEqualTo(before + "data\nlost+found\n");
    program.cairn("verify", "r0", "--lab").exits(0);
    program.cairn("snapshot", "delete", "home", "good", "--yes", "--lab").exits(1);
    program.cairn("snapshot", "delete", "homelv", "good", "--yes", "--lab").exits(0);
    assertThat(program.cairn("snapshot", "list", "--lab").exits(0).text()).isEmpty();
  }

  private static void cutPowerWhileItGrows(Program program, String victim, int steps, int delay)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("cairn-grow", ".out");
    Process grow = program.startCairn(output, "grow", "home", "+16M", "--yes", "--lab");
    if (Program.awaitLines(grow, output, "  … ", steps)) {
      grow.waitFor(delay, java.util.concurrent.TimeUnit.MILLISECONDS);
    }
    program.cairn("lab", "power", "off", victim).exits(0);
    assertThat(grow.waitFor(10, java.util.concurrent.TimeUnit.MINUTES)).isTrue();
    System.out.println(victim + " lost power:\n" + Files.readString(output));
  }

  /** The node may still be on its way up, or its copy behind. */
  private static void applied(Program program) {
    Said said = program.cairn("apply", "--yes", "--lab");
    for (int i = 0; i < 60 && said.exit() != 0; i++) {
      said = program.cairn("apply", "--yes", "--lab");
    }
    said.exits(0);
    program.cairn("plan", "--lab").exits(0);
  }

  private static String sizes(Program program, String node) {
    return program
        .on(node, "blockdev --getsize64 /dev/data/homelv; cat /sys/block/drbd0/size")
        .exits(0)
        .text();
  }
}
