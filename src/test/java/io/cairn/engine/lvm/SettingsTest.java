package io.cairn.engine.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cairn.engine.Reply;
import io.cairn.engine.Seen;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static Settings parse(String text) {
    return Settings.parse(new Reply(0, text, "")).found().orElseThrow();
  }

  @Test
  void readsWhatIsInForce() {
    Settings settings =
        Settings.parse(Recorded.reply("settings-2.03.16-deep-stack")).found().orElseThrow();
    assertThat(settings.patterns("filter")).containsExactly("a|.*|");
    assertThat(settings.patterns("global_filter"))
        .startsWith("a|^/dev/disk/by-id/virtio-hdd$|")
        .contains("r|^/dev/mapper/VG1-[^-]|")
        .hasSize(8);
    assertThat(settings.isOn("scan_lvs")).isTrue();
    assertThat(settings.isOn("use_devicesfile")).isFalse();
  }

  @Test
  void readsASinglePatternAndEscapes() {
    assertThat(parse("filter=\"r|x|\"\n").patterns("filter")).containsExactly("r|x|");
    assertThat(parse("filter=[\"r|a\\\\.b|\",\"r|\\\"|\"]\n").patterns("filter"))
        .containsExactly("r|a\\.b|", "r|\"|");
  }

  @Test
  void answersWhatThisVersionKnowsThoughItFailsForTheRest() {
    assertThat(
            Settings.parse(
                new Reply(5, "scan_lvs=0\n", "  Configuration node devices/new not found\n")))
        .isInstanceOf(Seen.Present.class);
    assertThat(Settings.parse(new Reply(5, "", "  Failed to load config file\n")))
        .isEqualTo(new Seen.Unknown<>("Failed to load config file"));
  }

  @Test
  void doesNotReadAFilterThatLvmRefuses() {
    assertThat(parse("filter=[\"x|a|\"]\n").filter("filter")).isEmpty();
    assertThat(parse("filter=[\"a|.*|\"]\n").filter("filter")).isPresent();
  }
}
