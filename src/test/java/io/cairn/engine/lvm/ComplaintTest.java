package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComplaintTest {
  private static final String UUID = "0E8WFX-YRcp-kauC-u1DD-yhzt-om0Q-e3zzOC";

  @Test
  void tellsAPhysicalVolumeThatIsSeenTwice() {
    assertThat(Complaint.parse(Recorded.reply("pvs-2.03.16-duplicate-pv").err()))
        .containsExactly(
            new Complaint.Duplicate(
                "WARNING: Not using device /dev/vdd for PV " + UUID + ".", UUID),
            new Complaint.Duplicate(
                "WARNING: PV "
                    + UUID
                    + " prefers device /dev/drbd0 because device size is correct.",
                UUID));
  }

  @Test
  void tellsAMissingDeviceWithItsGroup() {
    assertThat(Complaint.parse(Recorded.reply("vgs-2.03.16-missing-pv").err()))
        .extracting(
            complaint ->
                complaint instanceof Complaint.MissingDevice(_, var group)
                    ? group
                    : Optional.of("?"))
        .containsExactly(Optional.empty(), Optional.of("OLD"));
  }

  // as lib/metadata/metadata.c of LVM 2.03.16 says it
  @Test
  void tellsAVolumeOnAnotherDevice() {
    String line =
        "WARNING: Device mismatch detected for VG1/data which is accessing /dev/vdb instead of"
            + " /dev/drbd0.";
    assertThat(Complaint.parse("  " + line + "\n")).containsExactly(new Complaint.Mismatch(line));
  }

  // the same source: what a change that is cut off between two devices leaves
  @Test
  void tellsMetadataThatDifferBetweenDevices() {
    String older =
        "WARNING: ignoring metadata seqno 3 on /dev/vdb for seqno 4 on /dev/vdc for VG VG1.";
    String group = "WARNING: Inconsistent metadata found for VG VG1.";
    String advice = "See vgck --updatemetadata to correct inconsistency.";
    assertThat(Complaint.parse("  " + older + "\n  " + group + "\n  " + advice + "\n"))
        .containsExactly(
            new Complaint.Uneven(older, Optional.of("VG1")),
            new Complaint.Uneven(group, Optional.of("VG1")),
            new Complaint.Uneven(advice, Optional.empty()));
  }

  @Test
  void keepsWhatItDoesNotKnow() {
    assertThat(Complaint.parse("  WARNING: the moon is full.\n\n  WARNING: the moon is full.\n"))
        .containsExactly(new Complaint.Other("WARNING: the moon is full."));
  }

  @Test
  void dropsOnlyWhatConcernsTheShellThatAsked() {
    assertThat(
            Complaint.parse(
                "File descriptor 10 (/dev/null) leaked on lvm invocation. Parent PID 22910: bash\n"))
        .isEmpty();
  }
}
