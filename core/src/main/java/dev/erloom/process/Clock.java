// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * The time of a node: everything that waits, waits on it. Production has {@link #system}; a test
 * gives a node a clock that it moves by hand.
 */
public interface Clock {

    /** {@return the clock of the machine: monotonic, its alarms on one daemon thread each} */
    static Clock system() {
        return SystemClock.INSTANCE;
    }

    /** {@return the current time in nanoseconds since an arbitrary origin; never goes back} */
    long nanoTime();

    /** {@return a new alarm that runs {@code action} each time it goes off; not set yet} */
    Alarm alarm(Runnable action);

    /** Goes off once for each time it is set. */
    interface Alarm extends AutoCloseable {

        /**
         * Sets the alarm to {@code nanoTime}, in the place of what it was set to. It never goes off
         * early.
         */
        void setTo(long nanoTime);

        /** Ends the alarm and its thread. */
        @Override
        void close();
    }
}
