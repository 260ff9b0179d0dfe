// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.Term;
import dev.erloom.process.ExitReason;

/**
 * The shape of exit reasons. Every term is one.
 *
 * @param kind ExitReason, or one of its kinds
 */
record ExitReasonShape(Class<?> kind) implements Shape {

    @Override
    public Object write(Object value, int depth) {
        return ExitReasons.toTerm((ExitReason) value);
    }

    @Override
    public Object read(Term term, int depth) {
        ExitReason reason = ExitReasons.fromTerm(term);
        return kind.isInstance(reason)
                ? reason
                : Miss.expected("an exit reason of kind " + kind.getSimpleName(), term);
    }
}
