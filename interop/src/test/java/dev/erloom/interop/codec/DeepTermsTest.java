// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.ImproperListTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.NativeRecordTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.testing.NodeIdentities;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing about a term may depend on the size of a stack. */
class DeepTermsTest {

    private static final int DEPTH = 1_000_000;

    private final NodeIdentities identities = new NodeIdentities();
    private final EtfDecoder decoder = new EtfDecoder(identities);

    private static final NativeRecordTerm.Definition DEFINITION =
            new NativeRecordTerm.Definition(
                    Term.atom("m"), Term.atom("r"), true, List.of(Term.atom("f")));

    static Stream<Named<UnaryOperator<Term>>> nestings() {
        return Stream.of(
                Named.of("lists", Term::list),
                Named.of("tuples", Term::tuple),
                Named.of("values of maps", inner -> MapTerm.of(AtomTerm.OK, inner)),
                Named.of("keys of maps", inner -> MapTerm.of(inner, AtomTerm.OK)),
                Named.of(
                        "improper lists",
                        inner -> new ImproperListTerm(List.of(inner), AtomTerm.OK)),
                Named.of(
                        "tails of improper lists",
                        inner -> new ImproperListTerm(List.of(AtomTerm.OK), Term.tuple(inner))),
                Named.of(
                        "native records",
                        inner -> new NativeRecordTerm(DEFINITION, List.of(inner))));
    }

    private static Term nested(UnaryOperator<Term> step, Term innermost) {
        Term term = innermost;
        for (int i = 0; i < DEPTH; i++) {
            term = step.apply(term);
        }
        return term;
    }

    @AfterEach
    void end() {
        identities.close();
    }

    @ParameterizedTest
    @MethodSource("nestings")
    void are_written_read_compared_hashed_and_shown(UnaryOperator<Term> step) throws Exception {
        Term one = nested(step, Term.of(1));
        Term two = nested(step, Term.of(2));
        // A process of Erloom has the stack of a virtual thread.
        FutureTask<Void> checks = new FutureTask<>(() -> check(one, two), null);
        Thread.ofVirtual().start(checks);
        checks.get();
    }

    private void check(Term one, Term two) {
        Term copy = decoder.decode(new EtfEncoder().encode(one));
        assertThat(copy.equals(one)).isTrue();
        assertThat(copy.equals(two)).isFalse();
        assertThat(copy.hashCode()).isEqualTo(one.hashCode());
        assertThat(copy.compareTo(one)).isZero();
        assertThat(copy.compareTo(two)).isNegative();
        assertThat(copy.toString().length()).isGreaterThan(2 * DEPTH);
        assertThat(copy.toErlangString().length()).isGreaterThan(2 * DEPTH);
    }

    @Test
    void a_list_that_goes_on_in_its_tail_a_million_times_is_flat() {
        byte[] step = HexFormat.of().parseHex("6c000000016101");
        byte[] bytes = new byte[1 + DEPTH * step.length + 1];
        Arrays.fill(bytes, (byte) 106);
        bytes[0] = (byte) 131;
        for (int i = 0; i < DEPTH; i++) {
            System.arraycopy(step, 0, bytes, 1 + i * step.length, step.length);
        }
        assertThat(((ListTerm) decoder.decode(bytes)).size()).isEqualTo(DEPTH);
    }

    @Test
    void a_list_of_no_elements_a_million_times_is_its_tail() {
        byte[] bytes = new byte[1 + DEPTH * 5 + 1];
        bytes[0] = (byte) 131;
        for (int i = 0; i < DEPTH; i++) {
            bytes[1 + 5 * i] = 108;
        }
        bytes[bytes.length - 1] = 106;
        assertThat(decoder.decode(bytes)).isEqualTo(ListTerm.NIL);
    }

    @Test
    void beyond_the_limit_of_depth_are_refused() {
        byte[] bytes = new byte[1 + 2 * 2_097_153 + 1];
        bytes[0] = (byte) 131;
        for (int at = 1; at < bytes.length - 1; at += 2) {
            bytes[at] = 104;
            bytes[at + 1] = 1;
        }
        bytes[bytes.length - 1] = 106;
        assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(() -> decoder.decode(bytes))
                .withMessageContaining("nested deeper than 2097152 terms");
    }
}
