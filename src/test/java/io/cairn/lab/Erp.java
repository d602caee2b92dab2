package io.cairn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.lab.Program.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cluster of examples/erp.yaml in the lab, and what the tests ask of it. */
final class Erp {
  static final String FILE = "examples/erp.yaml";

  final Program program = new Program(Path.of("").toAbsolutePath(), FILE);

  /**
   * A killed Cairn's last command runs to its end on the node, and holds the node's lock until
   * then.
   */
  Said applyOnceTheNodesAreFree() {
    Said applied = program.cairn("apply", "--lab", "--yes");
    for (int i = 0; i < 60 && applied.text().contains("another Cairn works on this node"); i++) {
      applied = program.cairn("apply", "--lab", "--yes");
    }
    return applied;
  }

  void everythingIsHealthy(String mysqlNode, String webNode) {
    awaitHealthy();
    assertThat(inContainer(mysqlNode, "mysql", "hostname").exits(0).text()).contains("mysql");
    assertThat(inContainer(webNode, "web", "hostname").exits(0).text()).contains("web");
  }

  void awaitHealthy() {
    Said status = program.cairn("status", "--lab");
    for (int i = 0; i < 120 && !status.text().contains("erp: healthy"); i++) {
      status = program.cairn("status", "--lab");
    }
    assertThat(status.text()).contains("erp: healthy");
  }

  /** Waits until the node has started anew and answers. */
  void awaitOtherBoot(String node, String earlier) {
    Said boot = program.on(node, "cat /proc/sys/kernel/random/boot_id");
    for (int i = 0; i < 200 && (boot.exit() != 0 || boot.text().equals(earlier)); i++) {
      boot = program.on(node, "cat /proc/sys/kernel/random/boot_id");
    }
    assertThat(boot.exits(0).text()).isNotEqualTo(earlier);
  }

  /** Waits until status names a split brain. */
  void awaitSplitBrain() {
    Said status = program.cairn("status", "--lab");
    for (int i = 0; i < 60 && !namesSplitBrain(status); i++) {
      status = program.cairn("status", "--lab");
    }
    assertThat(namesSplitBrain(status)).as(status.text()).isTrue();
  }

  private static boolean namesSplitBrain(Said status) {
    return status.text().toLowerCase(Locale.ROOT).contains("split brain");
  }

  Said inContainer(String node, String container, String command) {
    return program.on(node, "lxc-attach --name " + container + " -- sh -c '" + command + "'");
  }

  String checksum(String node) {
    String text = inContainer(node, "mysql", "sha256sum /root/data").exits(0).text();
    Matcher sum = Pattern.compile("[0-9a-f]{64}").matcher(text);
    assertThat(sum.find()).as(text).isTrue();
    return sum.group();
  }

  static List<Integer> records(Path acknowledged) throws IOException {
    String text = Files.readString(acknowledged);
    // the last line may have been cut off in the middle
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.matches("\\d+"))
        .map(Integer::valueOf)
        .toList();
  }
}
