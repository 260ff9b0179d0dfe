// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

/**
 * Decides, once in each interval, whether a connection needs a sign of life and whether the other
 * side has given one. Used by one thread at a time.
 *
 * @otp dist_util:send_tick
 */
final class TickWatch {
    private final int intensity;
    private long received;
    private long sent;
    private int silent;

    enum Verdict {
        FINE,
        TICK,
        DEAD
    }

    /** Watches a connection that may be silent for {@code intensity} intervals. */
    TickWatch(int intensity) {
        this.intensity = intensity;
    }

    /**
     * Looks at an interval that is over.
     *
     * @param received how many bytes have arrived so far
     * @param sent how many bytes have been sent so far
     * @param isWaiting whether there is something to be sent, which makes a tick pointless
     */
    Verdict check(long received, long sent, boolean isWaiting) {
        boolean heard = received != this.received;
        boolean spoken = sent != this.sent || isWaiting;
        this.received = received;
        this.sent = sent;
        silent = heard ? 0 : silent + 1;
        if (silent >= intensity) {
            return Verdict.DEAD;
        }
        // to one that only answers, as jinterface does, a tick is a question
        return spoken && heard ? Verdict.FINE : Verdict.TICK;
    }
}
