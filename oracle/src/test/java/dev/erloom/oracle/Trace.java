// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import dev.erloom.process.Down;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.testing.InProcess;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What a probe observes, and what probes use to observe it. Belongs to the process that runs the
 * probe; the same functions are in {@code oracle.exs}.
 */
final class Trace {
    private final ManualClock clock;
    private final Terms terms = new Terms();
    private final List<String> said = new ArrayList<>();

    Trace(ManualClock clock) {
        this.clock = clock;
        role(Processes.self(), "me");
    }

    /** Adds a value to the trace; lists of values are {@link List}s and {@link Tuple}s. */
    void say(@Nullable Object value) {
        said.add(terms.text(value));
    }

    /** Gives a process a name in the trace; others are p1, p2, … as they appear. */
    Pid role(Pid pid, String name) {
        terms.role(pid, name);
        return pid;
    }

    /** {@return the clock of the node; the BEAM's time passes by itself} */
    ManualClock clock() {
        return clock;
    }

    void advanceMillis(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    /**
     * Lets {@code millis} pass as soon as somebody waits for a time that is at most that far away;
     * returns at once.
     */
    void elapse(long millis) {
        Thread.startVirtualThread(() -> {
            Duration time = Duration.ofMillis(millis);
            try {
                clock.awaitAlarm(time);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            clock.advance(time);
        });
    }

    /** Lets time pass from now on as long as somebody waits for a time that is near. */
    void elapseOnAndOn() {
        Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    clock.awaitAlarm(Duration.ofMillis(50));
                    clock.advance(Duration.ofMillis(1));
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public String toString() {
        return String.join(" | ", said);
    }

    /** {@return the value of {@code what}, or how it failed} */
    static @Nullable Object caught(Callable<?> what) {
        try {
            return what.call();
        } catch (ExitException exit) {
            return Tuple.of("exit", exit.reason());
        } catch (Exception _) { // an error of any kind
            return "error";
        }
    }

    /** As {@link #caught} for what OTP answers with true and Java with nothing. */
    static @Nullable Object caughtQuiet(ProcessBody what) {
        return caught(() -> {
            what.run();
            return "quiet";
        });
    }

    /** {@return what is in the mailbox now, oldest first} */
    static List<Object> mailbox() {
        return InProcess.mailbox();
    }

    /** {@return the next message} */
    static Object next() {
        return Processes.receive();
    }

    /** {@return a process that waits for ever and drops what it gets} */
    static Pid idle() {
        return Processes.spawn(Trace::drop);
    }

    /** Waits for ever. */
    static void drop() {
        while (true) {
            Processes.receive();
        }
    }

    /** Waits until a process has ended, and what it told others has been told. */
    static Pid awaitEnd(Pid pid) {
        reason(Processes.monitor(pid));
        return pid;
    }

    /** {@return the reason with which the process behind a monitor ended} */
    static ExitReason reason(Ref monitor) {
        Down down = Processes.receive(monitor);
        return down.reason();
    }

    /** {@return the reason with which a process ends that runs {@code body}} */
    static ExitReason reasonOf(ProcessBody body) {
        return reason(Processes.spawnMonitor(body).ref());
    }

    /** {@return a process that has ended} */
    static Pid dead() {
        return awaitEnd(Processes.spawn(() -> {}));
    }

    /** {@return {@code other}, a reason} */
    static ExitReason other(Object term) {
        return ExitReason.of(term);
    }
}
