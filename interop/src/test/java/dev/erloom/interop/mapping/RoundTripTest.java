// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.codec.EtfDecoder;
import dev.erloom.interop.codec.EtfEncoder;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.testing.NodeIdentities;
import dev.erloom.interop.testing.RandomTerms;
import dev.erloom.process.Atom;
import dev.erloom.process.ExitReason;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random values come back from the wire as they were, and random terms break nothing. */
class RoundTripTest {

    sealed interface Any {}

    record Numbers(
            byte b, short s, int i, long l, float f, double d, BigInteger big, BigDecimal decimal)
            implements Any {}

    record Texts(String text, Optional<String> maybe, Atom atom, boolean flag) implements Any {}

    record Times(LocalDate date, LocalTime time, Instant instant) implements Any {}

    record Many(List<Any> list, Set<Long> set, Map<String, Any> map) implements Any {}

    @Struct("Elixir.Round.Trip")
    record Trip(Any payload, Optional<Trip> onward) implements Any {}

    @Struct
    record Loose(List<List<Integer>> matrix) implements Any {}

    @Tag("")
    record Pair(Weekday day, Any second) implements Any {}

    record Done() implements Any {}

    enum Weekday {
        MONDAY,
        LAST_DAY
    }

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final NodeIdentities identities = new NodeIdentities();

    @AfterEach
    void close() {
        identities.close();
    }

    @Test
    void values_come_back_from_the_wire() throws Exception {
        EtfEncoder encoder = new EtfEncoder();
        EtfDecoder decoder = new EtfDecoder(identities);
        for (int i = 0; i < 1_000; i++) {
            Any value = any(4);
            Term term = TermMapper.toTerm(value);
            Term arrived = decoder.decode(encoder.encode(term));
            assertThat(arrived).as("seed %d, value %d", seed, i).isEqualTo(term);
            assertThat(TermMapper.fromTerm(arrived, Any.class))
                    .as("seed %d, value %d", seed, i)
                    .isEqualTo(value);
        }
    }

    @Test
    void random_terms_fit_or_are_refused_in_both_forms_alike() {
        Type[] types = {
            Any.class,
            Numbers.class,
            Many.class,
            Trip.class,
            Loose.class,
            Weekday.class,
            String.class,
            double.class,
            byte[].class,
            int[].class,
            BigDecimal.class,
            Instant.class,
            Object.class,
            ExitReason.class,
            new TypeOf<List<Any>>() {}.type(),
            new TypeOf<Map<Any, Object>>() {}.type(),
            new TypeOf<Optional<Set<Integer>>>() {}.type()
        };
        RandomTerms terms = new RandomTerms(seed, identities);
        for (int i = 0; i < 200; i++) {
            Term term = terms.next();
            for (Type type : types) {
                Object quiet = TermMapper.fromTermOrNull(term, type);
                if (quiet == null) {
                    assertThat(Mappings.failureToRead(term, type))
                            .as("seed %d, term %d as %s", seed, i, type)
                            .message()
                            .startsWith("cannot map ")
                            .hasSizeLessThan(1_500);
                } else {
                    assertThat(TermMapper.fromTerm(term, type))
                            .as("seed %d, term %d as %s", seed, i, type)
                            .isInstanceOf(quiet.getClass());
                }
            }
        }
    }

    @Test
    void reasons_come_back_as_the_term_they_were() {
        RandomTerms terms = new RandomTerms(seed, identities);
        for (int i = 0; i < 1_000; i++) {
            Term term = terms.next();
            assertThat(ExitReasons.toTerm(ExitReasons.fromTerm(term)))
                    .as("seed %d, term %d", seed, i)
                    .isEqualTo(term);
        }
    }

    private Any any(int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 8)) {
            case 0 -> numbers();
            case 1 ->
                    new Texts(
                            text(),
                            random.nextBoolean() ? Optional.of(text()) : Optional.empty(),
                            new Atom(text()),
                            random.nextBoolean());
            case 2 -> times();
            case 3 -> new Done();
            case 4 -> many(depth - 1);
            case 5 ->
                    new Trip(
                            any(depth - 1),
                            random.nextBoolean()
                                    ? Optional.of(new Trip(any(depth - 1), Optional.empty()))
                                    : Optional.empty());
            case 6 -> new Loose(IntStream.range(0, random.nextInt(3)).mapToObj(this::row).toList());
            default -> new Pair(Weekday.values()[random.nextInt(2)], any(depth - 1));
        };
    }

    private List<Integer> row(int ignored) {
        return random.ints(random.nextInt(3)).boxed().toList();
    }

    private Numbers numbers() {
        BigInteger big = new BigInteger(random.nextInt(200), random);
        return new Numbers(
                (byte) random.nextInt(),
                (short) random.nextInt(),
                random.nextInt(),
                random.nextLong() >> random.nextInt(64),
                random.nextFloat(),
                Double.longBitsToDouble(random.nextLong() & ~(1L << 62)),
                random.nextBoolean() ? big : big.negate(),
                new BigDecimal(random.nextBoolean() ? big : big.negate(), random.nextInt(40) - 20));
    }

    private Times times() {
        long micros = random.nextLong() >> 12;
        return new Times(
                LocalDate.ofEpochDay(random.nextInt(2_000_000) - 1_000_000),
                LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000L) * 1000),
                Instant.EPOCH
                        .plusSeconds(micros / 1_000_000)
                        .plusNanos(random.nextInt(1_000_000) * 1000L));
    }

    private Many many(int depth) {
        List<Any> list = new ArrayList<>();
        Set<Long> set = new LinkedHashSet<>();
        Map<String, Any> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(any(depth));
            set.add(random.nextLong());
            map.put(text(), any(depth));
        }
        return new Many(list, set, map);
    }

    private String text() {
        int[] codePoints =
                random.ints(random.nextInt(8), 0, 0x10ffff + 1)
                        .filter(codePoint -> codePoint < 0xd800 || codePoint > 0xdfff)
                        .toArray();
        return new String(codePoints, 0, codePoints.length);
    }
}
