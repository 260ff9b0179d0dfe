// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.term.BinaryTerm;
import dev.erloom.interop.term.CompoundTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import org.jspecify.annotations.Nullable;

/**
 * A control message on its way out.
 *
 * @param control the operation
 * @param payload what follows it, or null
 */
record ControlMessage(TupleTerm control, @Nullable Term payload) {
    private static final int SMALL = 64;
    private static final int WORD = 8;

    /** How many parts of a payload are looked at to guess its size. */
    private static final int SAMPLE = 200;

    /** {@return about how many bytes this has on the wire; looks at a bounded part of it} */
    long weight() {
        return SMALL + (payload == null ? 0 : weight(payload, SAMPLE));
    }

    private static long weight(Term term, int budget) {
        return switch (term) {
            case BinaryTerm binary -> WORD + (long) binary.size();
            case CompoundTerm compound -> {
                int parts = compound.partCount();
                int looked = Math.min(parts, budget);
                long sum = (long) parts * WORD;
                for (int i = 0; i < looked; i++) {
                    sum += weight(compound.part(i), budget / Math.max(1, looked) - 1);
                }
                yield sum;
            }
            default -> WORD;
        };
    }
}
