// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.codec.EtfDecoder;
import dev.erloom.interop.codec.EtfEncoder;
import dev.erloom.interop.testing.AgainstRealBeam;
import dev.erloom.interop.testing.Beam;
import dev.erloom.interop.testing.NodeIdentities;
import dev.erloom.process.Atom;
import dev.erloom.process.ExitReason;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a real Elixir makes of Java values, and Java of its terms. */
@AgainstRealBeam
class ElixirTest {

    sealed interface Message {}

    record GetPrice(String symbol) implements Message {}

    record Quoted(Quote quote) implements Message {}

    record Reset() implements Message {}

    @Struct("Elixir.Shop.Quote")
    record Quote(String symbol, BigDecimal price, Optional<LocalDate> paidOn) {}

    @Tag("error")
    record Failed(Why why) {}

    enum Why {
        NOT_OPEN
    }

    /**
     * Answers a line with a term in Base64 and Elixir code with what the code makes of the term.
     */
    private static final String SERVER =
            """
            defmodule Shop.Quote do
              defstruct [:symbol, :price, :paid_on]
            end

            for line <- IO.stream(:stdio, :line) do
              [term, code] = String.split(line, " ", parts: 2)
              term = term |> Base.decode64!() |> :erlang.binary_to_term()
              {answer, _} = Code.eval_string(code, [term: term], __ENV__)
              answer |> :erlang.term_to_binary() |> Base.encode64() |> IO.puts()
            end
            """;

    private final NodeIdentities identities = new NodeIdentities();
    private final Beam elixir;

    static Stream<Beam.Release> releases() {
        return Beam.releases();
    }

    ElixirTest(Beam.Release release) {
        this.elixir = release.elixir("-e", SERVER);
    }

    @AfterEach
    void close() {
        elixir.close();
        identities.close();
    }

    private Object ask(Object value, String code, Type type) throws Exception {
        byte[] bytes = new EtfEncoder().encode(TermMapper.toTerm(value));
        elixir.writeLine(Base64.getEncoder().encodeToString(bytes) + " " + code);
        byte[] answer = Base64.getDecoder().decode(elixir.readLine());
        return TermMapper.fromTerm(new EtfDecoder(identities).decode(answer), type);
    }

    private Object ask(Object value, String code) throws Exception {
        return ask(value, code, String.class);
    }

    private boolean holds(Object value, String code) throws Exception {
        return (boolean) ask(value, code, boolean.class);
    }

    /**
     * Checks that Elixir takes {@code value} for the term of {@code code}, and Java the other way.
     */
    private void assertSame(Object value, String code, Type type) throws Exception {
        assertThat(holds(value, "term === " + code))
                .as("%s is %s, not %s", value, code, ask(value, "inspect(term, structs: false)"))
                .isTrue();
        assertThat(ask(0, code, type)).isEqualTo(value);
    }

    private void assertSame(Object value, String code) throws Exception {
        assertSame(value, code, value.getClass());
    }

    @Test
    void dates_and_times_are_those_of_its_sigils() throws Exception {
        assertSame(LocalDate.of(2024, 2, 29), "~D[2024-02-29]");
        assertSame(LocalDate.of(-9999, 1, 1), "~D[-9999-01-01]");
        assertSame(LocalTime.of(23, 59, 58, 123_456_000), "~T[23:59:58.123456]");
        assertSame(LocalTime.NOON, "~T[12:00:00.000000]");
        assertSame(LocalDateTime.of(2024, 1, 2, 3, 4, 5), "~N[2024-01-02 03:04:05.000000]");
        assertSame(Instant.parse("2024-07-01T12:30:15.25Z"), "~U[2024-07-01 12:30:15.250000Z]");
        assertSame(Instant.parse("-0044-03-15T11:00:00Z"), "~U[-0044-03-15 11:00:00.000000Z]");
    }

    @Test
    void times_are_equal_whatever_their_precision() throws Exception {
        assertThat(holds(LocalTime.NOON, "Time.compare(term, ~T[12:00:00]) == :eq")).isTrue();
        assertThat(
                        holds(
                                Instant.EPOCH,
                                "DateTime.truncate(term, :second) == DateTime.from_unix!(0)"))
                .isTrue();
        assertThat(ask(0, "~T[12:00:00.5]", LocalTime.class))
                .isEqualTo(LocalTime.of(12, 0, 0, 500_000_000));
        assertThat(ask(0, "DateTime.from_unix!(1)", Instant.class))
                .isEqualTo(Instant.ofEpochSecond(1));
    }

