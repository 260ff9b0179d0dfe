// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.Term;
import org.jspecify.annotations.Nullable;

/**
 * The shape of values whose type is not known before there is one: they are written by their class.
 *
 * @param unreadable why a term cannot be read as one; null to read it as the {@link Term} it is
 */
record DynamicShape(@Nullable String unreadable) implements Shape {

    /** The shape of Object. */
    static final DynamicShape OBJECT = new DynamicShape(null);

    static DynamicShape of(JavaType.Unknown type) {
        return new DynamicShape(
                "type variable "
                        + type.variable()
                        + " of "
                        + type.owner()
                        + " is not known here: name the type with its arguments");
    }

    @Override
    public Object write(Object value, int depth) {
        return Shapes.ofValue(value).write(value, depth);
    }

    @Override
    public Object read(Term term, int depth) {
        return unreadable == null ? term : Miss.because(unreadable);
    }
}
