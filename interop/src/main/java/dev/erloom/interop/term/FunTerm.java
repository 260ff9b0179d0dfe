// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import dev.erloom.process.Pid;
import java.util.List;

/**
 * A fun made by a BEAM node: opaque, never run, and handed back as it came.
 *
 * @param identity what tells the fun's code from other code
 * @param pid the process that made the fun
 * @param free the values the fun has captured; immutable, a list given to the constructor is copied
 */
public record FunTerm(Identity identity, Pid pid, List<Term> free) implements CompoundTerm {

    /** Makes a fun with a copy of {@code free}. */
    public FunTerm {
        free = Terms.copyOf(free);
    }

    /**
     * Names the code of a fun.
     *
     * @param module where the fun was written
     * @param arity from 0 to 255
     * @param index the fun's number within its module
     * @param uniqueHigh the first eight bytes of the MD5 of the module's code
     * @param uniqueLow the last eight bytes of it
     * @param oldIndex as {@code index}, by an older way of counting
     * @param oldUnique a hash of the fun's parse tree
     */
    public record Identity(
            AtomTerm module,
            int arity,
            int index,
            long uniqueHigh,
            long uniqueLow,
            int oldIndex,
            int oldUnique) {}

    @Override
    public int partCount() {
        return free.size();
    }

    @Override
    public Term part(int index) {
        return free.get(index);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FunTerm that && TermEquality.equal(this, that);
    }

    @Override
    public int hashCode() {
        return TermHash.of(this);
    }

    @Override
    public String toString() {
        return new ElixirPrinter().print(this);
    }
}
