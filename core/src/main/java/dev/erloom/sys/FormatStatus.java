// SPDX-License-Identifier: Apache-2.0
package dev.erloom.sys;

import dev.erloom.process.ExitReason;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a behaviour shows of itself, in a status or in the report of its failure; its callback
 * module may replace what others must not see.
 *
 * @param state the state
 * @param message the last message, in a report
 * @param reason why it ends, in a report
 * @param log the events that are kept, oldest first; {@link DebugEvent}s at first
 * @otp gen_server:format_status/0
 */
public record FormatStatus(
        Object state, @Nullable Object message, @Nullable ExitReason reason, List<?> log) {

    /** Makes a view; {@code log} is copied. */
    public FormatStatus {
        log = List.copyOf(log);
    }

    /** {@return this view with another state} */
    public FormatStatus state(Object state) {
        return new FormatStatus(state, message, reason, log);
    }

    /** {@return this view with another message} */
    public FormatStatus message(Object message) {
        return new FormatStatus(state, message, reason, log);
    }

    /** {@return this view with another reason} */
    public FormatStatus reason(ExitReason reason) {
        return new FormatStatus(state, message, Objects.requireNonNull(reason, "reason"), log);
    }

    /** {@return this view with another log} */
    public FormatStatus log(List<?> log) {
        return new FormatStatus(state, message, reason, log);
    }
}
