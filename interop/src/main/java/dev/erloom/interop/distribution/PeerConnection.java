// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.codec.Packet;
import dev.erloom.interop.codec.PacketDecoder;
import dev.erloom.interop.codec.PacketEncoder;
import dev.erloom.interop.codec.PacketForm;
import dev.erloom.interop.codec.WireBuffer;
import dev.erloom.process.Atom;
import dev.erloom.process.Border;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A connection that stands: signals go in, signals come out. */
final class PeerConnection {

    /** Small enough to go unnoticed, large enough for the last words of a node. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final String peer;
    private final boolean dialled;
    private final SignalWriter writer;
    private final FramedConnection<ControlMessage> frames;

    /**
     * Makes a connection of {@code socket}, which it owns from now on; it must be started.
     *
     * @param dialled whether this side has called
     * @param ended is told the end, once, when no more signals come in
     */
    PeerConnection(
            AuthenticatedSocket socket,
            boolean dialled,
            Border border,
            MessageReader messages,
            FramedConnection.Settings settings,
            TimeSource time,
            Consumer<PeerConnection> ended)
            throws IOException {
        Handshaken handshaken = socket.handshaken();
        PacketForm form = PacketForm.negotiated(handshaken.flags().bits());
        this.peer = handshaken.peer().toString();
        this.dialled = dialled;
        this.writer = new SignalWriter(handshaken.flags());
        SignalReader reader =
                new SignalReader(
                        handshaken.self().toString(), peer, border, messages, this::answer);
        this.frames =
                new FramedConnection<>(
                        peer,
                        socket.socket(),
                        new Encoder(form),
                        new Handler(form, border, reader, () -> ended.accept(this)),
                        settings,
                        time);
    }

    void start() {
        frames.start();
    }

    /** {@return whether this side has called} */
    boolean isDialled() {
        return dialled;
    }

    /**
     * Sends a signal; a message waits while the peer is slow. False when the connection has ended.
     *
     * @throws ExitException when interrupted while waiting
     * @throws IllegalArgumentException when the signal holds a value that has no term
     */
    boolean send(Signal signal) {
        ControlMessage message = writer.write(signal);
        if (!(signal instanceof Signal.Send)) {
            return frames.sendNow(message);
        }
        try {
            return frames.send(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExitException(ExitReason.of(new Atom("interrupted")));
        }
    }

    /**
     * Sends a signal without ever waiting, as the reader of a connection and whoever holds a lock
     * must.
     */
    boolean sendNow(Signal signal) {
        return frames.sendNow(writer.write(signal));
    }

    private void answer(ControlMessage message) {
        frames.sendNow(message);
    }

    void close(CloseReason reason) {
        frames.close(reason);
    }

    /** Ends the connection when everything that waits is sent. */
    void leave(CloseReason reason) {
        frames.closeAfterSending(reason, FAREWELL);
    }

    /** Waits until the end was told; not on the thread that tells it. */
    void awaitEnd() throws InterruptedException {
        frames.awaitEnd();
    }

    @Override
    public String toString() {
        return "connection to " + peer;
    }

    private static final class Encoder implements FrameEncoder<ControlMessage> {
        private static final int KEPT_BYTES = 256 * 1024;

        private final PacketEncoder packets;
        private final WireBuffer buffer = new WireBuffer();

        /** A peer's virtual machine ends when it receives a sequence of 0. */
        private long sequence = 1;

        Encoder(PacketForm form) {
            this.packets = new PacketEncoder(form);
        }

        @Override
        public long weight(ControlMessage item) {
            return item.weight();
        }

        @Override
        public void encode(ControlMessage item, FrameSink out) throws IOException {
            packets.encode(item.control(), item.payload(), sequence++, buffer);
            buffer.writeTo(out);
            buffer.clearTo(KEPT_BYTES);
        }
    }

    private record Handler(PacketDecoder packets, SignalReader signals, Runnable ended)
            implements FrameHandler {

        Handler(PacketForm form, Border border, SignalReader signals, Runnable ended) {
            this(new PacketDecoder(form, new Numbers(border)), signals, ended);
        }

        @Override
        public void onFrame(byte[] frame) {
            Optional<Packet> packet = packets.decode(frame);
            packet.ifPresent(signals::read);
        }

        @Override
        public void onClosed(CloseReason reason) {
            ended.run();
        }
    }
}
