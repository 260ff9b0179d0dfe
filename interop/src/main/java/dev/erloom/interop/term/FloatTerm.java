// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

/**
 * A float.
 *
 * @param value finite: Erlang knows neither infinities nor NaN
 */
public record FloatTerm(double value) implements Term {

    /**
     * Makes a float.
     *
     * @throws IllegalArgumentException if {@code value} is infinite or not a number
     */
    public FloatTerm {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("float must be finite, was " + value);
        }
    }

    @Override
    public int hashCode() {
        return TermHash.of(Double.doubleToLongBits(value));
    }

    @Override
    public String toString() {
        return FloatText.of(value);
    }
}
