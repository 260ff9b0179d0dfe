// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.Term;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one Java type look as terms. Immutable once derived; any thread may use it.
 *
 * <p>Both directions answer with a {@link Miss} instead of throwing.
 */
interface Shape {

    /**
     * How deep values may be nested. Reading and writing recurse, on a virtual thread of which user
     * code needs its part, and a limit also ends Java objects that contain themselves.
     */
    int MAX_DEPTH = 1_000;

    /**
     * {@return the {@link Term} for {@code value}, which is of this shape's type, or a {@link
     * Miss}}
     */
    Object write(Object value, int depth);

    /** {@return the value for {@code term}, or a {@link Miss}} */
    Object read(Term term, int depth);

    /** {@return the {@link Term} for a part of a value, or a {@link Miss}, which it is for null} */
    default Object writePart(@Nullable Object part, int depth) {
        return part == null ? Miss.ofNull() : write(part, depth);
    }

    /**
     * {@return whether one of the values of this shape is the atom nil, by the rules of its type}
     */
    default boolean takesNil() {
        return false;
    }
}
