// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import dev.erloom.process.Gen;
import dev.erloom.process.Timeouts;
import java.time.Duration;
import java.util.Objects;

/**
 * Options of {@link Task#asyncStream}; immutable.
 *
 * @param maxConcurrency how many tasks run at most; default as many as the JVM has processors
 * @param timeout how long each task may take, {@link Timeouts#INFINITY} for ever; default 5 s
 * @param isOrdered whether the results come in the order of the input; default true
 * @param onTimeout what happens when a task is late; default {@link OnTimeout#EXIT}
 * @param isInputZipped whether an {@link TaskResult.Exit} says what the task worked on; default
 *     false
 */
public record StreamOptions(
        int maxConcurrency,
        Duration timeout,
        boolean isOrdered,
        OnTimeout onTimeout,
        boolean isInputZipped) {

    /** What happens when a task of a stream is late. The task is killed in any case. */
    public enum OnTimeout {
        /** Whoever consumes the stream exits with {@code timeout}. */
        EXIT,
        /**
         * The result is an {@link TaskResult.Exit} with {@code timeout}, and the stream goes on.
         */
        KILL_TASK
    }

    /** Makes options; at least one task runs, and the time-out is not negative. */
    public StreamOptions {
        if (maxConcurrency < 1) {
            throw new IllegalArgumentException(
                    "maxConcurrency must be >= 1, was " + maxConcurrency);
        }
        Timeouts.check(timeout, "timeout");
        Objects.requireNonNull(onTimeout, "onTimeout");
    }

    static StreamOptions defaults() {
        return new StreamOptions(
                Runtime.getRuntime().availableProcessors(),
                Gen.DEFAULT_TIMEOUT,
                true,
                OnTimeout.EXIT,
                false);
    }

    /**
     * {@return these options with another limit to the tasks that run at a time}
     *
     * @throws IllegalArgumentException when {@code tasks} is less than 1
     */
    public StreamOptions maxConcurrency(int tasks) {
        return new StreamOptions(tasks, timeout, isOrdered, onTimeout, isInputZipped);
    }

    /**
     * {@return these options with another limit to the time of each task}
     *
     * @throws IllegalArgumentException when {@code each} is negative
     */
    public StreamOptions timeout(Duration each) {
        return new StreamOptions(maxConcurrency, each, isOrdered, onTimeout, isInputZipped);
    }

    /** {@return these options with results as they are ready, Elixir's {@code ordered: false}} */
    public StreamOptions unordered() {
        return new StreamOptions(maxConcurrency, timeout, false, onTimeout, isInputZipped);
    }

    /** {@return these options with a late task as a result, {@link OnTimeout#KILL_TASK}} */
    public StreamOptions killLateTasks() {
        return onTimeout(OnTimeout.KILL_TASK);
    }

    /** {@return these options with another way to treat a late task} */
    public StreamOptions onTimeout(OnTimeout what) {
        return new StreamOptions(maxConcurrency, timeout, isOrdered, what, isInputZipped);
    }

    /** {@return these options with the input in each failure, as {@link TaskResult.Input}} */
    public StreamOptions zipInputOnExit() {
        return new StreamOptions(maxConcurrency, timeout, isOrdered, onTimeout, true);
    }
}
