package io.cairn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.lab.Program.Said;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The examples beside erp.yaml on stock kernels, each a story of its own: built until a new survey
 * finds nothing to do, operated, taken away. All on Debian 13.
 */
@Tag("lab")
class ExamplesLabTest {
  private final Path directory = Path.of("").toAbsolutePath();

  private Program program(String example) {
    Program program = new Program(directory, "examples/" + example);
    program.cairn("lab", "down").exits(0);
    return program;
  }

  private static void awaitHealthy(Program program, String cluster) {
    Said status = program.cairn("status", "--lab");
    for (int i = 0; i < 120 && !status.text().contains(cluster + ": healthy"); i++) {
      status = program.cairn("status", "--lab");
    }
    assertThat(status.text()).contains(cluster + ": healthy");
  }

  private static void labDown(Program program) {
    program.cairn("lab", "down").exits(0);
    assertThat(program.cairn("lab", "status").exits(0).text()).isEqualTo("the lab is down\n");
  }

  private static String in(Program program, String node, String container, String command) {
    return program
        .on(node, "lxc-attach --name " + container + " -- sh -c '" + command + "'")
        .exits(0)
        .text()
        .strip();
  }

  private static void isBlank(Program program, String node, String disk) {
    String path = "/dev/disk/by-id/virtio-" + disk;
    assertThat(program.on(node, "wipefs --no-act " + path).exits(0).text()).isEmpty();
  }

  @Test
  void partitionsWithLimitedAndPrivilegedContainers() {
    Program program = program("erp-partitions.yaml");
    assertThat(program.cairn("lab", "up").exits(0).text())
        .contains("a new survey finds nothing left to do");
    awaitHealthy(program, "erp-partitions");

    assertThat(in(program, "node1", "mysql", "cat /sys/fs/cgroup/memory.max"))
        .isEqualTo(String.valueOf(512L << 20));
    assertThat(in(program, "node1", "mysql", "cat /sys/fs/cgroup/cpu.max"))
        .isEqualTo("100000 100000");
    assertThat(in(program, "node1", "mysql", "cat /proc/self/uid_map"))
        .doesNotContainPattern("^\\s*0\\s+0\\s");
    assertThat(in(program, "node2", "web", "cat /proc/self/uid_map"))
        .containsPattern("^\\s*0\\s+0\\s");

    in(program, "node1", "mysql", "echo precious > /root/data; sync");
    assertThat(program.cairn("move", "mysql", "node2", "--lab").exits(0).text())
        .contains("moved from node1 to node2");
    assertThat(in(program, "node2", "mysql", "cat /root/data")).isEqualTo("precious");

    program.cairn("snapshot", "create", "mysql", "good", "--lab").exits(0);
    in(program, "node2", "mysql", "echo spoilt > /root/data; sync");
    program.cairn("snapshot", "restore", "mysql", "good", "--yes", "--lab").exits(0);
    assertThat(in(program, "node2", "mysql", "cat /root/data")).isEqualTo("precious");
    program.cairn("snapshot", "delete", "mysql", "good", "--yes", "--lab").exits(0);
    program.cairn("plan", "--lab").exits(0);
    labDown(program);
  }

  @Test
  void filesAreCopiedFromTheDeclaredSourceWhereDisksAreNotBlank() {
    Program program = program("files.yaml");
    program.cairn("lab", "up", "--no-apply").exits(0);
    // past the first MiB, where a survey looks for what somebody might miss
    program
        .on(
            "alpha",
            "printf left-over | dd of=/dev/disk/by-id/virtio-archive bs=1M seek=100 conv=fsync 2>&1")
        .exits(0);
    assertThat(program.cairn("plan", "--lab").exits(2).text().replaceAll("\\s+", " "))
        .contains("the disks are not provably blank: alpha: there is data behind byte");
    assertThat(program.cairn("apply", "--lab", "--yes").exits(0).text())
        .containsPattern("\\d+\\.\\d% done, [\\d,]+ KiB/s, \\d+:\\d\\d:\\d\\d left")
        .contains("a new survey finds nothing left to do");
    awaitHealthy(program, "files");
    program.cairn("verify", "archive-r", "--lab").exits(0);

    assertThat(program.on("alpha", "stat -f -c %T /srv/projects /srv/archive").exits(0).text())
        .isEqualTo("ext2/ext3\nxfs\n");
    program.on("alpha", "echo plans > /srv/projects/data; echo old > /srv/archive/data").exits(0);
    program.cairn("move", "projects", "beta", "--lab").exits(0);
    program.cairn("move", "archive", "beta", "--lab").exits(0);
    assertThat(program.on("beta", "cat /srv/projects/data /srv/archive/data").exits(0).text())
        .isEqualTo("plans\nold\n");
    awaitHealthy(program, "files");

    program.cairn("destroy", "--yes", "--lab").exits(1);
    program
        .cairn("destroy", "--destroy", "projects-r", "--destroy", "archive-r", "--yes", "--lab")
        .exits(0);
    for (String node : List.of("alpha", "beta")) {
      isBlank(program, node, "projects");
      isBlank(program, node, "archive");
    }
    labDown(program);
  }

