// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.Term;
import java.time.DateTimeException;
import java.util.function.Function;

/**
 * The shape of a JDK class that travels in the form of one of our records.
 *
 * @param <J> the JDK class
 * @param <W> the record
 * @param wire the shape of the record
 * @param kind both classes and the way between them
 */
record ConvertedShape<J, W extends Record>(Shape wire, Kind<J, W> kind) implements Shape {

    /**
     * A JDK class and its form on the wire.
     *
     * @param java the JDK class
     * @param wire the record
     * @param encode makes the record; throws DateTimeException or IllegalArgumentException to
     *     refuse
     * @param decode makes the value; throws the same
     */
    record Kind<J, W extends Record>(
            Class<J> java, Class<W> wire, Function<J, W> encode, Function<W, J> decode) {

        ConvertedShape<J, W> over(Shape shape) {
            return new ConvertedShape<>(shape, this);
        }
    }

    @Override
    public Object write(Object value, int depth) {
        try {
            return wire.write(kind.encode.apply(kind.java.cast(value)), depth);
        } catch (DateTimeException | IllegalArgumentException refused) {
            return Miss.because(String.valueOf(refused.getMessage()));
        }
    }

    @Override
    public Object read(Term term, int depth) {
        Object read = wire.read(term, depth);
        if (read instanceof Miss) {
            return read;
        }
        try {
            return kind.decode.apply(kind.wire.cast(read));
        } catch (DateTimeException | IllegalArgumentException refused) {
            return Miss.because("no " + kind.java.getSimpleName() + ": " + refused.getMessage());
        }
    }
}
