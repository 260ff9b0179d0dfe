# SPDX-License-Identifier: Apache-2.0
# OTP 27 in a Debian folder, for bin/test --matrix. Sourced after lib.sh.

otp27=${ERLOOM_CACHE:-/var/cache/erloom}/otp27

# Starts the calling script again in a mount namespace of its own, where that is allowed: what is mounted into the
# folder then ends with the script, two runs do not meet, and removing the folder never reaches the real /dev.
own_mounts() {
    [ "$(id -u)" = 0 ] || die "--matrix needs root (chroot): run it as root on Debian or Ubuntu"
    if [ -z "${ERLOOM_OWN_MOUNTS:-}" ] && unshare --mount true 2>/dev/null; then
        ERLOOM_OWN_MOUNTS=yes exec unshare --mount --propagation private bash "$0" "$@"
    fi
}

# Gives the folder $1 the /proc and /dev of this machine. Where mounting is not allowed OTP starts without them.
mount_into() {
    local name
    [ -n "${ERLOOM_OWN_MOUNTS:-}" ] || return 0
    for name in proc dev; do
        mountpoint -q "$1/$name" || mount --rbind "/$name" "$1/$name"
    done
}

otp27_answers() {
    local release
    release=$(otp_release chroot "$otp27") || return
    [ "${release:-0}" -ge 27 ] && chroot "$otp27" elixir -e ':ok' >/dev/null 2>&1
}

# Sets otp27 to a folder with a working OTP 27, building it where it is missing or not complete.
find_otp27() {
    have flock || die "--matrix runs on Debian or Ubuntu only: there is no flock here"
    mkdir -p "$(dirname "$otp27")"
    otp27=$(cd "$(dirname "$otp27")" && pwd)/otp27
    exec 9>"$otp27.lock"
    flock 9
    if [ -d "$otp27" ]; then mount_into "$otp27"; fi
    if [ ! -e "$otp27/.erloom-complete" ]; then
        if [ -d "$otp27" ] && otp27_answers; then touch "$otp27/.erloom-complete"; else build_otp27; fi
    fi
    otp27_answers || die "OTP 27 in $otp27 does not answer: remove that folder and run again"
    exec 9>&-
}

build_otp27() {
    if ! have debootstrap; then
        may_install && apt_install debootstrap || die "--matrix needs debootstrap: apt-get install debootstrap"
    fi
    say "building OTP 27 in $otp27, once, takes a few minutes (log: $otp27.log)"
    if ! bootstrap_otp27 >"$otp27.log" 2>&1; then
        tail -n 5 "$otp27.log" >&2
        die "OTP 27 could not be built in $otp27: see $otp27.log"
    fi
}

# Called in a condition, where `set -e` does not hold: hence the chain.
bootstrap_otp27() {
    umount -R "$otp27/proc" "$otp27/dev" 2>/dev/null
    rm -rf --one-file-system "$otp27" &&
        debootstrap --variant=minbase trixie "$otp27" ${ERLOOM_DEBIAN_MIRROR:+"$ERLOOM_DEBIAN_MIRROR"} &&
        # No package may start a service in there (epmd would).
        printf '#!/bin/sh\nexit 101\n' >"$otp27/usr/sbin/policy-rc.d" &&
        chmod 755 "$otp27/usr/sbin/policy-rc.d" &&
        mount_into "$otp27" &&
        chroot "$otp27" apt-get -q update &&
        # shellcheck disable=SC2086 # a list of packages
        DEBIAN_FRONTEND=noninteractive chroot "$otp27" apt-get -q -y --no-install-recommends install $otp_packages &&
        chroot "$otp27" apt-get clean &&
        touch "$otp27/.erloom-complete"
}
