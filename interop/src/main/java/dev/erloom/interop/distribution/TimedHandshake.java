// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.distribution.HandshakeFailure.Reason;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs a handshake in bounded time, and finds out why one ended whose socket just broke. */
final class TimedHandshake {
    /** OTP's {@code net_setuptime}. */
    static final Duration SETUP_TIME = Duration.ofSeconds(7);

    private TimedHandshake() {}

    /** What is to be done in time on one socket. */
    interface Steps {
        Handshaken run() throws IOException;
    }

    /**
     * Runs {@code steps}; closes {@code socket} if they do not succeed.
     *
     * @param peer what messages call the other side
     */
    static Handshaken run(TimeSource time, Duration limit, Socket socket, String peer, Steps steps)
            throws HandshakeFailure {
        boolean done = false;
        try (var deadline = Deadline.of(time, limit, socket)) {
            Handshaken handshaken = explaining(deadline, limit, peer, steps);
            done = true;
            return handshaken;
        } finally {
            if (!done) {
                Deadline.closeQuietly(socket);
            }
        }
    }

    private static Handshaken explaining(
            Deadline deadline, Duration limit, String peer, Steps steps) throws HandshakeFailure {
        try {
            Handshaken handshaken = steps.run();
            if (deadline.meet()) {
                return handshaken;
            }
            throw late(limit, peer, null);
        } catch (IOException e) {
            if (deadline.hasExpired()) {
                throw late(limit, peer, e);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new HandshakeFailure(
                        Reason.ABANDONED, "the connection to " + peer + " was given up", e);
            }
            if (e instanceof HandshakeFailure failure) {
                throw failure;
            }
            throw new HandshakeFailure(
                    Reason.CLOSED, peer + " ended the handshake: " + e.getMessage(), e);
        }
    }

    private static HandshakeFailure late(Duration limit, String peer, @Nullable IOException cause) {
        return new HandshakeFailure(
                Reason.TIMEOUT, peer + " did not finish the handshake within " + limit, cause);
    }
}
