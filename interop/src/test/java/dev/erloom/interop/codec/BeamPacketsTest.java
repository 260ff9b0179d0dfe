// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.BinaryTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.PidTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.interop.testing.AgainstRealBeam;
import dev.erloom.interop.testing.Beam;
import dev.erloom.interop.testing.ErlangNode;
import dev.erloom.interop.testing.NodeIdentities;
import dev.erloom.interop.testing.PortMapper;
import dev.erloom.interop.testing.RandomTerms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real node reads the packets and answers with the same terms, in every form there is. */
@AgainstRealBeam
class BeamPacketsTest {

    /** What a node announces that can do all but native records. */
    private static final long FLAGS = 0xD07DF7FBCL;

    private static final long ATOM_CACHE = 0x2000;
    private static final long FRAGMENTS = 0x800000;

    private final NodeIdentities identities = new NodeIdentities();
    private final PortMapper mapper;
    private final ErlangNode node;
    private final int port;
    private final PidTerm self = new PidTerm(identities.pid("java@127.0.0.1", 7, 1, 0));
    private final TupleTerm control =
            Term.tuple(Term.of(6), self, Term.atom(""), Term.atom("echo"));

    static Stream<Beam.Release> releases() {
        return Beam.releases();
    }

    BeamPacketsTest(Beam.Release release) {
        mapper = PortMapper.start(release);
        node = ErlangNode.start(release, mapper, "echo@127.0.0.1", "cook");
        node.eval(
                "Loop = fun Loop() -> receive {From, Term} -> From ! Term end, Loop() end,"
                        + " register(echo, spawn(Loop)).");
        port =
                Integer.parseInt(
                        node.eval(
                                "{port, Port, _} ="
                                        + " erl_epmd:port_please(\"echo\", {127, 0, 0, 1}), Port."));
    }

    @AfterEach
    void end() {
        node.close();
        mapper.close();
        identities.close();
    }

    /** One connection, and both ends of the codec for it. */
    private final class Wire implements AutoCloseable {
        final BeamSocket socket;
        final PacketEncoder encoder;
        final PacketDecoder decoder;
        final WireBuffer out = new WireBuffer();

        Wire(long flags) throws IOException {
            socket = new BeamSocket(port, "java@127.0.0.1", 7, flags, "cook");
            encoder = new PacketEncoder(socket.form());
            decoder = new PacketDecoder(socket.form(), identities);
        }

        Term receive() throws IOException {
            Optional<Packet> packet = Optional.empty();
            while (packet.isEmpty()) {
                packet = decoder.decode(socket.read());
            }
            return Objects.requireNonNull(packet.get().payload());
        }

        void assertEcho(Term term, String description) throws IOException {
            encoder.encode(control, Term.tuple(self, term), 1, out);
            socket.write(out);
            assertThat(receive().equals(term)).as(description).isTrue();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {FLAGS, FLAGS - ATOM_CACHE, FLAGS - FRAGMENTS, FLAGS - ATOM_CACHE - FRAGMENTS})
    void any_terms_come_back(long flags) throws IOException {
        long seed = System.nanoTime();
        RandomTerms random = new RandomTerms(seed, identities).withoutFuns();
        Random sizes = new Random(seed);
        try (Wire wire = new Wire(flags)) {
            for (int i = 0; i < 300; i++) {
                wire.assertEcho(random.next(), "seed %d, term %d".formatted(seed, i));
            }
            for (int size : new int[] {65_400, 65_536, 131_072, 200_000, 1_000_000}) {
                byte[] bytes = new byte[size + sizes.nextInt(100)];
                sizes.nextBytes(bytes);
                wire.assertEcho(BinaryTerm.of(bytes), "seed %d, size %d".formatted(seed, size));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {FLAGS, FLAGS - FRAGMENTS})
    void any_number_of_atoms_comes_back_through_the_cache(long flags) throws IOException {
        try (Wire wire = new Wire(flags)) {
            for (int round = 0; round < 3; round++) {
                for (int count : new int[] {1, 2, 100, 252, 253, 254, 255, 256, 1000, 5000}) {
                    wire.assertEcho(atoms("a" + count + "_", count), count + " atoms");
                }
                for (int count = 1; count < 4; count++) {
                    String name = "é".repeat(200) + round + count;
                    wire.assertEcho(Term.tuple(Term.atom(name), atoms(name, count)), name);
                }
            }
        }
    }

    private static ListTerm atoms(String prefix, int count) {
        return Term.list(IntStream.range(0, count).mapToObj(i -> Term.atom(prefix + i)).toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {FLAGS, FLAGS - ATOM_CACHE})
    void fragments_of_several_messages_may_be_mixed(long flags) throws IOException {
        try (Wire wire = new Wire(flags)) {
            List<FragmentedMessage> open = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                Term large =
                        Term.tuple(
                                atoms("large" + i + "_", 50), BinaryTerm.of(new byte[i * 70_000]));
                Term message = Term.tuple(from(i), large);
                wire.encoder.begin(controlFrom(i), message, i, wire.out).ifPresent(open::add);
            }
            while (!open.isEmpty()) {
                open.forEach(message -> message.writeNext(wire.out));
                open.removeIf(message -> !message.hasNext());
                wire.encoder.encode(control, Term.tuple(self, Term.of(open.size())), 99, wire.out);
            }
            wire.socket.write(wire.out);
            int large = 0;
            for (int i = 0; i < 10; i++) {
                large += wire.receive() instanceof TupleTerm ? 1 : 0;
            }
            assertThat(large).isEqualTo(5);
        }
    }

    /** One sequence at a time may be open for each process that sends. */
    private PidTerm from(int number) {
        return new PidTerm(identities.pid("java@127.0.0.1", 7, 100 + number, 0));
    }

    private TupleTerm controlFrom(int number) {
        return Term.tuple(Term.of(6), from(number), Term.atom(""), Term.atom("echo"));
    }
}
