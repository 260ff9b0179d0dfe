// SPDX-License-Identifier: Apache-2.0
package dev.erloom.sys;

import dev.erloom.process.Excerpt;
import dev.erloom.process.Pid;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that a process tells who debugs it. Behaviours and special processes may have events of
 * their own; {@code toString} is the line that a trace prints.
 */
public interface DebugEvent {

    /** How an event counts in {@link Sys#statistics}. */
    enum Direction {
        /** A message that was received. */
        IN,
        /** A message that was sent. */
        OUT,
        /** None of these. */
        NEITHER
    }

    /** {@return how this event counts} */
    Direction direction();

    /**
     * A message came in.
     *
     * @param message the message
     * @param caller who waits for an answer to it; empty when nobody does
     */
    record In(Object message, Optional<Pid> caller) implements DebugEvent {
        @Override
        public Direction direction() {
            return Direction.IN;
        }

        @Override
        public String toString() {
            return caller.map(pid -> "got call " + Excerpt.of(message) + " from " + pid)
                    .orElseGet(() -> "got " + Excerpt.of(message));
        }
    }

    /**
     * A reply went out.
     *
     * @param message the reply
     * @param to who gets it
     * @param state the state after that
     */
    record Out(@Nullable Object message, Pid to, Object state) implements DebugEvent {
        @Override
        public Direction direction() {
            return Direction.OUT;
        }

        @Override
        public String toString() {
            return "sent " + Excerpt.of(message) + " to " + to + ", new state " + Excerpt.of(state);
        }
    }

    /**
     * A message was handled without a reply.
     *
     * @param state the state after that
     */
    record NewState(Object state) implements DebugEvent {
        @Override
        public Direction direction() {
            return Direction.NEITHER;
        }

        @Override
        public String toString() {
            return "new state " + Excerpt.of(state);
        }
    }
}
