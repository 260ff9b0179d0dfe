// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.Term;
import java.util.Optional;

/**
 * The shape of Optional: the value itself, or the atom nil.
 *
 * @param value the shape of the value
 */
record OptionalShape(Shape value) implements Shape {

    @Override
    public Object write(Object optional, int depth) {
        if (depth == MAX_DEPTH) {
            return Miss.tooDeep();
        }
        Optional<?> maybe = (Optional<?>) optional;
        return maybe.isPresent() ? value.write(maybe.get(), depth + 1) : AtomTerm.NIL;
    }

    @Override
    public Object read(Term term, int depth) {
        if (depth == MAX_DEPTH) {
            return Miss.tooDeep();
        }
        if (term.equals(AtomTerm.NIL)) {
            return Optional.empty();
        }
        Object read = value.read(term, depth + 1);
        return read instanceof Miss ? read : Optional.of(read);
    }

    @Override
    public boolean takesNil() {
        return true;
    }
}
