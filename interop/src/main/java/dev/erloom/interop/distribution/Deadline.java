// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Bounds a whole exchange on a socket, whatever the peer sends or does not send: closes the socket
 * when the time is over, which ends every read and write on it.
 */
final class Deadline implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.erloom.interop");

    private enum State {
        RUNNING,
        MET,
        EXPIRED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final Closeable socket;
    private final TimeSource.Timer timer;

    private Deadline(TimeSource time, Duration limit, Closeable socket) {
        this.socket = socket;
        this.timer = time.after(limit, this::expire);
    }

    static Deadline of(TimeSource time, Duration limit, Closeable socket) {
        return new Deadline(time, limit, socket);
    }

    private void expire() {
        if (state.compareAndSet(State.RUNNING, State.EXPIRED)) {
            closeQuietly(socket);
        }
    }

    /** Stops the clock; false when the time was over before, and the socket is closed. */
    boolean meet() {
        timer.cancel();
        return state.compareAndSet(State.RUNNING, State.MET) || state.get() == State.MET;
    }

    /** {@return whether the time was over while the exchange ran} */
    boolean hasExpired() {
        return state.get() == State.EXPIRED;
    }

    /** Stops the clock. */
    @Override
    public void close() {
        meet();
    }

    /** Closes what is of no more use; that it could not be closed properly changes nothing. */
    static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "closing a socket failed", e);
        }
    }
}
