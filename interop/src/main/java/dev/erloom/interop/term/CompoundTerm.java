// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

/**
 * A term made of other terms.
 *
 * <p>The parts are what a walk over a term of unknown depth needs: keep a stack of compound terms
 * and indexes instead of calling yourself, because a peer may send a list nested a million deep.
 */
public sealed interface CompoundTerm extends Term
        permits TupleTerm, ListTerm, ImproperListTerm, MapTerm, FunTerm, NativeRecordTerm {

    /** {@return how many terms this term directly consists of; 0 or more} */
    int partCount();

    /**
     * Returns one of the terms this term directly consists of: an element of a tuple or list, the
     * tail of an improper list after its elements, key and value of a map in turn, a free variable
     * of a fun, a field's value of a native record.
     *
     * @param index from 0 to {@code partCount() - 1}
     * @throws IndexOutOfBoundsException if {@code index} is outside that range
     */
    Term part(int index);
}
