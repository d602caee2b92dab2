package io.cairn.provider.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

final class RecipeTest {
  private static final Recipe RECIPE = Recipe.load();

  @Test
  void namesAnotherImageWhenAnythingInItChanges() {
    SequencedMap<String, String> changed = new LinkedHashMap<>(RECIPE.files());
    changed.merge("packages", "tree\n", String::concat);
    assertThat(new Recipe(changed).id(Release.DEBIAN_13))
        .isNotEqualTo(RECIPE.id(Release.DEBIAN_13));
  }

  @Test
  void namesAnImageForEachRelease() {
    assertThat(RECIPE.id(Release.DEBIAN_12)).startsWith("debian-12-");
    assertThat(RECIPE.id(Release.DEBIAN_13)).startsWith("debian-13-");
  }

  @Test
  void holdsScriptsThatAShellAccepts() {
    for (String script :
        new String[] {"build-image.sh", "customize", "customize-container", "init"}) {
      String text = RECIPE.files().getOrDefault(script, "(");
      LocalCommand.Result result = LocalCommand.of("sh", "-n", "-c", text).run(_ -> {});
      assertThat(result.output()).as(script).isEmpty();
    }
  }
}
