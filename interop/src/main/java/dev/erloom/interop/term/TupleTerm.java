// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.util.List;

/**
 * A tuple.
 *
 * @param elements immutable; a list given to the constructor is copied
 */
public record TupleTerm(List<Term> elements) implements CompoundTerm {

    /** The tuple without elements. */
    public static final TupleTerm EMPTY = new TupleTerm(Terms.NONE);

    /** Makes a tuple of a copy of {@code elements}. */
    public TupleTerm {
        elements = Terms.copyOf(elements);
    }

    /**
     * Returns the tuple of the elements of {@code source} from index {@code from} up to but without
     * {@code to}.
     *
     * @throws IndexOutOfBoundsException if the range is not inside {@code source}
     */
    public static TupleTerm copyOf(Term[] source, int from, int to) {
        return from == to ? EMPTY : new TupleTerm(Terms.copyOf(source, from, to));
    }

    /** {@return how many elements the tuple has} */
    public int size() {
        return elements.size();
    }

    /**
     * {@return the element at {@code index}, the first being 0}
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public Term get(int index) {
        return elements.get(index);
    }

    @Override
    public int partCount() {
        return elements.size();
    }

    @Override
    public Term part(int index) {
        return elements.get(index);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TupleTerm that && TermEquality.equal(this, that);
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
