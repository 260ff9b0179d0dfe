// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static dev.erloom.interop.mapping.Mappings.assertMaps;
import static dev.erloom.interop.mapping.Mappings.failureToRead;
import static dev.erloom.interop.mapping.Mappings.failureToWrite;
import static dev.erloom.interop.mapping.Mappings.refusalToRead;
import static dev.erloom.interop.mapping.Mappings.refusalToWrite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.ImproperListTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ContainersTest {

    private static final Type STRINGS = new TypeOf<List<String>>() {}.type();
    private static final Type AGES = new TypeOf<Map<String, Integer>>() {}.type();

    private static Term strings(String... strings) {
        return Term.list(Arrays.stream(strings).map(Term::binary).toList());
    }

    @Nested
    class Lists {

        @Test
        void are_lists() {
            assertMaps(List.of("a", "b"), strings("a", "b"), STRINGS);
            assertMaps(List.of(), ListTerm.NIL, STRINGS);
            assertMaps(
                    List.of(List.of(1L), List.of()),
                    Term.list(Term.list(Term.of(1)), ListTerm.NIL),
                    new TypeOf<List<List<Long>>>() {}.type());
        }

        @Test
        void may_be_asked_for_as_collections() {
            assertThat(
                            TermMapper.fromTerm(
                                    strings("a"), new TypeOf<Collection<String>>() {}.type()))
                    .isEqualTo(List.of("a"));
        }

        @Test
        void are_written_from_any_collection() {
            assertThat(TermMapper.toTerm(new ArrayDeque<>(List.of("a", "b"))))
                    .isEqualTo(strings("a", "b"));
            assertThat(TermMapper.toTerm(List.of(1, "a", List.of())))
                    .isEqualTo(Term.list(Term.of(1), Term.binary("a"), ListTerm.NIL));
        }

        @Test
        @SuppressWarnings("unchecked")
        void are_unmodifiable_when_read() {
            List<String> read = (List<String>) TermMapper.fromTerm(strings("a"), STRINGS);

            assertThatThrownBy(() -> read.add("b"))
                    .isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void tell_which_item_does_not_fit() {
            assertThat(failureToRead(Term.list(Term.binary("a"), Term.of(2)), STRINGS))
                    .hasMessage(
                            "cannot map [\"a\", 2] to List<String>: at item 1: expected a binary,"
                                    + " was 2")
                    .extracting(UnmappableException::path)
                    .isEqualTo("item 1");
            assertThat(failureToWrite(Arrays.asList("a", null)).path()).isEqualTo("item 1");
        }

        @Test
        void are_no_tuples_and_have_a_proper_end() {
            assertThat(refusalToRead(TupleTerm.EMPTY, STRINGS))
                    .isEqualTo("cannot map {} to List<String>: expected a list, was {}");
            assertThat(refusalToRead(ImproperListTerm.of(List.of(Term.of(1)), Term.of(2)), STRINGS))
                    .isEqualTo("cannot map [1 | 2] to List<String>: expected a list, was [1 | 2]");
        }
    }

    @Nested
    class Sets {

        private static final Type SET = new TypeOf<Set<String>>() {}.type();

        @Test
        void are_lists_without_repetition() {
            Set<String> set = new LinkedHashSet<>(List.of("b", "a"));

            assertMaps(set, strings("b", "a"), SET);
            assertThat(TermMapper.fromTerm(strings("b", "a", "b"), SET)).isEqualTo(set);
        }

        @Test
        void keep_the_order_of_the_list() {
            assertThat((Set<?>) TermMapper.fromTerm(strings("c", "a", "b"), SET))
                    .map(Object::toString)
                    .containsExactly("c", "a", "b");
        }
    }

    @Nested
    class Arrays_ {

        @Test
        void are_lists() {
            int[][] ints = {{1, 2}, {}};
            Term term = Term.list(Term.list(Term.of(1), Term.of(2)), ListTerm.NIL);

            assertThat(TermMapper.toTerm(ints)).isEqualTo(term);
            assertThat(TermMapper.fromTerm(term, int[][].class)).isDeepEqualTo(ints);
        }

        @Test
        void hold_primitives_and_objects() {
            assertThat(TermMapper.toTerm(new boolean[] {true})).isEqualTo(Term.list(AtomTerm.TRUE));
            assertThat(TermMapper.fromTerm(Term.list(Term.of(1.5)), double[].class))
                    .containsExactly(1.5);
            assertThat(TermMapper.fromTerm(strings("a"), String[].class)).containsExactly("a");
            assertThat(
                            TermMapper.fromTerm(
                                    Term.list(strings("a")),
                                    new TypeOf<List<String>[]>() {}.type()))
                    .isEqualTo(new List<?>[] {List.of("a")});
            assertThat(TermMapper.toTerm(new Object[] {1, "a"}))
                    .isEqualTo(Term.list(Term.of(1), Term.binary("a")));
        }

        @Test
        void tell_which_component_does_not_fit() {
            assertThat(refusalToRead(Term.list(Term.of(1), Term.of(1L << 40)), int[].class))
                    .startsWith("cannot map [1, 1099511627776] to int[]: at item 1: expected an")
                    .endsWith("was 1099511627776");
            assertThat(refusalToRead(Term.of(1), int[].class)).endsWith("expected a list, was 1");
            assertThat(failureToWrite(new String[] {null}).path()).isEqualTo("item 0");
        }
    }

    @Nested
    class Maps {

        @Test
        void are_maps() {
            assertMaps(
                    Map.of("ann", 30, "bob", 40),
                    MapTerm.of(Term.binary("ann"), Term.of(30), Term.binary("bob"), Term.of(40)),
                    AGES);
            assertMaps(Map.of(), MapTerm.EMPTY, AGES);
        }

        @Test
        void tell_which_key_or_value_does_not_fit() {
            assertThat(failureToRead(MapTerm.of(Term.binary("a"), Term.of(0.5)), AGES))
                    .hasMessageStartingWith(
                            "cannot map %{\"a\" => 0.5} to Map<String, Integer>: at")
                    .extracting(UnmappableException::path)
                    .isEqualTo("key \"a\"");
            assertThat(refusalToRead(MapTerm.of(Term.atom("a"), Term.of(1)), AGES))
                    .isEqualTo(
                            "cannot map %{a: 1} to Map<String, Integer>: at a key: expected a"
                                    + " binary, was :a");
            assertThat(refusalToRead(ListTerm.NIL, AGES)).endsWith("expected a map, was []");
        }

        @Test
        void refuse_null() {
            Map<Object, Object> nulls = new LinkedHashMap<>();
            nulls.put("a", null);
            assertThat(failureToWrite(nulls).path()).isEqualTo("key \"a\"");

            nulls.clear();
            nulls.put(null, "a");
            assertThat(failureToWrite(nulls).path()).isEqualTo("a key");
        }

        @Test
        void refuse_keys_that_are_one_on_the_other_side() {
            Map<Object, Object> same = new LinkedHashMap<>();
            same.put(1, "int");
            same.put(1L, "long");

            assertThat(refusalToWrite(same)).endsWith(": two keys of the map become 1");
            assertThat(
                            refusalToRead(
                                    MapTerm.of(
                                            Term.of(1), Term.of(1),
                                            Term.of(1.0), Term.of(2)),
                                    new TypeOf<Map<Double, Integer>>() {}.type()))
                    .endsWith(": another key of the map is equal in Java to 1.0");
        }

        @Test
        @SuppressWarnings("unchecked")
        void are_unmodifiable_when_read() {
            Map<String, Integer> read =
                    (Map<String, Integer>) TermMapper.fromTerm(MapTerm.EMPTY, AGES);

            assertThatThrownBy(() -> read.put("a", 1))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Nested
    class Optionals {

        record Person(String name, Optional<Integer> age) {}

        enum Bad {
            NIL,
            WELL
        }

        record Nil() {}

        sealed interface Tree {}

        @Tag("nil")
        record Leaf() implements Tree {}

        record Fork(Optional<Tree> left) implements Tree {}

        @Test
        void are_the_value_or_nil() {
            Term person = Term.atom("person");

            assertMaps(
                    new Person("Ann", Optional.of(30)),
                    Term.tuple(person, Term.binary("Ann"), Term.of(30)));
            assertMaps(
                    new Person("Bob", Optional.empty()),
                    Term.tuple(person, Term.binary("Bob"), AtomTerm.NIL));
            assertMaps(
                    Optional.of("x"), Term.binary("x"), new TypeOf<Optional<String>>() {}.type());
            assertMaps(Optional.empty(), AtomTerm.NIL, new TypeOf<Optional<String>>() {}.type());
        }

        @Test
        void take_nil_for_empty_even_of_terms() {
            assertThat(TermMapper.fromTerm(AtomTerm.NIL, new TypeOf<Optional<Term>>() {}.type()))
                    .isEqualTo(Optional.empty());
        }

        @Test
        void tell_what_the_value_should_be() {
            assertThat(
                            refusalToRead(
                                    Term.tuple(
                                            Term.atom("person"), Term.binary("A"), Term.atom("x")),
                                    Person.class))
                    .contains("at element 2 (age): expected an integer that fits an int");
        }

        @Test
        void refuse_values_that_are_nil_themselves() {
            String rule = "the atom nil would mean both empty and a value";

            assertThat(refusalToRead(Term.of(1), new TypeOf<Optional<Bad>>() {}.type()))
                    .isEqualTo("cannot map 1 to Optional<Bad>: in Optional<Bad> " + rule);
            assertThat(refusalToRead(Term.of(1), new TypeOf<Optional<Nil>>() {}.type()))
                    .contains(rule);
            assertThat(
                            refusalToRead(
                                    Term.of(1), new TypeOf<Optional<Optional<String>>>() {}.type()))
                    .contains(rule);
            assertThat(refusalToRead(Term.of(1), Tree.class)).contains("in Optional<Tree> " + rule);
        }

        @Test
        void refuse_null_in_their_place() {
            assertThat(failureToWrite(new ArrayList<>(Arrays.asList(Optional.of(1), null))).path())
                    .isEqualTo("item 1");
        }
    }
}
