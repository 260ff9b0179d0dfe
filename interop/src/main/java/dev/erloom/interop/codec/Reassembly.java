// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.TupleTerm;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages of one connection of which some fragments are still to come. */
final class Reassembly {

    /** A message whose payload is not complete. */
    static final class Message {
        final TupleTerm control;
        final @Nullable AtomTerm[] atoms;
        private long expected;
        private byte[] bytes;
        private int size;

        Message(TupleTerm control, @Nullable AtomTerm[] atoms, long fragments) {
            this.control = control;
            this.atoms = atoms;
            this.expected = fragments;
            this.bytes = new byte[0];
        }

        byte[] bytes() {
            return bytes;
        }

        int size() {
            return size;
        }

        private void append(ByteReader in) {
            int length = in.left();
            if (length > bytes.length - size) {
                long room = Math.max((long) size + length, 2L * bytes.length);
                bytes = Arrays.copyOf(bytes, (int) Math.min(room, Integer.MAX_VALUE - 8));
            }
            System.arraycopy(in.bytes(), in.index(), bytes, size, length);
            size += length;
            expected--;
        }
    }

    private final PacketLimits limits;
    private final Map<Long, Message> open = new HashMap<>();
    private long held;

    Reassembly(PacketLimits limits) {
        this.limits = limits;
    }

    int openSequences() {
        return open.size();
    }

    long heldBytes() {
        return held;
    }

    /** Takes the rest of {@code in} as the first part of a message of several fragments. */
    void start(long sequence, Message message, ByteReader in) {
        if (open.size() == limits.openSequences()) {
            throw MalformedTermException.packet(
                    "more than " + limits.openSequences() + " fragmented messages at a time");
        }
        if (open.putIfAbsent(sequence, message) != null) {
            throw MalformedTermException.packet(
                    "sequence " + Long.toUnsignedString(sequence) + " started twice");
        }
        append(message, in);
    }

    /**
     * Takes the rest of {@code in} as fragment {@code number}; returns the message once complete.
     */
    @Nullable Message add(long sequence, long number, ByteReader in) {
        Message message = open.get(sequence);
        if (message == null || message.expected != number) {
            throw MalformedTermException.packet(
                    "fragment %s of sequence %s came, expected was %s"
                            .formatted(
                                    Long.toUnsignedString(number),
                                    Long.toUnsignedString(sequence),
                                    message == null
                                            ? "its start"
                                            : Long.toUnsignedString(message.expected)));
        }
        append(message, in);
        if (message.expected != 0) {
            return null;
        }
        open.remove(sequence);
        held -= message.size;
        return message;
    }

    private void append(Message message, ByteReader in) {
        int length = in.left();
        if (held + length > limits.fragmentBytes()) {
            throw MalformedTermException.packet(
                    "more than " + limits.fragmentBytes() + " bytes of incomplete messages");
        }
        if ((long) message.size + length > limits.terms().bytes()) {
            throw MalformedTermException.packet(
                    "fragmented message of more than " + limits.terms().bytes() + " bytes");
        }
        message.append(in);
        held += length;
    }
}
