// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static dev.erloom.interop.mapping.Mappings.assertMaps;
import static dev.erloom.interop.mapping.Mappings.failureToRead;
import static dev.erloom.interop.mapping.Mappings.refusalToRead;
import static dev.erloom.interop.mapping.Mappings.refusalToWrite;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DepthTest {

    record Node(int value, Optional<Node> next) {}

    record Tree(String name, List<Tree> children) {}

    sealed interface Expr {}

    record Num(long value) implements Expr {}

    record Add(Expr left, Expr right) implements Expr {}

    record Even(Optional<Odd> odd) {}

    record Odd(Optional<Even> even) {}

    record Box(Object content) {}

    record Typed(Term content) {}

    /** Each level is a record and an Optional. */
    private static Node chain(int length) {
        Node node = new Node(0, Optional.empty());
        for (int i = 1; i < length; i++) {
            node = new Node(i, Optional.of(node));
        }
        return node;
    }

    private static Term chainTerm(int length) {
        Term term = AtomTerm.NIL;
        for (int i = 0; i < length; i++) {
            term = Term.tuple(Term.atom("node"), Term.of(i), term);
        }
        return term;
    }

    private static Term nestedLists(int depth) {
        Term term = ListTerm.NIL;
        for (int i = 0; i < depth; i++) {
            term = Term.list(term);
        }
        return term;
    }

    @Nested
    class TypesThatContainThemselves {

        @Test
        void are_mapped_as_deep_as_they_go() {
            assertMaps(chain(3), chainTerm(3));
            assertMaps(
                    new Tree("a", List.of(new Tree("b", List.of()))),
                    Term.tuple(
                            Term.atom("tree"),
                            Term.binary("a"),
                            Term.list(
                                    Term.tuple(
                                            Term.atom("tree"), Term.binary("b"), ListTerm.NIL))));
            assertMaps(
                    new Add(new Num(1), new Add(new Num(2), new Num(3))),
                    TermMapper.toTerm(new Add(new Num(1), new Add(new Num(2), new Num(3)))),
                    Expr.class);
            assertMaps(
                    new Even(Optional.of(new Odd(Optional.empty()))),
                    Term.tuple(Term.atom("even"), Term.tuple(Term.atom("odd"), AtomTerm.NIL)));
        }

        @Test
        void tell_the_way_to_a_part_far_inside() {
            Term bad = Term.tuple(Term.atom("node"), Term.binary("x"), AtomTerm.NIL);
            Term chain = Term.tuple(Term.atom("node"), Term.of(1), bad);

            assertThat(failureToRead(chain, Node.class).path())
                    .isEqualTo("element 2 (next), element 1 (value)");
        }

        record Growing<T>(T value, Optional<Growing<List<T>>> next) {}

        @Test
        void are_refused_if_they_never_end() {
            assertThat(refusalToRead(Term.of(1), new TypeOf<Growing<String>>() {}.type()))
                    .startsWith(
                            "cannot map 1 to Growing<String>: it contains ever larger types, such"
                                    + " as Optional<Growing<List<List<")
                    .endsWith("...");
        }
    }

    @Nested
    class Values {

        private static final String TOO_DEEP = "it is nested deeper than 1000 levels";

        @Test
        void may_be_500_records_deep_in_optionals() {
            assertMaps(chain(500), chainTerm(500));
        }

        @Test
        void are_refused_beyond_that() {
            assertThat(refusalToWrite(chain(501))).endsWith(TOO_DEEP);
            assertThat(refusalToRead(chainTerm(501), Node.class)).endsWith(TOO_DEEP);
            assertThat(refusalToWrite(chain(1_000_000))).endsWith(TOO_DEEP);
            assertThat(refusalToRead(chainTerm(1_000_000), Node.class)).endsWith(TOO_DEEP);
        }

        @Test
        void shorten_the_way_to_a_place_so_deep() {
            assertThat(failureToRead(chainTerm(600), Node.class).path())
                    .startsWith("element 2 (next), element 2 (next), ")
                    .hasSizeLessThan(1_000);
        }

        @Test
        void that_contain_themselves_are_refused() {
            List<Object> list = new ArrayList<>();
            list.add(list);
            Map<String, Object> map = new HashMap<>();
            map.put("self", new Box(map));

            assertThat(refusalToWrite(list)).endsWith(TOO_DEEP);
            assertThat(refusalToWrite(map)).endsWith(TOO_DEEP);
            assertThat(refusalToWrite(new Object[][] {{list}})).endsWith(TOO_DEEP);
        }

        @Test
        void are_as_deep_as_they_like_where_a_term_stays_a_term() {
            Term deep = nestedLists(100_000);
            Term box = Term.tuple(Term.atom("box"), deep);

            assertMaps(new Box(deep), box);
            assertMaps(new Typed(deep), Term.tuple(Term.atom("typed"), deep));
        }

        @Test
        void are_shortened_in_messages() {
            assertThat(refusalToRead(nestedLists(100_000), String.class))
                    .isEqualTo(
                            "cannot map [[[[:...]]]] to String: expected a binary, was"
                                    + " [[[[:...]]]]");
        }

        @Test
        void fit_the_stack_of_a_virtual_thread() {
            CompletableFuture<Object> done = new CompletableFuture<>();
            Term wide = chainTerm(500);

            Thread.ofVirtual()
                    .uncaughtExceptionHandler((_, thrown) -> done.completeExceptionally(thrown))
                    .start(() -> done.complete(below(50, wide)));

            assertThat(done.join()).isEqualTo(wide);
        }

        /** Some frames of the user's before the mapping starts. */
        private static Term below(int frames, Term term) {
            return frames == 0
                    ? TermMapper.toTerm(TermMapper.fromTerm(term, Node.class))
                    : below(frames - 1, term);
        }

        @Test
        void of_maps_and_lists_count_as_well() {
            Term map = MapTerm.EMPTY;
            for (int i = 0; i < 2_000; i++) {
                map = MapTerm.of(Term.of(1), map);
            }
            record Bag(Map<Integer, Bag> bags) {}
            Term bag = map;

            assertThat(refusalToRead(bag, new TypeOf<Map<Integer, Bag>>() {}.type()))
                    .contains("expected {:bag, bags}");
            assertThat(refusalToWrite(List.of(chain(500)))).endsWith(TOO_DEEP);
        }
    }
}
