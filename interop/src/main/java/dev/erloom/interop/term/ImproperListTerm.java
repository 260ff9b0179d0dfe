// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.util.List;

/**
 * A list that ends in something else than {@code []}, such as {@code [alias | ref]}.
 *
 * @param elements at least one; immutable, a list given to the constructor is copied
 * @param tail not a list: {@code [1 | [2 | 3]]} is {@code [1, 2 | 3]}, which {@link #of} sees to
 */
public record ImproperListTerm(List<Term> elements, Term tail) implements CompoundTerm {

    /**
     * Makes an improper list of a copy of {@code elements}.
     *
     * @throws IllegalArgumentException if {@code elements} is empty or {@code tail} is a list
     */
    public ImproperListTerm {
        if (elements.isEmpty()) {
            throw new IllegalArgumentException(
                    "an improper list must have an element before its tail");
        }
        if (tail instanceof ListTerm || tail instanceof ImproperListTerm) {
            throw new IllegalArgumentException(
                    "the tail of an improper list must not be a list; use ImproperListTerm.of");
        }
        elements = Terms.copyOf(elements);
    }

    /**
     * Returns the list that starts with {@code elements} and goes on with {@code tail}, whatever
     * that is: the tail itself without elements, a proper list where the tail is one.
     */
    public static Term of(List<? extends Term> elements, Term tail) {
        if (elements.isEmpty()) {
            return tail;
        }
        return switch (tail) {
            case ListTerm(var rest) -> new ListTerm(Terms.concat(elements, rest));
            case ImproperListTerm(var rest, var end) ->
                    new ImproperListTerm(Terms.concat(elements, rest), end);
            default -> new ImproperListTerm(Terms.copyOf(elements), tail);
        };
    }

    /**
     * Returns the list whose elements are those of {@code source} from index {@code from} up to but
     * without {@code to - 1}, with the one at {@code to - 1} as its tail.
     *
     * @throws IndexOutOfBoundsException if the range is not inside {@code source}
     * @throws IllegalArgumentException as the constructor
     */
    public static ImproperListTerm copyOf(Term[] source, int from, int to) {
        return new ImproperListTerm(Terms.copyOf(source, from, to - 1), source[to - 1]);
    }

    @Override
    public int partCount() {
        return elements.size() + 1;
    }

    @Override
    public Term part(int index) {
        return index == elements.size() ? tail : elements.get(index);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImproperListTerm that && TermEquality.equal(this, that);
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
