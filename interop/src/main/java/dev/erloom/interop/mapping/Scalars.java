// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.BigIntTerm;
import dev.erloom.interop.term.BinaryTerm;
import dev.erloom.interop.term.FloatTerm;
import dev.erloom.interop.term.IntTerm;
import dev.erloom.interop.term.Term;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The shapes of text, bytes, numbers and truth values. */
final class Scalars {

    static final Shape BYTES =
            new Leaf(
                    "a binary",
                    value -> Term.binary((byte[]) value),
                    term -> term instanceof BinaryTerm binary ? binary.toBytes() : null);

    /** A binary of other bytes than UTF-8 is told from what is no binary at all. */
    private static final Shape STRING =
            new Shape() {
                @Override
                public Object write(Object value, int depth) {
                    try {
                        return Term.binary((String) value);
                    } catch (IllegalArgumentException refused) {
                        return Miss.because(String.valueOf(refused.getMessage()));
                    }
                }

                @Override
                public Object read(Term term, int depth) {
                    if (!(term instanceof BinaryTerm binary)) {
                        return Miss.expected("a binary", term);
                    }
                    String text = binary.text().orElse(null);
                    return text == null ? Miss.expected("a binary of UTF-8", term) : text;
                }
            };

    private static final Shape BIG_INTEGER =
            new Leaf("an integer", value -> Term.of((BigInteger) value), Scalars::integer);

    private static final Shape DOUBLE =
            new Leaf(
                    "a float, or an integer that a double holds exactly",
                    value -> Term.of((double) value),
                    Scalars::number);

    private static final Shape FLOAT =
            new Leaf(
                    "a float within the range of a Java float, or an integer that it holds exactly",
                    value -> Term.of((float) value),
                    term -> {
                        Double number = number(term);
                        if (number == null || Float.isInfinite(number.floatValue())) {
                            return null;
                        }
                        float narrow = number.floatValue();
                        return term instanceof FloatTerm || narrow == number ? narrow : null;
                    });

    private static final Shape BOOLEAN =
            new Leaf(
                    "true or false",
                    value -> AtomTerm.of((boolean) value),
                    term ->
                            switch (term) {
                                case AtomTerm(String name) when name.equals("true") -> true;
                                case AtomTerm(String name) when name.equals("false") -> false;
                                default -> null;
                            });

    /** By class, primitive or boxed. */
    static final Map<Class<?>, Shape> ALL = all();

    private Scalars() {}

    private static Map<Class<?>, Shape> all() {
        Shape bytes = ranged("a byte", Byte.MIN_VALUE, Byte.MAX_VALUE, value -> (byte) value);
        Shape shorts = ranged("a short", Short.MIN_VALUE, Short.MAX_VALUE, value -> (short) value);
        Shape ints = ranged("an int", Integer.MIN_VALUE, Integer.MAX_VALUE, value -> (int) value);
        Shape longs = ranged("a long", Long.MIN_VALUE, Long.MAX_VALUE, value -> value);
        Map<Class<?>, Shape> all = new HashMap<>();
        all.put(String.class, STRING);
        all.put(BigInteger.class, BIG_INTEGER);
        both(all, byte.class, Byte.class, bytes);
        both(all, short.class, Short.class, shorts);
        both(all, int.class, Integer.class, ints);
        both(all, long.class, Long.class, longs);
        both(all, double.class, Double.class, DOUBLE);
        both(all, float.class, Float.class, FLOAT);
        both(all, boolean.class, Boolean.class, BOOLEAN);
        return Map.copyOf(all);
    }

    private static void both(
            Map<Class<?>, Shape> all, Class<?> primitive, Class<?> boxed, Shape shape) {
        all.put(primitive, shape);
        all.put(boxed, shape);
    }

    private static Shape ranged(String type, long min, long max, LongFunction<Object> narrow) {
        return new Leaf(
                "an integer that fits " + type + " (" + min + " to " + max + ")",
                value -> Term.of(((Number) value).longValue()),
                term ->
                        term instanceof IntTerm(long value) && value >= min && value <= max
                                ? narrow.apply(value)
                                : null);
    }

    private static @Nullable BigInteger integer(Term term) {
        return switch (term) {
            case IntTerm(long value) -> BigInteger.valueOf(value);
            case BigIntTerm(BigInteger value) -> value;
            default -> null;
        };
    }

    private static @Nullable Double number(Term term) {
        return switch (term) {
            case FloatTerm(double value) -> value;
            case IntTerm(long value)
                    when (long) (double) value == value && value != Long.MAX_VALUE ->
                    (double) value;
            case BigIntTerm(BigInteger value) -> exact(value);
            default -> null;
        };
    }

    private static @Nullable Double exact(BigInteger value) {
        if (value.bitLength() - value.getLowestSetBit() > Double.PRECISION) {
            return null;
        }
        double rounded = value.doubleValue();
        return Double.isFinite(rounded) ? rounded : null;
    }
}
