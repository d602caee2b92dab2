package io.cairn.cluster;

/** What the values of a file say together. */
final class Checks {
  private Checks() {}

  /**
   * Reports everything that is wrong in the draft; what merely follows from something reported is
   * left out. What is only unwise about the whole is said of a file that can be used.
   */
  static void run(Draft draft, Problems problems) {
    Stack stack = Stack.of(draft);
    new NameChecks(draft, problems).run();
    new StackChecks(draft, stack, problems).run();
    new DiskChecks(draft, stack, problems).run();
    new SizeChecks(draft, stack, problems).run();
    new NetworkChecks(draft, problems).run();
    new AddressChecks(draft, problems).run();
    new DrbdChecks(draft, stack, problems).run();
    new ThirdCopyChecks(draft, stack, problems).run();
    new VolumeNameChecks(draft, stack, problems).run();
    new ArrayChecks(draft, stack, problems).run();
    new VolumeChecks(draft, stack, problems).run();
    new CapacityChecks(draft, stack, problems).run();
    new MountChecks(draft, stack, problems).run();
    new ContainerChecks(draft, stack, problems).run();
    new SnapshotChecks(draft, stack, problems).run();
    if (!problems.haveErrors()) {
      new AdviceChecks(draft, stack, problems).run();
    }
  }
}
