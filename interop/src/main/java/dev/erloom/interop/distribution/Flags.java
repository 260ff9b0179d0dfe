// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.util.ArrayList;
import java.util.List;

/** A set of {@link Flag}s as it travels, bits without a name here included. */
record Flags(long bits) {

    /** What every node since OTP 25 has, for which {@link Flag#MANDATORY_25_DIGEST} stands. */
    private static final Flags DIGEST =
            of(
                    Flag.EXTENDED_REFERENCES,
                    Flag.FUN_TAGS,
                    Flag.NEW_FUN_TAGS,
                    Flag.EXTENDED_PIDS_PORTS,
                    Flag.EXPORT_PTR_TAG,
                    Flag.BIT_BINARIES,
                    Flag.NEW_FLOATS,
                    Flag.UTF8_ATOMS,
                    Flag.MAP_TAG,
                    Flag.BIG_CREATION,
                    Flag.HANDSHAKE_23);

    /** What a peer must have, as OTP 26 and newer ask for it. */
    static final Flags MANDATORY = DIGEST.with(Flag.UNLINK_ID).with(Flag.V4_NC);

    /** What a hidden node announces: everything that OTP 29 does. */
    static final Flags HIDDEN =
            new Flags(
                    MANDATORY.bits
                            | of(
                                            Flag.DIST_MONITOR,
                                            Flag.DIST_MONITOR_NAME,
                                            Flag.UNICODE_IO,
                                            Flag.DIST_HDR_ATOM_CACHE,
                                            Flag.SMALL_ATOM_TAGS,
                                            Flag.SEND_SENDER,
                                            Flag.BIG_SEQTRACE_LABELS,
                                            Flag.EXIT_PAYLOAD,
                                            Flag.FRAGMENTS,
                                            Flag.MANDATORY_25_DIGEST,
                                            Flag.SPAWN,
                                            Flag.ALIAS,
                                            Flag.ALTACT_SIG,
                                            Flag.NATIVE_RECORDS)
                                    .bits);

    /** What a visible node announces. */
    static final Flags VISIBLE = HIDDEN.with(Flag.PUBLISHED);

    private static final long LOW_HALF = 0xFFFF_FFFFL;

    static Flags of(Flag... flags) {
        long bits = 0;
        for (Flag flag : flags) {
            bits |= flag.bit();
        }
        return new Flags(bits);
    }

    boolean has(Flag flag) {
        return (bits & flag.bit()) != 0;
    }

    Flags with(Flag flag) {
        return new Flags(bits | flag.bit());
    }

    Flags without(Flag flag) {
        return new Flags(bits & ~flag.bit());
    }

    /** {@return these and, if the digest bit is among them, all that it stands for} */
    Flags expanded() {
        return has(Flag.MANDATORY_25_DIGEST) ? new Flags(bits | DIGEST.bits) : this;
    }

    /** {@return what both sides announced, which decides what the connection carries} */
    Flags negotiated(Flags theirs) {
        return new Flags(bits & theirs.bits);
    }

    /** {@return these, completed by the upper half that came in a complement} */
    Flags withHighHalf(int high) {
        return new Flags(bits | (long) high << 32);
    }

    /** {@return the flags of the lower half, which is all that the old form of the name carries} */
    Flags lowHalf() {
        return new Flags(bits & LOW_HALF);
    }

    /**
     * {@return the flags of {@code wanted} that are not among these, in the order of their bits}
     */
    List<Flag> lacking(Flags wanted) {
        var lacking = new ArrayList<Flag>();
        for (Flag flag : Flag.values()) {
            if (wanted.has(flag) && !has(flag)) {
                lacking.add(flag);
            }
        }
        return List.copyOf(lacking);
    }

    @Override
    public String toString() {
        return "0x" + Long.toHexString(bits).toUpperCase(java.util.Locale.ROOT);
    }
}
