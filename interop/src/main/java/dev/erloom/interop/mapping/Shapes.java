// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.Term;
import dev.erloom.process.Address;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExternalTerm;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The shapes that have been derived, kept with the classes that they are of, so that they go when
 * the classes go. Any thread.
 */
final class Shapes {

    private static final ClassValue<Shapes> BY_CLASS =
            new ClassValue<>() {
                @Override
                protected Shapes computeValue(Class<?> type) {
                    return new Shapes();
                }
            };

    /** A message from another node goes on as it came. */
    private static final Shape RECEIVED =
            new Leaf(
                    "nothing",
                    value -> TermMapper.toTerm(((ExternalTerm) value).term()),
                    _ -> null);

    /** Two threads may derive the same shape at the same time; either result serves. */
    private volatile @Nullable Shape ofType;

    private volatile @Nullable Shape ofValues;
    private final Map<JavaType, Shape> generic = new ConcurrentHashMap<>();

    private Shapes() {}

    /** {@return the shape of what is declared as {@code type}} */
    static Shape of(Type type) {
        if (!(type instanceof Class<?> raw)) {
            return ofGeneric(JavaType.of(type));
        }
        Shapes shapes = BY_CLASS.get(raw);
        Shape known = shapes.ofType;
        if (known == null) {
            known = Derivation.of(JavaType.of(raw));
            shapes.ofType = known;
        }
        return known;
    }

    /** {@return the shape to write {@code value} with, which its class decides} */
    static Shape ofValue(Object value) {
        Class<?> raw = value.getClass();
        Shapes shapes = BY_CLASS.get(raw);
        Shape known = shapes.ofValues;
        if (known == null) {
            known = ofValuesOf(value, raw);
            shapes.ofValues = known;
        }
        return known;
    }

    private static Shape ofValuesOf(Object value, Class<?> raw) {
        return switch (value) {
            case ExternalTerm _ -> RECEIVED;
            case Address _ -> Identities.ADDRESS;
            case Term _, ExitReason _, Record _ -> of(raw);
            case Enum<?> constant -> of(constant.getDeclaringClass());
            case Collection<?> _ -> new CollectionShape(DynamicShape.OBJECT, false);
            case Map<?, ?> _ -> new MapShape(DynamicShape.OBJECT, DynamicShape.OBJECT);
            case Optional<?> _ -> new OptionalShape(DynamicShape.OBJECT);
            default ->
                    raw == Object.class
                            ? new RefusedShape(Miss.because("a bare java.lang.Object has no term"))
                            : of(raw);
        };
    }

    private static Shape ofGeneric(JavaType type) {
        Map<JavaType, Shape> shapes = BY_CLASS.get(holder(type)).generic;
        Shape known = shapes.get(type);
        if (known == null) {
            known = Derivation.of(type);
            shapes.put(type, known);
        }
        return known;
    }

    /**
     * The class that the shape is kept with. The JDK's classes outlive all others, so {@code
     * List<Quote>} belongs to Quote.
     */
    private static Class<?> holder(JavaType type) {
        return switch (type) {
            case JavaType.ArrayOf(JavaType component) -> holder(component);
            case JavaType.Unknown _ -> Object.class;
            case JavaType.Plain(Class<?> raw, var arguments) -> {
                if (raw.getClassLoader() != null) {
                    yield raw;
                }
                yield arguments.stream()
                        .<Class<?>>map(Shapes::holder)
                        .filter(argument -> argument.getClassLoader() != null)
                        .findFirst()
                        .orElse(raw);
            }
        };
    }
}
