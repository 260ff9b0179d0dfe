// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.erloom.interop.testing.NodeIdentities;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TermEqualityTest {

    private static void assertSame(Term left, Term right) {
        assertThat(left).isEqualTo(right).hasSameHashCodeAs(right).isEqualByComparingTo(right);
    }

    private static void assertDifferent(Term left, Term right) {
        assertThat(left).isNotEqualTo(right);
        assertThat(right).isNotEqualTo(left);
        assertThat(left.compareTo(right)).isNotZero();
        assertThat(Integer.signum(left.compareTo(right)))
                .isEqualTo(-Integer.signum(right.compareTo(left)));
    }

    @Nested
    class Numbers {

        @Test
        void of_different_types_are_different() {
            assertDifferent(Term.of(1), Term.of(1.0));
            assertDifferent(Term.tuple(Term.of(1)), Term.tuple(Term.of(1.0)));
        }

        @Test
        void zeros_have_a_sign() {
            assertDifferent(Term.of(0.0), Term.of(-0.0));
        }

        @Test
        void that_are_large_have_one_form() {
            BigInteger beyond = BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE);
            assertSame(Term.of(BigInteger.valueOf(Long.MAX_VALUE)), Term.of(Long.MAX_VALUE));
            assertSame(Term.of(BigInteger.valueOf(Long.MIN_VALUE)), Term.of(Long.MIN_VALUE));
            assertSame(Term.of(beyond), new BigIntTerm(new BigInteger(beyond.toString())));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new BigIntTerm(BigInteger.TEN))
                    .withMessage("a big integer must not fit a long, was 10; use Term.of");
        }

        @Test
        void that_are_not_finite_are_refused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Term.of(Double.NaN))
                    .withMessage("float must be finite, was NaN");
        }
    }

    @Nested
    class Atoms_and_binaries {

        @Test
        void with_the_same_text_are_different() {
            assertDifferent(Term.atom("a"), Term.binary("a"));
            assertDifferent(Term.binary("a"), ListTerm.charlist("a"));
        }

        @Test
        void atoms_have_at_most_255_characters() {
            assertThat(Term.atom("😀".repeat(255)).name()).hasSize(510);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Term.atom("a".repeat(256)))
                    .withMessage("atom must have at most 255 characters, had 256");
        }

        @Test
        void text_must_be_valid() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Term.atom("a\ud800"))
                    .withMessage("text must not hold half of a surrogate pair, did at index 1");
            assertThatIllegalArgumentException().isThrownBy(() -> Term.binary("\udc00\ud800"));
        }

        @Test
        void bits_that_do_not_belong_to_a_bitstring_do_not_count() {
            assertSame(
                    BitStringTerm.of(new byte[] {1, (byte) 0xff}, 3),
                    BitStringTerm.of(new byte[] {1, (byte) 0xe0}, 3));
            assertDifferent(
                    BitStringTerm.of(new byte[] {(byte) 0xe0}, 3),
                    BitStringTerm.of(new byte[] {(byte) 0xe0}, 4));
            assertDifferent(BinaryTerm.of(new byte[] {1}), BitStringTerm.of(new byte[] {1}, 7));
        }

        @Test
        void binaries_give_their_text_where_they_have_one() {
            assertThat(Term.binary("é").text()).contains("é");
            assertThat(BinaryTerm.of(new byte[] {(byte) 0xe9}).text()).isEmpty();
            assertThat(Term.binary("\ufffd").text()).contains("\ufffd");
        }

        @Test
        void binaries_do_not_change_with_the_array_they_were_made_of() {
            byte[] bytes = {1, 2};
            BinaryTerm binary = BinaryTerm.of(bytes);
            bytes[0] = 9;
            binary.toBytes()[1] = 9;
            assertThat(binary.toBytes()).containsExactly(1, 2);
        }
    }

    @Nested
    class Lists_and_tuples {

        @Test
        void of_the_same_elements_are_different() {
            assertDifferent(Term.list(Term.of(1)), Term.tuple(Term.of(1)));
            assertDifferent(ListTerm.NIL, TupleTerm.EMPTY);
            assertDifferent(ListTerm.NIL, AtomTerm.NIL);
        }

        @Test
        void improper_lists_have_one_form() {
            Term two = Term.of(2);
            Term tail = ImproperListTerm.of(List.of(two), AtomTerm.OK);
            assertSame(
                    ImproperListTerm.of(List.of(Term.of(1)), tail),
                    ImproperListTerm.of(List.of(Term.of(1), two), AtomTerm.OK));
            assertSame(
                    ImproperListTerm.of(List.of(Term.of(1)), Term.list(two)),
                    Term.list(Term.of(1), two));
            assertSame(ImproperListTerm.of(List.of(), AtomTerm.OK), AtomTerm.OK);
            assertDifferent(
                    Term.list(two, AtomTerm.OK), ImproperListTerm.of(List.of(two), AtomTerm.OK));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ImproperListTerm(List.of(two), ListTerm.NIL));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ImproperListTerm(List.of(), AtomTerm.OK));
        }

        @Test
        void do_not_change_with_the_list_they_were_made_of() {
            List<Term> elements = new ArrayList<>(List.of(Term.of(1)));
            TupleTerm tuple = new TupleTerm(elements);
            elements.add(Term.of(2));
            assertThat(tuple.size()).isEqualTo(1);
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> tuple.elements().add(Term.of(3)));
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> tuple.elements().set(0, Term.of(3)));
        }
    }

    @Nested
    class Maps {

        @Test
        void do_not_depend_on_the_order_of_their_entries() {
            assertSame(
                    MapTerm.of(Term.of(1), Term.of(2), AtomTerm.OK, Term.of(3)),
                    MapTerm.of(AtomTerm.OK, Term.of(3), Term.of(1), Term.of(2)));
            assertDifferent(MapTerm.of(Term.of(1), Term.of(2)), MapTerm.of(Term.of(1), Term.of(3)));
            assertDifferent(MapTerm.of(Term.of(1), Term.of(2)), MapTerm.of(Term.of(2), Term.of(2)));
        }

        @Test
        void find_keys_by_exact_equality() {
            MapTerm map = MapTerm.of(Term.of(1), AtomTerm.OK, Term.of(1.0), AtomTerm.NIL);
            assertThat(map.get(Term.of(1))).contains(AtomTerm.OK);
            assertThat(map.get(Term.of(1.0))).contains(AtomTerm.NIL);
            assertThat(map.get(Term.of(2))).isEmpty();
            assertThat(map.containsKey(Term.of(1))).isTrue();
            assertThat(MapTerm.EMPTY.containsKey(Term.of(1))).isFalse();
        }

        @Test
        void of_any_size_find_all_their_keys() {
            for (int size : new int[] {1, 2, 31, 32, 33, 64, 65, 1000}) {
                Term[] entries = new Term[2 * size];
                for (int i = 0; i < size; i++) {
                    entries[2 * i] = Term.of(i * 7919L % 10_007);
                    entries[2 * i + 1] = Term.of(i);
                }
                MapTerm map = MapTerm.of(entries);
                assertThat(map.size()).isEqualTo(size);
                assertThat(map.toMap()).hasSize(size);
                for (int i = 0; i < size; i++) {
                    assertThat(map.get(entries[2 * i])).contains(Term.of(i));
                    assertThat(map.get(map.key(i))).contains(map.value(i));
                }
            }
        }

        @Test
        void have_each_key_once_and_a_value_for_it() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MapTerm.of(AtomTerm.OK, Term.of(1), AtomTerm.OK, Term.of(1)))
                    .withMessage("map must not have the same key twice");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MapTerm.of(AtomTerm.OK))
                    .withMessage("map must have a value for each key, had 1 keys and values");
        }

        @Test
        void can_be_made_of_and_made_into_java_maps() {
            Map<Term, Term> map = Map.of(AtomTerm.OK, Term.of(1), Term.of(2), Term.of(3));
            assertThat(Term.map(map).toMap()).isEqualTo(map);
            assertSame(Term.map(Map.of()), MapTerm.EMPTY);
        }
    }

    @Nested
    class Identities {

        @Test
        void compare_by_node_creation_and_numbers() {
            try (NodeIdentities node = new NodeIdentities()) {
                assertSame(
                        new PidTerm(node.pid("a@b", 1, 2, 3)),
                        new PidTerm(node.pid("a@b", 1, 2, 3)));
                assertDifferent(
                        new PidTerm(node.pid("a@b", 1, 2, 3)),
                        new PidTerm(node.pid("a@b", 2, 2, 3)));
                assertSame(new RefTerm(node.ref("a@b", 1, 2)), new RefTerm(node.ref("a@b", 1, 2)));
                assertDifferent(
                        new RefTerm(node.ref("a@b", 1, 2)), new RefTerm(node.ref("a@b", 1, 2, 0)));
                assertDifferent(new PortTerm("a@b", 1, 2), new PortTerm("a@b", 1, 3));
            }
        }

        @Test
        void funs_compare_by_all_they_are_made_of() {
            try (NodeIdentities node = new NodeIdentities()) {
                FunTerm.Identity code = new FunTerm.Identity(Term.atom("m"), 1, 2, 3, 4, 5, 6);
                FunTerm.Identity other = new FunTerm.Identity(Term.atom("m"), 1, 2, 3, 5, 5, 6);
                var pid = node.pid("a@b", 1, 2, 3);
                FunTerm fun = new FunTerm(code, pid, List.of(Term.of(1)));
                assertSame(fun, new FunTerm(code, pid, List.of(Term.of(1))));
                assertDifferent(fun, new FunTerm(code, pid, List.of(Term.of(2))));
                assertDifferent(fun, new FunTerm(other, pid, List.of(Term.of(1))));
                assertDifferent(
                        fun, new FunTerm(code, node.pid("a@b", 1, 2, 4), List.of(Term.of(1))));
                assertDifferent(fun, new ExportTerm(Term.atom("m"), Term.atom("f"), 1));
            }
        }

        @Test
        void native_records_have_different_fields_and_a_value_for_each() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            new NativeRecordTerm.Definition(
                                    Term.atom("m"),
                                    Term.atom("r"),
                                    true,
                                    List.of(AtomTerm.OK, AtomTerm.OK)))
                    .withMessageContaining("must have different names");
            NativeRecordTerm.Definition definition =
                    new NativeRecordTerm.Definition(
                            Term.atom("m"), Term.atom("r"), true, List.of(AtomTerm.OK));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new NativeRecordTerm(definition, List.of()))
                    .withMessage("native record must have a value for each of its 1 fields, had 0");
        }

        @Test
        void arities_are_from_0_to_255() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ExportTerm(AtomTerm.OK, AtomTerm.OK, 256))
                    .withMessage("arity must be from 0 to 255, was 256");
        }
    }
}
