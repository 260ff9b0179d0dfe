// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.ProcLib;
import dev.erloom.process.SpawnOptions;
import dev.erloom.process.Timeouts;
import dev.erloom.sys.DebugOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a behaviour is started; immutable.
 *
 * @param name the name to register, or null
 * @param timeout how long {@code init} may take; default for ever
 * @param spawn options of the process
 * @param debug what is debugged from the start; default nothing
 * @param hibernateAfter the idle time after which it hibernates; default never. A hint, as {@link
 *     GenServer.Next#hibernate} is
 * @param <M> the protocol
 */
public record StartOptions<M>(
        @Nullable Name<M> name,
        Duration timeout,
        SpawnOptions spawn,
        DebugOptions debug,
        Duration hibernateAfter) {

    /** One for all: a server that lives long keeps its options. */
    private static final StartOptions<?> NONE =
            new StartOptions<>(
                    null,
                    Timeouts.INFINITY,
                    ProcLib.Options.unlinked("").spawn(),
                    DebugOptions.NONE,
                    Timeouts.INFINITY);

    /** Makes options; no duration is negative. */
    public StartOptions {
        Timeouts.check(timeout, "timeout");
        Objects.requireNonNull(spawn, "spawn");
        Objects.requireNonNull(debug, "debug");
        Timeouts.check(hibernateAfter, "hibernateAfter");
    }

    /** {@return the options of a start that says nothing} */
    @SuppressWarnings("unchecked") // without a name nothing of it is typed
    public static <M> StartOptions<M> none() {
        return (StartOptions<M>) NONE;
    }

    /** {@return these options with a name} */
    public StartOptions<M> name(Name<M> name) {
        return new StartOptions<>(name, timeout, spawn, debug, hibernateAfter);
    }

    /**
     * {@return these options with a limit for {@code init}, after which the start fails with {@code
     * timeout}}
     */
    public StartOptions<M> timeout(Duration timeout) {
        return new StartOptions<>(name, timeout, spawn, debug, hibernateAfter);
    }

    /** {@return these options with others for the process} */
    public StartOptions<M> spawn(UnaryOperator<SpawnOptions> with) {
        return new StartOptions<>(name, timeout, with.apply(spawn), debug, hibernateAfter);
    }

    /** {@return these options with what is debugged from the start} */
    public StartOptions<M> debug(UnaryOperator<DebugOptions> with) {
        return new StartOptions<>(name, timeout, spawn, with.apply(debug), hibernateAfter);
    }

    /** {@return these options with an idle time after which the process hibernates} */
    public StartOptions<M> hibernateAfter(Duration idle) {
        return new StartOptions<>(name, timeout, spawn, debug, idle);
    }
}
