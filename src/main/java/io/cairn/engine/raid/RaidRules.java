package io.cairn.engine.raid;

import io.cairn.engine.Blanking;
import io.cairn.engine.BlockDevices;
import io.cairn.engine.BlockDevices.Device;
import io.cairn.engine.Finding;
import io.cairn.graph.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with arrays and their members. */
final class RaidRules {
  private RaidRules() {}

  static List<Finding> of(RaidView view) {
    if (view.facts().unknown().isPresent()) {
      return List.of(unknown(view));
    }
    List<Finding> findings = new ArrayList<>();
    if (view.isHalfMade() || view.isAssembledHalfway()) {
      return List.of();
    }
    view.named()
        .ifPresentOrElse(
            array -> existing(view, array).ifPresent(findings::add),
            () -> notStarted(view).ifPresent(findings::add));
    for (RaidView.Member member : view.members()) {
      member(view, member).ifPresent(findings::add);
    }
    List<Size> sizes =
        view.members().stream().flatMap(m -> m.found().stream()).map(Device::size).toList();
    if (differ(sizes)) {
      findings.add(uneven(view, sizes));
    }
    return List.copyOf(findings);
  }

  /** Whether the largest is more than a hundredth larger: then mdadm asks (Create.c). */
  static boolean differ(List<Size> sizes) {
    long most = sizes.stream().mapToLong(Size::bytes).max().orElse(0);
    long least = sizes.stream().mapToLong(Size::bytes).min().orElse(0);
    return (most - least) > most / 100;
  }

  private static String place(RaidView view) {
    return view.node() + ": " + view.layer().name();
  }

  private static Finding unknown(RaidView view) {
    return Finding.error("RAID-01", "Arrays could not be read")
        .at(place(view))
        .saw(view.facts().unknown().orElseThrow(), "what arrays the node has")
        .because(
            "What is not known is not taken for absent.",
            "Look on " + view.node() + ":\n  cat /proc/mdstat");
  }

  /** What is wrong with the array of that name. */
  private static Optional<Finding> existing(RaidView view, MdArray array) {
    if (view.array().isEmpty()) {
      return Optional.of(
          Finding.error("RAID-02", "An array of that name is made of something else")
              .at(place(view))
              .saw(
                  array.path() + " of " + paths(array),
                  "an array of " + declared(view) + ", or none of that name")
              .because(
                  "Cairn changes no array that it did not make.",
                  "Give the layer another name, or name the members that the array has."));
    }
    boolean otherLevel = array.isStarted() && !array.level().equals(view.layer().level().word());
    boolean otherCount = array.wanted() > 0 && array.wanted() != view.members().size();
    if (otherLevel || otherCount) {
      return Optional.of(
          Finding.error("RAID-03", "Array of another shape than declared")
              .at(place(view))
              .saw(
                  array.level() + " of " + array.wanted() + " members",
                  view.layer().type() + " of " + view.members().size())
              .because("Cairn does not reshape an array yet.", "Declare the array that is there."));
    }
    if (!array.isStarted()) {
      return Optional.of(
          Finding.error("RAID-04", "Array is not started")
              .at(place(view))
              .saw(
                  array.path() + " is " + array.state() + ", with " + paths(array),
                  "all of " + declared(view))
              .because(
                  "With fewer members than it had it may lack the newest data, so nothing starts it"
                      + " by itself.",
                  "When the missing members are lost for good, on "
                      + view.node()
                      + ":\n  mdadm --run "
                      + array.path()));
    }
    return array.missing() > 0 ? Optional.of(degraded(view, array)) : Optional.empty();
  }

  private static Finding degraded(RaidView view, MdArray array) {
    List<String> faulty = array.faulty();
    List<String> away =
        view.members().stream()
            .filter(member -> isAway(member, array))
            .map(member -> member.path().text())
            .toList();
    String seen =
        array.missing()
            + " of "
            + array.wanted()
            + " members missing"
            + (faulty.isEmpty() ? "" : ", failed: " + String.join(", ", faulty))
            + (away.isEmpty() ? "" : ", not in it: " + String.join(", ", away));
    String add = away.isEmpty() ? "THE_DISK" : away.getFirst();
    return Finding.warning("RAID-05", "Array without redundancy")
        .at(place(view))
        .saw(seen, "all of " + declared(view))
        .because(
            array.work().filter(work -> work.action().equals("recover")).isPresent()
                ? "Until it is rebuilt, one more failing disk can lose everything on it."
                : "One more failing disk can lose everything on it.",
            array.work().isPresent()
                ? ""
                : "Replace the disk by a blank one, name it in the file where its path is another, and"
                    + " apply. If the one that failed is well after all, on "
                    + view.node()
                    + ":\n  mdadm --manage "
                    + array.path()
                    + " --re-add "
                    + add);
  }

  static boolean isAway(RaidView.Member member, MdArray array) {
    return member
        .found()
        .filter(device -> array.members().stream().anyMatch(m -> m.path().equals(device.path())))
        .isEmpty();
  }

