package io.cairn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * examples/erp.yaml on stock kernels: built, moved, restored. The tests are the chapters of one
 * story; after one that failed, the later ones fail at once and say so.
 */
@Tag("lab")
@ResourceLock("the lab erp")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ErpLabTest {
  private final Erp erp = new Erp();
  private boolean storyGoesOn = true;

  @BeforeEach
  void anEarlierChapterDidNotFail() {
    assertThat(storyGoesOn).as("an earlier chapter failed; this one was not tried").isTrue();
    storyGoesOn = false;
  }

  private void theEnd() {
    storyGoesOn = true;
  }

  @AfterAll
  void labDownLeavesNothing() {
    erp.program.cairn("lab", "down").exits(0);
    assertThat(erp.program.cairn("lab", "status").exits(0).text()).contains("the lab is down");
  }

  @Test
  @Order(1)
  void labUpBuildsAllOfIt() {
    erp.program.cairn("lab", "down").exits(0);
    assertThat(erp.program.cairn("lab", "up").exits(0).text())
        .contains("a new survey finds nothing left to do");
    theEnd();
  }

  @Test
  @Order(2)
  void aSecondApplyHasNothingToDo() {
    assertThat(erp.program.cairn("apply", "--lab", "--yes").exits(0).text())
        .contains("Nothing to do");
    erp.program.cairn("plan", "--lab").exits(0);
    erp.everythingIsHealthy("node1", "node2");
    theEnd();
  }

  @Test
  @Order(3)
  void movesThereAndBackWithTheDataIntact() {
    erp.inContainer(
            "node1", "mysql", "dd if=/dev/urandom of=/root/data bs=64k count=64 2>/dev/null; sync")
        .exits(0);
    erp.inContainer("node2", "web", "echo front > /root/data; sync").exits(0);
    String before = erp.checksum("node1");
    assertThat(erp.program.cairn("move", "mysql", "node2", "--lab").exits(0).text())
        .contains("moved from node1 to node2");
    assertThat(erp.checksum("node2")).isEqualTo(before);
    erp.program.cairn("move", "r0", "node1", "--lab").exits(0);
    assertThat(erp.checksum("node1")).isEqualTo(before);
    erp.program.cairn("plan", "--lab").exits(0);
    theEnd();
  }

  @Test
  @Order(4)
  void restoresASnapshotByteForByte() {
    String before = erp.checksum("node1");
    erp.program.cairn("snapshot", "create", "mysql", "good", "--lab").exits(0);
    erp.inContainer("node1", "mysql", "echo damaged > /root/data; rm -rf /etc/apt; sync").exits(0);
    assertThat(erp.checksum("node1")).isNotEqualTo(before);
    assertThat(erp.program.cairn("snapshot", "list", "mysql", "--lab").exits(0).text())
        .contains("good");
    erp.program.cairn("snapshot", "restore", "mysql", "good", "--yes", "--lab").exits(0);
    assertThat(erp.checksum("node1")).isEqualTo(before);
    erp.inContainer("node1", "mysql", "test -d /etc/apt").exits(0);
    erp.program.cairn("snapshot", "delete", "mysql", "good", "--yes", "--lab").exits(0);
    erp.program.cairn("snapshot", "delete", "mysql", "mysql", "--yes", "--lab").exits(1);
    theEnd();
  }
}
