package io.cairn.view;

import static io.cairn.view.Erp.NODE1;
import static io.cairn.view.Erp.NODE2;
import static io.cairn.view.Erp.layer;

import io.cairn.engine.Command;
import io.cairn.engine.Condition;
import io.cairn.engine.Effect;
import io.cairn.engine.Guard;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.Mark;
import io.cairn.engine.Step;
import io.cairn.graph.NodeName;
import io.cairn.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** A plan with every kind of step: what engines really plan, their own tests show. */
final class ErpPlan {
  private ErpPlan() {}

  static Plan create() {
    List<Step> steps = new ArrayList<>();
    for (NodeName node : Erp.BOTH) {
      steps.add(packages(node));
      steps.add(network(node));
    }
    steps.add(secret());
    steps.add(carry());
    for (NodeName node : Erp.BOTH) {
      steps.add(configuration(node));
      steps.add(metadata(node));
    }
    steps.add(makeFileSystem());
    steps.add(mount());
    steps.add(container());
    return Plan.of(steps);
  }

  static Plan destroy() {
    return Plan.of(
        List.of(
            gone("mysql", NODE1, "destroy", "Destroy the container mysql with its data"),
            Step.layer(layer("r0"), "wipe", NODE1)
                .says("Wipe the metadata of r0.", "named with --destroy")
                .mark(Mark.DESTROY)
                .effect(Effect.DESTRUCTIVE)
                .guard(Guard.that("r0 is down", "! test -e /dev/drbd0"))
                .runs(Command.exec("drbdadm", "wipe-md", "r0"))
                .needs(Condition.gone(layer("mysql"), NODE1))
                .build()));
  }

  private static Step gone(String name, NodeName node, String verb, String intent) {
    return Step.layer(layer(name), verb, node)
        .says(intent, "named with --destroy")
        .mark(Mark.DESTROY)
        .runs(Command.exec("lxc-destroy", "--name", name))
        .provides(Condition.gone(layer(name), node))
        .build();
  }

  private static Step packages(NodeName node) {
    return Step.node("packages", "install", node)
        .says(
            "Install btrfs-progs, drbd-utils and lxc.",
            node.equals(NODE1)
                ? "none of them is installed"
                : "drbd-utils and lxc are not installed")
        .runs(Command.exec("apt-get", "install", "--yes", "--", "btrfs-progs", "drbd-utils", "lxc"))
        .check(new Guard("drbdadm is there", Command.exec("test", "-x", "/usr/sbin/drbdadm")))
        .provides(Condition.node("packages", node))
        .build();
  }

  private static Step network(NodeName node) {
    return Step.node("network", "bridge", node)
        .says("Put br0 over eth0.", "containers of lan connect to br0, which is not there")
        .mark(Mark.CHANGE)
        .effect(Effect.DISRUPTIVE)
        .runs(
            Command.put(
                ManagedFile.block(
                    "/etc/network/interfaces", "lan", "auto br0\niface br0 inet static\n")),
            Command.script("ifdown eth0\nifup br0"))
        .provides(Condition.node("network", node))
        .build();
  }

  private static Step secret() {
    return Step.layer(layer("r0"), "secret", NODE1)
        .says("Make the shared secret of r0", "there is none")
        .guard(Guard.that("there is no secret yet", "! test -e /etc/cairn/r0.secret"))
        .runs(Command.script("umask 077; head -c 24 /dev/urandom | base64 > /etc/cairn/r0.secret"))
        .needs(Condition.node("packages", NODE1))
        .provides(new Condition("secret of r0"))
        .build();
  }

  private static Step carry() {
    return Step.layer(layer("r0"), "secret", NODE2)
        .says("Copy the shared secret of r0 from node1", "there is none")
        .carries(
            NODE1,
            Command.exec("cat", "/etc/cairn/r0.secret"),
            Command.script("umask 077; cat > /etc/cairn/r0.secret"))
        .check(Guard.that("the secret is there", "test -s /etc/cairn/r0.secret"))
        .needs(new Condition("secret of r0"))
        .build();
  }

  private static Step configuration(NodeName node) {
    return Step.layer(layer("r0"), "configure", node)
        .says("Write the configuration of r0", "there is none")
        .runs(
            Command.put(
                ManagedFile.whole("/etc/drbd.d/r0.res", "resource r0 {\n  device minor 0;\n}\n")
                    .checkedBy("drbdadm", "--config-to-test", "{}", "sh-nop")))
        .needs(Condition.node("packages", node))
        .provides(new Condition("configuration of r0 on " + node))
        .build();
  }

  private static Step metadata(NodeName node) {
    return Step.layer(layer("r0"), "metadata", node)
        .says("Create the DRBD metadata of r0", "the disk is blank")
        .effect(Effect.DESTRUCTIVE)
        .guard(
            Guard.that(
                "/dev/disk/by-id/virtio-store1 carries no signature",
                "test -z \"$(wipefs --noheadings /dev/disk/by-id/virtio-store1)\""))
        .runs(
            Command.exec("drbdadm", "create-md", "--force", "r0"),
            Command.exec("drbdadm", "up", "r0"))
        .check(Guard.that("r0 is connected", "drbdadm cstate r0 | grep --quiet Connected"))
        .needs(new Condition("configuration of r0 on " + node))
        .provides(Condition.ready(layer("r0"), node))
        .build();
  }

  private static Step makeFileSystem() {
    return Step.layer(layer("store1"), "make", NODE1)
        .says(
            "Make a Btrfs file system labelled store1 on /dev/drbd0",
            "the device is blank, and r0 is new, so that no peer ever had data on it that could be"
                + " lost")
        .effect(Effect.DESTRUCTIVE)
        .guard(Guard.that("/dev/drbd0 carries no signature", "! blkid --probe /dev/drbd0"))
        .runs(Command.exec("mkfs.btrfs", "--label", "store1", "/dev/drbd0"))
        .needs(Condition.ready(layer("r0"), NODE1), Condition.ready(layer("r0"), NODE2))
        .provides(Condition.ready(layer("store1"), NODE1))
        .build();
  }

  private static Step mount() {
    return Step.layer(layer("store1"), "mount", NODE1)
        .says("Mount store1 at /srv/store1", "it is not mounted")
        .runs(Command.exec("systemctl", "start", "srv-store1.mount"))
        .check(
            Guard.that(
                "/srv/store1 is /dev/drbd0",
                "test \"$(findmnt --noheadings --output SOURCE /srv/store1)\" = /dev/drbd0"))
        .needs(Condition.ready(layer("store1"), NODE1))
        .provides(Condition.active(layer("store1"), NODE1))
        .build();
  }

  private static Step container() {
    return Step.layer(layer("mysql"), "create", NODE1)
        .says("Create the container mysql from debian/13", "it is not there")
        .runs(
            Command.script(
                """
                progress 'unpacking'
                for file in /srv/store1/mysql/*; do
                  echo "it's there: $file"
                done
                """))
        .needs(Condition.active(layer("store1"), NODE1))
        .provides(Condition.ready(layer("mysql"), NODE1))
        .build();
  }
}
