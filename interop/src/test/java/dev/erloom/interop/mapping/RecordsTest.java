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
import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // what happens to null is a subject of these tests
class RecordsTest {

    record GetPrice(String symbol) {}

    record HTTPGet(String url, int retries) {}

    record Reset() {}

    record Order(List<GetPrice> lines) {}

    @Tag("error")
    record Failed(String why) {}

    @Tag("EXIT")
    record Exit() {}

    @Tag("")
    record Point(int x, int y) {}

    @Tag("")
    record Nothing() {}

    @Struct("Elixir.Shop.Quote")
    record Quote(String symbol, long unitPrice) {}

    @Struct
    record Options(int maxSize) {}

    private static final AtomTerm STRUCT = Term.atom("__struct__");
    private static final AtomTerm SHOP_QUOTE = Term.atom("Elixir.Shop.Quote");

    private static Term quote(Term symbol, Term price) {
        return MapTerm.of(
                STRUCT, SHOP_QUOTE, Term.atom("symbol"), symbol, Term.atom("unit_price"), price);
    }

    @Nested
    class AsTuples {

        @Test
        void are_tagged_with_their_name_in_snake_case() {
            assertMaps(
                    new GetPrice("AAPL"), Term.tuple(Term.atom("get_price"), Term.binary("AAPL")));
            assertMaps(
                    new HTTPGet("/", 3),
                    Term.tuple(Term.atom("http_get"), Term.binary("/"), Term.of(3)));
        }

        @Test
        void without_components_are_the_atom() {
            assertMaps(new Reset(), Term.atom("reset"));
            assertMaps(new Exit(), Term.atom("EXIT"));
        }

        @Test
        void take_another_tag_or_none() {
            assertMaps(new Failed("x"), Term.tuple(Term.atom("error"), Term.binary("x")));
            assertMaps(new Point(1, 2), Term.tuple(Term.of(1), Term.of(2)));
            assertMaps(new Nothing(), TupleTerm.EMPTY);
        }

        @Test
        void tell_where_a_component_does_not_fit() {
            Term term = Term.tuple(Term.atom("get_price"), Term.of(5));

            UnmappableException failure = failureToRead(term, GetPrice.class);

            assertThat(failure)
                    .hasMessage(
                            "cannot map {:get_price, 5} to GetPrice: at element 1 (symbol):"
                                    + " expected a binary, was 5");
            assertThat(failure.path()).isEqualTo("element 1 (symbol)");
        }

        @Test
        void count_elements_without_a_tag_from_0() {
            assertThat(failureToRead(Term.tuple(Term.of(1), Term.of(2.5)), Point.class).path())
                    .isEqualTo("element 1 (y)");
        }

        @Test
        void tell_the_whole_way_to_a_part() {
            Term term =
                    Term.tuple(
                            Term.atom("order"),
                            Term.list(
                                    TermMapper.toTerm(new GetPrice("A")),
                                    Term.tuple(Term.atom("get_price"), Term.atom("b"))));

            assertThat(failureToRead(term, Order.class).path())
                    .isEqualTo("element 1 (lines), item 1, element 1 (symbol)");
        }

        @Test
        void refuse_another_tag_size_or_kind() {
            assertThat(refusalToRead(Term.tuple(Term.atom("get"), Term.of(5)), GetPrice.class))
                    .isEqualTo(
                            "cannot map {:get, 5} to GetPrice: expected {:get_price, symbol}, was"
                                    + " {:get, 5}");
            assertThat(refusalToRead(Term.tuple(Term.atom("get_price")), GetPrice.class))
                    .endsWith("expected {:get_price, symbol}, was {:get_price}");
            assertThat(refusalToRead(Term.atom("get_price"), GetPrice.class))
                    .endsWith("was :get_price");
            assertThat(refusalToRead(Term.tuple(Term.atom("reset")), Reset.class))
                    .isEqualTo("cannot map {:reset} to Reset: expected :reset, was {:reset}");
            assertThat(refusalToRead(TupleTerm.EMPTY, Point.class)).contains("expected {x, y}");
            assertThat(refusalToRead(Term.atom("nothing"), Nothing.class)).contains("expected {}");
        }

        @Test
        void refuse_null_with_its_place() {
            UnmappableException failure =
                    failureToWrite(new Order(List.of(new GetPrice("A"), new GetPrice(null))));

            assertThat(failure)
                    .hasMessage(
                            "cannot map Order to a term: at element 1 (lines), item 1, element 1"
                                    + " (symbol): null has no term; an Optional can say that there is"
                                    + " no value");
            assertThat(failure.path()).isEqualTo("element 1 (lines), item 1, element 1 (symbol)");
        }
    }