    @Test
    void moments_with_a_zone_are_the_same_moments() throws Exception {
        ZonedDateTime paris = ZonedDateTime.parse("2024-07-01T12:30:15+02:00[Europe/Paris]");

        assertThat(ask(paris, "to_string(term)"))
                .isEqualTo("2024-07-01 12:30:15.000000+02:00 CEST Europe/Paris");
        assertThat(ask(paris, "DateTime.to_unix(term)", long.class))
                .isEqualTo(paris.toEpochSecond());
        assertThat(ask(paris, "term", ZonedDateTime.class)).isEqualTo(paris);

        OffsetDateTime india = OffsetDateTime.parse("2024-07-01T12:30:15+05:30");
        assertThat(ask(india, "DateTime.to_iso8601(term)"))
                .isEqualTo("2024-07-01T12:30:15.000000+05:30");
        assertThat(ask(india, "DateTime.shift_zone!(term, \"Etc/UTC\")", OffsetDateTime.class))
                .isEqualTo(OffsetDateTime.parse("2024-07-01T07:00:15Z"));
    }

    @Test
    void plain_values_are_what_elixir_writes() throws Exception {
        assertSame("grüße 👍", "\"grüße 👍\"");
        assertSame(42, "42");
        assertSame(
                new BigInteger("-123456789012345678901234567890"),
                "-123456789012345678901234567890");
        assertSame(0.1, "0.1");
        assertSame(true, "true");
        assertSame(new Atom("Elixir.Enum"), "Enum");
        assertSame(List.of(1, 300), "[1, 300]", new TypeOf<List<Integer>>() {}.type());
        assertSame(Set.of(7), "[7]", new TypeOf<Set<Integer>>() {}.type());
        assertSame(List.of(7, 8), "~c\"\\a\\b\"", new TypeOf<List<Integer>>() {}.type());
        assertSame(
                Map.of("a", Optional.of(1.5), "b", Optional.empty()),
                "%{\"a\" => 1.5, \"b\" => nil}",
                new TypeOf<Map<String, Optional<Double>>>() {}.type());
        assertSame(new BigDecimal("-4.20"), "%{__struct__: Decimal, sign: -1, coef: 420, exp: -2}");
    }

    @Test
    void records_are_what_elixir_matches_on() throws Exception {
        assertSame(new GetPrice("AAPL"), "{:get_price, \"AAPL\"}", Message.class);
        assertSame(new Reset(), ":reset", Message.class);
        assertSame(new Failed(Why.NOT_OPEN), "{:error, :not_open}");
        assertSame(
                new Quoted(new Quote("AAPL", BigDecimal.TEN, Optional.of(LocalDate.EPOCH))),
                "{:quoted, %Shop.Quote{symbol: \"AAPL\", paid_on: ~D[1970-01-01],"
                        + " price: %{__struct__: Decimal, sign: 1, coef: 10, exp: 0}}}",
                Message.class);
        assertThat(
                        holds(
                                new Quote("AAPL", BigDecimal.ONE, Optional.empty()),
                                "match?(%Shop.Quote{symbol: \"AAPL\", paid_on: nil}, term)"))
                .isTrue();
    }

    @Test
    void names_change_as_macro_underscore_changes_them() throws Exception {
        List<String> names =
                List.of(
                        "Get",
                        "GetPrice",
                        "HTTPGet",
                        "GetURL",
                        "URL2Go",
                        "Utf8Text",
                        "X509",
                        "X509Cert",
                        "A1B",
                        "Get2A",
                        "ABC",
                        "AbC",
                        "unitPrice",
                        "iPhone",
                        "V2");

        assertThat(
                        ask(
                                names,
                                "Enum.map(term, &Macro.underscore/1)",
                                new TypeOf<List<String>>() {}.type()))
                .isEqualTo(names.stream().map(SnakeCase::of).toList());
    }

    @Test
    void a_crash_reads_like_one_of_its_own() throws Exception {
        Throwable thrown = new IllegalStateException("out of paper");
        thrown.setStackTrace(
                new StackTraceElement[] {
                    new StackTraceElement("shop.Printer", "print", "Printer.java", 42)
                });

        assertThat(ask(new ExitReason.Crash(thrown), "Exception.format_exit(term)"))
                .asString()
                .contains(
                        "{:java_exception, \"java.lang.IllegalStateException\", \"out of paper\"}")
                .contains("Printer.java:42: :\"shop.Printer\".print/0");
    }

    @Test
    void a_failed_call_reads_like_one_of_its_own() throws Exception {
        ExitReason reason =
                new ExitReason.CallFailed(
                        ExitReason.NOPROC,
                        new Atom("prices"),
                        new GetPrice("AAPL"),
                        Duration.ofSeconds(5));

        assertThat(ask(reason, "Exception.format_exit(term)"))
                .asString()
                .contains("GenServer.call(:prices, {:get_price, \"AAPL\"}, 5000)")
                .contains("no process");
    }
}
