// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.testing.NodeIdentities;
import dev.erloom.interop.testing.RandomTerms;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TermOrderTest {

    private static void assertAscending(Term... terms) {
        for (int i = 0; i < terms.length; i++) {
            for (int j = 0; j < terms.length; j++) {
                assertThat(Integer.signum(terms[i].compareTo(terms[j])))
                        .as("%s and %s", terms[i], terms[j])
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void kinds_of_terms_have_an_order() {
        try (NodeIdentities node = new NodeIdentities()) {
            var pid = node.pid("a@b", 1, 2, 3);
            assertAscending(
                    Term.of(new BigInteger("100000000000000000000000")),
                    AtomTerm.OK,
                    new RefTerm(node.ref("a@b", 1, 2)),
                    new FunTerm(
                            new FunTerm.Identity(Term.atom("m"), 0, 0, 0, 0, 0, 0), pid, List.of()),
                    new ExportTerm(Term.atom("a"), Term.atom("a"), 0),
                    new PortTerm("a@b", 1, 2),
                    new PidTerm(pid),
                    Term.tuple(AtomTerm.OK),
                    new NativeRecordTerm(
                            new NativeRecordTerm.Definition(
                                    AtomTerm.OK, AtomTerm.OK, true, List.of()),
                            List.of()),
                    MapTerm.EMPTY,
                    ListTerm.NIL,
                    Term.list(Term.of(1)),
                    Term.binary(""));
        }
    }

    @Test
    void numbers_compare_by_value_and_then_integers_come_first() {
        assertAscending(
                Term.of(new BigInteger("-100000000000000000000")),
                Term.of(-1.0e19),
                Term.of(Long.MIN_VALUE),
                Term.of(-0x1p63),
                Term.of(-1.5),
                Term.of(-1),
                Term.of(0),
                Term.of(-0.0),
                Term.of(0.0),
                Term.of(0.5),
                Term.of(1),
                Term.of(1.0),
                Term.of(9007199254740991L),
                Term.of(9007199254740992L),
                Term.of(9007199254740992.0),
                Term.of(9007199254740993L),
                Term.of(Long.MAX_VALUE),
                Term.of(new BigInteger("9223372036854775808")),
                Term.of(0x1p63),
                Term.of(new BigInteger("9223372036854775809")),
                Term.of(1.0e300));
    }

    @Test
    void what_compares_equal_by_value_is_decided_by_what_follows() {
        // In Erlang {1, b} > {1.0, a}, although 1 comes before 1.0 where nothing else differs.
        assertAscending(
                Term.tuple(Term.of(1.0), Term.atom("a")),
                Term.tuple(Term.of(1), Term.atom("b")),
                Term.tuple(Term.of(1.0), Term.atom("b")));
    }

    @Test
    void atoms_compare_by_code_points() {
        assertAscending(
                Term.atom(""),
                Term.atom("a"),
                Term.atom("aa"),
                Term.atom("b"),
                Term.atom("\uffff"),
                Term.atom("😀"));
    }

    @Test
    void tuples_compare_by_size_first_and_lists_by_their_elements() {
        assertAscending(Term.tuple(Term.of(9)), Term.tuple(Term.of(1), Term.of(1)));
        assertAscending(
                Term.list(Term.of(1)),
                Term.list(Term.of(1), Term.of(1)),
                ImproperListTerm.of(List.of(Term.of(1)), Term.binary("")),
                Term.list(Term.of(9)));
        assertAscending(
                ImproperListTerm.of(List.of(Term.of(1)), Term.of(2)),
                Term.list(Term.of(1)),
                Term.list(Term.of(1), Term.of(0)));
    }

    @Test
    void maps_compare_by_size_then_keys_then_values() {
        Term a = Term.atom("a");
        Term b = Term.atom("b");
        assertAscending(
                MapTerm.of(b, Term.of(1)),
                MapTerm.of(a, Term.of(1), b, Term.of(9)),
                MapTerm.of(a, Term.of(2), b, Term.of(1)),
                MapTerm.of(a, Term.of(1), Term.atom("c"), Term.of(1)));
        // Among keys every integer comes before every float.
        assertAscending(MapTerm.of(Term.of(2), a), MapTerm.of(Term.of(1.0), a));
    }

    @Test
    void bits_compare_from_the_first_and_then_by_their_number() {
        assertAscending(
                Term.binary(""),
                BitStringTerm.of(new byte[] {0}, 1),
                BinaryTerm.of(new byte[] {0}),
                BinaryTerm.of(new byte[] {0, 1}),
                BitStringTerm.of(new byte[] {(byte) 0x80}, 1),
                BinaryTerm.of(new byte[] {(byte) 0x80}),
                BinaryTerm.of(new byte[] {(byte) 0xff}));
    }

    @Test
    void any_terms_have_one_order() {
        long seed = System.nanoTime();
        try (NodeIdentities node = new NodeIdentities()) {
            RandomTerms random = new RandomTerms(seed, node);
            List<Term> terms = new ArrayList<>(random.list(300));
            terms.addAll(new RandomTerms(seed, node).list(100));
            List<Term> shuffled = new ArrayList<>(terms);
            Collections.shuffle(shuffled, new Random(seed));
            Collections.sort(terms);
            Collections.sort(shuffled);
            assertThat(shuffled).as("seed %d", seed).isEqualTo(terms);
            for (int i = 0; i < terms.size(); i++) {
                for (int j = 0; j < terms.size(); j++) {
                    int order = terms.get(i).compareTo(terms.get(j));
                    assertThat(order == 0)
                            .as("seed %d", seed)
                            .isEqualTo(terms.get(i).equals(terms.get(j)));
                    assertThat(i < j ? order <= 0 : order >= 0).as("seed %d", seed).isTrue();
                }
            }
        }
    }
}
