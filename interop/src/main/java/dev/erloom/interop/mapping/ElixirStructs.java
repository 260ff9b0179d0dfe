// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.process.Atom;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The structs of Elixir that stand for classes of the JDK: dates, times, and the numbers of the
 * {@code decimal} package.
 *
 * <p>A time goes out with six digits of microseconds, the rest cut off, so that the type and not
 * the moment decides the form; what comes in may have any precision. Years go out as far as
 * Elixir's own go, -9999 to 9999.
 */
final class ElixirStructs {

    /** By class. */
    static final Map<Class<?>, ConvertedShape.Kind<?, ?>> ALL =
            byClass(
                    new ConvertedShape.Kind<>(
                            BigDecimal.class, Decimal.class, Decimal::of, Decimal::toJava),
                    new ConvertedShape.Kind<>(LocalDate.class, Date.class, Date::of, Date::toJava),
                    new ConvertedShape.Kind<>(LocalTime.class, Time.class, Time::of, Time::toJava),
                    new ConvertedShape.Kind<>(
                            LocalDateTime.class,
                            NaiveDateTime.class,
                            NaiveDateTime::of,
                            NaiveDateTime::toJava),
                    new ConvertedShape.Kind<>(
                            Instant.class,
                            DateTime.class,
                            instant -> DateTime.of(instant.atOffset(ZoneOffset.UTC)),
                            DateTime::toInstant),
                    new ConvertedShape.Kind<>(
                            OffsetDateTime.class,
                            DateTime.class,
                            DateTime::of,
                            DateTime::toOffsetDateTime),
                    new ConvertedShape.Kind<>(
                            ZonedDateTime.class,
                            DateTime.class,
                            DateTime::of,
                            DateTime::toZonedDateTime));

    private static final Atom ISO = new Atom("Elixir.Calendar.ISO");
    private static final int MAX_YEAR = 9999;
    private static final DateTimeFormatter ABBREVIATION =
            DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

    private ElixirStructs() {}

    private static Map<Class<?>, ConvertedShape.Kind<?, ?>> byClass(
            ConvertedShape.Kind<?, ?>... kinds) {
        return List.of(kinds).stream()
                .collect(Collectors.toMap(ConvertedShape.Kind::java, Function.identity()));
    }

    private static int checkedYear(int year) {
        if (Math.abs(year) > MAX_YEAR) {
            throw new DateTimeException("year must be from -9999 to 9999 in Elixir, was " + year);
        }
        return year;
    }

    private static void requireIso(Atom calendar) {
        if (!calendar.equals(ISO)) {
            throw new DateTimeException("calendar must be Calendar.ISO, was " + calendar);
        }
    }

    /** The number {@code sign * coef * 10^exp}. */
    @Struct("Elixir.Decimal")
    record Decimal(int sign, BigInteger coef, long exp) {

        static Decimal of(BigDecimal number) {
            BigInteger unscaled = number.unscaledValue();
            return new Decimal(
                    unscaled.signum() < 0 ? -1 : 1, unscaled.abs(), -(long) number.scale());
        }

        BigDecimal toJava() {
            if (Math.abs(sign) != 1 || coef.signum() < 0) {
                throw new IllegalArgumentException(
                        "sign must be 1 or -1 and coef not negative, were "
                                + sign
                                + " and "
                                + coef);
            }
            if ((int) -exp != -exp) {
                throw new IllegalArgumentException(
                        "exp must be from -2147483647 to 2147483648, was " + exp);
            }
            return new BigDecimal(sign < 0 ? coef.negate() : coef, (int) -exp);
        }
    }

    /** The tuple of microseconds and how many of their six digits count. */
    @Tag("")
    record Microsecond(int value, int precision) {

        static Microsecond of(LocalTime time) {
            return new Microsecond(time.get(ChronoField.MICRO_OF_SECOND), 6);
        }

        int nanos() {
            if (value < 0 || value > 999_999) {
                throw new DateTimeException("microsecond must be from 0 to 999999, was " + value);
            }
            return value * 1000;
        }
    }

