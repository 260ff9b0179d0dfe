// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.Term;
import dev.erloom.process.ExitReason;
import dev.erloom.server.Name;
import java.time.Duration;
import java.time.Period;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of types that users have not written, and what to say of those that have no terms.
 */
final class BuiltIn {

    private static final Set<Class<?>> COLLECTIONS =
            Set.of(List.class, Set.class, Collection.class);

    private static final Map<Class<?>, String> INSTEAD =
            Map.ofEntries(
                    Map.entry(char.class, "a String or an int"),
                    Map.entry(Character.class, "a String or an Integer"),
                    Map.entry(Duration.class, "a number, with its unit in the component's name"),
                    Map.entry(Period.class, "a number, with its unit in the component's name"),
                    Map.entry(OptionalInt.class, "Optional<Integer>"),
                    Map.entry(OptionalLong.class, "Optional<Long>"),
                    Map.entry(OptionalDouble.class, "Optional<Double>"),
                    Map.entry(Number.class, "BigDecimal, BigInteger, long or double"),
                    Map.entry(CharSequence.class, "String"),
                    Map.entry(Void.class, "a record without components, which is an atom"),
                    Map.entry(void.class, "a record without components, which is an atom"),
                    Map.entry(Name.class, "ServerRef"));

    private BuiltIn() {}

    /** {@return the shape of a class without type parameters, null if there is none} */
    static @Nullable Shape shapeOf(Class<?> raw) {
        if (raw == Object.class) {
            return DynamicShape.OBJECT;
        }
        if (Term.class.isAssignableFrom(raw)) {
            return new TermShape(raw);
        }
        if (ExitReason.class.isAssignableFrom(raw)) {
            return new ExitReasonShape(raw);
        }
        Shape scalar = Scalars.ALL.get(raw);
        return scalar != null ? scalar : Identities.ALL.get(raw);
    }

    static ConvertedShape.@Nullable Kind<?, ?> conversionOf(Class<?> raw) {
        ConvertedShape.Kind<?, ?> struct = ElixirStructs.ALL.get(raw);
        return struct != null ? struct : OtpTuples.ALL.get(raw);
    }

    static boolean isCollection(Class<?> raw) {
        return COLLECTIONS.contains(raw);
    }

    /** {@return the rule that a class breaks which cannot be mapped} */
    static String whyNot(Class<?> raw) {
        String instead = INSTEAD.get(raw);
        if (instead != null) {
            return raw.getTypeName() + " has no term: declare " + instead;
        }
        if (Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw)) {
            return raw.getTypeName()
                    + " is a kind of collection: declare List, Set, Collection or Map";
        }
        if (raw.isSynthetic() || raw.isHidden()) {
            return raw.getTypeName() + " is a lambda, which has no term";
        }
        if (raw.isInterface()) {
            return raw.getTypeName()
                    + " is not sealed, so nobody knows its records: seal it, or declare Term";
        }
        return raw.getTypeName()
                + " is neither a record, an enum nor a sealed interface of them,"
                + " nor one of the JDK's types that have terms";
    }
}
