// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** Names a generic type: {@code new TypeOf<List<String>>() {}.type()}. */
abstract class TypeOf<T> {

    final Type type() {
        ParameterizedType generic = (ParameterizedType) getClass().getGenericSuperclass();
        return generic.getActualTypeArguments()[0];
    }
}