  /** Superblocks of that name are there, and nothing is started. */
  private static Optional<Finding> notStarted(RaidView view) {
    if (view.identities().size() > 1) {
      return Optional.of(
          Finding.error("RAID-06", "Members of different arrays with one name")
              .at(place(view))
              .saw(String.join(" and ", view.identities().stream().sorted().toList()), "one array")
              .because(
                  "Which of them holds the data, only a person can tell.",
                  "Compare them on "
                      + view.node()
                      + ":\n  mdadm --examine "
                      + spaced(view.carriers())));
    }
    if (!view.carriers().isEmpty() && view.carriers().size() < view.members().size()) {
      return Optional.of(
          Finding.error("RAID-04", "Array is not started")
              .at(place(view))
              .saw("only " + spaced(view.carriers()) + " carry it", "all of " + declared(view))
              .because(
                  "With fewer members than it had it may lack the newest data, so nothing starts it"
                      + " by itself.",
                  "When the missing members are lost for good, on "
                      + view.node()
                      + ":\n  mdadm --assemble --run /dev/md/"
                      + view.layer().name()
                      + " "
                      + spaced(view.carriers())));
    }
    return Optional.empty();
  }

  private static Optional<Finding> member(RaidView view, RaidView.Member member) {
    boolean isIn = view.array().filter(array -> !isAway(member, array)).isPresent();
    if (isIn) {
      return Optional.empty();
    }
    List<String> users =
        member.found().map(device -> users(device, view.facts())).orElse(List.of());
    if (!users.isEmpty()) {
      return Optional.of(held(view, member, String.join(", ", users)));
    }
    return switch (member.content()) {
      case MemberContent.Blank _ ->
          Blanking.seen(view.facts().node(), member.path())
              .filter(_ -> !view.wasBeingWiped(member))
              .map(what -> held(view, member, what));
      case MemberContent.Superblock(var name, _) when name.equals(view.fullName()) ->
          Optional.empty();
      case MemberContent.Superblock(var name, var uuid) ->
          Optional.of(held(view, member, "a member of the array " + name + " (" + uuid + ")"));
      case MemberContent.Holds(var what) -> Optional.of(held(view, member, what));
      // what a layer below makes is not there before
      case MemberContent.Absent _ ->
          member.isDisk() && view.array().isEmpty()
              ? Optional.of(absent(view, member))
              : Optional.empty();
      case MemberContent.Unknown(var why) ->
          Optional.of(
              Finding.error("RAID-09", "Member could not be read")
                  .at(view.node() + ": " + member.path())
                  .saw(why, "a blank device, or a member of " + view.fullName())
                  .because(
                      "What is not known is not taken for blank.",
                      "Look on " + view.node() + ":\n  blkid --probe " + member.path()));
    };
  }

  private static List<String> users(Device device, RaidFacts facts) {
    List<String> users = new ArrayList<>(BlockDevices.mounted(device));
    facts.node().blocks().over(device).stream()
        .map(upper -> facts.node().blocks().usersBy(upper))
        .forEach(users::addAll);
    users.addAll(facts.node().writers(device));
    return users;
  }

  private static Finding absent(RaidView view, RaidView.Member member) {
    return Finding.error("RAID-07", "Member is not there")
        .at(view.node() + ": " + member.path())
        .saw("no such device", "a member of " + view.layer().name())
        .because(
            "An array is not made with fewer members than declared.",
            "Compare with what " + view.node() + " has:\n  ls -l /dev/disk/by-id/");
  }

  private static Finding held(RaidView view, RaidView.Member member, String what) {
    return Finding.error("RAID-08", "Member holds something else")
        .at(view.node() + ": " + member.path())
        .saw(what, "a blank device, or a member of " + view.fullName())
        .because(
            "Cairn destroys nothing that it did not make.",
            "Name another device in the cluster file. To see what is on this one, on "
                + view.node()
                + ":\n  lsblk --fs "
                + member.path());
  }

  private static Finding uneven(RaidView view, List<Size> sizes) {
    Size least = sizes.stream().min(Size::compareTo).orElseThrow();
    Size most = sizes.stream().max(Size::compareTo).orElseThrow();
    return Finding.warning("RAID-10", "Members of different size")
        .at(place(view))
        .saw("from " + least + " to " + most, "members of one size")
        .because(
            "Of each only as much is used as the smallest has; the rest is lost.",
            "Use disks of one size, or partitions of one size on them.");
  }

  private static String declared(RaidView view) {
    return String.join(", ", view.members().stream().map(m -> m.path().text()).toList());
  }

  private static String paths(MdArray array) {
    return array.members().isEmpty()
        ? "no member"
        : String.join(", ", array.members().stream().map(MdArray.Member::path).toList());
  }

  private static String spaced(List<RaidView.Member> members) {
    return String.join(" ", members.stream().map(m -> m.path().text()).toList());
  }
}
