// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import dev.erloom.interop.term.Term;

/**
 * Writes terms in Erlang's External Term Format, as {@code term_to_binary/1} does.
 *
 * <p>Terms may be nested as deep as memory allows. An encoder keeps its working memory between
 * calls and is used by one thread at a time; the entries of a map are written in the order of their
 * keys.
 */
public final class EtfEncoder {

    /** Memory of a large term that is not kept for the next one. */
    private static final int KEPT_BYTES = 64 * 1024;

    private final TermWriter terms = new TermWriter(null, true);
    private final WireBuffer buffer = new WireBuffer(256);

    /** Makes an encoder. */
    public EtfEncoder() {}

    /**
     * Returns {@code term} with the version byte 131 in front, in an array of its own.
     *
     * @throws IllegalArgumentException if that takes more bytes than an array can have
     * @otp erlang:term_to_binary/1
     */
    public byte[] encode(Term term) {
        try {
            encode(term, buffer);
            return buffer.toBytes();
        } finally {
            buffer.clearTo(KEPT_BYTES);
        }
    }

    /**
     * Appends {@code term} with the version byte 131 in front to {@code out}.
     *
     * @throws IllegalArgumentException if {@code out} would get larger than an array can be; it is
     *     then as it was before
     */
    public void encode(Term term, WireBuffer out) {
        int before = out.size();
        out.write1(Tag.VERSION);
        writeOrUndo(term, out, before);
    }

    /**
     * Appends {@code term} without a version byte to {@code out}.
     *
     * @throws IllegalArgumentException if {@code out} would get larger than an array can be; it is
     *     then as it was before
     */
    public void encodeBare(Term term, WireBuffer out) {
        writeOrUndo(term, out, out.size());
    }

    private void writeOrUndo(Term term, WireBuffer out, int before) {
        boolean written = false;
        try {
            terms.write(term, out);
            written = true;
        } finally {
            if (!written) {
                out.truncate(before);
            }
        }
    }
}
