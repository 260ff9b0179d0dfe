// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;

/**
 * Finds the records and enums behind a sealed interface, and what their type parameters are.
 *
 * <p>{@code Result<Quote>} of {@code sealed interface Result<T>} and {@code record Ok<V>(V value)
 * implements Result<V>} gives {@code Ok<Quote>}. A record that the arguments rule out, such as one
 * that implements {@code Result<Long>}, is no case of it.
 */
final class Permitted {

    private final Map<Class<?>, JavaType.Plain> cases = new LinkedHashMap<>();

    private Permitted() {}

    /** {@return the classes that are not sealed interfaces again, in the order of declaration} */
    static SequencedCollection<JavaType.Plain> cases(JavaType.Plain sealed) {
        Permitted found = new Permitted();
        found.collect(sealed);
        return List.copyOf(found.cases.values());
    }

    private void collect(JavaType.Plain sealed) {
        for (Class<?> permitted : sealed.raw().getPermittedSubclasses()) {
            Map<TypeVariable<?>, JavaType> bindings = new HashMap<>();
            if (!unify(supertype(permitted, sealed.raw()), sealed, bindings)) {
                continue;
            }
            JavaType.Plain found = bind(permitted, bindings);
            if (permitted.isInterface() && permitted.isSealed()) {
                collect(found);
            } else {
                cases.merge(permitted, found, Permitted::moreKnown);
            }
        }
    }

    private static JavaType.Plain bind(Class<?> raw, Map<TypeVariable<?>, JavaType> bindings) {
        List<JavaType> arguments = new ArrayList<>();
        for (TypeVariable<?> parameter : raw.getTypeParameters()) {
            arguments.add(JavaType.of(parameter, bindings));
        }
        return new JavaType.Plain(raw, List.copyOf(arguments));
    }

    /** A record can be a case by two ways, one of which may say less about its type parameters. */
    private static JavaType.Plain moreKnown(JavaType.Plain first, JavaType.Plain second) {
        return first.arguments().stream().anyMatch(JavaType.Unknown.class::isInstance)
                ? second
                : first;
    }

    private static Type supertype(Class<?> type, Class<?> sealed) {
        for (Type candidate : type.getGenericInterfaces()) {
            Class<?> raw =
                    candidate instanceof ParameterizedType generic
                            ? (Class<?>) generic.getRawType()
                            : (Class<?>) candidate;
            if (raw == sealed) {
                return candidate;
            }
        }
        throw new IllegalStateException(type + " is permitted by " + sealed + " but is none");
    }

    /**
     * Finds the values of the type variables in {@code declared} that make it {@code wanted}.
     *
     * @return whether there may be any
     */
    private static boolean unify(
            Type declared, JavaType wanted, Map<TypeVariable<?>, JavaType> bindings) {
        if (declared instanceof TypeVariable<?> variable) {
            JavaType before = bindings.putIfAbsent(variable, wanted);
            return before == null || mayMeet(before.erased(), wanted.erased());
        }
        return switch (wanted) {
            case JavaType.Unknown _ -> true;
            case JavaType.ArrayOf(JavaType component) -> unifyArray(declared, component, bindings);
            case JavaType.Plain(Class<?> raw, List<JavaType> arguments) -> {
                if (declared instanceof ParameterizedType generic && generic.getRawType() == raw) {
                    yield unifyAll(generic.getActualTypeArguments(), arguments, bindings);
                }
                yield mayMeet(JavaType.of(declared, bindings).erased(), raw);
            }
        };
    }

    private static boolean unifyArray(
            Type declared, JavaType component, Map<TypeVariable<?>, JavaType> bindings) {
        return switch (declared) {
            case GenericArrayType array ->
                    unify(array.getGenericComponentType(), component, bindings);
            case Class<?> array when array.isArray() ->
                    unify(array.getComponentType(), component, bindings);
            default -> false;
        };
    }

    private static boolean unifyAll(
            Type[] declared, List<JavaType> wanted, Map<TypeVariable<?>, JavaType> bindings) {
        for (int i = 0; i < declared.length; i++) {
            if (!unify(declared[i], wanted.get(i), bindings)) {
                return false;
            }
        }
        return true;
    }

    /** Wildcards are read as their bounds, so only classes that are strangers rule a case out. */
    private static boolean mayMeet(Class<?> one, Class<?> other) {
        return one.isAssignableFrom(other) || other.isAssignableFrom(one);
    }
}
