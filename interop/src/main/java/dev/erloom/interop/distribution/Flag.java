// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

/** What a node says in the handshake that it can handle, under OTP's names ({@code DFLAG_...}). */
enum Flag {
    PUBLISHED(0),
    EXTENDED_REFERENCES(2),
    DIST_MONITOR(3),
    FUN_TAGS(4),
    DIST_MONITOR_NAME(5),
    NEW_FUN_TAGS(7),
    EXTENDED_PIDS_PORTS(8),
    EXPORT_PTR_TAG(9),
    BIT_BINARIES(10),
    NEW_FLOATS(11),
    UNICODE_IO(12),
    DIST_HDR_ATOM_CACHE(13),
    SMALL_ATOM_TAGS(14),
    UTF8_ATOMS(16),
    MAP_TAG(17),
    BIG_CREATION(18),
    SEND_SENDER(19),
    BIG_SEQTRACE_LABELS(20),
    EXIT_PAYLOAD(22),
    FRAGMENTS(23),
    HANDSHAKE_23(24),
    UNLINK_ID(25),
    MANDATORY_25_DIGEST(26),
    SPAWN(32),
    /** Not a capability: "I have no name, give me one". */
    NAME_ME(33),
    V4_NC(34),
    ALIAS(35),
    ALTACT_SIG(37),
    NATIVE_RECORDS(38);

    private final long bit;

    Flag(int position) {
        bit = 1L << position;
    }

    long bit() {
        return bit;
    }
}