    @Nested
    class AsMaps {

        @Test
        void are_structs_of_the_named_module() {
            assertMaps(new Quote("AAPL", 42), quote(Term.binary("AAPL"), Term.of(42)));
        }

        @Test
        void are_plain_maps_without_a_name() {
            assertMaps(new Options(3), MapTerm.of(Term.atom("max_size"), Term.of(3)));
        }

        @Test
        void ignore_keys_that_are_too_many() {
            Term more =
                    MapTerm.of(
                            STRUCT,
                            SHOP_QUOTE,
                            Term.atom("symbol"),
                            Term.binary("A"),
                            Term.atom("unit_price"),
                            Term.of(1),
                            Term.atom("venue"),
                            Term.atom("nyse"));

            assertThat(TermMapper.fromTerm(more, Quote.class)).isEqualTo(new Quote("A", 1));
        }

        @Test
        void read_a_struct_as_a_plain_map_too() {
            Term struct = MapTerm.of(STRUCT, SHOP_QUOTE, Term.atom("max_size"), Term.of(1));

            assertThat(TermMapper.fromTerm(struct, Options.class)).isEqualTo(new Options(1));
        }

        @Test
        void need_every_key() {
            UnmappableException failure =
                    failureToRead(
                            MapTerm.of(STRUCT, SHOP_QUOTE, Term.atom("symbol"), Term.binary("A")),
                            Quote.class);

            assertThat(failure)
                    .hasMessage(
                            "cannot map %Shop.Quote{symbol: \"A\"} to Quote: at key :unit_price:"
                                    + " there is no such key");
            assertThat(failure.path()).isEqualTo("key :unit_price");
        }

        @Test
        void tell_which_value_does_not_fit() {
            assertThat(failureToRead(quote(Term.binary("A"), Term.of(1.5)), Quote.class))
                    .hasMessageContaining(
                            "to Quote: at key :unit_price: expected an integer that fits a long");
        }

        @Test
        void refuse_another_struct_and_what_is_no_map() {
            Term other = MapTerm.of(STRUCT, Term.atom("Elixir.Shop.Order"));

            assertThat(refusalToRead(other, Quote.class))
                    .isEqualTo(
                            "cannot map %Shop.Order{} to Quote: expected %Shop.Quote{symbol,"
                                    + " unit_price}, was %Shop.Order{}");
            assertThat(refusalToRead(MapTerm.EMPTY, Quote.class)).endsWith("was %{}");
            assertThat(refusalToRead(Term.of(1), Options.class))
                    .endsWith("expected %{max_size}, was 1");
        }

        @Test
        void refuse_null_with_its_key() {
            assertThat(refusalToWrite(new Quote(null, 1)))
                    .startsWith("cannot map Quote to a term: at key :symbol: null has no term");
        }
    }

    @Nested
    class WithCodeOfTheirOwn {

        record Increment(long by) {
            Increment {
                if (by <= 0) {
                    throw new IllegalArgumentException("by must be > 0, was " + by);
                }
            }
        }

        record Secret(String word) {
            @Override
            public String word() {
                throw new IllegalStateException("not for you");
            }
        }

        record Bomb(int size) {
            Bomb {
                throw new StackOverflowError("doomed");
            }
        }

        private record Hidden(int depth) {}

        @Test
        void refuse_what_their_constructor_refuses() {
            UnmappableException failure =
                    failureToRead(Term.tuple(Term.atom("increment"), Term.of(-1)), Increment.class);

            assertThat(failure)
                    .hasMessage(
                            "cannot map {:increment, -1} to Increment: constructor of Increment"
                                    + " threw java.lang.IllegalArgumentException: by must be > 0, was"
                                    + " -1")
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void refuse_what_their_accessor_refuses() {
            assertThat(failureToWrite(new Secret("x")))
                    .hasMessage(
                            "cannot map Secret to a term: at element 1 (word): its accessor threw"
                                    + " java.lang.IllegalStateException: not for you")
                    .hasCauseInstanceOf(IllegalStateException.class);
        }

        @Test
        void pass_errors_on() {
            Term term = Term.tuple(Term.atom("bomb"), Term.of(1));

            assertThatThrownBy(() -> TermMapper.fromTermOrNull(term, Bomb.class))
                    .isInstanceOf(StackOverflowError.class)
                    .hasMessage("doomed");
        }

        @Test
        void may_be_private() {
            assertMaps(new Hidden(1), Term.tuple(Term.atom("hidden"), Term.of(1)));
        }

        @Test
        void may_be_local() {
            record Here(int now) {}

            assertMaps(new Here(1), Term.tuple(Term.atom("here"), Term.of(1)));
        }
    }
}
