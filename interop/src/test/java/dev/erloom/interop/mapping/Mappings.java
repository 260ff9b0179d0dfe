// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.erloom.interop.term.Term;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** What the tests of this package ask again and again. */
final class Mappings {

    private Mappings() {}

    /** Checks both directions. */
    static void assertMaps(Object value, Term term, Type type) {
        assertThat(TermMapper.toTerm(value)).isEqualTo(term);
        assertThat(TermMapper.fromTerm(term, type)).isEqualTo(value);
        assertThat(TermMapper.fromTermOrNull(term, type)).isEqualTo(value);
    }

    static void assertMaps(Object value, Term term) {
        assertMaps(value, term, value.getClass());
    }

    /** {@return the message of the refusal to read, which must be one in both forms} */
    static String refusalToRead(Term term, Type type) {
        assertThat(TermMapper.fromTermOrNull(term, type)).isNull();
        return String.valueOf(failureToRead(term, type).getMessage());
    }

    static UnmappableException failureToRead(Term term, Type type) {
        return catchThrowableOfType(
                UnmappableException.class, () -> TermMapper.fromTerm(term, type));
    }

    static String refusalToWrite(@Nullable Object value) {
        return String.valueOf(failureToWrite(value).getMessage());
    }

    static UnmappableException failureToWrite(@Nullable Object value) {
        return catchThrowableOfType(UnmappableException.class, () -> TermMapper.toTerm(value));
    }
}
