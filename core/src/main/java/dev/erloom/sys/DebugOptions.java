// SPDX-License-Identifier: Apache-2.0
package dev.erloom.sys;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What of a process is debugged from its start; immutable.
 *
 * @param traced whether each event is logged, by the logger {@code dev.erloom.sys}
 * @param logged how many of the last events are kept; 0 for none
 * @param counted whether messages are counted
 * @param functions the functions that see each event
 * @otp sys:debug_options/1
 */
public record DebugOptions(
        boolean traced, int logged, boolean counted, List<Installed<?>> functions) {

    /** Nothing is debugged. */
    public static final DebugOptions NONE = new DebugOptions(false, 0, false, List.of());

    /** OTP's default for a log: 10 events. */
    static final int LOGGED = 10;

    /**
     * A debug function and what it starts with.
     *
     * @param id what it is removed by
     * @param function the function
     * @param initial its first state
     * @param <F> the type of that
     */
    public record Installed<F>(String id, DebugFunction<F> function, F initial) {

        /** Makes an entry; nothing is null. */
        public Installed {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(function, "function");
            Objects.requireNonNull(initial, "initial");
        }
    }

    /** Makes options; {@code logged} is not negative. */
    public DebugOptions {
        checkLog(logged);
        functions = List.copyOf(functions);
    }

    static int checkLog(int events) {
        if (events < 0) {
            throw new IllegalArgumentException("events must be >= 0, was " + events);
        }
        return events;
    }

    /** {@return these options, and each event is logged} */
    public DebugOptions trace() {
        return new DebugOptions(true, logged, counted, functions);
    }

    /** {@return these options, and the last 10 events are kept} */
    public DebugOptions log() {
        return log(LOGGED);
    }

    /** {@return these options, and the last {@code events} are kept} */
    public DebugOptions log(int events) {
        return new DebugOptions(traced, events, counted, functions);
    }

    /** {@return these options, and messages are counted} */
    public DebugOptions statistics() {
        return new DebugOptions(traced, logged, true, functions);
    }

    /** {@return these options with a function that sees each event} */
    public <F> DebugOptions install(String id, DebugFunction<F> function, F initial) {
        List<Installed<?>> all = new ArrayList<>(functions);
        all.add(new Installed<>(id, function, initial));
        return new DebugOptions(traced, logged, counted, all);
    }
}
