// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static dev.erloom.interop.mapping.Mappings.assertMaps;
import static dev.erloom.interop.mapping.Mappings.failureToRead;
import static dev.erloom.interop.mapping.Mappings.refusalToRead;
import static dev.erloom.interop.mapping.Mappings.refusalToWrite;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.Term;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElixirStructsTest {

    /** {@code %Name{key: value, …}}. */
    private static Term struct(String name, Object... keysAndValues) {
        Map<Term, Term> entries = new LinkedHashMap<>();
        entries.put(Term.atom("__struct__"), Term.atom("Elixir." + name));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            entries.put(
                    Term.atom((String) keysAndValues[i]), TermMapper.toTerm(keysAndValues[i + 1]));
        }
        return MapTerm.copyOf(entries);
    }

    private static Term microseconds(int value, int precision) {
        return Term.tuple(Term.of(value), Term.of(precision));
    }

    private static final Term ISO = Term.atom("Elixir.Calendar.ISO");

    @Nested
    class Decimals {

        private static Term decimal(Object sign, Object coef, Object exp) {
            return struct("Decimal", "sign", sign, "coef", coef, "exp", exp);
        }

        @Test
        void are_a_sign_a_coefficient_and_an_exponent() {
            assertMaps(new BigDecimal("4.2"), decimal(1, 42, -1));
            assertMaps(new BigDecimal("-0.05"), decimal(-1, 5, -2));
            assertMaps(new BigDecimal("1E+3"), decimal(1, 1, 3));
            assertMaps(new BigDecimal("0.00"), decimal(1, 0, -2));
            assertMaps(
                    new BigDecimal(BigInteger.TEN.pow(40), 20),
                    decimal(1, BigInteger.TEN.pow(40), -20));
        }

        @Test
        void have_no_negative_zero_in_java() {
            assertThat(TermMapper.fromTerm(decimal(-1, 0, 0), BigDecimal.class))
                    .isEqualTo(BigDecimal.ZERO);
        }

        @ParameterizedTest
        @ValueSource(strings = {"NaN", "inf"})
        void refuse_what_is_no_number(String special) {
            assertThat(failureToRead(decimal(1, Term.atom(special), 0), BigDecimal.class))
                    .hasMessageContaining(
                            "to BigDecimal: at key :coef: expected an integer, was :" + special);
        }

        @Test
        void refuse_other_signs_and_exponents_beyond_an_int() {
            assertThat(refusalToRead(decimal(0, 1, 0), BigDecimal.class))
                    .endsWith(
                            ": no BigDecimal: sign must be 1 or -1 and coef not negative, were 0"
                                    + " and 1");
            assertThat(refusalToRead(decimal(1, -1, 0), BigDecimal.class))
                    .endsWith("were 1 and -1");
            assertThat(refusalToRead(decimal(1, 1, (1L << 31) + 1), BigDecimal.class))
                    .endsWith("exp must be from -2147483647 to 2147483648, was 2147483649");
            assertThat(refusalToRead(decimal(1, 1, Integer.MIN_VALUE), BigDecimal.class))
                    .endsWith("was -2147483648");
        }

        @Test
        void have_any_scale_of_java() {
            assertMaps(new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE), decimal(1, 1, 1L << 31));
            assertMaps(
                    new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE),
                    decimal(1, 1, -Integer.MAX_VALUE));
        }

        @Test
        void are_no_plain_numbers() {
            assertThat(refusalToRead(Term.of(42), BigDecimal.class))
                    .isEqualTo(
                            "cannot map 42 to BigDecimal: expected %Decimal{sign, coef, exp}, was"
                                    + " 42");
        }
    }

    @Nested
    class DatesAndTimes {

        @Test
        void are_structs_of_the_iso_calendar() {
            assertMaps(
                    LocalDate.of(2024, 2, 29),
                    struct("Date", "calendar", ISO, "year", 2024, "month", 2, "day", 29));
            assertMaps(
                    LocalTime.of(23, 59, 58, 123_456_000),
                    struct(
                            "Time",
                            "calendar",
                            ISO,
                            "hour",
                            23,
                            "minute",
                            59,
                            "second",
                            58,
                            "microsecond",
                            microseconds(123_456, 6)));
            assertMaps(
                    LocalDateTime.of(-1, 1, 1, 0, 0),
                    struct(
                            "NaiveDateTime",
                            "calendar",
                            ISO,
                            "year",
                            -1,
                            "month",
                            1,
                            "day",
                            1,
                            "hour",
                            0,
                            "minute",
                            0,
                            "second",
                            0,
                            "microsecond",
                            microseconds(0, 6)));
        }

        @Test
        void lose_what_is_finer_than_a_microsecond() {
            LocalTime fine = LocalTime.of(1, 2, 3, 999_999_999);

            assertThat(TermMapper.fromTerm(TermMapper.toTerm(fine), LocalTime.class))
                    .isEqualTo(LocalTime.of(1, 2, 3, 999_999_000));
        }

        @Test
        void may_come_with_any_precision() {
            Term coarse =
                    struct(
                            "Time",
                            "calendar",
                            ISO,
                            "hour",
                            1,
                            "minute",
                            2,
                            "second",
                            3,
                            "microsecond",
                            microseconds(500_000, 1));

            assertThat(TermMapper.fromTerm(coarse, LocalTime.class))
                    .isEqualTo(LocalTime.parse("01:02:03.5"));
        }

        @Test
        void refuse_days_that_do_not_exist() {
            Term none = struct("Date", "calendar", ISO, "year", 2023, "month", 2, "day", 29);

            assertThat(refusalToRead(none, LocalDate.class))
                    .endsWith(
                            "to LocalDate: no LocalDate: Invalid date 'February 29' as '2023' is"
                                    + " not a leap year");
        }

        @Test
        void refuse_parts_that_do_not_fit_with_their_key() {
            Term odd = struct("Date", "calendar", ISO, "year", "2024", "month", 1, "day", 1);

            assertThat(failureToRead(odd, LocalDate.class).path()).isEqualTo("key :year");
            Term fraction =
                    struct(
                            "Time",
                            "calendar",
                            ISO,
                            "hour",
                            1,
                            "minute",
                            2,
                            "second",
                            3,
                            "microsecond",
                            microseconds(1_000_000, 6));
            assertThat(refusalToRead(fraction, LocalTime.class))
                    .endsWith("microsecond must be from 0 to 999999, was 1000000");
        }

        @Test
        void refuse_other_calendars() {
            Term coptic =
                    struct(
                            "Date",
                            "calendar",
                            Term.atom("Elixir.Cldr.Calendar.Coptic"),
                            "year",
                            1,
                            "month",
                            1,
                            "day",
                            1);

            assertThat(refusalToRead(coptic, LocalDate.class))
                    .endsWith("calendar must be Calendar.ISO, was Elixir.Cldr.Calendar.Coptic");
        }

        @Test
        void stay_within_the_years_of_elixir() {
            assertMaps(LocalDate.of(9999, 12, 31), TermMapper.toTerm(LocalDate.of(9999, 12, 31)));
            assertThat(refusalToWrite(LocalDate.of(10_000, 1, 1)))
                    .isEqualTo(
                            "cannot map LocalDate to a term: year must be from -9999 to 9999 in"
                                    + " Elixir, was 10000");
            assertThat(refusalToWrite(LocalDate.MIN)).contains("was -999999999");
            assertThat(refusalToWrite(LocalDateTime.MAX)).contains("was 999999999");
            assertThat(refusalToWrite(Instant.MAX)).startsWith("cannot map Instant to a term: ");
        }
    }

    @Nested
    class Moments {

        private static Term dateTime(String zone, String abbreviation, int utc, int std) {
            return struct(
                    "DateTime",
                    "calendar",
                    ISO,
                    "year",
                    2024,
                    "month",
                    7,
                    "day",
                    1,
                    "hour",
                    12,
                    "minute",
                    30,
                    "second",
                    15,
                    "microsecond",
                    microseconds(250_000, 6),
                    "time_zone",
                    zone,
                    "zone_abbr",
                    abbreviation,
                    "utc_offset",
                    utc,
                    "std_offset",
                    std);
        }

        @Test
        void are_in_utc_if_they_have_no_zone() {
            assertMaps(Instant.parse("2024-07-01T12:30:15.25Z"), dateTime("Etc/UTC", "UTC", 0, 0));
        }

        @Test
        void keep_their_zone_with_its_summer_time() {
            assertMaps(
                    ZonedDateTime.parse("2024-07-01T12:30:15.25+02:00[Europe/Paris]"),
                    dateTime("Europe/Paris", "CEST", 3600, 3600));
        }

        @Test
        void keep_their_offset() {
            assertMaps(
                    OffsetDateTime.parse("2024-07-01T12:30:15.25+05:30"),
                    dateTime("+05:30", "+05:30", 19_800, 0));
            assertMaps(
                    ZonedDateTime.parse("2024-07-01T12:30:15.25-03:00"),
                    dateTime("-03:00", "-03:00", -10_800, 0));
        }

        @ParameterizedTest
        @CsvSource({"Z", "[Etc/UTC]", "[UTC]", "[GMT]"})
        void call_utc_as_elixir_does(String zone) {
            String text = "2024-07-01T12:30:15.25" + (zone.equals("Z") ? zone : "Z" + zone);

            assertThat(TermMapper.toTerm(ZonedDateTime.parse(text)))
                    .isEqualTo(dateTime("Etc/UTC", "UTC", 0, 0));
        }

        @Test
        void are_one_instant_whatever_they_are_read_as() {
            Term paris = dateTime("Europe/Paris", "CEST", 3600, 3600);

            assertThat(TermMapper.fromTerm(paris, Instant.class))
                    .isEqualTo("2024-07-01T10:30:15.25Z");
            assertThat(TermMapper.fromTerm(paris, OffsetDateTime.class))
                    .isEqualTo(OffsetDateTime.parse("2024-07-01T12:30:15.25+02:00"));
        }

        @Test
        void trust_the_offset_more_than_the_zone() {
            assertThat(
                            TermMapper.fromTerm(
                                    dateTime("Europe/Paris", "CET", 3600, 0), ZonedDateTime.class))
                    .isEqualTo(ZonedDateTime.parse("2024-07-01T13:30:15.25+02:00[Europe/Paris]"));
        }

        @Test
        void refuse_zones_and_offsets_that_java_does_not_know() {
            Term mars = dateTime("Mars/Base", "MST", 0, 0);

            assertThat(refusalToRead(mars, ZonedDateTime.class))
                    .endsWith(": no ZonedDateTime: Unknown time-zone ID: Mars/Base");
            assertThat(TermMapper.fromTerm(mars, Instant.class))
                    .isEqualTo("2024-07-01T12:30:15.25Z");
            assertThat(
                            refusalToRead(
                                    dateTime("x", "x", Integer.MAX_VALUE, Integer.MAX_VALUE),
                                    Instant.class))
                    .contains("no Instant: Zone offset not in valid range");
        }
    }
}
