// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the generic declarations of servers and requests say, read once per class. */
final class Protocols {
    private static final ClassValue<ClassValue<Type>> PROTOCOLS =
            new ClassValue<>() {
                @Override
                protected ClassValue<Type> computeValue(Class<?> behaviour) {
                    return argumentOf(behaviour, 0);
                }
            };
    private static final ClassValue<Type> REPLIES = argumentOf(Call.class, 1);

    private Protocols() {}

    /** {@return the {@code M} of a server's class; {@code Object} where it does not say} */
    static Type protocol(Class<?> server) {
        return protocol(GenServer.class, server);
    }

    /** {@return the first argument of a behaviour's interface in the class of a module} */
    static Type protocol(Class<?> behaviour, Class<?> module) {
        return PROTOCOLS.get(behaviour).get(module);
    }

    /** {@return the {@code R} of a request; {@code Object} where its class does not say} */
    static Type replyType(Object request) {
        return REPLIES.get(request.getClass());
    }

    /**
     * {@return what a call was answered with} {@link GenServer#reply} takes only an {@code R} for a
     * {@code Call<M, R>}, and a reply from another node was mapped to one; it is null when the
     * server answered with null.
     */
    @SuppressWarnings({"unchecked", "NullAway"})
    static <R> R reply(Call<?, R> request, @Nullable Object answer) {
        return (R) answer;
    }

    static Class<?> rawClass(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> Object.class;
        };
    }

    private static ClassValue<Type> argumentOf(Class<?> declaring, int index) {
        return new ClassValue<>() {
            @Override
            protected Type computeValue(Class<?> type) {
                Type found = find(type, declaring, index, Map.of());
                return found == null || found instanceof TypeVariable<?> ? Object.class : found;
            }
        };
    }

    /** {@return {@code type} with its variables replaced, as far as they are bound} */
    private static Type bind(Type type, Map<Type, Type> bound) {
        if (!(type instanceof ParameterizedType generic)) {
            return bound.getOrDefault(type, type);
        }
        List<Type> arguments =
                Stream.of(generic.getActualTypeArguments())
                        .map(argument -> bind(argument, bound))
                        .toList();
        return new Applied(rawClass(generic), arguments);
    }

    /** A generic class with type arguments, as in {@code Optional<String>}. */
    private record Applied(Class<?> raw, List<Type> arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return raw.getDeclaringClass();
        }
    }

    /** Looks through superclasses and interfaces, with the type variables on the way bound. */
    private static @Nullable Type find(
            Type type, Class<?> declaring, int index, Map<Type, Type> outer) {
        Class<?> raw = rawClass(type);
        Map<Type, Type> bound = new HashMap<>();
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            for (int i = 0; i < arguments.length; i++) {
                bound.put(raw.getTypeParameters()[i], bind(arguments[i], outer));
            }
        }
        if (raw == declaring) {
            return bound.get(declaring.getTypeParameters()[index]);
        }
        for (Type parent : raw.getGenericInterfaces()) {
            Type found = find(parent, declaring, index, bound);
            if (found != null) {
                return found;
            }
        }
        Type parent = raw.getGenericSuperclass();
        return parent == null ? null : find(parent, declaring, index, bound);
    }
}
