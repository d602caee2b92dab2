package io.cairn.view;

/**
 * What a text is rendered for.
 *
 * @param width columns; text is wrapped to it, commands and file contents never are
 */
public record Screen(Style style, Glyphs glyphs, int width) {
  /** Narrower than this nothing is readable; such a width is taken for this one. */
  public static final int NARROWEST = 40;

  public Screen {
    width = Math.max(width, NARROWEST);
  }

  /** Without colours, with Unicode signs. */
  public static Screen plain(int width) {
    return new Screen(Style.PLAIN, Glyphs.UNICODE, width);
  }

  String paint(Ink ink, String text) {
    return switch (style) {
      case PLAIN -> text;
      case COLOUR -> ink.on(text);
    };
  }
}
