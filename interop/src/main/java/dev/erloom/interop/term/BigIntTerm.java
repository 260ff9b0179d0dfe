// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.math.BigInteger;

/**
 * An integer that does not fit a long; {@link Term#of(BigInteger)} chooses between this and {@link
 * IntTerm}, so that equal integers are equal terms.
 *
 * @param value outside the range of a long
 */
public record BigIntTerm(BigInteger value) implements Term {

    /**
     * Makes a big integer.
     *
     * @throws IllegalArgumentException if {@code value} fits a long
     */
    public BigIntTerm {
        if (value.bitLength() < Long.SIZE) {
            throw new IllegalArgumentException(
                    "a big integer must not fit a long, was " + value + "; use Term.of");
        }
    }

    @Override
    public int hashCode() {
        return TermHash.of(value.toByteArray(), Byte.SIZE);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
