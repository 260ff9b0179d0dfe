// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import dev.erloom.process.ExitReason;
import dev.erloom.process.GenCall;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the loop has to do, as the {@link Engine} has decided; in lists, in order, the last of which
 * is a {@link Step}.
 */
sealed interface Effect<S, D> {

    /** Sends a reply. */
    record Answer<S, D>(GenCall call, @Nullable Object value) implements Effect<S, D> {}

    /**
     * Starts a time-out, to come back as {@link Engine#fired}.
     *
     * @param id tells it from earlier ones of its type
     * @param absolute whether {@code time} is a point in time
     */
    record StartTimer<S, D>(Event.Timeout type, long id, Duration time, boolean absolute)
            implements Effect<S, D> {}

    /** Cancels a time-out that was started. */
    record CancelTimer<S, D>(Event.Timeout type) implements Effect<S, D> {}

    /** Nothing: says that an event has been handled, for those who debug. */
    record Handled<S, D>(Event event, boolean postponed, S from, S to) implements Effect<S, D> {}

    /** What comes next. */
    sealed interface Step<S, D> extends Effect<S, D> {}

    /** Calls {@code onEnter}, and gives its answer to {@link Engine#entered}. */
    record Enter<S, D>(S from, S state, D data) implements Step<S, D> {}

    /** Lets the state handle an event, and gives its answer to {@link Engine#handled}. */
    record Handle<S, D>(Event event) implements Step<S, D> {}

    /** Waits for an event from outside, and gives it to {@link Engine#received}. */
    record Receive<S, D>() implements Step<S, D> {}

    /** Terminates. */
    record End<S, D>(ExitReason reason, S state, D data) implements Step<S, D> {}
}
