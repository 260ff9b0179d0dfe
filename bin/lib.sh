# SPDX-License-Identifier: Apache-2.0
# Shared by bin/test, bin/demo and mvnw: finds a JDK 25, Maven and Erlang/Elixir, or installs them through
# apt-get where it may (root, and no --no-install). Sourced by bash 3.2 and newer; `root` is the repository.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
install=${ERLOOM_INSTALL:-yes}
otp_packages="erlang-base erlang-crypto erlang-tools erlang-runtime-tools erlang-syntax-tools erlang-parsetools elixir"

# Tools of root (chroot, debootstrap) and of Homebrew, for callers with a bare PATH.
PATH=${PATH:-/usr/bin:/bin}:/usr/local/bin:/usr/sbin:/sbin:/opt/homebrew/bin
export PATH
# Elixir and Java print UTF-8 only when told.
if [ -z "${LC_ALL:-}${LANG:-}" ]; then
    if [ "$(uname)" = Darwin ]; then LANG=en_US.UTF-8; else LANG=C.UTF-8; fi
    export LANG
fi

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$(basename "$0"): $*"
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

may_install() { [ "$install" = yes ] && have apt-get && [ "$(id -u)" = 0 ]; }

# apt_install PACKAGE...: 0 when all are there afterwards; the output is shown only when it failed.
apt_install() {
    local log
    log=$(mktemp)
    say "installing $*"
    if [ -z "${apt_updated:-}" ]; then
        apt-get -qq update >>"$log" 2>&1 || say "apt-get update failed, trying with the package lists there are"
        apt_updated=yes
    fi
    if DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 install "$@" >>"$log" 2>&1; then
        rm -f "$log"
    else
        tail -n 5 "$log" >&2
        rm -f "$log"
        return 1
    fi
}

# java_major FOLDER: prints the feature release of the JDK in that folder, nothing when there is none.
java_major() {
    [ -x "$1/bin/javac" ] || return 0
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release"
    else
        "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9][0-9]*\).*/\1/p'
    fi
}

is_new_jdk() {
    local major
    major=$(java_major "$1")
    [ -n "$major" ] && [ "$major" -ge 25 ]
}

# Prints the first JDK 25 of the usual folders, or else the first newer one.
installed_jdk() {
    local folder newer=
    for folder in /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* /opt/jdk/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "${SDKMAN_DIR:-${HOME:-/}/.sdkman}"/candidates/java/* \
        "${HOME:-/}"/.jdks/* "${HOME:-/}"/.asdf/installs/java/* "${HOME:-/}"/.local/share/mise/installs/java/*; do
        if is_new_jdk "$folder"; then
            if [ "$(java_major "$folder")" = 25 ]; then
                printf '%s\n' "$folder"
                return
            fi
            newer=${newer:-$folder}
        fi
    done
    printf '%s\n' "$newer"
}

# Exports a JAVA_HOME of 25 or newer: the given one, the one of the PATH, an installed one, one from apt-get.
find_jdk() {
    local found
    if [ -n "${JAVA_HOME:-}" ] && is_new_jdk "$JAVA_HOME"; then
        export JAVA_HOME
        return
    fi
    found=
    if have javac; then
        found=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p') || found=
    fi
    if [ -z "$found" ] || ! is_new_jdk "$found"; then found=$(installed_jdk); fi
    if [ -z "$found" ] && may_install; then
        if apt_install openjdk-25-jdk-headless; then found=$(installed_jdk); fi
    fi
    [ -n "$found" ] || die "no JDK 25 found: install one (Eclipse Temurin 25, sdk install java 25-tem, brew install openjdk@25) or set JAVA_HOME to it"
    JAVA_HOME=$found
    export JAVA_HOME
}

# at_least HAVE WANT: compares the first two numbers of two versions.
at_least() {
    local have_major=${1%%.*} want_major=${2%%.*} have_rest=${1#*.} want_rest=${2#*.}
    [ "$have_major" -gt "$want_major" ] && return
    [ "$have_major" -eq "$want_major" ] && [ "${have_rest%%.*}" -ge "${want_rest%%.*}" ]
}

maven_version() { mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1; }

has_maven() {
    local version
    have mvn || return
    version=$(maven_version)
    [ -n "$version" ] && at_least "$version" 3.8
}

# Puts a Maven of 3.8 or newer on the PATH; call find_jdk first.
find_maven() {
    has_maven && return
    PATH=${SDKMAN_DIR:-${HOME:-/}/.sdkman}/candidates/maven/current/bin:$PATH
    has_maven && return
    if may_install && apt_install maven && has_maven; then return; fi
    die "no Maven 3.8 or newer found: install it (apt-get install maven, brew install maven, sdk install maven)"
}

maven() { mvn --batch-mode --no-transfer-progress "$@"; }

otp_release() {
    "$@" erl -noinput -boot start_clean -eval 'io:put_chars(erlang:system_info(otp_release)), halt().' 2>/dev/null
}

# Succeeds when erl of OTP 25 or newer, epmd and elixir are there; otherwise sets `why`.
has_erlang() {
    local release tool
    why=
    for tool in erl epmd elixir; do
        if ! have "$tool"; then
            why="no $tool on the PATH"
            return 1
        fi
    done
    release=$(otp_release) || release=
    if [ -z "$release" ]; then
        why="erl on the PATH does not start"
        return 1
    fi
    if [ "$release" -lt 25 ]; then
        why="erl on the PATH is OTP $release"
        return 1
    fi
    if ! elixir -e ':ok' >/dev/null 2>&1; then
        why="elixir on the PATH does not start"
        return 1
    fi
}

# Puts Erlang and Elixir on the PATH; fails with `why` where it cannot.
find_erlang() {
    local there=$PATH
    has_erlang && return
    PATH=$PATH:${HOME:-/}/.asdf/shims:${HOME:-/}/.local/share/mise/shims
    has_erlang && return
    PATH=$there
    # shellcheck disable=SC2086 # a list of packages
    may_install && apt_install $otp_packages
    has_erlang
}

install_erlang_hint="install Erlang/OTP 25 or newer and Elixir 1.14 or newer (apt-get install elixir, brew install elixir)"
