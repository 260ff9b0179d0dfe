// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.Term;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Derives the shape of one type, and of those it consists of. Used once, by one thread.
 *
 * <p>Types may contain themselves: the shapes of records and sealed interfaces are kept from the
 * moment they are begun, and found again when they come back.
 */
final class Derivation {

    /** Real types stay far below; one that contains ever larger versions of itself does not. */
    private static final int MAX_ARGUMENT_NESTING = 50;

    private final Map<JavaType, Shape> begun = new HashMap<>();
    private final Map<JavaType, OptionalShape> optionals = new LinkedHashMap<>();
    private final Deque<String> path = new ArrayDeque<>();

    private Derivation() {}

    /** Derives a shape; for a type that cannot be mapped it is one that says so. */
    static Shape of(JavaType type) {
        Derivation derivation = new Derivation();
        try {
            Shape shape = derivation.derive(type);
            derivation.checkOptionals();
            return shape;
        } catch (Refusal refusal) {
            Miss reason = Miss.because(String.valueOf(refusal.getMessage()));
            for (String step : derivation.path) {
                reason = reason.in(step);
            }
            return new RefusedShape(reason);
        }
    }

    private Shape derive(JavaType type) {
        return switch (type) {
            case JavaType.Unknown unknown -> DynamicShape.of(unknown);
            case JavaType.ArrayOf(JavaType component) -> array(component);
            case JavaType.Plain plain -> {
                Shape known = begun.get(plain);
                yield known == null ? plain(plain) : known;
            }
        };
    }

    /** Derives the type of a part; on failure the path stays, to tell where. */
    private Shape derivePart(String step, JavaType type) {
        if (type.nesting() > MAX_ARGUMENT_NESTING) {
            path.clear();
            throw new Refusal(
                    "it contains ever larger types, such as " + Excerpt.cut(type.toString()));
        }
        path.push(step);
        Shape shape = derive(type);
        path.pop();
        return shape;
    }

    private Shape plain(JavaType.Plain type) {
        Class<?> raw = type.raw();
        Shape simple = BuiltIn.shapeOf(raw);
        if (simple != null) {
            return simple;
        }
        if (BuiltIn.isCollection(raw)) {
            Shape item = derivePart("an item", type.arguments().getFirst());
            return new CollectionShape(item, raw == Set.class);
        }
        if (raw == Map.class) {
            Shape key = derivePart("a key", type.arguments().get(0));
            return new MapShape(key, derivePart("a value", type.arguments().get(1)));
        }
        if (raw == Optional.class) {
            OptionalShape optional = new OptionalShape(derive(type.arguments().getFirst()));
            optionals.put(type, optional);
            return optional;
        }
        ConvertedShape.Kind<?, ?> converted = BuiltIn.conversionOf(raw);
        if (converted != null) {
            return converted.over(derive(JavaType.Plain.of(converted.wire())));
        }
        return ofUsers(type);
    }

    private Shape array(JavaType component) {
        return switch (component) {
            case JavaType.Plain(Class<?> raw, _) when raw == byte.class -> Scalars.BYTES;
            case JavaType.Unknown unknown -> DynamicShape.of(unknown);
            default -> new ArrayShape(component.erased(), derivePart("a component", component));
        };
    }

    private Shape ofUsers(JavaType.Plain type) {
        Class<?> raw = type.raw();
        if (raw.isRecord()) {
            return record(type);
        }
        refuseAnnotations(raw);
        if (raw.isEnum()) {
            return new EnumShape(type);
        }
        if (raw.isInterface() && raw.isSealed()) {
            return union(type);
        }
        throw new Refusal(BuiltIn.whyNot(raw));
    }

    private Shape record(JavaType.Plain type) {
        RecordShape shape = recordShape(type, new RecordAccess(type.raw()));
        begun.put(type, shape);
        Map<TypeVariable<?>, JavaType> bindings = type.bindings();
        RecordComponent[] components = type.raw().getRecordComponents();
        List<Shape> parts = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            JavaType part = JavaType.of(components[i].getGenericType(), bindings);
            parts.add(derivePart(shape.step(i), part));
        }
        shape.bind(parts);
        return shape;
    }

    private static RecordShape recordShape(JavaType.Plain type, RecordAccess access) {
        Class<?> raw = type.raw();
        Tag tag = raw.getAnnotation(Tag.class);
        Struct struct = raw.getAnnotation(Struct.class);
        if (struct != null) {
            if (tag != null) {
                throw new Refusal(raw.getName() + " has both @Tag and @Struct");
            }
            return new StructShape(type, access, atom(struct.value(), raw));
        }
        String name = tag == null ? SnakeCase.of(raw.getSimpleName()) : tag.value();
        return new TupleShape(type, access, atom(name, raw));
    }

    /** {@return the atom, null for ""} */
    private static @Nullable AtomTerm atom(String name, Class<?> raw) {
        try {
            return name.isEmpty() ? null : Term.atom(name);
        } catch (IllegalArgumentException refused) {
            throw new Refusal(
                    raw.getName() + " has a name that is no atom: " + refused.getMessage());
        }
    }

    private static void refuseAnnotations(Class<?> raw) {
        if (raw.isAnnotationPresent(Tag.class) || raw.isAnnotationPresent(Struct.class)) {
            throw new Refusal(
                    raw.getName() + " has @Tag or @Struct, but only records can have them");
        }
    }

    private Shape union(JavaType.Plain type) {
        UnionShape shape = new UnionShape(type);
        begun.put(type, shape);
        List<CaseShape> cases = new ArrayList<>();
        for (JavaType.Plain found : Permitted.cases(type)) {
            Shape derived = derivePart("case " + found, found);
            if (!(derived instanceof CaseShape known)) {
                throw new Refusal(found.raw().getName() + " is neither a record nor an enum");
            }
            cases.add(known);
        }
        shape.bind(cases);
        return shape;
    }

    /** Done last, when the shapes that contain themselves are complete. */
    private void checkOptionals() {
        optionals.forEach((type, optional) -> {
            if (optional.value().takesNil()) {
                throw new Refusal("in " + type + " the atom nil would mean both empty and a value");
            }
        });
    }
}
