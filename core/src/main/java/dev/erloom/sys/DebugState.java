// SPDX-License-Identifier: Apache-2.0
package dev.erloom.sys;

import dev.erloom.process.DoomError;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is being debugged in one process; used by that process only. */
final class DebugState {

    /** A debug function with its state. */
    private static final class Function<F> {
        private final DebugFunction<F> function;
        private F state;

        Function(DebugOptions.Installed<F> installed) {
            this.function = installed.function();
            this.state = installed.initial();
        }

        /** Shows it an event; false when it is done, or fails. */
        boolean goesOnAfter(DebugEvent event) {
            try {
                Optional<F> next = function.see(state, event);
                next.ifPresent(value -> state = value);
                return next.isPresent();
            } catch (DoomError doom) {
                throw doom;
            } catch (Exception | Error failed) { // a user's function costs only itself
                return false;
            }
        }
    }

    private boolean traced;
    private int logged;
    private @Nullable Duration countedSince;
    private long in;
    private long out;
    private final Deque<DebugEvent> log = new ArrayDeque<>();
    private final Map<String, Function<?>> functions = new LinkedHashMap<>();

    DebugState(DebugOptions options, Duration now) {
        traced = options.traced();
        logged = options.logged();
        countedSince = options.counted() ? now : null;
        options.functions().forEach(this::install);
    }

    boolean isIdle() {
        return !traced && logged == 0 && countedSince == null && functions.isEmpty();
    }

    void trace(boolean on) {
        traced = on;
    }

    boolean isTraced() {
        return traced;
    }

    /** Keeps the last {@code events}; what is kept already stays, as far as it fits. */
    void log(int events) {
        logged = events;
        while (log.size() > logged) {
            log.removeFirst();
        }
    }

    List<DebugEvent> log() {
        return List.copyOf(log);
    }

    /** Starts to count, anew if it counted already; or stops. */
    void count(@Nullable Duration since) {
        countedSince = since;
        in = 0;
        out = 0;
    }

    Optional<Statistics> statistics(Duration now) {
        return countedSince == null
                ? Optional.empty()
                : Optional.of(new Statistics(countedSince, now, in, out));
    }

    /** Does nothing when there is one with this id already, as in OTP. */
    void install(DebugOptions.Installed<?> installed) {
        functions.computeIfAbsent(installed.id(), _ -> new Function<>(installed));
    }

    void remove(String id) {
        functions.remove(id);
    }

    /** {@return what is switched on} */
    List<String> active() {
        List<String> active = new ArrayList<>();
        if (traced) {
            active.add("trace");
        }
        if (logged > 0) {
            active.add("log " + logged);
        }
        if (countedSince != null) {
            active.add("statistics");
        }
        active.addAll(functions.keySet());
        return List.copyOf(active);
    }

    void see(DebugEvent event) {
        if (logged > 0) {
            if (log.size() == logged) {
                log.removeFirst();
            }
            log.addLast(event);
        }
        switch (event.direction()) {
            case IN -> in++;
            case OUT -> out++;
            case NEITHER -> {}
        }
        functions.values().removeIf(function -> !function.goesOnAfter(event));
    }
}
