// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

/**
 * An integer that fits a long; larger ones are {@link BigIntTerm}.
 *
 * @param value any value
 */
public record IntTerm(long value) implements Term {

    private static final int LEAST_SHARED = -128;
    private static final IntTerm[] SHARED = new IntTerm[1024 - LEAST_SHARED];

    static {
        for (int i = 0; i < SHARED.length; i++) {
            SHARED[i] = new IntTerm(i + LEAST_SHARED);
        }
    }

    /** Returns the integer {@code value}; small ones are shared objects. */
    public static IntTerm of(long value) {
        long index = value - LEAST_SHARED;
        return index >= 0 && index < SHARED.length ? SHARED[(int) index] : new IntTerm(value);
    }

    @Override
    public int hashCode() {
        return TermHash.of(value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
