// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static dev.erloom.interop.mapping.Mappings.assertMaps;
import static dev.erloom.interop.mapping.Mappings.failureToRead;
import static dev.erloom.interop.mapping.Mappings.refusalToRead;
import static dev.erloom.interop.mapping.Mappings.refusalToWrite;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UnionsTest {

    sealed interface Message {}

    sealed interface Asks<R> extends Message, Call<Message, R> {}

    sealed interface Tells extends Message, Cast<Message> {}

    record GetPrice(String symbol) implements Asks<Answer> {}

    record Symbols() implements Asks<List<String>> {}

    record Quoted(String symbol, long price) implements Tells {}

    enum Switch implements Message {
        ON,
        OFF {
            @Override
            public String toString() {
                return "with a body";
            }
        }
    }

    sealed interface Answer {}

    record Ok(long price) implements Answer {}

    @Tag("error")
    record Failed(Why why) implements Answer {}

    enum Why {
        UNKNOWN,
        NOT_OPEN
    }

    record Envelope(Message message) {}

    private static Term tuple(String tag, Term... parts) {
        Term[] elements = new Term[parts.length + 1];
        elements[0] = Term.atom(tag);
        System.arraycopy(parts, 0, elements, 1, parts.length);
        return Term.tuple(elements);
    }

    @Nested
    class OfRecordsAndEnums {

        @Test
        void are_told_apart_by_atom_and_size() {
            assertMaps(new GetPrice("A"), tuple("get_price", Term.binary("A")), Message.class);
            assertMaps(new Symbols(), Term.atom("symbols"), Message.class);
            assertMaps(
                    new Quoted("A", 3),
                    tuple("quoted", Term.binary("A"), Term.of(3)),
                    Message.class);
            assertMaps(Switch.ON, Term.atom("on"), Message.class);
            assertMaps(Switch.OFF, Term.atom("off"), Message.class);
            assertMaps(
                    new Failed(Why.NOT_OPEN), tuple("error", Term.atom("not_open")), Answer.class);
        }

        @Test
        void can_be_components() {
            assertMaps(new Envelope(new Symbols()), tuple("envelope", Term.atom("symbols")));
            assertMaps(new Envelope(Switch.OFF), tuple("envelope", Term.atom("off")));
        }

        @Test
        void say_what_they_would_take() {
            assertThat(refusalToRead(tuple("get_price", Term.of(1), Term.of(2)), Message.class))
                    .isEqualTo(
                            "cannot map {:get_price, 1, 2} to Message: expected {:get_price,"
                                    + " symbol} or :symbols or {:quoted, symbol, price} or :on or :off,"
                                    + " was {:get_price, 1, 2}");
        }

        @Test
        void say_what_is_wrong_with_the_case_that_was_meant() {
            assertThat(
                            failureToRead(
                                    tuple("quoted", Term.binary("A"), Term.of(0.5)), Message.class))
                    .hasMessageStartingWith(
                            "cannot map {:quoted, \"A\", 0.5} to Message: at element 2 (price):")
                    .extracting(UnmappableException::path)
                    .isEqualTo("element 2 (price)");
        }

        @Test
        void are_refused_by_enums_alone_as_well() {
            assertMaps(Why.NOT_OPEN, Term.atom("not_open"));
            assertThat(refusalToRead(Term.atom("open"), Why.class))
                    .isEqualTo(
                            "cannot map :open to Why: expected :unknown or :not_open, was :open");
        }
    }

    @Nested
    class OfMaps {

        sealed interface Shape {}

        @Struct("Elixir.Circle")
        record Circle(int radius) implements Shape {}

        @Struct("Elixir.Square")
        record Square(int side) implements Shape {}

        @Struct
        record Other(String name) implements Shape {}

        @Test
        void are_told_apart_by_struct() {
            assertMaps(new Circle(1), TermMapper.toTerm(new Circle(1)), Shape.class);
            assertMaps(new Square(1), TermMapper.toTerm(new Square(1)), Shape.class);
            assertMaps(new Other("x"), TermMapper.toTerm(new Other("x")), Shape.class);
        }

        @Test
        void take_an_unknown_struct_for_the_plain_map() {
            Term triangle =
                    MapTerm.of(
                            Term.atom("__struct__"),
                            Term.atom("Elixir.Triangle"),
                            Term.atom("name"),
                            Term.binary("x"));

            assertThat(TermMapper.fromTerm(triangle, Shape.class)).isEqualTo(new Other("x"));
        }
    }

    @Nested
    class ThatAreGeneric {

        sealed interface Result<T> {}

        @Tag("ok")
        record Done<V>(V value) implements Result<V> {}

        sealed interface Bad<X> extends Result<List<X>> {}

        record Partly<P>(P first, int missing) implements Bad<P> {}

        record Counted(long count) implements Result<Long> {}

        record Lost<A, B>(B what) implements Result<A> {}

        record Pair<A, B>(A left, B right) {}

        @Test
        void pass_their_arguments_to_their_cases() {
            Type type = new TypeOf<Result<List<GetPrice>>>() {}.type();

            assertMaps(
                    new Done<>(List.of(new GetPrice("A"))),
                    tuple("ok", Term.list(tuple("get_price", Term.binary("A")))),
                    type);
            assertMaps(
                    new Partly<>(new GetPrice("A"), 2),
                    tuple("partly", tuple("get_price", Term.binary("A")), Term.of(2)),
                    type);
        }

        @Test
        void name_their_arguments_in_messages() {
            Type type = new TypeOf<Result<Optional<String>>>() {}.type();

            assertThat(refusalToRead(tuple("ok", Term.of(1)), type))
                    .isEqualTo(
                            "cannot map {:ok, 1} to Result<Optional<String>>: at element 1 (value):"
                                    + " expected a binary, was 1");
        }

        @Test
        void leave_out_cases_that_their_arguments_rule_out() {
            Term counted = tuple("counted", Term.of(1));

            assertMaps(new Counted(1), counted, new TypeOf<Result<Long>>() {}.type());
            assertThat(refusalToRead(counted, new TypeOf<Result<String>>() {}.type()))
                    .contains("expected {:ok, value} or {:lost, what}, was");
        }

        @Test
        void read_wildcards_as_their_bounds() {
            Term done = tuple("ok", Term.atom("symbols"));

            assertThat(TermMapper.fromTerm(done, new TypeOf<Result<? extends Message>>() {}.type()))
                    .isEqualTo(new Done<>(new Symbols()));
            assertThat(TermMapper.fromTerm(done, new TypeOf<Result<?>>() {}.type()))
                    .isEqualTo(new Done<>(Term.atom("symbols")));
        }

        @Test
        void are_written_without_their_arguments_but_not_read() {
            Term done = tuple("ok", Term.of(1));

            assertThat(TermMapper.toTerm(new Done<>(1))).isEqualTo(done);
            assertThat(refusalToRead(done, Done.class))
                    .isEqualTo(
                            "cannot map {:ok, 1} to Done: at element 1 (value): type variable V of"
                                    + " Done is not known here: name the type with its arguments");
            assertThat(
                            refusalToRead(
                                    tuple("lost", Term.of(1)),
                                    new TypeOf<Result<Long>>() {}.type()))
                    .contains("at element 1 (what): type variable B of Lost is not known here");
        }

        @Test
        void have_one_shape_for_each_list_of_arguments() {
            Term pair = tuple("pair", Term.of(1), Term.binary("x"));

            assertMaps(new Pair<>(1, "x"), pair, new TypeOf<Pair<Integer, String>>() {}.type());
            assertMaps(new Pair<>(1L, "x"), pair, new TypeOf<Pair<Long, String>>() {}.type());
        }

        @Test
        @SuppressWarnings("ArrayRecordComponent") // users may have one
        void work_in_arrays_of_their_parameters() {
            record Rows<T>(T[] rows) {}
            Term rows = tuple("rows", Term.list(Term.of(1), Term.of(2)));

            Object read = TermMapper.fromTerm(rows, new TypeOf<Rows<Integer>>() {}.type());

            assertThat(read)
                    .isInstanceOfSatisfying(
                            Rows.class, it -> assertThat(it.rows()).containsExactly(1, 2));
            assertThat(TermMapper.toTerm(read)).isEqualTo(rows);
        }
    }

    @Nested
    class ThatAreAmbiguous {

        sealed interface Twins {}

        record Get() implements Twins {}

        @Tag("get")
        record Fetch() implements Twins {}

        sealed interface Overlap {}

        @Tag("")
        record Any(String what, long number) implements Overlap {}

        record Some(long number) implements Overlap {}

        sealed interface Maps {}

        @Struct
        record Left(int a) implements Maps {}

        @Struct
        record Right(int b) implements Maps {}

        enum Case {
            GET,
            get
        }

        sealed interface Fine {}

        @Tag("get")
        record One(int a) implements Fine {}

        @Tag("get")
        record Two(int a, int b) implements Fine {}

        @Test
        void are_refused_with_both_names() {
            assertThat(refusalToRead(Term.atom("get"), Twins.class))
                    .isEqualTo(
                            "cannot map :get to Twins: cases Get (:get) and Fetch (:get) of "
                                    + Twins.class.getTypeName()
                                    + " cannot be told apart");
            assertThat(refusalToRead(Term.of(1), Overlap.class))
                    .contains("cases Any ({what, number}) and Some ({:some, number}) of");
            assertThat(refusalToRead(Term.of(1), Maps.class))
                    .contains("cases Left (%{a}) and Right (%{b}) of");
            assertThat(refusalToRead(Term.of(1), Case.class))
                    .contains("two constants that are :get: GET and get");
        }

        @Test
        void are_refused_when_written_as_a_component_too() {
            record Holder(Twins twins) {}

            assertThat(refusalToWrite(new Holder(new Get())))
                    .startsWith(
                            "cannot map Holder to a term: at element 1 (twins): cases Get (:get)");
        }

        @Test
        void may_share_a_tag_if_they_differ_in_size() {
            assertMaps(new One(1), tuple("get", Term.of(1)), Fine.class);
            assertMaps(new Two(1, 2), tuple("get", Term.of(1), Term.of(2)), Fine.class);
        }
    }

    @Nested
    class ThatHoldWhatCannotBeMapped {

        sealed interface Open {}

        record Fine() implements Open {}

        non-sealed interface Anything extends Open {}

        sealed interface Mixed {}

        record Good(Map<String, Thread> threads) implements Mixed {}

        @Test
        void are_refused_with_the_way_to_it() {
            assertThat(refusalToRead(Term.atom("fine"), Open.class))
                    .isEqualTo(
                            "cannot map :fine to Open: at case Anything: "
                                    + Anything.class.getTypeName()
                                    + " is not sealed, so nobody knows its records: seal it, or"
                                    + " declare Term");
            assertThat(failureToRead(Term.atom("good"), Mixed.class))
                    .hasMessageContaining("java.lang.Thread is neither a record, an enum nor")
                    .extracting(UnmappableException::path)
                    .isEqualTo("case Good, element 1 (threads), a value");
        }
    }
}
