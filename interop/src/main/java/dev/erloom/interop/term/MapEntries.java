// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Keys and values in turn, ascending by key. */
final class MapEntries {

    /**
     * The BEAM sends maps up to this size in some order of their keys; inserting is quick for them.
     */
    private static final int INSERTED = 32;

    private MapEntries() {}

    /**
     * Returns the entries in {@code source[from..to)} by ascending key.
     *
     * @throws IllegalArgumentException if a key occurs twice
     */
    static Terms sorted(Term[] source, int from, int to) {
        Term[] entries = Arrays.copyOfRange(source, from, to);
        for (Term term : entries) {
            Objects.requireNonNull(term);
        }
        if (entries.length <= 2 * INSERTED) {
            insertionSort(entries);
        } else {
            mergeSort(entries);
        }
        for (int i = 2; i < entries.length; i += 2) {
            if (TermOrder.compareExactly(entries[i - 2], entries[i]) == 0) {
                throw new IllegalArgumentException("map must not have the same key twice");
            }
        }
        return Terms.ofOwn(entries);
    }

    private static void insertionSort(Term[] entries) {
        for (int i = 2; i < entries.length; i += 2) {
            Term key = entries[i];
            Term value = entries[i + 1];
            int at = i;
            while (at > 0 && TermOrder.compareExactly(entries[at - 2], key) > 0) {
                entries[at] = entries[at - 2];
                entries[at + 1] = entries[at - 1];
                at -= 2;
            }
            entries[at] = key;
            entries[at + 1] = value;
        }
    }

    private static void mergeSort(Term[] entries) {
        record Entry(Term key, Term value) {}
        Entry[] pairs = new Entry[entries.length / 2];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = new Entry(entries[2 * i], entries[2 * i + 1]);
        }
        Arrays.sort(pairs, (a, b) -> TermOrder.compareExactly(a.key(), b.key()));
        for (int i = 0; i < pairs.length; i++) {
            entries[2 * i] = pairs[i].key();
            entries[2 * i + 1] = pairs[i].value();
        }
    }

    /** Returns the index of {@code key} in {@code entries}, or a negative number. */
    static int indexOf(List<Term> entries, Term key) {
        int low = 0;
        int high = entries.size() / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = TermOrder.compareExactly(entries.get(2 * middle), key);
            if (order == 0) {
                return 2 * middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
