package io.cairn.provider.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How QEMU runs a node's processor. */
enum Acceleration {
  /** The processor itself, by the kernel's virtualisation. */
  KVM("kvm", "host"),
  /**
   * In software. The processor is of 2008: newer ones have wide registers that the C library then
   * uses, which costs more to emulate than it saves, and extensions for which the kernel loads, and
   * tests, modules.
   */
  EMULATION("tcg", "Nehalem");

  /**
   * Real KVM ends the probe in a tenth of a second. Nested in another emulation it takes many
   * seconds, and everything in it would.
   */
  private static final long PROBE_MILLISECONDS = 2_000;

  private static final int PROBE_STATUS = 85;

  private final String word;
  private final String processor;

  Acceleration(String word, String processor) {
    this.word = word;
    this.processor = processor;
  }

  /** QEMU's word for it. */
  String word() {
    return word;
  }

  /** The model of the processor that the node sees. */
  String processor() {
    return processor;
  }

  /**
   * What works on this computer: found out once after each of its boots.
   *
   * @param remembered a file for the answer
   */
  static Acceleration of(Path remembered) {
    try {
      if (!virtualizes(Files.readString(Path.of("/proc/cpuinfo")))) {
        return EMULATION;
      }
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + " ";
      String known = Files.exists(remembered) ? Files.readString(remembered) : "";
      for (Acceleration acceleration : values()) {
        if (known.equals(boot + acceleration.word)) {
          return acceleration;
        }
      }
      Acceleration found = probe();
      Files.createDirectories(remembered.getParent());
      Files.writeString(remembered, boot + found.word);
      return found;
    } catch (IOException e) {
      throw new LabFailure("Could not find out whether KVM works on this computer", e);
    }
  }

  /**
   * Whether the processor has what KVM needs to run any kernel: {@code vmx} or {@code svm}
   * (proc_cpuinfo(5)). Without them a kernel can have {@code /dev/kvm} all the same, from a
   * hypervisor in software for guests that were made for it; Debian's kernel stops under such a one
   * with an internal error of KVM, after the probe has passed.
   *
   * @param cpuinfo what {@code /proc/cpuinfo} says
   */
  static boolean virtualizes(String cpuinfo) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith("flags"))
        .flatMap(line -> Arrays.stream(line.split("\\s+")))
        .anyMatch(flag -> flag.equals("vmx") || flag.equals("svm"));
  }

  /** KVM where a guest really runs with it, and quickly. */
  private static Acceleration probe() throws IOException {
    if (!Files.isWritable(Path.of("/dev/kvm"))) {
      return EMULATION;
    }
    Path sector = Files.createTempFile("cairn-probe", ".bin");
    try {
      Files.write(sector, bootSector());
      return runs(sector) ? KVM : EMULATION;
    } finally {
      Files.delete(sector);
    }
  }

  private static boolean runs(Path sector) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    "qemu-system-x86_64",
                    "-machine",
                    "pc,accel=kvm",
                    "-m",
                    "32",
                    "-nodefaults",
                    "-no-user-config",
                    "-display",
                    "none",
                    "-device",
                    "isa-debug-exit,iobase=0x501,iosize=1",
                    "-drive",
                    "file=" + sector + ",format=raw,if=ide"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      boolean ended = process.waitFor(PROBE_MILLISECONDS, TimeUnit.MILLISECONDS);
      return ended && process.exitValue() == PROBE_STATUS;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * {@code mov dx,0x501; mov al,42; out dx,al; hlt; jmp -3}: asks the debug-exit device to end QEMU
   * with status 2 x 42 + 1.
   */
  private static byte[] bootSector() {
    byte[] code = {
      (byte) 0xba, 0x01, 0x05, (byte) 0xb0, 0x2a, (byte) 0xee, (byte) 0xf4, (byte) 0xeb, (byte) 0xfd
    };
    byte[] sector = Arrays.copyOf(code, 512);
    sector[510] = 0x55;
    sector[511] = (byte) 0xaa;
    return sector;
  }
}
