// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Says why no connection came about. */
final class HandshakeFailure extends IOException {
    private static final long serialVersionUID = 1L;

    enum Reason {
        /** No resolver knows the node. */
        UNKNOWN_NODE,
        /** Nothing listens where the node should be. */
        UNREACHABLE,
        /** The set-up took longer than it may. */
        TIMEOUT,
        /** The peer closed the connection, or it broke. */
        CLOSED,
        /** The peer says what no node says at that point. */
        MALFORMED,
        /** One side calls itself what the other one is called. */
        OWN_NAME,
        /** Another node answers than the one that was called. */
        WRONG_NAME,
        /** The peer cannot handle what every node must. */
        MISSING_FLAGS,
        /** One side does not admit the other. */
        NOT_ALLOWED,
        /** The two sides have different cookies. */
        BAD_COOKIE,
        /** The peer asks us to prove what we have asked somebody to prove. */
        REFLECTED,
        /** Both sides call each other, and the other call is the one that counts. */
        NOK,
        /** The connection is not wanted any more, because there is one already. */
        ALREADY_CONNECTED,
        /** Our side gave up: its thread was interrupted. */
        ABANDONED
    }

    private final Reason reason;

    HandshakeFailure(Reason reason, String message) {
        this(reason, message, null);
    }

    HandshakeFailure(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
