// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.Term;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Maps Java values to Erlang terms and back, by rules that follow from their types.
 *
 * <p>The rules are those of this package. They are derived from a class when it is first used,
 * once, which is also when a class that cannot be mapped is found. Any thread may map.
 */
public final class TermMapper {

    private TermMapper() {}

    /**
     * Returns the term for {@code value}, by the class that it has at run time. A {@link Term} is
     * its own term.
     *
     * @throws UnmappableException if {@code value} is null, or it or a part of it has no term
     */
    public static Term toTerm(@Nullable Object value) {
        Object written = value == null ? Miss.ofNull() : Shapes.ofValue(value).write(value, 0);
        if (written instanceof Miss miss) {
            String type = value == null ? "null" : JavaType.of(value.getClass()).toString();
            throw new UnmappableException(type + " to a term", miss);
        }
        return (Term) written;
    }

    /**
     * Returns {@code term} as a value of {@code type}. Lists, sets and maps in it are unmodifiable.
     *
     * @throws UnmappableException if {@code term} does not fit, or {@code type} cannot be mapped
     */
    @SuppressWarnings("unchecked") // a primitive class has no instances to cast to, only boxed ones
    public static <T> T fromTerm(Term term, Class<T> type) {
        return (T) fromTerm(term, (Type) type);
    }

    /**
     * Returns {@code term} as a value of {@code type}, which may have type arguments, as {@code
     * Result<List<Quote>>} has. Lists, sets and maps in it are unmodifiable.
     *
     * @throws UnmappableException if {@code term} does not fit, or {@code type} cannot be mapped
     */
    public static Object fromTerm(Term term, Type type) {
        Object read = Shapes.of(type).read(term, 0);
        if (read instanceof Miss miss) {
            throw new UnmappableException(Excerpt.of(term) + " to " + JavaType.of(type), miss);
        }
        return read;
    }

    /**
     * Returns {@code term} as a value of {@code type}, or null if it does not fit or {@code type}
     * cannot be mapped. Throws nothing and makes no text: a selective receive tries each message
     * that it passes.
     */
    public static @Nullable Object fromTermOrNull(Term term, Type type) {
        Object read = Shapes.of(type).read(term, 0);
        return read instanceof Miss ? null : read;
    }
}
