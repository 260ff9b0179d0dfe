// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static java.util.Objects.requireNonNull;

import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.Parked;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/**
 * The processes that play a small part in many tests. Called by a process, which waits for them.
 */
final class Extras {
    private Extras() {}

    /** Says that the process has come where the test wants it. */
    record Ready(Pid from) {}

    /** A door that cannot be left by an interrupt. */
    static final class Gate {
        private final Semaphore door = new Semaphore(0);

        void pass() {
            door.acquireUninterruptibly();
        }

        void open() {
            door.release(1_000_000);
        }
    }

    /** {@return a process that waits for ever and drops what it gets} */
    static Pid idle() {
        return idle(with -> with);
    }

    static Pid idle(UnaryOperator<SpawnOptions> with) {
        return ready(Extras::drop, with);
    }

    /** {@return an idle process that traps exits} */
    static Pid idleTrapping() {
        return ready(
                () -> {
                    Processes.trapExits(true);
                    drop();
                },
                with -> with);
    }

    /** {@return an idle process that cannot end before {@code gate} is open} */
    static Pid lingering(Gate gate, UnaryOperator<SpawnOptions> with) {
        return ready(
                () -> {
                    try {
                        drop();
                    } finally {
                        gate.pass();
                    }
                },
                with);
    }

    static Pid lingering(Gate gate) {
        return lingering(gate, with -> with);
    }

    /** {@return a lingering process that has got its fatal signal and has not ended} */
    static Pid doomed(Gate gate, ExitReason reason) {
        Pid pid = lingering(gate);
        pid.exit(reason);
        return pid;
    }

    /** {@return a process that has ended} */
    static Pid dead() {
        Spawned child = spawnMonitor(() -> {});
        receive(child.ref());
        return child.pid();
    }

    /** {@return why {@code pid} ends, once it has} */
    static ExitReason endOf(Pid pid) {
        return receive(monitor(pid)).reason();
    }

    /** Sends {@code pid} a signal and waits for its end. */
    static void end(Pid pid, ExitReason reason) {
        Ref ref = monitor(pid);
        pid.exit(reason);
        receive(ref);
    }

    /** Waits until {@code pid} waits. */
    static void awaitParked(Pid pid) {
        Parked.await(inside(pid).thread());
    }

    static ProcessImpl inside(Pid pid) {
        return requireNonNull(pid.process, "a local pid");
    }

    /** Says that it is ready; never returns. */
    static void drop() {
        Processes.parent().orElseThrow().send(new Ready(self()));
        while (true) {
            receive();
        }
    }

    /** {@return a process that has come to {@link #drop}} */
    static Pid ready(ProcessBody body) {
        return ready(body, with -> with);
    }

    static Pid ready(ProcessBody body, UnaryOperator<SpawnOptions> with) {
        Pid pid = spawn(body, with);
        receive(Ready.class, ready -> ready.from().equals(pid));
        return pid;
    }
}
