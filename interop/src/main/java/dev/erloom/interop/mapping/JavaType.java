// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A Java type in which the context has replaced the type variables, as far as it can. */
sealed interface JavaType {

    /**
     * A class, with its type arguments if it is generic.
     *
     * @param raw never an array
     * @param arguments one for each type parameter
     */
    record Plain(Class<?> raw, List<JavaType> arguments) implements JavaType {

        static Plain of(Class<?> raw) {
            List<JavaType> unknown = new ArrayList<>();
            for (TypeVariable<?> parameter : raw.getTypeParameters()) {
                unknown.add(unknown(parameter));
            }
            return new Plain(raw, List.copyOf(unknown));
        }

        /** {@return what the type parameters of the class are here} */
        Map<TypeVariable<?>, JavaType> bindings() {
            Map<TypeVariable<?>, JavaType> bindings = new HashMap<>();
            TypeVariable<?>[] parameters = raw.getTypeParameters();
            for (int i = 0; i < parameters.length; i++) {
                bindings.put(parameters[i], arguments.get(i));
            }
            return bindings;
        }

        @Override
        public String toString() {
            String name = raw.getSimpleName().isEmpty() ? raw.getName() : raw.getSimpleName();
            boolean known = arguments.stream().anyMatch(a -> !(a instanceof Unknown));
            return known
                    ? arguments.stream()
                            .map(JavaType::toString)
                            .collect(Collectors.joining(", ", name + "<", ">"))
                    : name;
        }
    }

    /**
     * An array.
     *
     * @param component the type of its components
     */
    record ArrayOf(JavaType component) implements JavaType {
        @Override
        public String toString() {
            return component + "[]";
        }
    }

    /**
     * A type variable that the context does not replace, as in a raw type.
     *
     * @param variable its name
     * @param owner the class that declares it
     */
    record Unknown(String variable, String owner) implements JavaType {
        @Override
        public String toString() {
            return variable;
        }
    }

    static JavaType of(Type type) {
        return of(type, Map.of());
    }

    /** {@return {@code type} with the variables in {@code bindings} replaced} */
    static JavaType of(Type type, Map<TypeVariable<?>, JavaType> bindings) {
        return switch (type) {
            case Class<?> array when array.isArray() ->
                    new ArrayOf(of(array.getComponentType(), bindings));
            case Class<?> raw -> Plain.of(raw);
            case ParameterizedType generic -> {
                List<JavaType> arguments = new ArrayList<>();
                for (Type argument : generic.getActualTypeArguments()) {
                    arguments.add(of(argument, bindings));
                }
                yield new Plain((Class<?>) generic.getRawType(), List.copyOf(arguments));
            }
            case GenericArrayType array ->
                    new ArrayOf(of(array.getGenericComponentType(), bindings));
            case WildcardType wildcard -> of(bound(wildcard), bindings);
            case TypeVariable<?> variable -> {
                JavaType bound = bindings.get(variable);
                yield bound == null ? unknown(variable) : bound;
            }
            default -> throw new IllegalArgumentException("unknown kind of type " + type);
        };
    }

    private static Type bound(WildcardType wildcard) {
        Type[] lower = wildcard.getLowerBounds();
        return lower.length > 0 ? lower[0] : wildcard.getUpperBounds()[0];
    }

    private static Unknown unknown(TypeVariable<?> variable) {
        String owner =
                variable.getGenericDeclaration() instanceof Class<?> declaring
                        ? declaring.getSimpleName()
                        : variable.getGenericDeclaration().toString();
        return new Unknown(variable.getName(), owner);
    }

    /**
     * {@return the class that values of this type have as far as it is known; Object if it is not}
     */
    default Class<?> erased() {
        return switch (this) {
            case Plain(Class<?> raw, _) -> raw;
            case ArrayOf(JavaType component) -> component.erased().arrayType();
            case Unknown _ -> Object.class;
        };
    }

    /** {@return how deep type arguments are nested; 0 without any} */
    default int nesting() {
        return switch (this) {
            case Plain(_, List<JavaType> arguments) ->
                    arguments.stream().mapToInt(argument -> argument.nesting() + 1).max().orElse(0);
            case ArrayOf(JavaType component) -> component.nesting() + 1;
            case Unknown _ -> 0;
        };
    }
}
