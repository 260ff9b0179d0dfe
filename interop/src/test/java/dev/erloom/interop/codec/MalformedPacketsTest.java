// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.erloom.interop.term.BinaryTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.interop.testing.NodeIdentities;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MalformedPacketsTest {

    private static final PacketForm CACHED = new PacketForm(true, true, false);
    private static final String TWO = "6102";

    private final NodeIdentities identities = new NodeIdentities();
    private final PacketDecoder decoder = new PacketDecoder(CACHED, identities);

    @AfterEach
    void end() {
        identities.close();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private void assertRefused(String hex, String message) {
        assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(() -> decoder.decode(bytes(hex)))
                .withMessageMatching(".*" + message + ".*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    83                            | needs 1 bytes at offset 1, has 0
                    00                            | 131 expected at offset 0, was 0
                    70 83 6801 6105               | 131 expected at offset 0, was 112
                    83 68 02 6102 6103            | header of type 68, 69 or 70 expected, was 104
                    83 44                         | header needs 1 bytes
                    83 44 01                      | header needs 1 bytes
                    83 44 01 00                   | header needs 1 bytes
                    83 44 01 00 05 6801 6105      | slot 5 of the atom cache, which is empty
                    83 44 01 08 05 02 61          | header needs 2 bytes
                    83 44 01 08 05 02 c328        | not UTF-8
                    83 44 00 83 6801 6105         | tag 0x83 \\(131\\)
                    83 44 00 6802 6105 5200       | refers to atom 0 of 0
                    83 44 00 6105                 | control message must be a tuple
                    83 44 00 6800                 | control message must be a tuple
                    83 44 00 6801 770161          | control message must be a tuple
                    83 44 00 6801 6102            | the bytes end where a term should start
                    83 44 00 6801 6105 50         |
                    83 44 00                      | the bytes end where a term should start
                    83 45 0000000000000001        | needs 16 bytes
                    83 45 0000000000000001 0000000000000000 00 6801 6102 | fragmented message of 0
                    83 46 0000000000000001 0000000000000001 00 | expected was its start
                    """)
    void are_refused_with_what_is_wrong(String hex, String message) {
        if (message == null) {
            assertThatCode(() -> decoder.decode(bytes(hex))).doesNotThrowAnyException();
        } else {
            assertRefused(hex, message);
        }
    }

    @Test
    void a_header_on_a_connection_without_one_is_refused() {
        PacketDecoder plain = new PacketDecoder(PacketForm.negotiated(0), identities);
        assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(() -> plain.decode(bytes("83 44 00 6801 6105")))
                .withMessageContaining("pass-through form expected");
        assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(() -> plain.decode(bytes("70 6801 6105")))
                .withMessageContaining("131 expected at offset 1, was 104");
        assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(() -> plain.decode(bytes("70 83 6801 6102 6105")))
                .withMessageContaining("131 expected");
    }

    @Test
    void what_follows_the_payload_is_ignored_and_so_is_a_tick() {
        TupleTerm link = Term.tuple(Term.of(1));
        TupleTerm send = Term.tuple(Term.of(2));
        assertThat(decoder.decode(bytes("83 44 00 6801 6101 ff"))).contains(new Packet(link, null));
        assertThat(decoder.decode(bytes("83 44 00 6801 6102 6102 ff")))
                .contains(new Packet(send, Term.of(2)));
        assertThat(decoder.decode(new byte[0])).isEmpty();
    }

    @Test
    void a_packet_is_read_from_the_middle_of_a_buffer() {
        byte[] bytes = bytes("ffff 83 44 00 6801 6101 ffff");
        assertThat(decoder.decode(bytes, 2, bytes.length - 2)).isPresent();
    }

    @Test
    void whatever_bytes_are_changed_a_packet_is_read_or_refused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        PacketEncoder encoder = new PacketEncoder(CACHED);
        WireBuffer out = new WireBuffer();
        Term payload = Term.list(Term.atom("a"), Term.atom("é".repeat(200)), Term.binary("text"));
        encoder.encode(Term.tuple(Term.of(2), Term.atom("to")), payload, 1, out);
        byte[] packet = Arrays.copyOfRange(out.toBytes(), 4, out.size());
        for (int i = 0; i < 50_000; i++) {
            byte[] changed = packet.clone();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = Arrays.copyOf(changed, random.nextInt(1, changed.length + 1));
            try {
                new PacketDecoder(CACHED, identities).decode(cut);
            } catch (MalformedTermException e) {
                assertThat(e).hasMessageStartingWith("malformed ");
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "seed %d, packet %d: %s".formatted(seed, i, HexFormat.of().formatHex(cut)),
                        e);
            }
        }
    }

    @Nested
    class Fragments {

        private static String start(long sequence, long count) {
            return "8345%016x%016x00".formatted(sequence, count) + "68016102";
        }

        private static String next(long sequence, long number) {
            return "8346%016x%016x".formatted(sequence, number);
        }

        @Test
        void of_which_the_first_is_the_last_are_a_message() {
            assertThat(decoder.decode(bytes(start(7, 1) + TWO)))
                    .contains(new Packet(Term.tuple(Term.of(2)), Term.of(2)));
        }

        @Test
        void may_split_the_payload_anywhere_and_carry_nothing() {
            assertThat(decoder.decode(bytes(start(7, 4)))).isEmpty();
            assertThat(decoder.decode(bytes(next(7, 3) + "61"))).isEmpty();
            assertThat(decoder.decode(bytes(next(7, 2)))).isEmpty();
            assertThat(decoder.openSequences()).isEqualTo(1);
            assertThat(decoder.heldBytes()).isEqualTo(1);
            assertThat(decoder.decode(bytes(next(7, 1) + "02")))
                    .contains(new Packet(Term.tuple(Term.of(2)), Term.of(2)));
            assertThat(decoder.openSequences()).isZero();
            assertThat(decoder.heldBytes()).isZero();
        }

        @Test
        void in_the_wrong_order_are_refused() {
            decoder.decode(bytes(start(7, 4)));
            assertRefused(next(7, 2), "fragment 2 of sequence 7 came, expected was 3");
            assertRefused(next(8, 3), "fragment 3 of sequence 8 came, expected was its start");
        }

        @Test
        void that_start_twice_are_refused() {
            decoder.decode(bytes(start(7, 4)));
            assertRefused(start(7, 4), "sequence 7 started twice");
        }

        @Test
        void may_start_again_once_complete() {
            for (int i = 0; i < 3; i++) {
                assertThat(decoder.decode(bytes(start(7, 2) + "61"))).isEmpty();
                assertThat(decoder.decode(bytes(next(7, 1) + "02"))).isPresent();
            }
        }

        @Test
        void that_are_complete_without_a_whole_payload_are_refused() {
            decoder.decode(bytes(start(7, 2)));
            assertRefused(next(7, 1) + "61", "needs 1 more bytes");
        }

        @Test
        void without_the_flag_are_refused() {
            PacketDecoder unfragmented =
                    new PacketDecoder(PacketForm.negotiated(0x2000), identities);
            assertThatExceptionOfType(MalformedTermException.class)
                    .isThrownBy(() -> unfragmented.decode(bytes(start(7, 2))))
                    .withMessageContaining("fragments were not negotiated");
        }

        @Test
        void put_their_atoms_into_the_cache_before_they_are_complete() {
            decoder.decode(
                    bytes("8345 0000000000000007 0000000000000002 01 08 05 0161 68016102 52"));
            // The next message refers to the slot, and then gives it to another atom.
            assertThat(decoder.decode(bytes("8344 01 00 05 68016102 5200")))
                    .contains(new Packet(Term.tuple(Term.of(2)), Term.atom("a")));
            decoder.decode(bytes("8344 01 08 05 0162 68016105"));
            assertThat(decoder.decode(bytes(next(7, 1) + "00")))
                    .contains(new Packet(Term.tuple(Term.of(2)), Term.atom("a")));
        }

        @Test
        void of_too_many_messages_at_a_time_are_refused() {
            PacketDecoder limited =
                    new PacketDecoder(
                            CACHED, identities, PacketLimits.DEFAULT.withOpenSequences(2));
            limited.decode(bytes(start(1, 2)));
            limited.decode(bytes(start(2, 2)));
            assertThatExceptionOfType(MalformedTermException.class)
                    .isThrownBy(() -> limited.decode(bytes(start(3, 2))))
                    .withMessageContaining("more than 2 fragmented messages at a time");
        }

        @Test
        void of_too_many_bytes_in_all_are_refused() {
            PacketDecoder limited =
                    new PacketDecoder(
                            CACHED, identities, PacketLimits.DEFAULT.withFragmentBytes(3));
            limited.decode(bytes(start(1, 3) + "0000"));
            limited.decode(bytes(start(2, 2) + "00"));
            assertThatExceptionOfType(MalformedTermException.class)
                    .isThrownBy(() -> limited.decode(bytes(next(1, 2) + "00")))
                    .withMessageContaining("more than 3 bytes of incomplete messages");
        }

        @Test
        void of_a_message_that_gets_too_large_are_refused() {
            PacketDecoder limited =
                    new PacketDecoder(
                            CACHED,
                            identities,
                            PacketLimits.DEFAULT.withTerms(DecodeLimits.DEFAULT.withBytes(100)));
            limited.decode(bytes(start(1, 3) + "00".repeat(60)));
            assertThatExceptionOfType(MalformedTermException.class)
                    .isThrownBy(() -> limited.decode(bytes(next(1, 2) + "00".repeat(60))))
                    .withMessageContaining("fragmented message of more than 100 bytes");
        }

        @Test
        void take_no_memory_for_a_claimed_count() {
            decoder.decode(bytes(start(1, Long.MAX_VALUE)));
            decoder.decode(bytes(start(2, -1)));
            assertThat(decoder.decode(bytes(next(2, -2)))).isEmpty();
            assertThat(decoder.heldBytes()).isZero();
        }

        @Test
        void of_large_messages_are_put_together() {
            PacketEncoder encoder = new PacketEncoder(CACHED);
            WireBuffer out = new WireBuffer();
            byte[] data = new byte[20_000_000];
            new Random(1).nextBytes(data);
            TupleTerm control = Term.tuple(Term.of(2), Term.atom("to"));
            encoder.encode(control, BinaryTerm.of(data), 1, out);
            List<Packet> read = new ArrayList<>();
            ByteBuffer bytes = out.asByteBuffer();
            while (bytes.hasRemaining()) {
                byte[] packet = new byte[bytes.getInt()];
                bytes.get(packet);
                decoder.decode(packet).ifPresent(read::add);
            }
            assertThat(read).hasSize(1);
            assertThat(read.getFirst().equals(new Packet(control, BinaryTerm.of(data)))).isTrue();
        }
    }
}
