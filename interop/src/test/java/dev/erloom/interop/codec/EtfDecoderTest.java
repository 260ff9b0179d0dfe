// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.erloom.interop.term.BinaryTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.NativeRecordTerm;
import dev.erloom.interop.term.PidTerm;
import dev.erloom.interop.term.PortTerm;
import dev.erloom.interop.term.RefTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.interop.testing.NodeIdentities;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EtfDecoderTest {

    private static final String NODE = "770161"; // the atom a

    private final NodeIdentities identities = new NodeIdentities();
    private final EtfDecoder decoder = new EtfDecoder(identities);

    @AfterEach
    void end() {
        identities.close();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private Term decode(String hex) {
        return decoder.decode(bytes("83" + hex));
    }

    private void assertMalformed(String hex, String message) {
        assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(() -> decode(hex))
                .withMessageMatching("(?s).*" + message + ".*");
    }

    @Nested
    class Old_and_unusual_forms {

        @ParameterizedTest
        @CsvSource(
                delimiter = '~',
                textBlock =
                        """
                        6400026f6b                          ~ :ok
                        7302c3a9                            ~ :"Ã©"
                        730169                              ~ :i
                        7702c3a9                            ~ :é
                        760002c3a9                          ~ :é
                        6c000000006a                        ~ []
                        6c0000000061 07                     ~ 7
                        6b0000                              ~ []
                        6b00020102                          ~ [1, 2]
                        6c00000001 6101 6b00020203          ~ [1, 2, 3]
                        6c00000001 6101 6c00000001 6102 6103 ~ [1, 2 | 3]
                        6c00000001 6101 6c00000000 6a       ~ [1]
                        6e0000                              ~ 0
                        6e0001                              ~ 0
                        6e010105                            ~ -5
                        6e0207 0100                         ~ -1
                        6e0800 ffffffffffffff7f             ~ 9223372036854775807
                        6e0801 0000000000000080             ~ -9223372036854775808
                        6e0800 0000000000000080             ~ 9223372036854775808
                        6e0a00 01000000000000000000         ~ 1
                        6f00000002 00 0001                  ~ 256
                        6900000001 6a                       ~ {[]}
                        6800                                ~ {}
                        6900000000                          ~ {}
                        7400000000                          ~ %{}
                        4d00000000 00                       ~ ""
                        4d00000001 08 61                    ~ "a"
                        4d00000001 03 ff                    ~ <<7::size(3)>>
                        """)
        void are_read(String hex, String shown) {
            assertThat(decode(hex)).hasToString(shown);
        }

        @Test
        void equal_terms_are_equal_whatever_form_they_had() {
            assertThat(decode("6e0200 6101")).isEqualTo(decode("6200000161"));
            assertThat(decode("6c00000001 6161 6a")).isEqualTo(decode("6b000161"));
            assertThat(decode("64000161")).isEqualTo(decode("770161"));
        }

        @Test
        void pids_of_the_oldest_form_have_a_creation_of_one_byte() {
            assertThat(decode("67" + NODE + "00000005 00000006 03"))
                    .isEqualTo(new PidTerm(identities.pid("a", 3, 5, 6)));
        }

        @Test
        void references_of_the_oldest_form_have_one_word_and_their_creation_last() {
            assertThat(decode("65" + NODE + "00000005 03"))
                    .isEqualTo(new RefTerm(identities.ref("a", 3, 5)));
        }

        @Test
        void references_of_the_middle_form_have_a_creation_of_one_byte() {
            assertThat(decode("720002" + NODE + "03 00000005 00000006"))
                    .isEqualTo(new RefTerm(identities.ref("a", 3, 5, 6)));
        }

        @Test
        void references_keep_their_number_of_words() {
            RefTerm ref =
                    (RefTerm)
                            decode(
                                    "5a0005"
                                            + NODE
                                            + "00000003 00000001 00000002 00000003 00000004 00000005");
            assertThat(ref.ref().wordCount()).isEqualTo(5);
            assertThat(ref.ref().word(0)).isEqualTo(1);
            assertThat(ref.ref().word(4)).isEqualTo(5);
        }

        @Test
        void ports_of_all_forms_are_read() {
            assertThat(decode("66" + NODE + "ffffffff 03"))
                    .isEqualTo(decode("59" + NODE + "ffffffff 00000003"))
                    .isEqualTo(decode("78" + NODE + "00000000ffffffff 00000003"))
                    .isEqualTo(new PortTerm("a", 3, 0xffffffffL));
        }

        @Test
        void a_wrong_size_of_a_fun_does_not_matter() {
            String rest =
                    "01 000102030405060708090a0b0c0d0e0f 00000002 00000001"
                            + "77016d 6102 6203000000 58"
                            + NODE
                            + "000000010000000200000003 6109";
            assertThat(decode("6802 70 00000000" + rest + "6101"))
                    .isEqualTo(decode("6802 70 0000003f" + rest + "6101"));
        }

        @Test
        void native_records_are_read_and_written() {
            String record = "43 00000002 01 77016d 770172 770161 770162 6101 6102";
            Term term = decode(record);
            assertThat(term)
                    .isEqualTo(
                            new NativeRecordTerm(
                                    new NativeRecordTerm.Definition(
                                            Term.atom("m"),
                                            Term.atom("r"),
                                            true,
                                            List.of(Term.atom("a"), Term.atom("b"))),
                                    List.of(Term.of(1), Term.of(2))));
            assertThat(new EtfEncoder().encode(term)).isEqualTo(bytes("83" + record));
            assertThat(decode("43 00000000 00 77016d 770172")).isInstanceOf(NativeRecordTerm.class);
        }
    }

    @Nested
    class Malformed_terms_are_refused {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        75 00000000                     | tag 0x75 \\(117\\): no known tag
                        79 00000000                     | tag 0x79 \\(121\\): no known tag
                        00                              | tag 0x00 \\(0\\): no known tag
                        46 7ff0000000000000             | float is Infinity
                        46 7ff8000000000000             | float is NaN
                        63 4e614e00000000000000000000000000000000000000000000000000000000 | float is no number
                        63 31653939390000000000000000000000000000000000000000000000000000 | float is no number
                        63 312e3065393939000000000000000000000000000000000000000000000000 | float is Infinity
                        74 00000002 6101 6102 6101 6103 | offset 0, tag 0x74 .* same key twice
                        5a0006770161 00000001 000000010000000200000003000000040000000500000006 | 6 words
                        5a0000770161 00000001           | 0 words
                        7702c328                        | not UTF-8
                        7703eda080                      | not UTF-8
                        7702c0af                        | not UTF-8
                        7704f4908080                    | not UTF-8
                        4d 00000001 00 ff               | 0 bits in the last of 1 bytes
                        4d 00000001 09 ff               | 9 bits in the last of 1 bytes
                        4d 00000000 01                  | 1 bits in the last of 0 bytes
                        77                              | offset 0, tag 0x77 .* needs 1 more bytes, 0 are left
                        6802 6101                       | offset 4: the bytes end
                        58 6101                         | offset 1, tag 0x61 \\(97\\): an atom should stand here
                        71 77016d 770166 62000000ff     | arity is not a small integer
                        5200                            | refers to atom 0 of 0 in the header
                        43 00000002 00 77016d 770172 770161 770161 6101 6102 | different names
                        6101 00                         | 1 bytes follow the term
                        5000000002 789c                 | does not inflate to exactly
                        """)
        void with_what_and_where(String hex, String message) {
            assertMalformed(hex, message);
        }

        @Test
        void atoms_of_256_characters() {
            assertMalformed("640100" + "61".repeat(256), "256 characters, at most 255");
            assertMalformed("760100" + "61".repeat(256), "more than 255 characters");
            assertMalformed("760200" + "c3a9".repeat(256), "more than 255 characters");
            assertThat(decode("7603fc" + "f09f9880".repeat(255)))
                    .isEqualTo(Term.atom("😀".repeat(255)));
        }

        @Test
        void without_the_version_byte() {
            assertThatExceptionOfType(MalformedTermException.class)
                    .isThrownBy(() -> decoder.decode(bytes("6101")))
                    .withMessage("malformed packet: a term in external format starts with 131");
            assertThatExceptionOfType(MalformedTermException.class)
                    .isThrownBy(() -> decoder.decode(new byte[0]));
        }

        @Test
        void and_the_decoder_reads_the_next_term_as_if_nothing_had_happened() {
            assertMalformed("6803 6101 6c00000002 6101 6102 6a 00", "no known tag");
            assertThat(decode("6802 6101 6102")).isEqualTo(Term.tuple(Term.of(1), Term.of(2)));
        }
    }

    @Nested
    class Limits {

        private Term decode(DecodeLimits limits, String hex) {
            return new EtfDecoder(identities, limits).decode(bytes("83" + hex));
        }

        private void assertRefused(DecodeLimits limits, String hex, String message) {
            assertThatExceptionOfType(MalformedTermException.class)
                    .isThrownBy(() -> decode(limits, hex))
                    .withMessageContaining(message);
        }

        @Test
        void of_bytes() {
            DecodeLimits limits = DecodeLimits.DEFAULT.withBytes(4);
            assertThat(decode(limits, "6b000161")).isEqualTo(ListTerm.charlist("a"));
            assertRefused(limits, "6b00026161", "5 bytes, at most 4 are taken");
        }

        @Test
        void of_depth() {
            DecodeLimits limits = DecodeLimits.DEFAULT.withDepth(2);
            assertThat(decode(limits, "68016801 6101")).hasToString("{{1}}");
            assertRefused(
                    limits, "680168016801 6101", "offset 4, tag 0x68 (104): nested deeper than 2");
        }

        @Test
        void of_the_bytes_of_an_integer() {
            DecodeLimits limits = DecodeLimits.DEFAULT.withIntegerBytes(2);
            assertThat(decode(limits, "6e0200 0001")).isEqualTo(Term.of(256));
            assertRefused(limits, "6e0300 000001", "integer has 3 bytes, at most 2 may be");
            assertRefused(
                    DecodeLimits.DEFAULT,
                    "6f00010001 00" + "01".repeat(65_537),
                    "integer has 65537 bytes, at most 65536 may be");
        }

        @Test
        void of_the_number_of_terms() {
            DecodeLimits limits = DecodeLimits.DEFAULT.withTerms(3);
            assertThat(decode(limits, "6802 6101 6102")).hasToString("{1, 2}");
            assertRefused(limits, "6803 6101 6102 6103", "more than 3 terms");
            assertThat(decode(limits, "6b00020102")).hasToString("[1, 2]");
            assertRefused(limits, "6b0003010203", "more than 3 terms");
            assertRefused(
                    limits, "43 00000003 00 77016d 770172 770161 770162 770163 6a6a6a", "3 terms");
        }

        @Test
        void must_be_positive() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DecodeLimits.DEFAULT.withDepth(0))
                    .withMessage("limit of depth must be > 0, was 0");
        }
    }

    @Nested
    class Compressed_terms {

        private byte[] compressed(int claimed, byte[] term) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(bytes("8350" + HexFormat.of().toHexDigits(claimed)));
            try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
                deflater.write(term);
            }
            return out.toByteArray();
        }

        /** The bytes of a list of empty lists, without the version byte. */
        private byte[] list(int size) {
            byte[] term = new byte[1 + 4 + size + 1];
            Arrays.fill(term, (byte) 106);
            System.arraycopy(bytes("6c" + HexFormat.of().toHexDigits(size)), 0, term, 0, 5);
            return term;
        }

        @Test
        void are_read() throws IOException {
            byte[] term = list(100_000);
            assertThat(((ListTerm) decoder.decode(compressed(term.length, term))).size())
                    .isEqualTo(100_000);
        }

        @Test
        void must_have_the_size_they_claim() throws IOException {
            byte[] term = list(100);
            for (int claimed : new int[] {0, 1, term.length - 1, term.length + 1}) {
                byte[] bytes = compressed(claimed, term);
                assertThatExceptionOfType(MalformedTermException.class)
                        .as("claimed %d", claimed)
                        .isThrownBy(() -> decoder.decode(bytes))
                        .withMessageContaining("offset 1, tag 0x50 (80)");
            }
        }

        @Test
        void that_claim_more_than_can_be_in_them_are_refused_before_memory_is_taken() {
            assertMalformed("50 7fffffff 789c0300", "claims 2147483647 bytes of 4");
            assertMalformed("50 ffffffff 789c0300", "claims 4294967295 bytes of 4");
            assertMalformed("50 00100000 789c0300", "claims 1048576 bytes of 4");
        }

        @Test
        void are_not_inflated_beyond_the_limit() throws IOException {
            byte[] bomb = compressed(100_000_000, list(100_000_000 - 6));
            assertThat(bomb).hasSizeLessThan(200_000);
            assertThatExceptionOfType(MalformedTermException.class)
                    .isThrownBy(() -> decoder.decode(bomb))
                    .withMessageContaining("claims 100000000 bytes");
        }

        @Test
        void are_not_taken_inside_other_terms() {
            assertMalformed("6801 5000000001 789c0300", "compressed terms are not taken here");
        }
    }

    @Nested
    class Memory {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "6d 7fffffff 0000000000000000",
                    "6d ffffffff 0000000000000000",
                    "6d 80000000 0000000000000000",
                    "4d 7fffffff 08 00000000000000",
                    "4d ffffffff 08 00000000000000",
                    "69 7fffffff 6a6a6a6a6a6a6a6a",
                    "69 ffffffff 6a6a6a6a6a6a6a6a",
                    "69 80000000 6a6a6a6a6a6a6a6a",
                    "6c 7fffffff 6a6a6a6a6a6a6a6a",
                    "6c ffffffff 6a6a6a6a6a6a6a6a",
                    "6c 6a 6c 7fffffff 6a6a6a6a6a",
                    "74 7fffffff 6a6a6a6a6a6a6a6a",
                    "74 ffffffff 6a6a6a6a6a6a6a6a",
                    "74 00000005 6a6a6a6a6a6a6a6a",
                    "6f 7fffffff 00 00000000000000",
                    "6f ffffffff 00 00000000000000",
                    "43 7fffffff 00 77016d 770172",
                    "43 ffffffff 00 77016d 770172",
                    "76 ffff 6161616161616161616161",
                    "6b ffff 6161616161616161616161",
                    "70 00000000 00 00000000000000000000000000000000 00000000 7fffffff 77016d"
                })
        void is_not_taken_for_what_is_only_claimed(String hex) {
            assertMalformed(hex, "offset \\d");
        }

        @Test
        void of_a_packet_is_not_held_by_the_binaries_in_it() {
            byte[] packet = bytes("83 6802 6d00000003010203 6d00000000");
            TupleTerm term = (TupleTerm) decoder.decode(packet);
            Arrays.fill(packet, (byte) 0);
            assertThat(term.get(0)).isEqualTo(BinaryTerm.of(new byte[] {1, 2, 3}));
        }

        @Test
        void of_nested_claims_grows_with_the_bytes_and_not_with_the_claims() {
            // Each of a million tuples claims as many elements as there are bytes left.
            byte[] packet = new byte[5_000_001];
            packet[0] = (byte) 131;
            for (int at = 1; at < packet.length; at += 5) {
                int left = packet.length - at - 5;
                packet[at] = 105;
                packet[at + 1] = (byte) (left >> 24);
                packet[at + 2] = (byte) (left >> 16);
                packet[at + 3] = (byte) (left >> 8);
                packet[at + 4] = (byte) left;
            }
            assertThatExceptionOfType(MalformedTermException.class)
                    .isThrownBy(() -> decoder.decode(packet))
                    .withMessageContaining("the bytes end");
        }
    }
}
