package io.cairn.graph;

/**
 * When and by how much a thin pool grows by itself out of its group (lvm.conf(5), {@code
 * thin_pool_autoextend_threshold} and {@code _percent}).
 *
 * @param at how full it is then; 100% means that it never grows by itself. LVM takes nothing below
 *     50%
 * @param by how much larger it becomes, of its size
 */
public record AutoExtend(Percent at, Percent by) {
  /** Early enough for a person to see it twice before the group is empty. */
  public static final AutoExtend DEFAULT = new AutoExtend(new Percent(70), new Percent(20));

  /** Whether the pool grows by itself. */
  public boolean isOn() {
    return at.value() < 100;
  }
}
