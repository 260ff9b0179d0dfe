// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.Term;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The shape of lists and sets: a list. What is read is unmodifiable; a set keeps the order of the
 * list and takes an item that occurs twice once.
 *
 * @param item the shape of the items
 * @param isSet whether to read a {@link Set} instead of a {@link List}
 */
record CollectionShape(Shape item, boolean isSet) implements Shape {

    @Override
    public Object write(Object value, int depth) {
        if (depth == MAX_DEPTH) {
            return Miss.tooDeep();
        }
        Object[] items = ((Collection<?>) value).toArray();
        return writeAll(items, item, depth);
    }

    /** Writes array components or list items; null among them is a miss. */
    static Object writeAll(@Nullable Object[] items, Shape item, int depth) {
        Term[] terms = new Term[items.length];
        for (int i = 0; i < items.length; i++) {
            Object written = item.writePart(items[i], depth + 1);
            if (written instanceof Miss miss) {
                return miss.inItem(i);
            }
            terms[i] = (Term) written;
        }
        return Term.list(terms);
    }

    @Override
    public Object read(Term term, int depth) {
        if (!(term instanceof ListTerm list)) {
            return Miss.expected("a list", term);
        }
        if (depth == MAX_DEPTH) {
            return Miss.tooDeep();
        }
        Object[] items = new Object[list.size()];
        for (int i = 0; i < items.length; i++) {
            Object value = item.read(list.get(i), depth + 1);
            if (value instanceof Miss miss) {
                return miss.inItem(i);
            }
            items[i] = value;
        }
        return isSet
                ? Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(items)))
                : List.of(items);
    }
}
