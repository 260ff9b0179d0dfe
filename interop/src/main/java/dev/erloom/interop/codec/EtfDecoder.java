// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import dev.erloom.interop.term.Term;
import java.util.Objects;

/**
 * Reads terms in Erlang's External Term Format, as {@code binary_to_term/1} does, compressed ones
 * included.
 *
 * <p>The bytes may come from anyone: nothing they claim makes the decoder take more memory than its
 * limits and the bytes that are really there allow. A decoder keeps its working memory between
 * calls and is used by one thread at a time.
 */
public final class EtfDecoder {

    private final TermReader terms;
    private final DecodeLimits limits;

    /** Makes a decoder with {@link DecodeLimits#DEFAULT}. */
    public EtfDecoder(Identities identities) {
        this(identities, DecodeLimits.DEFAULT);
    }

    /** Makes a decoder that refuses what exceeds {@code limits}. */
    public EtfDecoder(Identities identities, DecodeLimits limits) {
        this.terms = new TermReader(identities, limits);
        this.limits = limits;
    }

    /**
     * Returns the term that {@code bytes} are, which start with the version byte 131.
     *
     * @throws MalformedTermException if they are not exactly one term, or exceed a limit
     * @otp erlang:binary_to_term/1
     */
    public Term decode(byte[] bytes) {
        if (bytes.length == 0 || (bytes[0] & 0xff) != Tag.VERSION) {
            throw MalformedTermException.packet("a term in external format starts with 131");
        }
        if (bytes.length > 1 && bytes[1] == Tag.COMPRESSED) {
            byte[] inflated = Inflation.inflate(bytes, 2, limits.bytes());
            return decodeBare(inflated, 0, inflated.length);
        }
        return decodeBare(bytes, 1, bytes.length);
    }

    /**
     * Returns the term in {@code bytes} from index {@code from} up to but without {@code to}, which
     * has no version byte and is not compressed.
     *
     * @throws MalformedTermException if that is not exactly one term, or exceeds a limit; offsets
     *     in the message count from {@code from}
     * @throws IndexOutOfBoundsException if the range is not inside {@code bytes}
     */
    public Term decodeBare(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        terms.begin(bytes, from, to);
        try {
            Term term = terms.read();
            if (terms.in().left() > 0) {
                throw MalformedTermException.packet(
                        "%d bytes follow the term, which ends at offset %d"
                                .formatted(terms.in().left(), terms.in().offset()));
            }
            return term;
        } finally {
            terms.in().release();
        }
    }
}
