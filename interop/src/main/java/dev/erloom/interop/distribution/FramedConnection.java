// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.distribution.CloseReason.Kind;
import dev.erloom.interop.distribution.FrameReader.MalformedFrameException;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The connection to a peer after the handshake: frames both ways, ticks both ways, one end.
 *
 * <p>One thread reads and one writes. The writer encodes in the order of the wire and writes as
 * many frames at once as there are.
 *
 * @param <T> what is sent
 */
final class FramedConnection<T> {
    private static final System.Logger LOG = System.getLogger("dev.erloom.interop");
    private static final int BATCH = 64 * 1024;

    private final String peer;
    private final Socket socket;
    private final OutputStream out;
    private final FrameEncoder<T> encoder;
    private final FrameHandler handler;
    private final Settings settings;
    private final TimeSource time;

    private final FrameReader frames;
    private final SendQueue<T> queue;
    private final TickWatch watch;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicReference<@Nullable CloseReason> closed = new AtomicReference<>();
    private final Thread reader;
    private final Thread writer;

    private final Object lock = new Object();
    private volatile boolean writerIdle;
    private volatile boolean tickDue;
    private volatile @Nullable CloseReason leaving;
    private volatile TimeSource.Timer timer = () -> {};

    /**
     * The bounds of a connection.
     *
     * @param longestFrame the longest frame that a peer may send
     * @param highWater above how many waiting bytes senders of messages wait
     * @param limit above how many waiting bytes the connection is given up
     * @param tickTime how long the peer may be silent; it is noticed within a quarter more
     */
    record Settings(int longestFrame, long highWater, long limit, Duration tickTime) {
        private static final int INTENSITY = 4;

        /** 128 MiB, OTP's {@code dist_buf_busy_limit} and {@code net_ticktime}, and 64 MiB. */
        static final Settings DEFAULT =
                new Settings(128 << 20, 1 << 20, 64 << 20, Duration.ofSeconds(60));

        Settings tickTime(Duration tickTime) {
            return new Settings(longestFrame, highWater, limit, tickTime);
        }

        Duration interval() {
            return tickTime.dividedBy(INTENSITY);
        }
    }

    /**
     * Makes a connection of {@code socket}, which it owns from now on; it must be started.
     *
     * @param peer what the log calls the other side
     */
    FramedConnection(
            String peer,
            Socket socket,
            FrameEncoder<T> encoder,
            FrameHandler handler,
            Settings settings,
            TimeSource time)
            throws IOException {
        this.peer = peer;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.encoder = encoder;
        this.handler = handler;
        this.settings = settings;
        this.time = time;
        this.frames = new FrameReader(socket.getInputStream(), settings.longestFrame());
        this.queue = new SendQueue<>(settings.highWater(), settings.limit());
        this.watch = new TickWatch(Settings.INTENSITY);
        this.reader = Thread.ofVirtual().name("erloom-reader " + peer).unstarted(this::read);
        this.writer = Thread.ofVirtual().name("erloom-writer " + peer).unstarted(this::write);
    }

    /**
     * Starts reading and writing; the handler will be told the end, even if it has ended before.
     */
    void start() {
        reader.start();
        writer.start();
        synchronized (lock) {
            if (leaving == null) {
                setTimer(settings.interval(), this::tick);
            }
        }
    }

    /**
     * Sends a message; waits while the peer is slow. False when it was dropped, because the
     * connection has ended.
     *
     * @throws InterruptedException when interrupted while waiting; the message was not sent
     */
    boolean send(T item) throws InterruptedException {
        return queued(queue.put(item, encoder.weight(item)));
    }

    /**
     * Sends something that must not wait. False when it was dropped, because the connection has
     * ended or ends now: too much waits for the peer.
     */
    boolean sendNow(T item) {
        return queued(queue.putNow(item, encoder.weight(item)));
    }

    private boolean queued(SendQueue.Outcome outcome) {
        return switch (outcome) {
            case QUEUED -> {
                wakeWriter();
                yield true;
            }
            case CLOSED -> false;
            case FULL -> {
                close(
                        new CloseReason(
                                Kind.OVERLOADED,
                                "more than " + settings.limit() + " bytes wait for it"));
                yield false;
            }
        };
    }

    /** {@return how many bytes have come from the peer} */
    long received() {
        return frames.received();
    }

    /** {@return how many bytes wait to be written, about} */
    long backlog() {
        return queue.backlog();
    }

    /** Ends the connection at once; what waits is lost. The first reason counts. */
    void close(CloseReason reason) {
        if (!closed.compareAndSet(null, reason)) {
            return;
        }
        Level level = reason.isNoteworthy() ? Level.WARNING : Level.DEBUG;
        LOG.log(level, "closed the connection to " + peer + ": " + reason.text());
        Deadline.closeQuietly(socket);
        queue.close();
        timer.cancel();
        LockSupport.unpark(writer);
    }