    @Struct("Elixir.Date")
    record Date(Atom calendar, int year, int month, int day) {

        static Date of(LocalDate date) {
            return new Date(
                    ISO, checkedYear(date.getYear()), date.getMonthValue(), date.getDayOfMonth());
        }

        LocalDate toJava() {
            requireIso(calendar);
            return LocalDate.of(year, month, day);
        }
    }

    @Struct("Elixir.Time")
    record Time(Atom calendar, int hour, int minute, int second, Microsecond microsecond) {

        static Time of(LocalTime time) {
            return new Time(
                    ISO, time.getHour(), time.getMinute(), time.getSecond(), Microsecond.of(time));
        }

        LocalTime toJava() {
            requireIso(calendar);
            return LocalTime.of(hour, minute, second, microsecond.nanos());
        }
    }

    @Struct("Elixir.NaiveDateTime")
    record NaiveDateTime(
            Atom calendar,
            int year,
            int month,
            int day,
            int hour,
            int minute,
            int second,
            Microsecond microsecond) {

        static NaiveDateTime of(LocalDateTime local) {
            return new NaiveDateTime(
                    ISO,
                    checkedYear(local.getYear()),
                    local.getMonthValue(),
                    local.getDayOfMonth(),
                    local.getHour(),
                    local.getMinute(),
                    local.getSecond(),
                    Microsecond.of(local.toLocalTime()));
        }

        LocalDateTime toJava() {
            requireIso(calendar);
            return LocalDateTime.of(year, month, day, hour, minute, second, microsecond.nanos());
        }
    }

    /** A local time with its distance from UTC; an offset without a region is its own time zone. */
    @Struct("Elixir.DateTime")
    record DateTime(
            Atom calendar,
            int year,
            int month,
            int day,
            int hour,
            int minute,
            int second,
            Microsecond microsecond,
            String timeZone,
            String zoneAbbr,
            int utcOffset,
            int stdOffset) {

        static DateTime of(OffsetDateTime time) {
            return of(time.toZonedDateTime());
        }

        static DateTime of(ZonedDateTime time) {
            ZoneId zone = time.getZone();
            int total = time.getOffset().getTotalSeconds();
            if (zone.normalized().equals(ZoneOffset.UTC)) {
                return of(time.toLocalDateTime(), "Etc/UTC", "UTC", 0, 0);
            }
            if (zone instanceof ZoneOffset) {
                return of(time.toLocalDateTime(), zone.getId(), zone.getId(), total, 0);
            }
            ZoneRules rules = zone.getRules();
            int standard = rules.getStandardOffset(time.toInstant()).getTotalSeconds();
            return of(
                    time.toLocalDateTime(),
                    zone.getId(),
                    ABBREVIATION.format(time),
                    standard,
                    total - standard);
        }

        private static DateTime of(
                LocalDateTime local, String zone, String abbreviation, int offset, int summer) {
            return new DateTime(
                    ISO,
                    checkedYear(local.getYear()),
                    local.getMonthValue(),
                    local.getDayOfMonth(),
                    local.getHour(),
                    local.getMinute(),
                    local.getSecond(),
                    Microsecond.of(local.toLocalTime()),
                    zone,
                    abbreviation,
                    offset,
                    summer);
        }

        private LocalDateTime local() {
            requireIso(calendar);
            return LocalDateTime.of(year, month, day, hour, minute, second, microsecond.nanos());
        }

        private ZoneOffset offset() {
            long total = (long) utcOffset + stdOffset;
            return ZoneOffset.ofTotalSeconds(
                    Math.clamp(total, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }

        Instant toInstant() {
            return local().toInstant(offset());
        }

        OffsetDateTime toOffsetDateTime() {
            return local().atOffset(offset());
        }

        ZonedDateTime toZonedDateTime() {
            return ZonedDateTime.ofInstant(local(), offset(), ZoneId.of(timeZone));
        }
    }
}
