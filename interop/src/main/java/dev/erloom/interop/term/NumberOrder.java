// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.math.BigDecimal;
import java.math.BigInteger;

/** The order of numbers by value, without rounding. */
final class NumberOrder {

    private static final double TWO_TO_63 = 0x1p63;

    private NumberOrder() {}

    /** Compares two of {@link IntTerm}, {@link BigIntTerm} and {@link FloatTerm}. */
    static int compare(Term left, Term right) {
        return switch (left) {
            case FloatTerm(double a) when right instanceof FloatTerm(double b) ->
                    a < b ? -1 : a > b ? 1 : 0;
            case FloatTerm(double a) -> -compareToFloat(right, a);
            case IntTerm(long a) when right instanceof IntTerm(long b) -> Long.compare(a, b);
            default ->
                    right instanceof FloatTerm(double b)
                            ? compareToFloat(left, b)
                            : integer(left).compareTo(integer(right));
        };
    }

    /** Orders {@code -0.0} before {@code 0.0}, which have one value. */
    static int compareZeros(Term left, Term right) {
        return Double.compare(((FloatTerm) left).value(), ((FloatTerm) right).value());
    }

    private static BigInteger integer(Term term) {
        return switch (term) {
            case IntTerm(long value) -> BigInteger.valueOf(value);
            case BigIntTerm(BigInteger value) -> value;
            default -> throw new IllegalArgumentException("not an integer: " + term);
        };
    }

    private static int compareToFloat(Term integer, double value) {
        if (Math.abs(value) < TWO_TO_63) {
            if (!(integer instanceof IntTerm(long exact))) {
                return integer(integer).signum();
            }
            long whole = (long) value;
            int order = Long.compare(exact, whole);
            return order != 0 ? order : Double.compare(0.0, value - whole + 0.0);
        }
        return integer(integer).compareTo(new BigDecimal(value).toBigInteger());
    }
}
