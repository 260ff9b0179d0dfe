// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.distribution.HandshakeFailure.Reason;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets peers connect: listens, takes each through the handshake on a thread of its own and in
 * bounded time, and hands over those who proved the cookie.
 */
final class Acceptor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.erloom.interop");

    /**
     * How long a refused connection keeps its place. Bounds how fast cookies can be tried, and how
     * many lines they write in the log.
     */
    private static final Duration PENANCE = Duration.ofSeconds(1);

    private static final Set<Reason> INNOCENT = EnumSet.of(Reason.NOK, Reason.ALREADY_CONNECTED);
    private static final Set<Reason> QUIET =
            EnumSet.of(Reason.NOK, Reason.ALREADY_CONNECTED, Reason.CLOSED, Reason.ABANDONED);

    private final Listener listener;
    private final TimeSource time;
    private final Limits limits;
    private final Semaphore places;
    private final Map<Thread, Socket> pending = new ConcurrentHashMap<>();
    private volatile @Nullable Entry entry;

    /** What peers go through, and where they come out. */
    private record Entry(HandshakeAcceptor handshake, Consumer<AuthenticatedSocket> handler) {}

    /**
     * What a peer may cost before it has proved anything.
     *
     * @param setupTime how long the whole handshake may take
     * @param pending how many handshakes may be under way; more are hung up on
     */
    record Limits(Duration setupTime, int pending) {
        static final Limits DEFAULT = new Limits(TimedHandshake.SETUP_TIME, 64);
    }

    private Acceptor(InetSocketAddress address, TimeSource time, Limits limits) throws IOException {
        this.time = time;
        this.limits = limits;
        this.places = new Semaphore(limits.pending());
        this.listener = Listener.open(address, time, this::admit);
    }

    /**
     * Takes {@code address}; who calls waits until this is started.
     *
     * @throws IOException when the address cannot be had
     */
    static Acceptor bind(InetSocketAddress address, TimeSource time, Limits limits)
            throws IOException {
        var acceptor = new Acceptor(address, time, limits);
        if (!address.getAddress().isLoopbackAddress()) {
            LOG.log(
                    Level.WARNING,
                    "listening on {0} in clear: nothing but the cookie keeps others out",
                    address);
        }
        return acceptor;
    }

    /**
     * Lets peers in and calls {@code handler} for each, on a thread of its own. The handler owns
     * the socket from then on, and may be called while this is being closed.
     */
    void start(HandshakeAcceptor handshake, Consumer<AuthenticatedSocket> handler) {
        this.entry = new Entry(handshake, handler);
        listener.start();
    }

    int port() {
        return listener.port();
    }

    private void admit(Socket socket) {
        if (!places.tryAcquire()) {
            LOG.log(Level.DEBUG, "hung up on {0}: too many handshakes", from(socket));
            Deadline.closeQuietly(socket);
            return;
        }
        Entry open = Objects.requireNonNull(entry, "entry");
        Thread thread =
                Thread.ofVirtual()
                        .name("erloom-handshake " + from(socket))
                        .unstarted(() -> serve(socket, open));
        pending.put(thread, socket);
        thread.start();
    }

    private void serve(Socket socket, Entry open) {
        Handshaken handshaken;
        try {
            handshaken = handshaken(socket, open.handshake());
        } catch (HandshakeFailure e) {
            report(socket, e);
            doPenance(e.reason());
            return;
        } finally {
            pending.remove(Thread.currentThread());
            places.release();
        }
        handOver(new AuthenticatedSocket(socket, handshaken), open.handler());
    }

    private Handshaken handshaken(Socket socket, HandshakeAcceptor handshake)
            throws HandshakeFailure {
        return TimedHandshake.run(
                time,
                limits.setupTime(),
                socket,
                "the peer at " + from(socket),
                () -> {
                    socket.setTcpNoDelay(true);
                    return handshake.with(HandshakeChannel.on(socket));
                });
    }

    private static void handOver(
            AuthenticatedSocket accepted, Consumer<AuthenticatedSocket> handler) {
        boolean taken = false;
        try {
            handler.accept(accepted);
            taken = true;
        } finally {
            if (!taken) {
                Deadline.closeQuietly(accepted.socket());
            }
        }
    }

    private static void report(Socket socket, HandshakeFailure failure) {
        Level level = QUIET.contains(failure.reason()) ? Level.DEBUG : Level.WARNING;
        LOG.log(level, "refused " + from(socket) + ": " + failure.getMessage());
    }

    private void doPenance(Reason reason) {
        if (INNOCENT.contains(reason)) {
            return;
        }
        try {
            time.sleep(PENANCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String from(Socket socket) {
        return String.valueOf(socket.getRemoteSocketAddress());
    }

    /** Stops listening and ends the handshakes that are under way. */
    @Override
    public void close() {
        listener.close();
        pending.forEach((thread, socket) -> {
            Deadline.closeQuietly(socket);
            thread.interrupt();
        });
        for (Thread thread : pending.keySet()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
