// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.Term;

/**
 * The shape of {@link Term} and its kinds, which stay as they are.
 *
 * @param kind which kind of term it must be
 */
record TermShape(Class<?> kind) implements Shape {

    @Override
    public Object write(Object value, int depth) {
        return value;
    }

    @Override
    public Object read(Term term, int depth) {
        return kind.isInstance(term) ? term : Miss.expected("a " + kind.getSimpleName(), term);
    }
}
