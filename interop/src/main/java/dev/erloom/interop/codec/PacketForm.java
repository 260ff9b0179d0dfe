// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

/**
 * The form of the packets on one connection, fixed by what both sides announced in the handshake.
 *
 * @param atomCache whether atoms travel as references into a cache
 * @param fragments whether large messages travel in parts
 * @param nativeRecords whether the peer understands native records
 */
public record PacketForm(boolean atomCache, boolean fragments, boolean nativeRecords) {

    private static final long DIST_HDR_ATOM_CACHE = 0x2000;
    private static final long FRAGMENTS = 0x80_0000;
    private static final long NATIVE_RECORDS = 1L << 38;

    /** Returns the form for the flags that <em>both</em> sides announced. */
    public static PacketForm negotiated(long flags) {
        return new PacketForm(
                (flags & DIST_HDR_ATOM_CACHE) != 0,
                (flags & FRAGMENTS) != 0,
                (flags & NATIVE_RECORDS) != 0);
    }

    /** {@return whether packets have no distribution header} */
    public boolean isPassThrough() {
        return !atomCache && !fragments;
    }
}
