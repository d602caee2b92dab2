package io.cairn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.lab.Program.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The deep stack of examples/vps.yaml on three nodes with stock kernels: it moves to every node
 * while the others follow, outlives the loss of one of the first two with every write that was
 * acknowledged, and the loss of both on the third.
 */
@Tag("lab")
class ThirdCopyLabTest {
  private static final String SUM = "sha256sum /srv/shop/data";

  private final Path directory = Path.of("").toAbsolutePath();
  private final Path file;
  private final Program program;

  /** A copy of the example: growing writes into the file. */
  ThirdCopyLabTest() throws IOException {
    file = Files.createTempDirectory("cairn-third-copy").resolve("vps.yaml");
    Files.copy(directory.resolve("examples/vps.yaml"), file);
    program = new Program(directory, file.toString());
  }

  @Test
  void deepStackMovesAndOutlivesOneNodeAndTwo() throws IOException, InterruptedException {
    program.cairn("lab", "down").exits(0);
    assertThat(program.cairn("lab", "up").exits(0).text())
        .contains("a new survey finds nothing left to do");
    String before =
        program
            .on(
                "livenode1",
                "dd if=/dev/urandom of=/srv/shop/data bs=1M count=16 status=none && sync && " + SUM)
            .exits(0)
            .text();
    for (String node : List.of("livenode3", "livenode2")) {
      program.cairn("move", "shop", node, "--lab").exits(0);
      isInUse(node, before);
    }
    program.cairn("plan", "--lab").exits(0);

    program.cairn("snapshot", "create", "shop", "good", "--lab").exits(0);
    program.on("livenode2", "rm /srv/shop/data; sync").exits(0);
    program.cairn("snapshot", "restore", "shop", "good", "--yes", "--lab").exits(0);
    isInUse("livenode2", before);

    growsThoughTheNodeInUseLosesPower("livenode2", before);

    int acknowledged = recordsUntilPowerIsCut("livenode2");
    program.cairn("failover", "shop", "livenode1", "--yes", "--lab").exits(0);
    isInUse("livenode1", before);
    assertThat(Integer.parseInt(program.on("livenode1", "tail -n 1 /srv/shop/log").text().strip()))
        .isGreaterThanOrEqualTo(acknowledged);
    program.cairn("lab", "power", "on", "livenode2").exits(0);
    program.cairn("rejoin", "livenode2", "--lab").exits(0);
    awaitHealthy();

    program.cairn("lab", "power", "off", "livenode2").exits(0);
    assertThat(program.cairn("failover", "shop", "livenode3", "--yes", "--lab").exits(1).text())
        .contains("livenode1 answers over SSH")
        .contains("Nothing was changed");
    program.cairn("lab", "power", "off", "livenode1").exits(0);
    assertThat(program.cairn("failover", "shop", "livenode3", "--yes", "--lab").exits(0).text())
        .contains("By protocol A, a write was done there before it had left for livenode3");
    isInUse("livenode3", before);

    for (String node : List.of("livenode1", "livenode2")) {
      program.cairn("lab", "power", "on", node).exits(0);
    }
    for (String node : List.of("livenode1", "livenode2")) {
      program.cairn("rejoin", node, "--lab").exits(0);
    }
    awaitHealthy();
    program.cairn("plan", "--lab").exits(0);
    program.cairn("move", "shop", "livenode1", "--lab").exits(0);
    isInUse("livenode1", before);

    program.cairn("destroy", "--destroy", "hdd", "--destroy", "ssd", "--yes", "--lab").exits(0);
    for (String disk : List.of("hdd1", "hdd2", "ssd1", "ssd2")) {
      for (String node : List.of("livenode1", "livenode2", "livenode3")) {
        String path = "/dev/disk/by-id/virtio-" + disk;
        assertThat(program.on(node, "wipefs --no-act " + path).exits(0).text()).isEmpty();
      }
    }
    program.cairn("lab", "down").exits(0);
  }

  private void isInUse(String node, String sum) {
    assertThat(program.on(node, SUM).exits(0).text()).isEqualTo(sum);
    assertThat(program.on(node, "lxc-info --name shop --state --no-humanize").exits(0).text())
        .contains("RUNNING");
  }

  /**
   * All have been told by then: sooner, the far copy is compared as a whole, which takes minutes.
   */
  private void growsThoughTheNodeInUseLosesPower(String node, String sum)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("cairn-grow", ".out");
    Process grow = program.startCairn(output, "grow", "DRBDLV1", "+64M", "--yes", "--lab");
    assertThat(Program.awaitLines(grow, output, "  … livenode3 r0: Wait until this node has", 1))
        .as(Files.readString(output))
        .isTrue();
    program.cairn("lab", "power", "off", node).exits(0);
    assertThat(grow.waitFor(10, TimeUnit.MINUTES)).isTrue();
    System.out.println(node + " lost power:\n" + Files.readString(output));
    program.cairn("lab", "power", "on", node).exits(0);
    Said said = program.cairn("apply", "--yes", "--lab");
    for (int i = 0; i < 60 && said.exit() != 0; i++) {
      said = program.cairn("apply", "--yes", "--lab");
    }
    said.exits(0);
    program.cairn("plan", "--lab").exits(0);
    isInUse(node, sum);
    String sizes = "cat /sys/block/drbd0/size /sys/block/drbd1/size";
    String here = program.on(node, sizes).exits(0).text();
    assertThat(program.on("livenode1", "cat /sys/block/drbd0/size").exits(0).text())
        .isEqualTo(here.lines().findFirst().orElseThrow() + "\n");
    assertThat(program.on("livenode3", "cat /sys/block/drbd1/size").exits(0).text())
        .isEqualTo(here.lines().skip(1).findFirst().orElseThrow() + "\n");
    // what was on its way when the power went is copied again, and counts for nothing till then
    awaitHealthy();
  }

  private void awaitHealthy() {
    Said status = program.cairn("status", "--lab");
    for (int i = 0; i < 120 && !status.text().contains("vps: healthy"); i++) {
      status = program.cairn("status", "--lab");
    }
    assertThat(status.text()).contains("vps: healthy");
  }

  /** A program there numbers its records; the last number that it told after a sync is returned. */
  private int recordsUntilPowerIsCut(String node) throws IOException, InterruptedException {
    Path output = Files.createTempFile("cairn-records", ".out");
    Process writer =
        program.start(
            List.of(
                "./cairn",
                "lab",
                "ssh",
                "-f",
                file.toString(),
                node,
                "i=0; while i=$((i + 1)); do"
                    + " echo $i >> /srv/shop/log; sync /srv/shop/log; echo $i; done"),
            output);
    assertThat(Program.awaitLines(writer, output, "1", 10)).isTrue();
    program.cairn("lab", "power", "off", node).exits(0);
    writer.destroy();
    assertThat(writer.waitFor(1, TimeUnit.MINUTES)).isTrue();
    // the last line may be cut off, and ssh says that it lost the connection
    String told = Files.readString(output);
    return told.substring(0, told.lastIndexOf('\n'))
        .lines()
        .filter(line -> line.matches("\\d+"))
        .mapToInt(Integer::parseInt)
        .max()
        .orElseThrow();
  }
}
