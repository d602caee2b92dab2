package io.cairn.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XmlTest {
  @Test
  void escapesWhatIsMarkup() {
    assertThat(
            new Xml()
                .open("g", "id", "a\"b<c>&d")
                .text("title", "<r0> & \"r1\"\tß ●")
                .close()
                .toString())
        .isEqualTo(
            """
            <g id="a&quot;b&lt;c&gt;&amp;d">
              <title>&lt;r0&gt; &amp; &quot;r1&quot;&#9;ß ●</title>
            </g>
            """);
  }

  @Test
  void replacesWhatXmlHasNoCharacterFor() {
    assertThat(Xml.escaped("a\u0000b\u001bc\ud800d\uffffe"))
        .isEqualTo("a\ufffdb\ufffdc\ufffdd\ufffde");
  }

  @Test
  void writesNumbersWithATenthAtMost() {
    assertThat(Xml.number(12)).isEqualTo("12");
    assertThat(Xml.number(12.34)).isEqualTo("12.3");
  }
}
