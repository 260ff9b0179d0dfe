// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import dev.erloom.process.Timeouts;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A time by which several waits must be over.
 *
 * @param clock tells the time of the node
 * @param end the time, or null for never
 */
record Deadline(Supplier<Duration> clock, @Nullable Duration end) {
    /** From here on a time-out waits for ever, as {@link Timeouts} says. */
    private static final long NEVER_SECONDS = Long.MAX_VALUE / 1_000_000_000L;

    /**
     * {@return the time that lies {@code timeout} after now}
     *
     * @throws IllegalArgumentException when {@code timeout} is negative
     */
    static Deadline in(Duration timeout, Supplier<Duration> clock) {
        boolean never = Timeouts.check(timeout, "timeout").toSeconds() >= NEVER_SECONDS;
        return new Deadline(clock, never ? null : clock.get().plus(timeout));
    }

    /** {@return how long until then; zero when it has passed} */
    Duration left() {
        if (end == null) {
            return Timeouts.INFINITY;
        }
        Duration left = end.minus(clock.get());
        return left.isNegative() ? Duration.ZERO : left;
    }
}
