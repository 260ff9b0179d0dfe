// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Floats as Erlang ({@code io_lib_format:fwrite_g/1}) and Elixir ({@code Inspect.Float}) show them.
 */
final class FloatText {

    private static final double WHOLE_BELOW = 1.0e16;

    /**
     * From here on neighbouring floats are more than 1 apart, and Erlang shows no trailing zeros.
     */
    private static final double GAPS_FROM = 0x1p53;

    private static final MathContext ONE_DIGIT = new MathContext(1);

    private FloatText() {}

    /** Returns {@code value} as Elixir shows it: whole numbers below 1.0e16 without an exponent. */
    static String of(double value) {
        double size = Math.abs(value);
        if (size >= 1.0 && size < WHOLE_BELOW && size == Math.rint(size)) {
            return (long) value + ".0";
        }
        return erlang(value);
    }

    /** Returns {@code value} as Erlang shows it: with an exponent where that is shorter. */
    static String erlang(double value) {
        String sign = Math.copySign(1.0, value) < 0 ? "-" : "";
        double size = Math.abs(value);
        return sign + (size == 0.0 ? "0.0" : positive(size));
    }

    private static String positive(double value) {
        BigDecimal shortest = shortest(value);
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale(); // how many digits stand before the point
        int exponentCost =
                Integer.toString(point - 1).length() + 1 + (digits.length() == 1 ? 2 : 1);
        if (point <= 0) {
            return point == 0 || 2 - point <= exponentCost
                    ? "0." + "0".repeat(-point) + digits
                    : scientific(digits, point);
        }
        if (point < digits.length()) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        return point - digits.length() + 2 <= exponentCost && value < GAPS_FROM
                ? digits + "0".repeat(point - digits.length()) + ".0"
                : scientific(digits, point);
    }

    /** The shortest decimal that reads as {@code value}; Java's own has two digits at least. */
    private static BigDecimal shortest(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        BigDecimal rounded = decimal.round(ONE_DIGIT);
        return decimal.precision() == 2 && rounded.doubleValue() == value ? rounded : decimal;
    }

    private static String scientific(String digits, int point) {
        String fraction = digits.length() == 1 ? "0" : digits.substring(1);
        return digits.charAt(0) + "." + fraction + "e" + (point - 1);
    }
}
