package io.cairn.engine;

import java.util.List;

/**
 * Renders the writing of a managed file: aside, checked, predecessor kept, renamed into place,
 * synced.
 */
final class FileScript {
  // read and printf are the shell's own, so that a secret stands in no argument list
  private static final String FILL_IN =
      """
      while IFS= read -r line; do
        case $line in
          *@CAIRN_SECRET:*@*)
            from=${line#*@CAIRN_SECRET:}
            secret=
            IFS= read -r secret < "${from%%@*}" || [ -n "$secret" ]
            printf '%s%s%s\\n' "${line%%@CAIRN_SECRET:*}" "$secret" "${line#*@CAIRN_SECRET:*@}" ;;
          *) printf '%s\\n' "$line" ;;
        esac
      done \
      """;

  private FileScript() {}

  static String of(ManagedFile file) {
    String path = Shell.quote(file.path());
    String beside = Shell.quote(file.path() + ".cairn-new");
    StringBuilder script = new StringBuilder();
    script.append("mkdir -p ").append(Shell.quote(parent(file.path()))).append('\n');
    // created with its final mode, so that a secret is at no time readable by others
    script.append("( umask 077; : > ").append(beside).append(" )\n");
    switch (file.content()) {
      case ManagedFile.Content.Whole(var text) -> hereDocument(script, text, "> " + beside);
      case ManagedFile.Content.Block block -> block(script, block, path, beside);
    }
    script.append("chmod ").append(file.mode()).append(' ').append(beside).append('\n');
    check(script, file, beside);
    String kept =
        Shell.quote(ManagedFile.BACKUPS + "/" + file.path().substring(1).replace('/', '+'));
    script.append("if [ -e ").append(path).append(" ]; then ( umask 077; mkdir -p ");
    script.append(ManagedFile.BACKUPS).append(" && cp -p ").append(path).append(' ').append(kept);
    script.append(".$(date -u +%Y%m%dT%H%M%SZ) ); fi\n");
    // two lines, not &&: the shell does not stop at a failure left of it
    script.append("sync ").append(beside).append('\n');
    script.append("mv -f ").append(beside).append(' ').append(path).append('\n');
    // the name is in the directory: without this a loss of power can take a new file away again
    script.append("sync ").append(Shell.quote(parent(file.path())));
    return script.toString();
  }

  private static void block(
      StringBuilder script, ManagedFile.Content.Block block, String path, String beside) {
    script
        .append("if [ -e ")
        .append(path)
        .append(" ]; then awk -v b=")
        .append(Shell.quote(block.begin()));
    script.append(" -v e=").append(Shell.quote(block.end()));
    script.append(" '$0 == b { skip = 1 } !skip { print } $0 == e { skip = 0 }' ").append(path);
    script.append(" > ").append(beside).append("; fi\n");
    hereDocument(script, block.begin() + "\n" + block.text() + block.end() + "\n", ">> " + beside);
  }

  private static void check(StringBuilder script, ManagedFile file, String beside) {
    if (file.check().isEmpty()) {
      return;
    }
    List<String> argv =
        file.check().stream()
            .map(a -> a.replace(ManagedFile.CANDIDATE, file.path() + ".cairn-new"))
            .toList();
    script.append("if ! ").append(Shell.join(argv)).append(" > /dev/null; then ");
    script.append("echo 'the engine refuses the new ").append(file.path());
    script.append(", the old one stays' >&2; rm -f ").append(beside).append("; exit 1; fi\n");
  }

  private static void hereDocument(StringBuilder script, String text, String redirection) {
    String end = "CAIRN_END";
    while (text.contains(end)) {
      end += "_";
    }
    script.append(text.contains(ManagedFile.SECRET) ? FILL_IN : "cat ");
    script.append(redirection).append(" <<'").append(end).append("'\n");
    script.append(text).append(text.isEmpty() || text.endsWith("\n") ? "" : "\n");
    script.append(end).append('\n');
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }
}
