// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.util.Set;

/**
 * Why a connection ended.
 *
 * @param kind what kind of end it was
 * @param text the same for people, as the end of a sentence
 */
record CloseReason(Kind kind, String text) {

    private static final Set<Kind> NOTEWORTHY =
            Set.of(Kind.TICK_TIMEOUT, Kind.MALFORMED, Kind.OVERLOADED, Kind.FAILED);

    /** Kinds of ends; the names of the first three say what OTP calls {@code nodedown_reason}. */
    enum Kind {
        /** This side wanted it: {@code disconnect}. */
        DISCONNECTED,
        /** The peer closed it, or the network did: {@code connection_closed}. */
        CLOSED,
        /** Nothing came from the peer for too long: {@code net_tick_timeout}. */
        TICK_TIMEOUT,
        /** The peer sent what cannot be read. */
        MALFORMED,
        /** The peer takes so little that what waits for it has grown past its bound. */
        OVERLOADED,
        /** This side could not go on, through an error of its own. */
        FAILED
    }

    /** {@return whether a person who runs the node wants to know} */
    boolean isNoteworthy() {
        return NOTEWORTHY.contains(kind);
    }
}
