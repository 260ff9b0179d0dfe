// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import dev.erloom.process.GenCall;

/**
 * Something that a state handles.
 *
 * @param type where it comes from
 * @param content a message of the protocol; for {@link Stray} any message
 */
record Event(Type type, Object content) {
    static final Type CAST = new Cast();
    static final Type INFO = new Stray();
    static final Type INTERNAL = new Internal();
    static final Timeout OF_EVENT = new EventTimeout();
    static final Timeout OF_STATE = new StateTimeout();

    /** Where an event comes from, OTP's {@code event_type()}. */
    sealed interface Type {}

    /** {@code {call, From}}. */
    record Called(GenCall call) implements Type {
        @Override
        public String toString() {
            return "{call, " + call.caller() + "}";
        }
    }

    /** {@code cast}. */
    record Cast() implements Type {
        @Override
        public String toString() {
            return "cast";
        }
    }

    /** {@code info}: a message that is none of the protocol. */
    record Stray() implements Type {
        @Override
        public String toString() {
            return "info";
        }
    }

    /** {@code internal}: from the machine itself. */
    record Internal() implements Type {
        @Override
        public String toString() {
            return "internal";
        }
    }

    /** A time-out; at most one of each type runs. */
    sealed interface Timeout extends Type {}

    /** {@code timeout}, which ends with the next event. */
    record EventTimeout() implements Timeout {
        @Override
        public String toString() {
            return "timeout";
        }
    }

    /** {@code state_timeout}, which ends with the state. */
    record StateTimeout() implements Timeout {
        @Override
        public String toString() {
            return "state_timeout";
        }
    }

    /** {@code {timeout, Name}}. */
    record NamedTimeout(Object name) implements Timeout {
        @Override
        public String toString() {
            return "{timeout, " + name + "}";
        }
    }

    @Override
    public String toString() {
        return type + " " + content;
    }
}
