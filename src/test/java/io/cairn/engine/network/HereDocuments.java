package io.cairn.engine.network;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that a script writes from here-documents. */
final class HereDocuments {
  private static final Pattern DOCUMENT =
      Pattern.compile("(?ms)^cat > (\\S+)\\.cairn-new <<'(CAIRN_END_*)'\n(.*?)^\\2$");

  private HereDocuments() {}

  /** Path and text in turns. */
  static List<String> of(String script) {
    List<String> pathsAndTexts = new ArrayList<>();
    Matcher matcher = DOCUMENT.matcher(script);
    while (matcher.find()) {
      pathsAndTexts.add(matcher.group(1));
      pathsAndTexts.add(matcher.group(3));
    }
    return pathsAndTexts;
  }
}
