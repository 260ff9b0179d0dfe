// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import dev.erloom.port.Port.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Cuts the bytes of one program into frames, and makes frames of what is written to it. */
abstract sealed class Frames {

    /**
     * One piece of output.
     *
     * @param bytes its bytes
     * @param kind what they are
     */
    @SuppressWarnings("ArrayRecordComponent") // made here, read once, compared by nobody
    record Frame(byte[] bytes, Kind kind) {}

    /** A packet that cannot be: {@code einval}. */
    static final class TooLong extends Exception {
        private static final long serialVersionUID = 1;
    }

    static Frames of(Framing framing) {
        return switch (framing) {
            case Framing.Stream() -> new Chunks(Kind.CHUNK);
            case Framing.Packet packet -> new Packets(packet);
            case Framing.Lines(int maxLength) -> new Lines(maxLength);
        };
    }

    /** {@return the framing of what goes to standard error: none} */
    static Frames ofErrors() {
        return new Chunks(Kind.ERROR);
    }

    /** {@return the frames that {@code bytes} complete, oldest first} */
    abstract List<Frame> feed(byte[] bytes) throws TooLong;

    /** {@return what is left when nothing more comes} */
    List<Frame> end() {
        return List.of();
    }

    /** {@return {@code data} as it is written to a program} */
    static byte[] encode(Framing framing, byte[] data) throws TooLong {
        if (!(framing instanceof Framing.Packet packet)) {
            return data.clone();
        }
        int header = packet.lengthBytes();
        if (data.length > packet.longest() || data.length > Integer.MAX_VALUE - 64) {
            throw new TooLong();
        }
        byte[] framed = new byte[header + data.length];
        for (int i = 0; i < header; i++) {
            framed[i] = (byte) (data.length >>> (8 * (header - 1 - i)));
        }
        System.arraycopy(data, 0, framed, header, data.length);
        return framed;
    }

    private static final class Chunks extends Frames {
        private final Kind kind;

        Chunks(Kind kind) {
            this.kind = kind;
        }

        @Override
        List<Frame> feed(byte[] bytes) {
            return List.of(new Frame(bytes, kind));
        }
    }

    /** Keeps only what has arrived: a length is a promise, and costs nothing before it is kept. */
    private static final class Packets extends Frames {
        private final Framing.Packet packet;
        private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

        /** How long the header, and once that is known the whole packet is. */
        private long needed;

        Packets(Framing.Packet packet) {
            this.packet = packet;
            this.needed = packet.lengthBytes();
        }

        @Override
        List<Frame> feed(byte[] bytes) throws TooLong {
            List<Frame> frames = new ArrayList<>();
            int at = 0;
            while (at < bytes.length) {
                int taken = (int) Math.min(needed - partial.size(), bytes.length - at);
                partial.write(bytes, at, taken);
                at += taken;
                if (partial.size() == packet.lengthBytes()) {
                    needed = partial.size() + length();
                }
                if (partial.size() == needed) {
                    frames.add(frame());
                }
            }
            return frames;
        }

        private long length() throws TooLong {
            long length = 0;
            for (byte digit : partial.toByteArray()) {
                length = length << Byte.SIZE | Byte.toUnsignedInt(digit);
            }
            if (length > Integer.MAX_VALUE - 64) {
                throw new TooLong();
            }
            return length;
        }

        private Frame frame() {
            int header = packet.lengthBytes();
            byte[] payload = new byte[partial.size() - header];
            ByteBuffer.wrap(partial.toByteArray()).position(header).get(payload);
            partial.reset();
            needed = header;
            return new Frame(payload, Kind.PACKET);
        }
    }

    /**
     * A line that is just full waits for the byte behind it, which may be its end. So does a
     * carriage return, which belongs to the line unless a line feed follows.
     */
    private static final class Lines extends Frames {
        private final int maxLength;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private boolean returned;

        Lines(int maxLength) {
            this.maxLength = maxLength;
        }

        @Override
        List<Frame> feed(byte[] bytes) {
            List<Frame> frames = new ArrayList<>();
            for (byte next : bytes) {
                if (next == '\n') {
                    returned = false;
                    frames.add(take(Kind.LINE));
                } else {
                    addReturn(frames);
                    if (next == '\r') {
                        returned = true;
                    } else {
                        add(next, frames);
                    }
                }
            }
            return frames;
        }

        @Override
        List<Frame> end() {
            List<Frame> frames = new ArrayList<>();
            addReturn(frames);
            if (line.size() > 0) {
                frames.add(take(Kind.LINE_PART));
            }
            return frames;
        }

        private void addReturn(List<Frame> frames) {
            if (returned) {
                returned = false;
                add((byte) '\r', frames);
            }
        }

        private void add(byte next, List<Frame> frames) {
            if (line.size() == maxLength) {
                frames.add(take(Kind.LINE_PART));
            }
            line.write(next);
        }

        private Frame take(Kind kind) {
            Frame frame = new Frame(line.toByteArray(), kind);
            line.reset();
            return frame;
        }
    }
}
