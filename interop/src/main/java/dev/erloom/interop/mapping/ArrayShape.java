// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.Term;
import java.lang.reflect.Array;

/**
 * The shape of arrays other than of bytes: a list.
 *
 * @param componentType the class of the array's components, primitive ones included
 * @param component their shape
 */
record ArrayShape(Class<?> componentType, Shape component) implements Shape {

    @Override
    public Object write(Object value, int depth) {
        if (depth == MAX_DEPTH) {
            return Miss.tooDeep();
        }
        if (value instanceof Object[] components) {
            return CollectionShape.writeAll(components, component, depth);
        }
        Object[] boxed = new Object[Array.getLength(value)];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = Array.get(value, i);
        }
        return CollectionShape.writeAll(boxed, component, depth);
    }

    @Override
    public Object read(Term term, int depth) {
        if (!(term instanceof ListTerm list)) {
            return Miss.expected("a list", term);
        }
        if (depth == MAX_DEPTH) {
            return Miss.tooDeep();
        }
        Object array = Array.newInstance(componentType, list.size());
        for (int i = 0; i < list.size(); i++) {
            Object value = component.read(list.get(i), depth + 1);
            if (value instanceof Miss miss) {
                return miss.inItem(i);
            }
            Array.set(array, i, value);
        }
        return array;
    }
}
