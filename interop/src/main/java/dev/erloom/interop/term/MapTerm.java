// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A map. Entries are held in the order in which Erlang compares keys (as the term order, but every
 * integer before every float), so that equality and order need no hashing and hostile keys cost no
 * more than others.
 */
public final class MapTerm implements CompoundTerm {

    /** The map without entries. */
    public static final MapTerm EMPTY = new MapTerm(Terms.NONE);

    /** Keys and values in turn, ascending by key. */
    private final Terms entries;

    private MapTerm(Terms entries) {
        this.entries = entries;
    }

    /** Returns the map with a copy of {@code entries}. */
    public static MapTerm copyOf(Map<? extends Term, ? extends Term> entries) {
        Term[] pairs = new Term[2 * entries.size()];
        int at = 0;
        for (Map.Entry<? extends Term, ? extends Term> entry : entries.entrySet()) {
            pairs[at++] = entry.getKey();
            pairs[at++] = entry.getValue();
        }
        return copyOf(pairs, 0, at);
    }

    /**
     * Returns the map of {@code keysAndValues}: a key, its value, the next key, and so on.
     *
     * @throws IllegalArgumentException if a key has no value or occurs twice
     */
    public static MapTerm of(Term... keysAndValues) {
        return copyOf(keysAndValues, 0, keysAndValues.length);
    }

    /**
     * Returns the map of the keys and values that take turns in {@code source} from index {@code
     * from} up to but without {@code to}.
     *
     * @throws IllegalArgumentException if a key has no value or occurs twice
     * @throws IndexOutOfBoundsException if the range is not inside {@code source}
     */
    public static MapTerm copyOf(Term[] source, int from, int to) {
        if (from == to) {
            return EMPTY;
        }
        if ((to - from) % 2 != 0) {
            throw new IllegalArgumentException(
                    "map must have a value for each key, had " + (to - from) + " keys and values");
        }
        return new MapTerm(MapEntries.sorted(source, from, to));
    }

    /** {@return the number of entries} */
    public int size() {
        return entries.size() / 2;
    }

    /**
     * {@return the key of the entry at {@code index}, in key order}
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public Term key(int index) {
        return entries.get(2 * index);
    }

    /**
     * {@return the value of the entry at {@code index}, in key order}
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public Term value(int index) {
        return entries.get(2 * index + 1);
    }

    /** {@return the value of {@code key}, or empty where the map has no such key} */
    public Optional<Term> get(Term key) {
        int index = MapEntries.indexOf(entries, key);
        return index < 0 ? Optional.empty() : Optional.of(entries.get(index + 1));
    }

    /** {@return whether the map has an entry for {@code key}} */
    public boolean containsKey(Term key) {
        return MapEntries.indexOf(entries, key) >= 0;
    }

    /** {@return the entries in key order, as a new map that the caller may change} */
    public Map<Term, Term> toMap() {
        Map<Term, Term> map = LinkedHashMap.newLinkedHashMap(size());
        for (int i = 0; i < size(); i++) {
            map.put(key(i), value(i));
        }
        return map;
    }

    @Override
    public int partCount() {
        return entries.size();
    }

    @Override
    public Term part(int index) {
        return entries.get(index);
    }

    /** {@return whether {@code other} is a map with equal entries} */
    @Override
    public boolean equals(Object other) {
        return other instanceof MapTerm that && TermEquality.equal(this, that);
    }

    @Override
    public int hashCode() {
        return TermHash.of(this);
    }

    @Override
    public String toString() {
        return new ElixirPrinter().print(this);
    }

    List<Term> keysAndValues() {
        return entries;
    }
}
