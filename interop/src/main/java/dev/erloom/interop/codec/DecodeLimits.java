// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

/**
 * How much a peer may make a decoder do; whatever is larger is refused before memory is taken for
 * it. Independent of these, an atom has at most 255 characters and a reference at most 5 words.
 *
 * @param bytes how many bytes a term, or the terms of a packet, may take; inflated bytes where it
 *     is compressed
 * @param depth how deep terms may be nested
 * @param integerBytes how many bytes an integer may have: arithmetic on and printing of large ones
 *     is slower than linear
 * @param terms how many terms a term may consist of in all; each takes up to about 60 bytes of
 *     memory
 */
public record DecodeLimits(int bytes, int depth, int integerBytes, int terms) {

    /**
     * 64 MiB, terms nested 2 097 152 deep (they are never walked recursively), integers of 64 KiB,
     * 10 000 000 terms.
     */
    public static final DecodeLimits DEFAULT =
            new DecodeLimits(64 * 1024 * 1024, 1 << 21, 64 * 1024, 10_000_000);

    /**
     * Makes limits.
     *
     * @throws IllegalArgumentException if a limit is less than 1
     */
    public DecodeLimits {
        requirePositive("bytes", bytes);
        requirePositive("depth", depth);
        requirePositive("integer bytes", integerBytes);
        requirePositive("terms", terms);
    }

    private static void requirePositive(String what, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit of " + what + " must be > 0, was " + limit);
        }
    }

    /** {@return these limits with another number of bytes} */
    public DecodeLimits withBytes(int limit) {
        return new DecodeLimits(limit, depth, integerBytes, terms);
    }

    /** {@return these limits with another depth} */
    public DecodeLimits withDepth(int limit) {
        return new DecodeLimits(bytes, limit, integerBytes, terms);
    }

    /** {@return these limits with another number of bytes for one integer} */
    public DecodeLimits withIntegerBytes(int limit) {
        return new DecodeLimits(bytes, depth, limit, terms);
    }

    /** {@return these limits with another number of terms} */
    public DecodeLimits withTerms(int limit) {
        return new DecodeLimits(bytes, depth, integerBytes, limit);
    }
}
