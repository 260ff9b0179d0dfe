// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

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
                    false);

    /** Makes options; no duration may be negative. */
    public NodeOptions {
        Timeouts.check(exitGrace, "exitGrace");
        Timeouts.check(killGrace, "killGrace");
        Timeouts.check(shutdown, "shutdown");
    }

    /** {@return these options with a name for logs} */
    public NodeOptions name(String name) {
        return new NodeOptions(name, exitGrace, killGrace, shutdown, clock, threads, isDefault);
    }

    /** {@return these options with another grace after fatal signals} */
    public NodeOptions exitGrace(Duration grace) {
        return new NodeOptions(name, grace, killGrace, shutdown, clock, threads, isDefault);
    }

    /** {@return these options with another grace after {@code kill}} */
    public NodeOptions killGrace(Duration grace) {
        return new NodeOptions(name, exitGrace, grace, shutdown, clock, threads, isDefault);
    }

    /** {@return these options with another limit for an orderly close} */
    public NodeOptions shutdown(Duration limit) {
        return new NodeOptions(name, exitGrace, killGrace, limit, clock, threads, isDefault);
    }

    /** {@return these options with another clock} */
    public NodeOptions clock(Clock clock) {
        return new NodeOptions(name, exitGrace, killGrace, shutdown, clock, threads, isDefault);
    }

    /**
     * {@return these options with another source of threads, as tests that explore schedules need}
     */
    public NodeOptions threads(ThreadFactory threads) {
        return new NodeOptions(name, exitGrace, killGrace, shutdown, clock, threads, isDefault);
    }

    /** {@return these options, and the node shall be the default node of the program} */
    public NodeOptions asDefault() {
        return new NodeOptions(name, exitGrace, killGrace, shutdown, clock, threads, true);
    }
}
