// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.HexFormat;

/**
 * What the two sides of a handshake say to each other, as bytes and back. Parsing knows nothing of
 * the state of the handshake and ignores what follows a message, as later versions may add to it.
 */
sealed interface HandshakeMessage {
    int DIGEST_LENGTH = 16;

    /** {@return the message without the length that goes before it} */
    byte[] encode();

    /** Who calls: the first message of the initiator. */
    record Name(Flags flags, int creation, String name) implements HandshakeMessage {

        static Name parse(byte[] message) throws HandshakeFailure {
            return parsing(
                    'N',
                    message,
                    in -> {
                        var flags = new Flags(in.getLong());
                        int creation = in.getInt();
                        return new Name(flags, creation, string(in, in.getShort(), ISO_8859_1));
                    });
        }

        @Override
        public byte[] encode() {
            byte[] bytes = name.getBytes(ISO_8859_1);
            return message('N', 14 + bytes.length)
                    .putLong(flags.bits())
                    .putInt(creation)
                    .putShort((short) bytes.length)
                    .put(bytes)
                    .array();
        }
    }

    /** Who calls, as OTP 24 and older say it; a {@link Complement} follows later. */
    record OldName(Flags flags, String name) implements HandshakeMessage {
        private static final short VERSION = 5;

        static OldName parse(byte[] message) throws HandshakeFailure {
            return parsing(
                    'n',
                    message,
                    in -> {
                        in.getShort();
                        var flags = new Flags(Integer.toUnsignedLong(in.getInt()));
                        return new OldName(flags, string(in, in.remaining(), ISO_8859_1));
                    });
        }

        @Override
        public byte[] encode() {
            byte[] bytes = name.getBytes(ISO_8859_1);
            return message('n', 6 + bytes.length)
                    .putShort(VERSION)
                    .putInt((int) flags.bits())
                    .put(bytes)
                    .array();
        }
    }

    /** The acceptor's first answer, or the initiator's answer to {@code alive}. */
    record Status(String text) implements HandshakeMessage {
        static final Status OK = new Status("ok");
        static final Status OK_SIMULTANEOUS = new Status("ok_simultaneous");
        static final Status NOK = new Status("nok");
        static final Status NOT_ALLOWED = new Status("not_allowed");
        static final Status ALIVE = new Status("alive");
        static final Status TRUE = new Status("true");
        static final Status FALSE = new Status("false");

        static Status parse(byte[] message) throws HandshakeFailure {
            return parsing('s', message, in -> new Status(string(in, in.remaining(), ISO_8859_1)));
        }

        @Override
        public byte[] encode() {
            byte[] bytes = text.getBytes(ISO_8859_1);
            return message('s', bytes.length).put(bytes).array();
        }
    }

    /** The acceptor's answer to an initiator without a name. */
    record Named(String name, int creation) implements HandshakeMessage {
        private static final String PREFIX = "named:";

        static boolean isOne(byte[] message) {
            return new String(message, ISO_8859_1).startsWith("s" + PREFIX);
        }

        static Named parse(byte[] message) throws HandshakeFailure {
            return parsing(
                    's',
                    message,
                    in -> {
                        string(in, PREFIX.length(), ISO_8859_1);
                        String name = string(in, in.getShort(), UTF_8);
                        return new Named(name, in.getInt());
                    });
        }

        @Override
        public byte[] encode() {
            byte[] bytes = name.getBytes(UTF_8);
            return message('s', PREFIX.length() + 6 + bytes.length)
                    .put(PREFIX.getBytes(ISO_8859_1))
                    .putShort((short) bytes.length)
                    .put(bytes)
                    .putInt(creation)
                    .array();
        }
    }

    /** Who answers, and what the initiator has to prove its cookie with. */
    record Challenge(Flags flags, int challenge, int creation, String name)
            implements HandshakeMessage {

        static Challenge parse(byte[] message) throws HandshakeFailure {
            return parsing(
                    'N',
                    message,
                    in -> {
                        var flags = new Flags(in.getLong());
                        int challenge = in.getInt();
                        int creation = in.getInt();
                        String name = string(in, in.getShort(), ISO_8859_1);
                        return new Challenge(flags, challenge, creation, name);
                    });
        }

        @Override
        public byte[] encode() {
            byte[] bytes = name.getBytes(ISO_8859_1);
            return message('N', 18 + bytes.length)
                    .putLong(flags.bits())
                    .putInt(challenge)
                    .putInt(creation)
                    .putShort((short) bytes.length)
                    .put(bytes)
                    .array();
        }
    }

    /** What an {@link OldName} had no room for. */
    record Complement(int highFlags, int creation) implements HandshakeMessage {

        static Complement parse(byte[] message) throws HandshakeFailure {
            return parsing('c', message, in -> new Complement(in.getInt(), in.getInt()));
        }

        @Override
        public byte[] encode() {
            return message('c', 8).putInt(highFlags).putInt(creation).array();
        }
    }

    /** The initiator's proof, and what the acceptor has to prove its cookie with. */
    record Reply(int challenge, Digest digest) implements HandshakeMessage {

        static Reply parse(byte[] message) throws HandshakeFailure {
            return parsing('r', message, in -> new Reply(in.getInt(), Digest.read(in)));
        }

        @Override
        public byte[] encode() {
            return message('r', 4 + DIGEST_LENGTH).putInt(challenge).put(digest.bytes()).array();
        }
    }

    /** The acceptor's proof: the end of the handshake. */
    record Ack(Digest digest) implements HandshakeMessage {

        static Ack parse(byte[] message) throws HandshakeFailure {
            return parsing('a', message, in -> new Ack(Digest.read(in)));
        }

        @Override
        public byte[] encode() {
            return message('a', DIGEST_LENGTH).put(digest.bytes()).array();
        }
    }

    /** A function of the bytes after the tag. */
    interface Body<M> {
        M read(ByteBuffer in);
    }

    private static <M> M parsing(char tag, byte[] message, Body<M> body) throws HandshakeFailure {
        var in = ByteBuffer.wrap(message);
        try {
            if (in.get() == tag) {
                return body.read(in);
            }
        } catch (BufferUnderflowException e) {
            // told below: shorter than its kind needs
        }
        throw new HandshakeFailure(
                HandshakeFailure.Reason.MALFORMED,
                "expected a '" + tag + "' message of the handshake, was " + shown(message));
    }

    private static String shown(byte[] message) {
        int shown = Math.min(message.length, 32);
        return "0x"
                + HexFormat.of().formatHex(message, 0, shown)
                + (message.length > shown ? "... (" + message.length + " bytes)" : "");
    }

    private static String string(ByteBuffer in, short length, Charset charset) {
        return string(in, Short.toUnsignedInt(length), charset);
    }

    private static String string(ByteBuffer in, int length, Charset charset) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, charset);
    }

    private static ByteBuffer message(char tag, int bodyLength) {
        return ByteBuffer.allocate(1 + bodyLength).put((byte) tag);
    }
}
