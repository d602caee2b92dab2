package io.cairn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.lab.Program.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Everything that can be wrong with real nodes, one thing at a time, on stock kernels: a clear
 * message, an exit status other than 0, and nothing changed. Each test puts back what it did; the
 * last ones build the cluster and end it.
 */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadRealityLabTest {
  // a test without an order comes before these
  private static final int BUILT = Order.DEFAULT + 10;
  private static final int LAST = Order.DEFAULT + 20;

  private final Reality reality = new Reality();

  @BeforeAll
  void twoBlankNodes() throws IOException {
    reality.program.cairn("lab", "down").exits(0);
    reality.program.cairn("lab", "up", "--no-apply").exits(0);
    for (String script : List.of("provoke", "relieve")) {
      String text = Files.readString(Path.of("src/test/resources/lab/" + script));
      reality
          .on("right", "cat > /root/" + script + " <<'END_OF_SCRIPT'\n" + text + "END_OF_SCRIPT")
          .exits(0);
    }
  }

  @AfterAll
  void labDown() {
    reality.program.cairn("lab", "down").exits(0);
  }

  @Test
  void disksMissing() {
    reality.during(
        "right",
        """
        : > /root/unbound
        for disk in store halves local; do
          name=$(basename "$(readlink -f /dev/disk/by-id/virtio-$disk)")
          card=$(basename "$(readlink -f /sys/block/$name/device)")
          echo "$card" >> /root/unbound
          echo "$card" > /sys/bus/virtio/drivers/virtio_blk/unbind
        done
        udevadm settle""",
        """
        while read -r card; do echo "$card" > /sys/bus/virtio/drivers/virtio_blk/bind; done < /root/unbound
        udevadm settle""",
        () ->
            reality.isRefused(
                "error DISK-01: Disk not there right: /dev/disk/by-id/virtio-halves: no such device",
                "error DRBD-10: Disk is not there r0 on right, /dev/disk/by-id/virtio-store: no block device of that name",
                "error FS-01: Disk not there right: /dev/disk/by-id/virtio-local: no such device",
                "ls -l /dev/disk/by-id/"));
  }

  // what is on the disks; what is said of the partition's, the resource's, the file system's
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ext4    | DISK-02: Disk holds something else | DRBD-14: Disk is not blank | FS-02: Device holds something else | ext4
          gpt     | DISK-02: Disk holds something else | DRBD-13: Disk is in use    | FS-02: Device holds something else | wipefs --all /dev/vdd1 /dev/disk/by-id/virtio-local
          lvm     | DISK-02: Disk holds something else | DRBD-14: Disk is not blank | FS-02: Device holds something else | LVM2_member
          md      | DISK-02: Disk holds something else | DRBD-14: Disk is not blank | FS-02: Device holds something else | linux_raid_member
          drbd    | DISK-02: Disk holds something else | DRBD-12: Disk belongs to an unknown DRBD resource | FS-02: Device holds something else | DRBD metadata
          data    | DISK-02: Disk holds something else | DRBD-14: Disk is not blank | FS-02: Device holds something else | data without a signature in its first MiB
          mounted | DISK-07: Disk is in use            | DRBD-13: Disk is in use    | FS-03: Device in use              | mounted at /mnt/virtio-local
          swap    | DISK-07: Disk is in use            | DRBD-13: Disk is in use    | FS-03: Device in use              | used as swap
          volume  | DISK-07: Disk is in use            | DRBD-13: Disk is in use    | FS-03: Device in use              | lvm /dev/mapper/
          array   | DISK-07: Disk is in use            | DRBD-13: Disk is in use    | FS-03: Device in use              | raid1 /dev/md
          open    | DISK-07: Disk is in use            | DRBD-13: Disk is in use    | FS-03: Device in use              | open for writing by sleep, process
          loop    | DISK-07: Disk is in use            | DRBD-13: Disk is in use    | FS-03: Device in use              | open for writing by /dev/loop
          """)
  void disksWithSomethingElse(
      String what, String partition, String resource, String fileSystem, String seen) {
    reality.during(
        "right",
        "sh /root/provoke "
            + what
            + " > /root/provoked 2>&1 < /dev/null || { cat /root/provoked; exit 1; }",
        "sh /root/relieve > /dev/null 2>&1",
        () -> reality.isRefused(partition, resource, fileSystem, seen));
  }

  @Test
  void peersOfDifferentSize() {
    Program other =
        reality.with(
            text ->
                text.replace(
                        "{ type: drbd, over: /dev/disk/by-id/virtio-store,",
                        "{ type: drbd, over: { left: /dev/disk/by-id/virtio-store, right: /dev/disk/by-id/virtio-halves },")
                    .replaceAll("(?m)^  (half|extra):.*\n", ""));
    reality.isRefused(
        other,
        Reality.NODES,
        "DRBD-15: Peers of different size r0: left: 327680 sectors, right: 196608 sectors");
  }

  @Test
  void wrongHostKey() {
    reality.whileFile(
        "known_hosts",
        known -> {
          String left =
              known.lines().filter(line -> line.startsWith("left ")).findFirst().orElseThrow();
          return left + "\n" + left.replaceFirst("left", "right") + "\n";
        },
        () -> {
          reality.remember(List.of("left"));
          Said said = reality.program.cairn("apply", "--lab", "--yes").exits(1);
          Reality.isClear(
              said,
              "error NODE-14: Another host key right: it has another host key than before (now SHA256:",
              "It may be another server, or somebody between.",
              "ssh-keygen -f",
              "nothing was changed");
          assertThat(said.text()).doesNotContain("@@@");
          reality.isAsBefore(List.of("left"));
        });
  }

  @Test
  void noRootRights() {
    reality.during(
        "right",
        "useradd --create-home --password '*' plain; cp -r /root/.ssh /home/plain/; chown -R plain /home/plain/.ssh",
        "userdel --force --remove plain",
        () ->
            reality.whileFile(
                "ssh_config",
                config -> {
                  int right = config.indexOf("Host right");
                  return config.substring(0, right)
                      + config.substring(right).replace("User root", "User plain");
                },
                () -> {
                  reality.isRefused(
                      "error NODE-02: No root rights right: Cairn needs root there, and logged in as plain",
                      "ssh: root@HOST");
                  Said plan = reality.program.cairn("plan", "--lab").exits(1);
                  Reality.isClear(plan, "error NODE-02: No root rights", "Nothing was changed");
                  assertThat(plan.text()).doesNotContain("DRBD-");
                }));
  }

  @Test
  void unsupportedSystem() {
    reality.during(
        "right",
        "cp --remove-destination /usr/lib/os-release /etc/os-release; sed -i 's/12/11/g; s/bookworm/bullseye/' /etc/os-release",
        "ln -sf ../usr/lib/os-release /etc/os-release",
        () ->
            reality.isRefused(
                "error NODE-03: Unsupported system right: Debian GNU/Linux 11 (bullseye) Wanted: Debian 12 or Debian 13"));
  }

  @Test
  void moduleMissing() {
    reality.during(
        "right",
        """
        file=$(modinfo --filename drbd); echo "$file" > /root/module
        ! lsmod | grep -q '^drbd ' || modprobe -r drbd
        mv "$file" /root/drbd.moved; depmod""",
        "mv /root/drbd.moved \"$(cat /root/module)\"; depmod",
        () ->
            reality.isRefused(
                "error DRBD-30: DRBD module is missing or not supported right: no module drbd for the running kernel",
                "apt-get install linux-image-amd64"));
  }

  @Test
  void moduleForbidden() {
    reality.during(
        "right",
        """
        ! lsmod | grep -q '^drbd ' || modprobe -r drbd
        echo 'install drbd /bin/false' > /etc/modprobe.d/forbidden.conf""",
        "rm /etc/modprobe.d/forbidden.conf",
        () ->
            reality.isRefused(
                "error NODE-16: Kernel module forbidden right: a line 'install' of modprobe.d(5) keeps from loading drbd",
                "grep -r '^install' /etc/modprobe.d"));
  }

  /** psmisc is taken out; first apt knows of other packages only, then of none and must ask. */
  @Test
  void packageNotInstallable() {
    reality.during(
        "right",
        """
        cp -a /var/lib/dpkg /root/dpkg
        dpkg -L psmisc | while read -r file; do [ -d "$file" ] || [ ! -e "$file" ] || echo "$file"; done > /root/files
        tar --create --file /root/psmisc.tar --files-from /root/files
        dpkg --remove --force-depends psmisc""",
        """
        tar --extract --file /root/psmisc.tar --directory /
        rm -rf /var/lib/dpkg; mv /root/dpkg /var/lib/dpkg; rm -f /var/lib/apt/lists/*_Packages""",
        () -> {
          reality.on("right", "echo 'Package: other' > /var/lib/apt/lists/none_Packages").exits(0);
          reality.isRefused(
              "error NODE-08: Package not installable right: apt knows no version of psmisc",
              "apt-get update && apt-cache policy psmisc");
          reality.on("right", "rm /var/lib/apt/lists/none_Packages").exits(0);
          reality.remember(Reality.NODES);
          Said said = reality.program.cairn("apply", "--lab", "--yes").exits(1);
          Reality.isClear(
              said,
              "failed right: Install psmisc",
              "Temporary failure resolving",
              "likely the node cannot resolve names, or has no way to the internet");
          reality.isAsBefore(Reality.NODES);
        });
  }

  @Test
  void anotherName() {
    reality.during(
        "right",
        "hostname wrong",
        "hostname right",
        () ->
            reality.isRefused(
                "error NODE-04: Node has another name right: uname -n prints wrong Wanted: right",
                "hostnamectl set-hostname right"));
  }

  @Test
  void clocksApart() {
    reality.during(
        "right",
        "systemctl stop chrony; date --set='+1 hour'",
        "date --set='-1 hour'; systemctl start chrony",
        () ->
            reality.isRefused(
                "error NODE-05: Clocks apart left, right: left is 3",
                "s behind right",
                "date --set="));
  }

  @Test
  void systemDiskFull() {
    reality.during(
        "right",
        "fallocate --length $(($(stat --file-system --format '%a*%S' /) - 20000000)) /fill",
        "rm /fill",
        () ->
            reality.isRefused(
                "error NODE-09: File system full right:/:",
                "Wanted: at least 64 MiB",
                "apt-get clean"));
  }

  @Test
  void addressNotInItsNetwork() {
    Program other =
        reality.with(text -> text.replace("address: 10.7.254.2", "address: 10.7.253.2"));
    Said said = other.cairn("apply", "--lab", "--yes").exits(1);
    Reality.isClear(said, "10.7.253.2", "nothing was done");
  }

  @Test
  void unreadableFile() throws IOException {
    Program other = reality.with(text -> text.replace("prefer:", "preffer:"));
    Reality.isClear(
        other.cairn("apply", "--lab", "--yes").exits(1), "preffer", "prefer", "nothing was done");
    Path folder = Files.createDirectory(reality.directory.resolve("folder.yaml"));
    Program none = new Program(Path.of("").toAbsolutePath(), folder.toString());
    Reality.isClear(none.cairn("apply", "--lab", "--yes").exits(1), "folder.yaml");
  }

  /** Twice, for the second time the timer has been used already; and sooner than in real life. */
  @Test
  @Order(BUILT - 1)
  void networkThatNobodyConfirmsGoesBack() {
    String dropIn = "/etc/systemd/system/cairn-network-undo.timer.d";
    reality.during(
        "left",
        "mkdir "
            + dropIn
            + "; printf '[Timer]\\nOnActiveSec=\\nOnActiveSec=40\\n' > "
            + dropIn
            + "/sooner.conf",
        "rm -r " + dropIn + "; systemctl daemon-reload",
        () -> {
          goesBackAfterAKill();
          goesBackAfterAKill();
        });
  }

  private void goesBackAfterAKill() {
    try {
      Path output = reality.directory.resolve("killed");
      Process apply = reality.program.startCairn(output, "apply", "--lab", "--yes");
      while (!Files.readString(output).contains("✔ left network: Bring up")) {
        assertThat(apply.waitFor(20, TimeUnit.MILLISECONDS)).as(Files.readString(output)).isFalse();
      }
      apply.destroyForcibly().waitFor();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    reality
        .on(
            "left",
            """
            [ -e /var/lib/cairn/network/armed ] || { echo 'it was confirmed before the kill'; exit 1; }
            tries=0
            while [ -e /var/lib/cairn/network/armed ]; do
              tries=$((tries + 1)); [ $tries -lt 120 ] || { echo 'it did not go back'; exit 1; }
              sleep 1
            done
            ip -brief address show dev eth1; ls /etc/network/interfaces.d
            [ -z "$(ip -oneline -4 address show dev eth1)$(ls /etc/network/interfaces.d)" ]""")
        .exits(0);
  }

  /** From here on the cluster is built: interrupted twice, with another Cairn in its way. */
  @Test
  @Order(BUILT)
  void stopsCleanlyAndGoesOn() throws IOException, InterruptedException {
    for (String signal : List.of("INT", "TERM")) {
      Path output = reality.directory.resolve("interrupted." + signal);
      Process apply = reality.program.startCairn(output, "apply", "--lab", "--yes");
      while (!Files.readString(output).contains("  … ")) {
        assertThat(apply.waitFor(50, TimeUnit.MILLISECONDS)).as(Files.readString(output)).isFalse();
      }
      if (signal.equals("INT")) {
        Reality.isClear(
            reality.program.cairn("apply", "--lab", "--yes").exits(1),
            "error NODE-15: Another Cairn works there left: another Cairn works on this node: cairn apply by",
            "nothing was changed");
      }
      new ProcessBuilder("kill", "-" + signal, Long.toString(apply.pid())).start().waitFor();
      assertThat(apply.waitFor(3, TimeUnit.MINUTES)).isTrue();
      String said = Files.readString(output);
      System.out.println(said);
      assertThat(apply.exitValue()).isNotZero();
      assertThat(said).contains("stopping: what runs is finished first, nothing new is started");
      assertThat(said)
          .containsPattern("stopped after \\d+ of \\d+ steps; run the same command again to go on");
      assertThat(said.lines().filter(line -> line.startsWith("  … ")).count())
          .as("every step that was started has ended")
          .isEqualTo(said.lines().filter(line -> line.startsWith("  ✔ ")).count());
    }
    reality.program.cairn("apply", "--lab", "--yes").exits(0);
    assertThat(reality.program.cairn("apply", "--lab", "--yes").exits(0).text())
        .contains("Nothing to do");
  }

  @Test
  @Order(BUILT + 1)
  void mendsWhatWasChangedByHandAndNothingElse() {
    reality
        .on(
            "left",
            """
            cp /etc/hosts /root/hosts
            sed -i -e 's/^10.7.0.6 right/10.7.0.99 right/' -e '1i # mine, above' -e '$a 192.0.2.1 printer' /etc/hosts
            cp /etc/hosts /root/hosts.changed
            systemctl stop chrony""")
        .exits(0);
    Said plan = reality.program.cairn("plan", "--lab").exits(2);
    Reality.isClear(plan, "Let the names of all nodes stand for their addresses", "Start chrony");
    reality.program.cairn("apply", "--lab", "--yes").exits(0);
    reality
        .on(
            "left",
            """
            grep '^10.7.0.6 right' /etc/hosts && ! grep 10.7.0.99 /etc/hosts
            head -n 1 /etc/hosts | grep -x '# mine, above' && grep -x '192.0.2.1 printer' /etc/hosts
            sed -e '1d' -e '/printer$/d' /etc/hosts | sort > /root/now; sort /root/hosts | diff - /root/now
            ls /var/lib/cairn/replaced/etc+hosts.* | tail -n 1 | xargs cmp /root/hosts.changed
            systemctl is-active chrony"""
                .lines()
                .map(line -> line + " || exit 1\n")
                .reduce("", String::concat))
        .exits(0);
    reality.program.cairn("plan", "--lab").exits(0);
  }

  @Test
  @Order(LAST)
  void nodeWithoutPower() {
    reality.program.cairn("lab", "power", "off", "right").exits(0);
    // DRBD notices a silent peer only after its ping's time, and that is no doing of Cairn's
    reality
        .on(
            "left",
            """
            tries=0
            until grep -q ' cs:WFConnection ' /proc/drbd; do
              tries=$((tries + 1)); [ $tries -lt 120 ] || { cat /proc/drbd; exit 1; }
              sleep 1
            done""")
        .exits(0);
    // what Btrfs still has to commit, and DRBD to note of it some seconds later, is none either
    reality.during(
        "left",
        """
        fsfreeze --freeze /srv/store
        disk=/dev/disk/by-id/virtio-store seen= same=0 tries=0
        until [ $same -ge 8 ]; do
          tries=$((tries + 1)); [ $tries -lt 120 ] || { echo 'its end changes all the time'; exit 1; }
          blockdev --flushbufs $disk
          now=$(tail -c 1M $disk | sha256sum)
          if [ "$now" = "$seen" ]; then same=$((same + 1)); else same=0; fi
          seen=$now
          sleep 1
        done""",
        "fsfreeze --unfreeze /srv/store",
        () ->
            reality.isRefused(
                reality.program,
                List.of("left"),
                "error NODE-01: Node unreachable right: ssh: connect to host",
                "unknown is never taken for absent"));
    assertThat(reality.program.cairn("status", "--lab").text()).contains("right");
  }
}
