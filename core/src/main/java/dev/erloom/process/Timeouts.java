// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * What a duration means as a time-out, decided in one place: zero does not wait, {@link #INFINITY}
 * and everything beyond 292 years waits for ever, negative is an error.
 */
public final class Timeouts {

    /** Waits for ever, OTP's {@code infinity}. */
    public static final Duration INFINITY = ChronoUnit.FOREVER.getDuration();

    static final long NEVER = Long.MAX_VALUE;

    private Timeouts() {}

    /**
     * Returns {@code timeout} if it can be one.
     *
     * @param what the name of the argument, for the message
     * @throws IllegalArgumentException when it is negative
     */
    public static Duration check(Duration timeout, String what) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException(what + " must be >= 0, was " + timeout);
        }
        return timeout;
    }

    /** {@return {@code timeout} in nanoseconds, {@link #NEVER} when it is too long to count} */
    static long nanos(Duration timeout, String what) {
        long seconds = check(timeout, what).toSeconds();
        return seconds >= Long.MAX_VALUE / 1_000_000_000L ? NEVER : timeout.toNanos();
    }

    /** {@return the time that lies {@code nanos} after {@code now}} */
    static long after(long now, long nanos) {
        return nanos >= NEVER - now ? NEVER : now + nanos;
    }
}
