// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.Term;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the shapes of records have in common: components that have shapes of their own.
 *
 * <p>A record may contain itself, so its shape is made first and gets those of its components
 * afterwards, before anybody else sees it.
 */
abstract class RecordShape implements CaseShape {

    private final JavaType.Plain type;
    private final RecordAccess access;
    private Shape[] components = {};

    RecordShape(JavaType.Plain type, RecordAccess access) {
        this.type = type;
        this.access = access;
    }

    /** Completes the shape; called once. */
    final void bind(List<Shape> shapes) {
        components = shapes.toArray(new Shape[0]);
    }

    /** {@return whether {@code term} looks like one of these records at first sight} */
    abstract boolean fits(Term term);

    /**
     * {@return the term of component {@code index} in {@code term}, which fits; null if it is
     * missing}
     */
    abstract @Nullable Term part(Term term, int index);

    /** {@return the term with these {@code parts}, one for each component} */
    abstract Term assemble(Term[] parts);

    /** {@return where component {@code index} is inside the term, for messages} */
    abstract String step(int index);

    @Override
    public final Object write(Object value, int depth) {
        if (depth == MAX_DEPTH) {
            return Miss.tooDeep();
        }
        Term[] parts = new Term[components.length];
        for (int i = 0; i < parts.length; i++) {
            Object component = access.get(value, i);
            Object part =
                    component instanceof Miss
                            ? component
                            : components[i].writePart(component, depth + 1);
            if (part instanceof Miss miss) {
                return miss.in(step(i));
            }
            parts[i] = (Term) part;
        }
        return assemble(parts);
    }

    @Override
    public final Object read(Term term, int depth) {
        if (!fits(term)) {
            return Miss.expected(pattern(), term);
        }
        if (depth == MAX_DEPTH) {
            return Miss.tooDeep();
        }
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            Term part = part(term, i);
            Object value =
                    part == null
                            ? Miss.because("there is no such key")
                            : components[i].read(part, depth + 1);
            if (value instanceof Miss miss) {
                return miss.in(step(i));
            }
            values[i] = value;
        }
        return access.make(values);
    }

    @Override
    public final JavaType.Plain type() {
        return type;
    }
}
