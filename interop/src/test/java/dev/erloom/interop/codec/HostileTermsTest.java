// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.testing.NodeIdentities;
import dev.erloom.interop.testing.RandomTerms;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostileTermsTest {

    private final NodeIdentities identities = new NodeIdentities();
    private final EtfDecoder decoder = new EtfDecoder(identities);

    @AfterEach
    void end() {
        identities.close();
    }

    @Test
    void every_golden_term_that_is_cut_short_is_refused() {
        int cuts = 0;
        for (GoldenTermsTest.Golden golden : GoldenTermsTest.golden()) {
            byte[] bytes = HexFormat.of().parseHex(golden.hex());
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatExceptionOfType(MalformedTermException.class)
                        .as("%d bytes of %s", length, golden.hex())
                        .isThrownBy(() -> decoder.decode(cut));
                cuts++;
            }
        }
        assertThat(cuts).isGreaterThan(10_000);
    }

    @Test
    void whatever_bytes_are_changed_the_term_is_read_or_refused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RandomTerms terms = new RandomTerms(seed, identities);
        EtfEncoder encoder = new EtfEncoder();
        int refused = 0;
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = encoder.encode(i % 10 == 0 ? terms.next() : terms.nextPrintable());
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                Term term = decoder.decode(bytes);
                assertThat(decoder.decode(encoder.encode(term)).equals(term))
                        .as("seed %d, term %d: %s", seed, i, term)
                        .isTrue();
            } catch (MalformedTermException _) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed %d, term %d: %s".formatted(seed, i, HexFormat.of().formatHex(bytes)),
                        e);
            }
        }
        assertThat(refused).isBetween(3_000, 29_000);
    }

    @Test
    void keys_that_collide_in_java_do_not_make_maps_slow() {
        // "Aa" and "BB" have one hash as strings, and so has every text made of them.
        int keys = 1 << 16;
        Term[] entries = new Term[2 * keys];
        Set<Term> set = new HashSet<>();
        for (int i = 0; i < keys; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 16; bit++) {
                name.append(((i >> bit) & 1) == 0 ? "Aa" : "BB");
            }
            entries[2 * i] = Term.atom(name.toString());
            entries[2 * i + 1] = Term.of(i);
            set.add(entries[2 * i]);
        }
        byte[] bytes = new EtfEncoder().encode(MapTerm.of(entries));
        assertThat(((MapTerm) decoder.decode(bytes)).size()).isEqualTo(keys);
        // Colliding atoms would share a handful of hash codes.
        assertThat(set.stream().mapToInt(Term::hashCode).distinct().count())
                .isGreaterThan(keys / 2);
    }

    @Test
    void tuples_that_collide_in_java_have_different_hashes() {
        // 31 * a + b is the same for all of these.
        long hashes =
                IntStream.range(0, 1000)
                        .map(i -> Term.tuple(Term.of(i), Term.of(31L * (1000 - i))).hashCode())
                        .distinct()
                        .count();
        assertThat(hashes).isGreaterThan(990);
    }
}
