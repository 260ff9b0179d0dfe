// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import dev.erloom.process.Gen;
import dev.erloom.process.Timeouts;
import java.time.Duration;
import java.util.Objects;

/**
 * Options of {@link Task#yieldMany}; immutable.
 *
 * @param timeout how long to wait for all together; default 5 s
 * @param limit how many tasks to wait for; default all
 * @param onTimeout what happens to the tasks that are late; default {@link OnTimeout#NOTHING}
 */
public record YieldOptions(Duration timeout, int limit, OnTimeout onTimeout) {

    /** What happens to a task that has not ended when the time is up. */
    public enum OnTimeout {
        /** Nothing: it can be asked again. */
        NOTHING,
        /** {@link Task#ignore}: it goes on, and nobody will hear of it. */
        IGNORE,
        /** {@link Task#brutalKill}. */
        KILL_TASK
    }

    static final YieldOptions DEFAULT =
            new YieldOptions(Gen.DEFAULT_TIMEOUT, Integer.MAX_VALUE, OnTimeout.NOTHING);

    /** Makes options; the time-out is not negative, and at least one task is waited for. */
    public YieldOptions {
        Timeouts.check(timeout, "timeout");
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be >= 1, was " + limit);
        }
        Objects.requireNonNull(onTimeout, "onTimeout");
    }

    /**
     * {@return these options with another time-out}
     *
     * @throws IllegalArgumentException when {@code all} is negative
     */
    public YieldOptions timeout(Duration all) {
        return new YieldOptions(all, limit, onTimeout);
    }

    /**
     * {@return these options with a number of tasks after which nobody waits any more} That is no
     * time-out: the others are left as they are.
     *
     * @throws IllegalArgumentException when {@code tasks} is less than 1
     */
    public YieldOptions limit(int tasks) {
        return new YieldOptions(timeout, tasks, onTimeout);
    }

    /** {@return these options with another way to treat late tasks} */
    public YieldOptions onTimeout(OnTimeout what) {
        return new YieldOptions(timeout, limit, what);
    }
}
