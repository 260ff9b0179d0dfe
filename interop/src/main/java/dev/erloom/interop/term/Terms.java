// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** An immutable list of terms over an array that nobody else holds. */
final class Terms extends AbstractList<Term> implements RandomAccess {

    static final Terms NONE = new Terms(new Term[0]);

    private final Term[] elements;

    private Terms(Term[] elements) {
        this.elements = elements;
    }

    static Terms copyOf(Collection<? extends Term> elements) {
        return elements instanceof Terms terms ? terms : ofOwn(elements.toArray(new Term[0]));
    }

    static Terms copyOf(Term[] source, int from, int to) {
        Objects.checkFromToIndex(from, to, source.length);
        return ofOwn(Arrays.copyOfRange(source, from, to));
    }

    static Terms concat(List<? extends Term> first, List<? extends Term> second) {
        Term[] both = Arrays.copyOf(first.toArray(new Term[0]), first.size() + second.size());
        int at = first.size();
        for (Term term : second) {
            both[at++] = term;
        }
        return ofOwn(both);
    }

    /** Takes {@code elements} over; the caller must not keep it. */
    static Terms ofOwn(Term[] elements) {
        if (elements.length == 0) {
            return NONE;
        }
        for (Term element : elements) {
            Objects.requireNonNull(element);
        }
        return new Terms(elements);
    }

    @Override
    public Term get(int index) {
        return elements[index];
    }

    @Override
    public int size() {
        return elements.length;
    }
}
