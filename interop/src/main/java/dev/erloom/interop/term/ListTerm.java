// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A proper list; lists with another tail than {@code []} are {@link ImproperListTerm}.
 *
 * @param elements immutable; a list given to the constructor is copied
 */
public record ListTerm(List<Term> elements) implements CompoundTerm {

    /** The empty list, {@code []}, which Erlang calls nil. */
    public static final ListTerm NIL = new ListTerm(Terms.NONE);

    /** Makes a list of a copy of {@code elements}. */
    public ListTerm {
        elements = Terms.copyOf(elements);
    }

    /** Returns the list of {@code elements}, which are copied. */
    public static ListTerm copyOf(List<? extends Term> elements) {
        return elements.isEmpty() ? NIL : new ListTerm(Terms.copyOf(elements));
    }

    /**
     * Returns the list of the elements of {@code source} from index {@code from} up to but without
     * {@code to}.
     *
     * @throws IndexOutOfBoundsException if the range is not inside {@code source}
     */
    public static ListTerm copyOf(Term[] source, int from, int to) {
        return from == to ? NIL : new ListTerm(Terms.copyOf(source, from, to));
    }

    /** Returns the list of the code points of {@code text}: what Elixir calls a charlist. */
    public static ListTerm charlist(String text) {
        Term[] codePoints = text.codePoints().mapToObj(IntTerm::of).toArray(Term[]::new);
        return copyOf(codePoints, 0, codePoints.length);
    }

    /** Returns the list of the values 0 to 255 in {@code bytes}. */
    public static ListTerm bytes(byte[] bytes) {
        return charlist(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** {@return how many elements the list has} */
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
        return other instanceof ListTerm that && TermEquality.equal(this, that);
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
