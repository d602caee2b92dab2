package io.cairn.engine.lvm;

import io.cairn.engine.Command;
import io.cairn.engine.ManagedFile;
import io.cairn.engine.NodeFacts;
import io.cairn.engine.Shell;
import io.cairn.graph.AutoExtend;
import io.cairn.graph.Layer;
import java.util.stream.Collectors;

/** The configuration of LVM that Cairn writes (lvm.conf(5)). */
final class LvmConfig {
  /** The block's name in lvmlocal.conf. */
  static final String BLOCK = "lvm";

  // the candidate in a folder of its own, beside the node's lvm.conf; lvmconfig(8) exits 0 for a
  // setting that stands twice, and says so
  private static final String VALIDATE =
      """
      dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
      [ ! -e /etc/lvm/lvm.conf ] || cp /etc/lvm/lvm.conf "$dir/"
      mkdir "$dir/profile"; cp "$1" "$dir/$2"
      said=$(LVM_SUPPRESS_FD_WARNINGS=1 LVM_SYSTEM_DIR=$dir lvmconfig --validate $3 2>&1) || { echo "$said" >&2; exit 1; }
      case $said in *WARNING*) echo "$said" >&2; exit 1 ;; esac""";

  private static final ManagedFile.Content.Block MARKS = new ManagedFile.Content.Block(BLOCK, "");

  private LvmConfig() {}

  /**
   * What LVM looks at, in lvmlocal.conf, which is read after lvm.conf and is no package's.
   *
   * <p>{@code global_filter} and not {@code filter}, which stays the administrator's: a device has
   * to pass both.
   */
  static ManagedFile view(DeviceView view) {
    String scan = view.nesting() == DeviceView.Nesting.NESTED ? "1" : "0";
    return ManagedFile.block(
            LvmPaths.LOCAL,
            BLOCK,
            """
            devices {
              # what lies below a physical volume shows the same one: LVM must not look there
              global_filter = %s
              # physical volumes on logical volumes
              scan_lvs = %s
              # with a devices file LVM would ignore the filter
              use_devicesfile = 0
            }
            """
                .formatted(view.filter().text(), scan))
        .checkedBy("sh", "-c", VALIDATE, "sh", ManagedFile.CANDIDATE, "lvmlocal.conf", "");
  }

  /** Whether the node's file has a block of Cairn's, of whatever text. */
  static boolean isWritten(NodeFacts facts) {
    return facts
        .file(LvmPaths.LOCAL)
        .found()
        .filter(text -> text.contains(MARKS.begin()))
        .isPresent();
  }

  /** Takes the block out of the file; the rest stays. */
  static Command remove() {
    return Command.script(
        """
        awk -v b=%1$s -v e=%2$s '$0 == b { skip = 1 } !skip { print } $0 == e { skip = 0 }' %3$s > %3$s.cairn-new
        chmod 0644 %3$s.cairn-new
        sync %3$s.cairn-new
        mv -f %3$s.cairn-new %3$s"""
            .formatted(Shell.quote(MARKS.begin()), Shell.quote(MARKS.end()), LvmPaths.LOCAL));
  }

  /** What lvmconfig(8) prints of the filter when that is in force. */
  static String shown(DeviceFilter filter) {
    return "global_filter="
        + filter.texts().stream()
            .map(text -> "\"" + DeviceFilter.escaped(text) + "\"")
            .collect(Collectors.joining(",", "[", "]"));
  }

  /** When a pool grows by itself; its metadata does so with it. */
  static ManagedFile profile(Layer.ThinPool pool) {
    AutoExtend grow = pool.autoExtend();
    String name = LvmPaths.profileName(pool.name());
    return ManagedFile.whole(
            LvmPaths.profile(pool.name()),
            """
            activation {
              thin_pool_autoextend_threshold = %d
              thin_pool_autoextend_percent = %d
            }
            """
                .formatted(grow.at().value(), grow.by().value()))
        .checkedBy(
            "sh",
            "-c",
            VALIDATE,
            "sh",
            ManagedFile.CANDIDATE,
            "profile/" + name + ".profile",
            "--metadataprofile=" + name);
  }
}
