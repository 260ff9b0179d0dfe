// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.BinaryTerm;
import dev.erloom.interop.term.NativeRecordTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.interop.testing.NodeIdentities;
import dev.erloom.interop.testing.RandomTerms;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketCodecTest {

    private static final PacketForm ALL = new PacketForm(true, true, true);
    private static final TupleTerm SEND = Term.tuple(Term.of(2), Term.atom(""), Term.atom("to"));

    private final NodeIdentities identities = new NodeIdentities();

    @AfterEach
    void end() {
        identities.close();
    }

    /** The packets in {@code out}, each without its length. */
    private static List<byte[]> packets(WireBuffer out) {
        List<byte[]> packets = new ArrayList<>();
        ByteBuffer bytes = out.asByteBuffer();
        while (bytes.hasRemaining()) {
            byte[] packet = new byte[bytes.getInt()];
            bytes.get(packet);
            packets.add(packet);
        }
        return packets;
    }

    private static String hex(WireBuffer out) {
        return HexFormat.of().formatHex(out.toBytes());
    }

    @Test
    void the_form_follows_from_the_flags() {
        assertThat(PacketForm.negotiated(0x6D07DF7FBCL)).isEqualTo(ALL);
        assertThat(PacketForm.negotiated(0xD07DF7FBCL))
                .isEqualTo(new PacketForm(true, true, false));
        assertThat(PacketForm.negotiated(0x403070F94L).isPassThrough()).isTrue();
        assertThat(PacketForm.negotiated(0x2000).isPassThrough()).isFalse();
        assertThat(PacketForm.negotiated(0x800000).isPassThrough()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0x2000, 0x800000, 0x802000})
    void what_is_written_is_read_in_every_form(long flags) {
        long seed = System.nanoTime();
        RandomTerms random = new RandomTerms(seed, identities);
        Random sizes = new Random(seed);
        PacketForm form = PacketForm.negotiated(flags);
        PacketEncoder encoder = new PacketEncoder(form);
        PacketDecoder decoder = new PacketDecoder(form, identities);
        WireBuffer out = new WireBuffer();
        for (int i = 0; i < 500; i++) {
            Term payload =
                    i % 50 == 0
                            ? BinaryTerm.of(new byte[sizes.nextInt(200_000)])
                            : Term.tuple(random.next(), Term.of(i));
            out.clear();
            encoder.encode(SEND, payload, i + 1, out);
            Optional<Packet> read = Optional.empty();
            for (byte[] packet : packets(out)) {
                assertThat(read).isEmpty();
                read = decoder.decode(packet);
            }
            assertThat(read).as("seed %d, message %d", seed, i).contains(new Packet(SEND, payload));
        }
        assertThat(decoder.openSequences()).isZero();
        assertThat(decoder.heldBytes()).isZero();
    }

    @Nested
    class Pass_through {

        @Test
        void has_a_version_byte_before_each_term() {
            WireBuffer out = new WireBuffer();
            new PacketEncoder(PacketForm.negotiated(0)).encode(SEND, Term.of(1), 1, out);
            assertThat(hex(out))
                    .isEqualTo("0000000f" + "70" + "83" + "6803610277007702746f" + "836101");
        }
    }

    @Nested
    class Header {

        private final WireBuffer out = new WireBuffer();

        @Test
        void without_a_cache_names_no_atoms() {
            new PacketEncoder(PacketForm.negotiated(0x800000)).encode(SEND, Term.of(1), 1, out);
            assertThat(hex(out)).isEqualTo("0000000f" + "834400" + "6803610277007702746f" + "6101");
        }

        @Test
        void spells_an_atom_out_once() {
            PacketEncoder encoder = new PacketEncoder(ALL);
            encoder.encode(Term.tuple(Term.of(5), Term.atom("to")), null, 1, out);
            int slot = slot("to");
            String flags = "%02x".formatted(8 | (slot >> 8));
            String index = "%02x".formatted(slot & 0xff);
            assertThat(hex(out))
                    .isEqualTo(
                            "0000000e" + "834401" + flags + index + "02746f" + "68026105" + "5200");
            out.clear();
            encoder.encode(Term.tuple(Term.of(5), Term.atom("to")), null, 1, out);
            String known = "%02x".formatted(slot >> 8);
            assertThat(hex(out))
                    .isEqualTo("0000000b" + "834401" + known + index + "68026105" + "5200");
        }

        private int slot(String name) {
            AtomCacheWriter writer = new AtomCacheWriter();
            writer.begin();
            writer.reference(name);
            WireBuffer header = new WireBuffer();
            writer.writeReferences(header);
            byte[] bytes = header.toBytes();
            return ((bytes[1] & 7) << 8) | (bytes[2] & 0xff);
        }

        @Test
        void names_at_most_255_atoms_and_spells_out_those_whose_slot_is_taken() {
            PacketEncoder encoder = new PacketEncoder(ALL);
            PacketDecoder decoder = new PacketDecoder(ALL, identities);
            for (int count : new int[] {0, 1, 2, 3, 127, 254, 255, 256, 400, 3000}) {
                Term payload = Term.list(atoms("n", count));
                for (int repeat = 0; repeat < 2; repeat++) {
                    out.clear();
                    encoder.encode(SEND, payload, 1, out);
                    assertThat(decoder.decode(packets(out).getFirst()))
                            .contains(new Packet(SEND, payload));
                }
            }
        }

        @Test
        void marks_long_atoms_after_an_even_and_after_an_odd_number_of_references() {
            PacketEncoder encoder = new PacketEncoder(ALL);
            PacketDecoder decoder = new PacketDecoder(ALL, identities);
            for (int count = 1; count < 6; count++) {
                List<Term> payload = new ArrayList<>(atoms("x" + count, count));
                payload.add(Term.atom("é".repeat(200 + count)));
                out.clear();
                encoder.encode(SEND, Term.list(payload), 1, out);
                assertThat(decoder.decode(packets(out).getFirst()))
                        .contains(new Packet(SEND, Term.list(payload)));
            }
        }

        private List<Term> atoms(String prefix, int count) {
            return IntStream.range(0, count).mapToObj(i -> (Term) Term.atom(prefix + i)).toList();
        }

        @Test
        void of_a_message_that_cannot_be_written_leaves_no_trace() {
            PacketForm old = new PacketForm(true, true, false);
            PacketEncoder encoder = new PacketEncoder(old);
            PacketEncoder untouched = new PacketEncoder(old);
            Term record =
                    new NativeRecordTerm(
                            new NativeRecordTerm.Definition(
                                    Term.atom("m"), Term.atom("r"), true, List.of()),
                            List.of());
            out.write1(7);
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            encoder.encode(SEND, Term.tuple(Term.atom("new"), record), 1, out))
                    .withMessage(
                            "native record :m.:r cannot be sent to a peer that did not announce"
                                    + " native records");
            assertThat(out.size()).isEqualTo(1);
            WireBuffer other = new WireBuffer();
            out.clear();
            encoder.encode(SEND, Term.atom("new"), 1, out);
            untouched.encode(SEND, Term.atom("new"), 1, other);
            assertThat(hex(out)).isEqualTo(hex(other));
        }
    }

    @Nested
    class Fragments {

        private final WireBuffer out = new WireBuffer();
        private final PacketForm form = PacketForm.negotiated(0x800000);
        private final PacketEncoder encoder = new PacketEncoder(form);

        /** How long a binary is that makes control message and payload so many bytes. */
        private BinaryTerm payload(int size) {
            WireBuffer control = new WireBuffer();
            new EtfEncoder().encodeBare(SEND, control);
            return BinaryTerm.of(new byte[size - control.size() - 5]);
        }

        private List<Integer> sizes(int size) {
            out.clear();
            encoder.encode(SEND, payload(size), 9, out);
            return packets(out).stream().map(packet -> packet.length).toList();
        }

        @Test
        void start_where_the_beam_starts_them_and_have_its_sizes() {
            int header = 3;
            int start = 19;
            int next = 18;
            assertThat(sizes(65_536)).containsExactly(header + 65_536);
            assertThat(sizes(65_537)).containsExactly(start + 65_536, next + 1);
            assertThat(sizes(131_072)).containsExactly(start + 65_536, next + 65_536);
            assertThat(sizes(131_073)).containsExactly(start + 65_536, next + 65_536, next + 1);
        }

        @Test
        void count_down_to_one_and_carry_the_sequence() {
            encoder.encode(SEND, payload(200_000), 0x0102030405060708L, out);
            List<String> heads =
                    packets(out).stream()
                            .map(packet -> HexFormat.of().formatHex(packet, 0, 18))
                            .toList();
            assertThat(heads)
                    .containsExactly(
                            "834501020304050607080000000000000004",
                            "834601020304050607080000000000000003",
                            "834601020304050607080000000000000002",
                            "834601020304050607080000000000000001");
        }

        @Test
        void never_have_the_sequence_0() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> encoder.encode(SEND, payload(70_000), 0, out))
                    .withMessage("sequence of a fragmented message must not be 0");
            assertThat(out.size()).isZero();
            encoder.encode(SEND, payload(1000), 0, out);
            assertThat(packets(out)).hasSize(1);
        }

        @Test
        void are_not_made_of_a_control_message_without_payload() {
            TupleTerm exit = Term.tuple(Term.of(3), AtomTerm.OK, AtomTerm.OK, payload(100_000));
            encoder.encode(exit, null, 1, out);
            assertThat(packets(out)).hasSize(1);
        }

        @Test
        void of_a_control_message_that_is_larger_itself_start_after_it() {
            TupleTerm traced =
                    Term.tuple(Term.of(12), Term.atom(""), AtomTerm.OK, payload(100_000));
            encoder.encode(traced, AtomTerm.OK, 1, out);
            PacketDecoder decoder = new PacketDecoder(form, identities);
            List<byte[]> packets = packets(out);
            assertThat(packets).hasSize(2);
            assertThat(decoder.decode(packets.get(0))).isEmpty();
            assertThat(decoder.decode(packets.get(1))).contains(new Packet(traced, AtomTerm.OK));
        }

        @Test
        void let_other_messages_pass_in_between() {
            PacketEncoder cached = new PacketEncoder(ALL);
            PacketDecoder decoder = new PacketDecoder(ALL, identities);
            Term large = Term.tuple(Term.atom("large"), payload(200_000), Term.atom("tail"));
            FragmentedMessage rest = cached.begin(SEND, large, 1, out).orElseThrow();
            // It takes the slots of the first message's atoms for others, as far as it can.
            Term atoms =
                    Term.list(
                            IntStream.range(0, 250).mapToObj(i -> Term.atom("other" + i)).toList());
            assertThat(cached.begin(SEND, atoms, 2, out)).isEmpty();
            FragmentedMessage second = cached.begin(SEND, large, 3, out).orElseThrow();
            while (rest.hasNext()) {
                rest.writeNext(out);
                second.writeNext(out);
            }
            assertThatIllegalStateException().isThrownBy(() -> rest.writeNext(out));
            List<Packet> read = new ArrayList<>();
            for (byte[] packet : packets(out)) {
                decoder.decode(packet).ifPresent(read::add);
            }
            assertThat(read)
                    .containsExactly(
                            new Packet(SEND, atoms),
                            new Packet(SEND, large),
                            new Packet(SEND, large));
        }
    }
}
