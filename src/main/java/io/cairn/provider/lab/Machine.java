package io.cairn.provider.lab;

import io.cairn.graph.Size;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The machine that every node is, before its own disks and cards: what a saved state is a state of.
 */
record Machine(NodeImage image, Acceleration acceleration, Size memory) {
  /** The node's own address on the card that leads to this computer; see resource customize. */
  private static final String INSIDE = "169.254.77.15";

  private static final String MANAGEMENT_MAC = "52:54:00:00:00:01";

  /** PCI slots 0 and 1 are the chip set's, 3 to 5 the ones below. */
  static final int FIRST_FREE_SLOT = 6;

  static final int LAST_SLOT = 31;

  /** Whose memory file a machine runs on. */
  enum MemoryUse {
    /** Its own writes go into the file: how a state is made. */
    WRITTEN("on"),
    /** Its own writes stay its own, what it only reads is shared with other nodes. */
    COPIED_ON_WRITE("off");

    private final String share;

    MemoryUse(String share) {
      this.share = share;
    }
  }

  /** Memory in the process. */
  List<String> ownMemory() {
    return List.of("-object", "memory-backend-ram,id=ram,size=" + memory.bytes());
  }

  /** Memory out of a file. */
  List<String> memoryFile(Path file, MemoryUse use) {
    return List.of(
        "-object",
        "memory-backend-file,id=ram,size=%d,mem-path=%s,share=%s"
            .formatted(memory.bytes(), option(file), use.share));
  }

  /**
   * The arguments for QEMU that do not differ between nodes.
   *
   * <p>cache=writeback: what the node flushed survives when QEMU is killed, for it is in this
   * computer's page cache then; what the node did not flush may be lost, as in a power cut.
   */
  List<String> arguments(Path system, int sshPort, Path console, Path pid, Path qmp) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("qemu-system-x86_64", "-nodefaults", "-no-user-config"));
    arguments.addAll(
        List.of(
            "-machine",
            "pc,accel=%s,memory-backend=ram,usb=off,vmport=off".formatted(acceleration.word()),
            "-cpu",
            acceleration.processor(),
            "-smp",
            "1",
            "-m",
            "size=" + memory.bytes() / Size.mebibytes(1).bytes() + "M"));
    arguments.addAll(List.of("-display", "none", "-serial", "file:" + option(console)));
    arguments.addAll(
        List.of(
            "-kernel", image.kernel().toString(),
            "-initrd", image.initrd().toString()));
    arguments.addAll(
        List.of(
            "-drive",
            "if=none,id=system,file=%s,format=qcow2,cache=writeback,discard=unmap"
                .formatted(option(system)),
            "-device",
            "virtio-blk-pci,drive=system,serial=system,bus=pci.0,addr=3"));
    arguments.addAll(
        List.of(
            "-object",
            "rng-random,id=random,filename=/dev/urandom",
            "-device",
            "virtio-rng-pci,rng=random,bus=pci.0,addr=4"));
    arguments.addAll(
        List.of(
            "-netdev",
            "user,id=lab0,ipv6=off,net=169.254.77.0/24,host=169.254.77.2,restrict=on,hostfwd=tcp:127.0.0.1:%d-%s:22"
                .formatted(sshPort, INSIDE),
            "-device",
            "virtio-net-pci,netdev=lab0,mac=%s,bus=pci.0,addr=5".formatted(MANAGEMENT_MAC)));
    arguments.addAll(List.of("-qmp", "unix:" + option(qmp) + ",server=on,wait=off"));
    arguments.addAll(List.of("-daemonize", "-pidfile", pid.toString()));
    return arguments;
  }

  /**
   * The kernel's arguments; each of the first ones takes something out of the boot. norandmaps: an
   * emulator keeps what it translated by address, so that with address space randomization every
   * start of a program is translated anew, which was three quarters of the time of a short one.
   */
  static List<String> kernelArguments(List<Twin.Card> cards) {
    String names =
        cards.stream()
            .map(card -> " cairn.nic=" + card.mac() + "," + card.name())
            .collect(Collectors.joining());
    return List.of(
        "-append",
        "console=ttyS0 quiet loglevel=3 systemd.show_status=no 8250.nr_uarts=2 net.ifnames=0"
            + " mitigations=off norandmaps cryptomgr.notests no_timer_check tsc=reliable"
            + " random.trust_cpu=on audit=0 panic=-1 cairn.nic="
            + MANAGEMENT_MAC
            + ",lab0"
            + names);
  }

  /** A path as part of an option: a comma in it is written twice (qemu(1)). */
  static String option(Path path) {
    return path.toString().replace(",", ",,");
  }
}
