// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Options of {@link Node#start(java.util.function.UnaryOperator)}; immutable.
 *
 * @param name what the node is called in logs until it is distributed; default {@code
 *     nonode@nohost}
 * @param exitGrace how long a process may take to end after a fatal signal before it is declared
 *     dead; default 5 s
 * @param killGrace the same after {@code kill}; default 1 s
 * @param shutdown how long closing the node waits for what was started from outside; default 30 s
 * @param clock the node's time; default the machine's
 * @param threads makes the threads of processes; default virtual ones
 * @param starvation how long all carrier threads may be held before those that hold them are
 *     reported, or null for no such watch
 * @param isDefault whether {@code startLink}, {@code NAME.call} and the like mean this node on
 *     threads that are no process
 */
public record NodeOptions(
        String name,
        Duration exitGrace,
        Duration killGrace,
        Duration shutdown,
        Clock clock,
        ThreadFactory threads,
        @Nullable Duration starvation,
        boolean isDefault) {

    /** {@code nonode@nohost}. */
    static final String NO_NAME = "nonode@nohost";

    static final NodeOptions DEFAULT =
            new NodeOptions(
                    NO_NAME,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    Clock.system(),
                    Thread.ofVirtual().inheritInheritableThreadLocals(false).factory(),
                    null,
                    false);

    /** Makes options; no duration may be negative. */
    public NodeOptions {
        Timeouts.check(exitGrace, "exitGrace");
        Timeouts.check(killGrace, "killGrace");
        Timeouts.check(shutdown, "shutdown");
        if (starvation != null && !starvation.isPositive()) {
            throw new IllegalArgumentException("starvation must be > 0, was " + starvation);
        }
    }

    /** {@return these options with a name for logs} */
    public NodeOptions name(String name) {
        return new NodeOptions(
                name, exitGrace, killGrace, shutdown, clock, threads, starvation, isDefault);
    }

    /** {@return these options with another grace after fatal signals} */
    public NodeOptions exitGrace(Duration grace) {
        return new NodeOptions(
                name, grace, killGrace, shutdown, clock, threads, starvation, isDefault);
    }

    /** {@return these options with another grace after {@code kill}} */
    public NodeOptions killGrace(Duration grace) {
        return new NodeOptions(
                name, exitGrace, grace, shutdown, clock, threads, starvation, isDefault);
    }

    /** {@return these options with another limit for an orderly close} */
    public NodeOptions shutdown(Duration limit) {
        return new NodeOptions(
                name, exitGrace, killGrace, limit, clock, threads, starvation, isDefault);
    }

    /** {@return these options with another clock} */
    public NodeOptions clock(Clock clock) {
        return new NodeOptions(
                name, exitGrace, killGrace, shutdown, clock, threads, starvation, isDefault);
    }

    /**
     * {@return these options with another source of threads, as tests that explore schedules need}
     */
    public NodeOptions threads(ThreadFactory threads) {
        return new NodeOptions(
                name, exitGrace, killGrace, shutdown, clock, threads, starvation, isDefault);
    }

    /**
     * {@return these options with a watch for processes that compute without a pause while others
     * get no turn} They are logged once, with their name, label and stack. Off by default.
     *
     * @throws IllegalArgumentException when {@code limit} is not positive
     */
    public NodeOptions starvation(Duration limit) {
        return new NodeOptions(
                name, exitGrace, killGrace, shutdown, clock, threads, limit, isDefault);
    }

    /** {@return these options, and the node shall be the default node of the program} */
    public NodeOptions asDefault() {
        return new NodeOptions(
                name, exitGrace, killGrace, shutdown, clock, threads, starvation, true);
    }
}
