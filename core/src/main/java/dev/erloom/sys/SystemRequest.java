// SPDX-License-Identifier: Apache-2.0
package dev.erloom.sys;

import dev.erloom.process.Gen;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What a process can be asked with {@link Sys}, beside {@link Gen.Terminate}. For transports, which
 * bring such requests from other nodes.
 */
public sealed interface SystemRequest extends Gen.SystemMessage {

    /** Answered with the state. */
    record GetState() implements SystemRequest {}

    /**
     * Answered with the new state.
     *
     * @param change makes it from the old one
     */
    record ReplaceState(UnaryOperator<Object> change) implements SystemRequest {

        /** Makes a request; {@code change} is not null. */
        public ReplaceState {
            Objects.requireNonNull(change, "change");
        }
    }

    /** Answered with a {@link Status}. */
    record GetStatus() implements SystemRequest {}

    /** Handle system messages only. */
    record Suspend() implements SystemRequest {}

    /** Handle all messages again. */
    record Resume() implements SystemRequest {}

    /**
     * Log each event, or no more.
     *
     * @param on which of the two
     */
    record Trace(boolean on) implements SystemRequest {}

    /**
     * Keep the last events.
     *
     * @param events how many; 0 for none
     */
    record Log(int events) implements SystemRequest {

        /** Makes a request; {@code events} is not negative. */
        public Log {
            DebugOptions.checkLog(events);
        }
    }

    /** Answered with the list of events that are kept, oldest first. */
    record GetLog() implements SystemRequest {}

    /**
     * Count messages from now on, or no more.
     *
     * @param on which of the two
     */
    record Count(boolean on) implements SystemRequest {}

    /** Answered with an optional {@link Statistics}. */
    record GetStatistics() implements SystemRequest {}

    /**
     * Show each event to a function.
     *
     * @param function the function
     */
    record Install(DebugOptions.Installed<?> function) implements SystemRequest {

        /** Makes a request; {@code function} is not null. */
        public Install {
            Objects.requireNonNull(function, "function");
        }
    }

    /**
     * Forget a function.
     *
     * @param id its id
     */
    record Remove(String id) implements SystemRequest {

        /** Makes a request; {@code id} is not null. */
        public Remove {
            Objects.requireNonNull(id, "id");
        }
    }

    /** Debug nothing any more. */
    record NoDebug() implements SystemRequest {}

    /**
     * The answer when a callback of the process, or a function of the asker, has failed; or when
     * the request is unknown.
     *
     * @param cause how
     */
    record CallbackFailed(Throwable cause) {}
}
