// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.Term;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The shape of maps. What is read is unmodifiable and in Erlang's order of keys.
 *
 * @param key the shape of the keys
 * @param value the shape of the values
 */
record MapShape(Shape key, Shape value) implements Shape {

    @Override
    public Object write(Object map, int depth) {
        if (depth == MAX_DEPTH) {
            return Miss.tooDeep();
        }
        Map<Term, Term> written = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
            Object k = key.writePart(entry.getKey(), depth + 1);
            if (k instanceof Miss miss) {
                return miss.in("a key");
            }
            Term keyTerm = (Term) k;
            Object v = value.writePart(entry.getValue(), depth + 1);
            if (v instanceof Miss miss) {
                return miss.inKey(keyTerm);
            }
            if (written.put(keyTerm, (Term) v) != null) {
                return Miss.because("two keys of the map become " + Excerpt.of(keyTerm));
            }
        }
        return Term.map(written);
    }

    @Override
    public Object read(Term term, int depth) {
        if (!(term instanceof MapTerm map)) {
            return Miss.expected("a map", term);
        }
        if (depth == MAX_DEPTH) {
            return Miss.tooDeep();
        }
        Map<Object, Object> read = LinkedHashMap.newLinkedHashMap(map.size());
        for (int i = 0; i < map.size(); i++) {
            Object k = key.read(map.key(i), depth + 1);
            if (k instanceof Miss miss) {
                return miss.in("a key");
            }
            Object v = value.read(map.value(i), depth + 1);
            if (v instanceof Miss miss) {
                return miss.inKey(map.key(i));
            }
            if (read.put(k, v) != null) {
                return Miss.because(
                        "another key of the map is equal in Java to " + Excerpt.of(map.key(i)));
            }
        }
        return Collections.unmodifiableMap(read);
    }
}
