// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import dev.erloom.process.Excerpt;
import dev.erloom.sys.DebugEvent;
import java.time.Duration;

/** What those hear of who debug a machine, beside what comes in and goes out. */
sealed interface StatemEvent extends DebugEvent {

    @Override
    default Direction direction() {
        return Direction.NEITHER;
    }

    /** A state was entered. */
    record EntersState(Object from, Object state) implements StatemEvent {
        @Override
        public String toString() {
            return "enters " + Excerpt.of(state) + " from " + Excerpt.of(from);
        }
    }

    /** An event was handled or put off. */
    record HasHandled(Event event, boolean postponed, Object from, Object state)
            implements StatemEvent {
        @Override
        public String toString() {
            return (postponed ? "postponed " : "consumed ")
                    + Excerpt.of(event)
                    + " in "
                    + Excerpt.of(from)
                    + (from.equals(state) ? "" : " => " + Excerpt.of(state));
        }
    }

    /** A time-out was started. */
    record StartsTimer(Event.Timeout type, Duration time, boolean absolute) implements StatemEvent {
        @Override
        public String toString() {
            return "starts " + Excerpt.of(type) + (absolute ? " at " : " in ") + time;
        }
    }
}
