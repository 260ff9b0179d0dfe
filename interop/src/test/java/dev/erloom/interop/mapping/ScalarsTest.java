// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static dev.erloom.interop.mapping.Mappings.assertMaps;
import static dev.erloom.interop.mapping.Mappings.refusalToRead;
import static dev.erloom.interop.mapping.Mappings.refusalToWrite;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.Term;
import java.math.BigInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {

    @Nested
    class Text {

        @ParameterizedTest
        @ValueSource(strings = {"", "AAPL", "grüße", "日本", "a\0b", "👍"})
        void is_a_binary_of_utf8(String text) {
            assertMaps(text, Term.binary(text));
        }

        @Test
        void refuses_bytes_that_are_no_utf8() {
            assertThat(refusalToRead(Term.binary(new byte[] {65, (byte) 0xff}), String.class))
                    .isEqualTo(
                            "cannot map <<65, 255>> to String: expected a binary of UTF-8, was"
                                    + " <<65, 255>>");
        }

        @Test
        void refuses_half_a_surrogate_pair() {
            assertThat(refusalToWrite("a\ud83d"))
                    .startsWith("cannot map String to a term: ")
                    .contains("surrogate");
        }

        @Test
        void is_no_atom_and_no_charlist() {
            assertThat(refusalToRead(Term.atom("ok"), String.class))
                    .isEqualTo("cannot map :ok to String: expected a binary, was :ok");
            assertThat(refusalToRead(Term.list(Term.of(700)), String.class))
                    .isEqualTo("cannot map [700] to String: expected a binary, was [700]");
        }
    }

    @Nested
    class Bytes {

        @Test
        void are_a_binary_and_never_shared() {
            byte[] bytes = {0, 1, (byte) 255};
            Term term = TermMapper.toTerm(bytes);

            assertThat(term).isEqualTo(Term.binary(new byte[] {0, 1, (byte) 255}));
            byte[] first = TermMapper.fromTerm(term, byte[].class);
            assertThat(first).containsExactly(0, 1, 255);
            first[0] = 9;
            bytes[0] = 9;
            assertThat(TermMapper.fromTerm(term, byte[].class)).containsExactly(0, 1, 255);
        }

        @Test
        void are_no_list() {
            assertThat(refusalToRead(Term.list(Term.of(1)), byte[].class))
                    .isEqualTo("cannot map [1] to byte[]: expected a binary, was [1]");
        }
    }

    @Nested
    class Integers {

        @Test
        void have_any_java_type_that_holds_them() {
            assertMaps((byte) -128, Term.of(-128));
            assertMaps((short) 32767, Term.of(32767));
            assertMaps(Integer.MIN_VALUE, Term.of(Integer.MIN_VALUE));
            assertMaps(Long.MAX_VALUE, Term.of(Long.MAX_VALUE));
            assertMaps(BigInteger.TWO.pow(100), Term.of(BigInteger.TWO.pow(100)));
            assertMaps(BigInteger.valueOf(7), Term.of(7));
        }

        @Test
        void can_be_asked_for_by_primitive_class() {
            assertThat(TermMapper.fromTerm(Term.of(7), int.class)).isEqualTo(7);
            assertThat(TermMapper.fromTerm(Term.of(7), (java.lang.reflect.Type) long.class))
                    .isEqualTo(7L);
        }

        @Test
        void are_refused_beyond_the_range() {
            assertThat(refusalToRead(Term.of(128), byte.class))
                    .isEqualTo(
                            "cannot map 128 to byte: expected an integer that fits a byte (-128 to"
                                    + " 127), was 128");
            assertThat(refusalToRead(Term.of(-32769), Short.class)).contains("(-32768 to 32767)");
            assertThat(refusalToRead(Term.of(1L << 31), int.class))
                    .contains("an int (-2147483648 to 2147483647), was 2147483648");
            assertThat(refusalToRead(Term.of(BigInteger.TWO.pow(63)), long.class))
                    .contains("a long (-9223372036854775808 to 9223372036854775807)");
        }

        @Test
        void are_no_floats() {
            assertThat(refusalToRead(Term.of(1.0), long.class)).endsWith("was 1.0");
            assertThat(refusalToRead(Term.of(1.0), BigInteger.class))
                    .isEqualTo("cannot map 1.0 to BigInteger: expected an integer, was 1.0");
        }
    }

    @Nested
    class Floats {

        @Test
        void are_doubles_and_floats() {
            assertMaps(1.5, Term.of(1.5));
            assertMaps(-0.0, Term.of(-0.0));
            assertMaps(Double.MIN_VALUE, Term.of(Double.MIN_VALUE));
            assertMaps(0.1f, Term.of((double) 0.1f));
        }

        @Test
        void may_be_read_from_integers_that_lose_nothing() {
            assertThat(TermMapper.fromTerm(Term.of(3), double.class)).isEqualTo(3.0);
            assertThat(TermMapper.fromTerm(Term.of(3), float.class)).isEqualTo(3.0f);
            assertThat(TermMapper.fromTerm(Term.of(Long.MIN_VALUE), double.class))
                    .isEqualTo(-0x1p63);
            assertThat(TermMapper.fromTerm(Term.of(BigInteger.TWO.pow(200)), double.class))
                    .isEqualTo(0x1p200);
        }

        @Test
        void are_refused_where_a_digit_would_get_lost() {
            assertThat(refusalToRead(Term.of((1L << 53) + 1), double.class))
                    .contains("an integer that a double holds exactly, was 9007199254740993");
            assertThat(refusalToRead(Term.of(Long.MAX_VALUE), double.class))
                    .contains("9223372036854775807");
            assertThat(
                            refusalToRead(
                                    Term.of(BigInteger.TWO.pow(200).add(BigInteger.ONE)),
                                    double.class))
                    .contains("exactly");
            assertThat(refusalToRead(Term.of(BigInteger.TWO.pow(2000)), double.class))
                    .contains("exactly, was");
            assertThat(refusalToRead(Term.of((1 << 24) + 1), float.class)).contains("16777217");
            assertThat(refusalToRead(Term.of(1e300), float.class))
                    .contains("range of a Java float");
        }

        @ParameterizedTest
        @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
        void must_be_finite(double value) {
            assertThat(refusalToWrite(value))
                    .isEqualTo("cannot map Double to a term: float must be finite, was " + value);
            assertThat(refusalToWrite((float) value)).contains("float must be finite");
        }
    }

    @Nested
    class Truth {

        @ParameterizedTest
        @CsvSource({"true", "false"})
        void is_an_atom(boolean value) {
            assertMaps(value, AtomTerm.of(value));
        }

        @Test
        void is_no_other_atom() {
            assertThat(refusalToRead(Term.atom("nil"), boolean.class))
                    .isEqualTo("cannot map nil to boolean: expected true or false, was nil");
        }
    }
}
