// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.Term;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a type whose values have no parts that are mapped in turn.
 *
 * @param expects what a term must be, for messages
 * @param writer makes the term; an {@link IllegalArgumentException} says why it cannot
 * @param reader makes the value; null if the term does not fit
 */
record Leaf(String expects, Function<Object, Term> writer, Reader reader) implements Shape {

    interface Reader {
        @Nullable Object read(Term term);
    }

    @Override
    public Object write(Object value, int depth) {
        try {
            return writer.apply(value);
        } catch (IllegalArgumentException refused) {
            return Miss.because(String.valueOf(refused.getMessage()));
        }
    }

    @Override
    public Object read(Term term, int depth) {
        Object value = reader.read(term);
        return value == null ? Miss.expected(expects, term) : value;
    }
}
