package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.Golden;
import io.cairn.engine.Reply;
import io.cairn.engine.Seen;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LvmReportTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2.03.16-deep-stack",
        "2.03.31-deep-stack",
        "2.03.16-duplicate-pv",
        "2.03.16-below-secondary",
        "2.03.16-missing-pv",
        "2.03.16-foreign-group"
      })
  void readsPhysicalVolumes(String name) {
    check("pvs-" + name, LvmReport.physicalVolumes(Recorded.reply("pvs-" + name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2.03.16-deep-stack",
        "2.03.31-deep-stack",
        "2.03.16-missing-pv",
        "2.03.16-foreign-group"
      })
  void readsGroups(String name) {
    check("vgs-" + name, LvmReport.groups(Recorded.reply("vgs-" + name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2.03.16-deep-stack",
        "2.03.31-deep-stack",
        "2.03.16-missing-pv",
        "2.03.16-foreign-group",
        "2.03.16-writecache",
        "2.03.16-pool-full"
      })
  void readsVolumes(String name) {
    check("lvs-" + name, LvmReport.volumes(Recorded.reply("lvs-" + name)));
  }

  private static void check(String name, Seen<? extends List<?>> seen) {
    StringBuilder text = new StringBuilder();
    seen.found().orElseThrow().forEach(object -> text.append(object).append('\n'));
    Golden.check("lvm/" + name + ".txt", text.toString());
  }

  @Test
  void aVolumeOfTwoSegmentsIsOneVolume() {
    assertThat(LvmReport.volumes(Recorded.reply("lvs-2.03.16-missing-pv")).found().orElseThrow())
        .filteredOn(volume -> volume.name().equals("wide"))
        .extracting(Volume::devices, Volume::health)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(List.of("/dev/vdd", "[unknown]"), "partial"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{}", "  {\n      \"report\": [\n          {\n              \"pv\": ["})
  void takesNoReportForAnAnswerThatIsNone(String out) {
    assertThat(LvmReport.physicalVolumes(new Reply(0, out, ""))).isInstanceOf(Seen.Unknown.class);
  }

  @Test
  void takesAFailureForUnknownAndNotForNothing() {
    assertThat(LvmReport.groups(new Reply(5, Nodes.EMPTY_VGS, "  Failed to read lvm config\n")))
        .isEqualTo(new Seen.Unknown<>("Failed to read lvm config"));
  }

  @Test
  void takesAGroupWithoutSizesForUnknown() {
    assertThat(
            LvmReport.groups(
                new Reply(
                    0,
                    "{\"report\":[{\"vg\":[{\"vg_name\":\"a\",\"vg_extent_size\":\"\"}]}]}",
                    "")))
        .isInstanceOf(Seen.Unknown.class);
  }
}
