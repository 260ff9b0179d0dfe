// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.Term;

/**
 * The shape of a type that cannot be mapped: every use of it misses, for the same reason.
 *
 * @param reason why, with the place inside the type
 */
record RefusedShape(Miss reason) implements Shape {

    @Override
    public Object write(Object value, int depth) {
        return reason;
    }

    @Override
    public Object read(Term term, int depth) {
        return reason;
    }
}