    /**
     * Ends the connection once what waits is written and the peer has seen the end of it, in any
     * case after {@code limit}. Nothing more is sent.
     */
    void closeAfterSending(CloseReason reason, Duration limit) {
        synchronized (lock) {
            if (leaving != null) {
                return;
            }
            leaving = reason;
            setTimer(limit, () -> close(reason));
        }
        queue.close();
        wakeWriter();
    }

    /** Waits until the connection has ended and its handler was told. */
    void awaitEnd() throws InterruptedException {
        reader.join();
        writer.join();
    }

    private void read() {
        CloseReason end = new CloseReason(Kind.FAILED, "its reader died");
        try {
            end = readFrames();
        } finally {
            close(end);
            handler.onClosed(reason(end));
        }
    }

    private CloseReason reason(CloseReason otherwise) {
        CloseReason reason = closed.get();
        return reason == null ? otherwise : reason;
    }

    private CloseReason readFrames() {
        try {
            for (byte[] frame = frames.next(); frame != null; frame = frames.next()) {
                if (frame.length > 0) {
                    handle(frame);
                }
            }
            return ended("the peer closed it");
        } catch (MalformedFrameException e) {
            return new CloseReason(Kind.MALFORMED, String.valueOf(e.getMessage()));
        } catch (EOFException e) {
            return ended("the peer closed it " + e.getMessage());
        } catch (IOException e) {
            return ended(String.valueOf(e.getMessage()));
        }
    }

    private CloseReason ended(String text) {
        CloseReason ours = leaving;
        return ours == null ? new CloseReason(Kind.CLOSED, text) : ours;
    }

    private void handle(byte[] frame) throws MalformedFrameException {
        if (closed.get() != null) {
            return;
        }
        try {
            handler.onFrame(frame);
        } catch (Exception e) {
            // whatever a frame makes a handler throw, it is that peer's frame
            throw new MalformedFrameException("malformed frame: " + e, e);
        }
    }

    private void write() {
        @Nullable CloseReason end = new CloseReason(Kind.FAILED, "its writer died");
        try {
            end = writeFrames(new FrameSink());
        } finally {
            if (end != null) {
                close(end);
            }
        }
    }

    /** {@return why the connection is to end, null when the reader will see its end} */
    private @Nullable CloseReason writeFrames(FrameSink sink) {
        try {
            while (closed.get() == null) {
                // looked at first: what was sent before the end was announced is then in the queue
                boolean last = leaving != null;
                long weight = encodeBatch(sink);
                if (sink.size() > 0) {
                    tickDue = false;
                    int length = sink.size();
                    sink.drainTo(out);
                    sent.addAndGet(length);
                    queue.release(weight);
                } else if (last) {
                    socket.shutdownOutput();
                    return null;
                } else {
                    awaitWork();
                }
            }
            return null;
        } catch (EncodingException e) {
            return new CloseReason(Kind.FAILED, "could not encode for it: " + e.getCause());
        } catch (IOException e) {
            return ended(String.valueOf(e.getMessage()));
        }
    }

    /** {@return what the items that are now in {@code sink} count for} */
    private long encodeBatch(FrameSink sink) throws EncodingException {
        long weight = 0;
        while (sink.size() < BATCH) {
            SendQueue.Entry<T> entry = queue.poll();
            if (entry == null) {
                break;
            }
            weight += entry.weight();
            try {
                encoder.encode(entry.item(), sink);
            } catch (Exception e) {
                // whatever it is, half a frame cannot be taken back: the peer's cache has moved on
                throw new EncodingException(e);
            }
        }
        if (sink.size() == 0 && tickDue) {
            sink.tick();
        }
        return weight;
    }

    private static final class EncodingException extends Exception {
        private static final long serialVersionUID = 1L;

        EncodingException(Exception cause) {
            super(cause);
        }
    }

    private void awaitWork() {
        writerIdle = true;
        if (queue.isEmpty() && !tickDue && leaving == null && closed.get() == null) {
            LockSupport.park(this);
        }
        writerIdle = false;
    }

    private void wakeWriter() {
        if (writerIdle) {
            LockSupport.unpark(writer);
        }
    }

    private void tick() {
        switch (watch.check(frames.received(), sent.get(), queue.backlog() > 0)) {
            case FINE -> {}
            case TICK -> {
                tickDue = true;
                wakeWriter();
            }
            case DEAD ->
                    close(
                            new CloseReason(
                                    Kind.TICK_TIMEOUT,
                                    "nothing came from it for " + settings.tickTime()));
        }
        synchronized (lock) {
            if (leaving == null) {
                setTimer(settings.interval(), this::tick);
            }
        }
    }

    private void setTimer(Duration delay, Runnable task) {
        synchronized (lock) {
            timer.cancel();
            timer = time.after(delay, task);
        }
        if (closed.get() != null) {
            timer.cancel();
        }
    }
}
