// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import dev.erloom.interop.term.IntTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the packets of one connection: keeps the peer's atom cache, and puts fragmented messages
 * together.
 *
 * <p>Packets are given in the order in which they arrived, all of them, by one thread at a time.
 * After a {@link MalformedTermException} the decoder and the peer no longer agree, and the
 * connection must be closed.
 */
public final class PacketDecoder {

    private final PacketForm form;
    private final TermReader terms;
    private final ByteReader in;
    private final AtomCacheReader atoms;
    private final Reassembly reassembly;

    /** Makes a decoder with {@link PacketLimits#DEFAULT}. */
    public PacketDecoder(PacketForm form, Identities identities) {
        this(form, identities, PacketLimits.DEFAULT);
    }

    /** Makes a decoder that refuses what exceeds {@code limits}. */
    public PacketDecoder(PacketForm form, Identities identities, PacketLimits limits) {
        this.form = form;
        this.terms = new TermReader(identities, limits.terms());
        this.in = terms.in();
        this.atoms = new AtomCacheReader(terms.leaves().table());
        this.reassembly = new Reassembly(limits);
    }

    /** Reads a packet as {@link #decode(byte[], int, int)} does. */
    public Optional<Packet> decode(byte[] packet) {
        return decode(packet, 0, packet.length);
    }

    /**
     * Reads the packet in {@code bytes} from index {@code from} up to but without {@code to},
     * without the four bytes of length that precede it; the bytes may be changed afterwards.
     *
     * @return the message that is complete with this packet; empty for a tick, which has no bytes,
     *     and for a fragment that is not the last
     * @throws MalformedTermException if the bytes are no packet of this connection's form, or
     *     exceed a limit
     * @throws IndexOutOfBoundsException if the range is not inside {@code bytes}
     */
    public Optional<Packet> decode(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        if (from == to) {
            return Optional.empty();
        }
        terms.begin(bytes, from, to);
        try {
            return form.isPassThrough() ? Optional.of(passThrough()) : withHeader();
        } finally {
            in.release();
        }
    }

    /** {@return how many fragmented messages are incomplete} */
    public int openSequences() {
        return reassembly.openSequences();
    }

    /** {@return how many bytes of incomplete messages are held} */
    public long heldBytes() {
        return reassembly.heldBytes();
    }

    private Packet passThrough() {
        if (in.u1() != Tag.PASS_THROUGH) {
            throw MalformedTermException.packet("pass-through form expected, none came");
        }
        requireVersion();
        TupleTerm control = control();
        if (!hasPayload(control)) {
            return new Packet(control, null);
        }
        requireVersion();
        return new Packet(control, terms.read());
    }

    private void requireVersion() {
        require(1);
        int version = in.u1();
        if (version != Tag.VERSION) {
            throw MalformedTermException.packet(
                    "131 expected at offset " + (in.offset() - 1) + ", was " + version);
        }
    }

    private Optional<Packet> withHeader() {
        requireVersion();
        require(1);
        int type = in.u1();
        return switch (type) {
            case Tag.DIST_HEADER -> {
                readHeader();
                yield Optional.of(whole(control()));
            }
            case Tag.FRAGMENT_START -> start();
            case Tag.FRAGMENT -> fragment();
            default ->
                    throw MalformedTermException.packet(
                            "header of type 68, 69 or 70 expected, was " + type);
        };
    }

    private void readHeader() {
        atoms.read(in);
        terms.leaves().useReferences(atoms.references(), atoms.count());
    }

    private Packet whole(TupleTerm control) {
        return new Packet(control, hasPayload(control) ? terms.read() : null);
    }

    private Optional<Packet> start() {
        requireFragments();
        long sequence = in.s8();
        long fragments = in.s8();
        readHeader();
        TupleTerm control = control();
        if (fragments == 1) {
            return Optional.of(whole(control));
        }
        if (fragments == 0) {
            throw MalformedTermException.packet("fragmented message of 0 fragments");
        }
        Reassembly.Message message =
                new Reassembly.Message(control, atoms.copyOfReferences(), fragments);
        reassembly.start(sequence, message, in);
        return Optional.empty();
    }

    private Optional<Packet> fragment() {
        requireFragments();
        long sequence = in.s8();
        long number = in.s8();
        Reassembly.Message message = reassembly.add(sequence, number, in);
        if (message == null) {
            return Optional.empty();
        }
        terms.begin(message.bytes(), 0, message.size());
        terms.leaves().useReferences(message.atoms, message.atoms.length);
        return Optional.of(whole(message.control));
    }

    private void requireFragments() {
        if (!form.fragments()) {
            throw MalformedTermException.packet(
                    "a fragment came, but fragments were not negotiated");
        }
        require(16);
    }

    private void require(int bytes) {
        if (!in.has(bytes)) {
            throw MalformedTermException.packet(
                    "needs " + bytes + " bytes at offset " + in.offset() + ", has " + in.left());
        }
    }

    private TupleTerm control() {
        Term control = terms.read();
        if (control instanceof TupleTerm tuple
                && tuple.size() > 0
                && tuple.get(0) instanceof IntTerm) {
            return tuple;
        }
        throw MalformedTermException.packet(
                "a control message must be a tuple that starts with an integer");
    }

    private static boolean hasPayload(TupleTerm control) {
        return control.get(0) instanceof IntTerm(long operation)
                && Operations.hasPayload(operation);
    }
}
