// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.process.Starter;
import dev.erloom.server.Cast;
import dev.erloom.server.GenServer;
import dev.erloom.server.ServerRef;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * A child that tells the test of its life; what the oracle's scripts have as {@code K}. It traps
 * exits.
 */
record Kid(Pid test, String id) implements GenServer<Kid.Message, String> {
    static final ExitReason BOOM = ExitReason.of("boom");
    static final ExitReason NOPE = ExitReason.of("nope");

    sealed interface Message {}

    record Stop(ExitReason reason) implements Message, Cast<Message> {}

    /** What the test hears. */
    sealed interface Event {}

    record Up(String id) implements Event {}

    record Down(String id, ExitReason reason) implements Event {}

    /** The start function was run and refused. */
    record Refused(String id, int attempt) implements Event {}

    @Override
    public Init<String> init() {
        Processes.trapExits(true);
        test.send(new Up(id));
        return ok(id);
    }

    @Override
    public Next<String> handle(Message message, String state) {
        return switch (message) {
            case Stop(ExitReason reason) -> stop(reason, state);
        };
    }

    @Override
    public void terminate(ExitReason reason, String state) {
        test.send(new Down(id, reason));
    }

    /** {@return a start function for the calling test} */
    static Starter<ServerRef<Message>> kid(String id) {
        Pid test = Processes.self();
        return () -> GenServer.startLink(new Kid(test, id));
    }

    /** {@return a start function that counts its attempts from 1, and refuses some of them} */
    static Starter<ServerRef<Message>> flaky(String id, IntPredicate refuses) {
        Pid test = Processes.self();
        AtomicInteger attempts = new AtomicInteger();
        return () -> {
            int attempt = attempts.incrementAndGet();
            if (refuses.test(attempt)) {
                test.send(new Refused(id, attempt));
                return new StartResult.Failed<>(NOPE);
            }
            return GenServer.startLink(new Kid(test, id));
        };
    }

    /** {@return a start function that counts its attempts in silence, and refuses some of them} */
    static Starter<ServerRef<Message>> silent(
            String id, AtomicInteger attempts, IntPredicate refuses) {
        Starter<ServerRef<Message>> kid = kid(id);
        return () ->
                refuses.test(attempts.incrementAndGet())
                        ? new StartResult.Failed<>(NOPE)
                        : kid.start();
    }

    /** {@return a start function that works the first time only} */
    static Starter<ServerRef<Message>> once(String id, AtomicInteger attempts) {
        return silent(id, attempts, n -> n > 1);
    }

    static <T> Starter<T> ignoring() {
        return StartResult.Ignored::new;
    }

    static <T> Starter<T> failing() {
        return () -> new StartResult.Failed<>(NOPE);
    }

    /** Ends a kid; returns when it is gone, and its supervisor's mailbox knows. */
    static void end(Pid kid, ExitReason reason) {
        Ref end = monitor(kid);
        ServerRef.<Message>of(kid).cast(new Stop(reason));
        receive(end);
    }

    /** Kills a process; returns when it is gone, and its supervisor's mailbox knows. */
    static void kill(Pid pid) {
        Ref end = monitor(pid);
        pid.exit(ExitReason.KILL);
        receive(end);
    }
}
