# Sourced. find_jdk sets and exports JAVA_HOME to a JDK 25 or newer, or says how to get one and returns 1.

jdk_major() {
  [ -x "$1/bin/javac" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_jdk() {
  on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/jdk* /opt/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /usr/local/jdk*; do
    [ -n "$home" ] || continue
    major=$(jdk_major "$home") || continue
    if [ "${major:-0}" -ge 25 ]; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  cat >&2 <<'TEXT'
cairn: no JDK 25 or newer was found (looked at JAVA_HOME, PATH, /usr/lib/jvm, /usr/java, /opt, SDKMAN and ~/.jdks).
Install one:
  Debian, Ubuntu:  apt-get install openjdk-25-jdk-headless
                   (where the release has none: Eclipse Temurin's packages, temurin-25-jdk)
  Fedora:          dnf install java-25-openjdk-devel
or set JAVA_HOME to where it is.
TEXT
  return 1
}