  @Test
  void singleServerComesBackAfterAPowerCut() {
    Program program = program("single.yaml");
    assertThat(program.cairn("lab", "up").exits(0).text())
        .contains("a new survey finds nothing left to do");
    awaitHealthy(program, "single");
    in(program, "node1", "wiki", "echo page > /root/data; sync");
    program.on("node1", "echo row > /srv/data/data; echo line > /srv/logs/data; sync").exits(0);

    program.cairn("lab", "power", "cycle", "node1").exits(0);
    awaitHealthy(program, "single");
    assertThat(in(program, "node1", "wiki", "cat /root/data")).isEqualTo("page");
    assertThat(program.on("node1", "cat /srv/data/data /srv/logs/data").exits(0).text())
        .isEqualTo("row\nline\n");
    program.cairn("plan", "--lab").exits(0);

    program.cairn("destroy", "--yes", "--lab").exits(1);
    program
        .cairn(
            "destroy",
            "--destroy",
            "containers",
            "--destroy",
            "data-part",
            "--destroy",
            "logs-part",
            "--yes",
            "--lab")
        .exits(0);
    isBlank(program, "node1", "fast");
    isBlank(program, "node1", "slow");
    labDown(program);
  }

  @Test
  void arraysWithCacheAndThinPoolOutliveAPowerCutAndADisk() {
    Program program = program("storage.yaml");
    assertThat(program.cairn("lab", "up").exits(0).text())
        .contains("a new survey finds nothing left to do");
    awaitHealthy(program, "storage");
    String sums = "sha256sum /srv/projects/data /srv/logs/data";
    program
        .on(
            "node1",
            "dd if=/dev/urandom of=/srv/projects/data bs=1M count=20 status=none"
                + " && cp /srv/projects/data /srv/logs/data && sync")
        .exits(0);
    String before = program.on("node1", sums).exits(0).text();

    program.cairn("lab", "power", "cycle", "node1").exits(0);
    awaitHealthy(program, "storage");
    assertThat(program.on("node1", sums).exits(0).text()).isEqualTo(before);
    program.cairn("plan", "--lab").exits(0);

    program.cairn("lab", "disk", "fail", "node1", "hdd2").exits(0);
    program
        .on("node1", "dd if=/dev/zero of=/srv/projects/more bs=1M count=2 conv=fsync status=none")
        .exits(0);
    assertThat(program.cairn("status", "--lab").text())
        .contains("RAID-05: Array without redundancy")
        .containsPattern("hdd +raid1 +\\S+ degraded");
    assertThat(program.on("node1", sums).exits(0).text()).isEqualTo(before);
    program.cairn("lab", "disk", "replace", "node1", "hdd2").exits(0);
    assertThat(program.cairn("apply", "--yes", "--lab").exits(0).text())
        .contains("Put /dev/disk/by-id/virtio-hdd2 into the array in the place of a lost member")
        .contains("Wait until it is rebuilt");
    awaitHealthy(program, "storage");
    assertThat(program.on("node1", sums).exits(0).text()).isEqualTo(before);
    program.cairn("plan", "--lab").exits(0);

    program.cairn("destroy", "--yes", "--lab").exits(1);
    program.cairn("destroy", "--destroy", "hdd", "--destroy", "ssd", "--yes", "--lab").exits(0);
    for (String disk : List.of("hdd1", "hdd2", "ssd1", "ssd2")) {
      isBlank(program, "node1", disk);
    }
    labDown(program);
  }

  @Test
  void volumesOverDrbdMoveWithItBetweenTwoSites() {
    Program program = program("sites.yaml");
    assertThat(program.cairn("lab", "up").exits(0).text())
        .contains("a new survey finds nothing left to do");
    awaitHealthy(program, "sites");
    program
        .cairn(
            "lab", "link", "delay", "berlin", "munich", "--ms", "20", "--loss", "0.2", "--mbit",
            "50")
        .exits(0);
    String sums = "sha256sum /srv/www/data /srv/shop/data";
    program
        .on(
            "berlin",
            "dd if=/dev/urandom of=/srv/www/data bs=1M count=4 status=none"
                + " && cp /srv/www/data /srv/shop/data && sync")
        .exits(0);
    String before = program.on("berlin", sums).exits(0).text();
    program.cairn("move", "shop", "munich", "--lab").exits(0);
    assertThat(program.on("munich", sums).exits(0).text()).isEqualTo(before);

    program.cairn("lab", "power", "off", "munich").exits(0);
    program.cairn("failover", "sitevg", "berlin", "--yes", "--lab").exits(0);
    assertThat(program.on("berlin", sums).exits(0).text()).isEqualTo(before);
    program.cairn("lab", "power", "on", "munich").exits(0);
    program.cairn("rejoin", "munich", "--lab").exits(0);
    awaitHealthy(program, "sites");
    assertThat(program.on("munich", "dmsetup ls").exits(0).text())
        .as("nothing of the group is active where it is not in use")
        .contains("No devices found");

    // munich was primary when it lost power, and DRBD remembers: both can count as the newer one
    program.cairn("lab", "link", "heal", "berlin", "munich").exits(0);
    for (String state : List.of("off", "on")) {
      program.cairn("lab", "power", state, "munich").exits(0);
      program.cairn("lab", "power", state, "berlin").exits(0);
    }
    awaitHealthy(program, "sites");
    assertThat(program.on("berlin", sums).exits(0).text()).isEqualTo(before);
    program.cairn("plan", "--lab").exits(0);

    program.cairn("destroy", "--destroy", "r1", "--yes", "--lab").exits(0);
    isBlank(program, "berlin", "store");
    isBlank(program, "munich", "store");
    labDown(program);
  }
}
