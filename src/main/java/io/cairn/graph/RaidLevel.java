package io.cairn.graph;

import java.util.List;
import java.util.Locale;

/** The kinds of arrays that Cairn makes (md(4)); the ones without redundancy are not among them. */
public enum RaidLevel {
  /** Every member holds everything. */
  RAID1(2),
  /**
   * Every block on two members. md also takes two members; that is a raid1 in another layout, and
   * here taken for a slip.
   */
  RAID10(3),
  /** One member's worth of parity. md also takes two members, on its way from another level. */
  RAID5(3),
  /** Two members' worth of parity; mdadm takes no fewer. */
  RAID6(4);

  private final int leastMembers;

  RaidLevel(int leastMembers) {
    this.leastMembers = leastMembers;
  }

  /** How many members it needs. */
  public int leastMembers() {
    return leastMembers;
  }

  /** What an array of members of these sizes holds, without what md keeps for itself (md(4)). */
  public Size capacity(List<Size> members) {
    long least = members.stream().mapToLong(Size::bytes).min().orElse(0);
    int count = members.size();
    return new Size(
        switch (this) {
          case RAID1 -> least;
          case RAID10 -> least * count / 2;
          case RAID5 -> least * (count - 1);
          case RAID6 -> least * (count - 2);
        });
  }

  /** Its name in the cluster file, for {@code mdadm --level}, and in /proc/mdstat. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
