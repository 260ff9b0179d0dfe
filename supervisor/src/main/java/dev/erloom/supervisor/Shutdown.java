// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.Timeouts;
import java.time.Duration;

/** How a supervisor ends a child. It always waits until the child is gone. */
public sealed interface Shutdown {

    /** The child is killed at once. */
    Shutdown BRUTAL_KILL = new BrutalKill();

    /** The child gets {@code shutdown} and all the time it needs. */
    Shutdown INFINITY = new Infinity();

    /** The child is killed at once. */
    record BrutalKill() implements Shutdown {
        @Override
        public String toString() {
            return "brutal_kill";
        }
    }

    /**
     * The child gets {@code shutdown}, and is killed when it has not ended in time.
     *
     * @param limit how long it has; zero or more
     */
    record Timeout(Duration limit) implements Shutdown {

        /**
         * Makes a shutdown.
         *
         * @throws IllegalArgumentException when {@code limit} is negative
         */
        public Timeout {
            Timeouts.check(limit, "shutdown");
        }

        @Override
        public String toString() {
            return limit.toString();
        }
    }

    /** The child gets {@code shutdown} and all the time it needs. */
    record Infinity() implements Shutdown {
        @Override
        public String toString() {
            return "infinity";
        }
    }
}
