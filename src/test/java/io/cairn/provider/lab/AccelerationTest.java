package io.cairn.provider.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccelerationTest {
  @Test
  void processorThatRunsAnyKernelSaysSo() {
    assertThat(Acceleration.virtualizes("processor\t: 0\nflags\t\t: fpu vme vmx ssse3\n")).isTrue();
    assertThat(Acceleration.virtualizes("flags\t\t: fpu svm\n")).isTrue();
  }

  /** A computer with a /dev/kvm whose kernel module is a hypervisor in software. */
  @Test
  void processorOfAVirtualMachineWithoutNestingDoesNot() {
    assertThat(
            Acceleration.virtualizes(
                "model name\t: svm vmx\nflags\t\t: fpu vme hypervisor lahf_lm\nvmx flags\t: svm\n"))
        .isFalse();
    assertThat(Acceleration.virtualizes("")).isFalse();
  }
}
