// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static dev.erloom.interop.mapping.Mappings.failureToRead;
import static dev.erloom.interop.mapping.Mappings.refusalToRead;
import static dev.erloom.interop.mapping.Mappings.refusalToWrite;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.Term;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {

    record Job(Runnable work) {}

    record Timed(Duration after) {}

    @SuppressWarnings("ArrayRecordComponent") // users may have one
    record Letters(char[] letters) {}

    record Lists(ArrayList<String> list) {}

    record Nested(Map<String, List<Job>> jobs) {}

    @Tag("x")
    @Struct
    record Both() {}

    @Tag("x")
    enum Tagged {
        A
    }

    @Struct
    sealed interface Structured {}

    record Part() implements Structured {}

    @Struct
    record Doubled(int aB, int a_b) {}

    @Struct("Elixir.X")
    record Sneaky(int __struct__) {}

    abstract static sealed class Base {}

    static final class Only extends Base {}

    enum Empty {}

    private static String ruleFor(Type type) {
        String message = refusalToRead(Term.atom("any"), type);
        return message.substring(message.indexOf(": ") + 2);
    }

    @Test
    void null_has_no_term() {
        assertThat(refusalToWrite(null))
                .isEqualTo(
                        "cannot map null to a term: null has no term; an Optional can say that"
                                + " there is no value");
    }

    @Test
    void objects_of_other_classes_have_no_term() {
        assertThat(refusalToWrite(new Object()))
                .isEqualTo("cannot map Object to a term: a bare java.lang.Object has no term");
        assertThat(refusalToWrite(new AtomicLong(1)))
                .isEqualTo(
                        "cannot map AtomicLong to a term: java.util.concurrent.atomic.AtomicLong is"
                                + " neither a record, an enum nor a sealed interface of them, nor one"
                                + " of the JDK's types that have terms");
        assertThat(refusalToWrite(new Only()))
                .contains(Only.class.getTypeName() + " is neither a record");
    }

    @Test
    void lambdas_have_no_term() {
        Callable<String> lambda = () -> "x";

        assertThat(refusalToWrite(lambda)).endsWith(" is a lambda, which has no term");
        assertThat(refusalToWrite(new Job(() -> {})))
                .contains("at element 1 (work): java.lang.Runnable is not sealed");
    }

    @Test
    void the_message_says_what_to_declare_instead() {
        assertThat(ruleFor(char.class)).isEqualTo("char has no term: declare a String or an int");
        assertThat(ruleFor(Letters.class))
                .isEqualTo(
                        "at element 1 (letters), a component: char has no term: declare a String or"
                                + " an int");
        assertThat(ruleFor(Timed.class))
                .isEqualTo(
                        "at element 1 (after): java.time.Duration has no term: declare a number,"
                                + " with its unit in the component's name");
        assertThat(ruleFor(Lists.class))
                .isEqualTo(
                        "at element 1 (list): java.util.ArrayList is a kind of collection: declare"
                                + " List, Set, Collection or Map");
        assertThat(ruleFor(Number.class))
                .contains("declare BigDecimal, BigInteger, long or double");
        assertThat(ruleFor(Comparable.class))
                .isEqualTo(
                        "java.lang.Comparable is not sealed, so nobody knows its records: seal it,"
                                + " or declare Term");
        assertThat(ruleFor(Base.class)).contains("is neither a record, an enum nor");
    }

    @Test
    void the_way_to_the_type_is_told() {
        UnmappableException failure = failureToRead(Term.atom("any"), Nested.class);

        assertThat(failure.path())
                .isEqualTo("element 1 (jobs), a value, an item, element 1 (work)");
        assertThat(failure).hasMessageContaining("java.lang.Runnable is not sealed");
    }

    @Test
    void annotations_must_make_sense() {
        assertThat(ruleFor(Both.class)).endsWith("$Both has both @Tag and @Struct");
        assertThat(ruleFor(Tagged.class))
                .endsWith("$Tagged has @Tag or @Struct, but only records can have them");
        assertThat(ruleFor(Structured.class)).endsWith("but only records can have them");
        assertThat(ruleFor(Doubled.class)).endsWith("$Doubled has two components for key :a_b");
        assertThat(ruleFor(Sneaky.class))
                .endsWith("$Sneaky has two components for key :__struct__");
    }

    @Test
    void names_must_be_atoms() {
        assertThat(ruleFor(TooLong.class))
                .contains("$TooLong has a name that is no atom: atom must have at most 255");
    }

    @Tag(
            "01234567890123456789012345678901234567890123456789012345678901234567890123456789"
                    + "01234567890123456789012345678901234567890123456789012345678901234567890123456789"
                    + "01234567890123456789012345678901234567890123456789012345678901234567890123456789"
                    + "0123456789abcdef")
    record TooLong() {}

    @Test
    void types_without_values_take_nothing() {
        assertThat(ruleFor(Empty.class))
                .isEqualTo("expected nothing, as there are no constants, was :any");
        assertThat(ruleFor(Void.class))
                .isEqualTo(
                        "java.lang.Void has no term: declare a record without components, which is"
                                + " an atom");
        assertThat(ruleFor(void.class)).startsWith("void has no term: declare a record");
    }

    @ParameterizedTest
    @ValueSource(classes = {Job.class, Thread.class, Both.class, Comparable.class})
    void every_use_is_refused_alike(Class<?> type) {
        assertThat(refusalToRead(Term.of(1), type)).isEqualTo(refusalToRead(Term.of(1), type));
        assertThat(TermMapper.fromTermOrNull(Term.of(1), type)).isNull();
    }
}
