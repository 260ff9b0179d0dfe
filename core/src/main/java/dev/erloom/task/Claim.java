// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import dev.erloom.process.Down;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Match;
import dev.erloom.process.Outcome;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import dev.erloom.task.TaskResult.Exit;
import dev.erloom.task.TaskResult.Ok;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The right to the result of one task: in the mailbox of a process, or with an ordinary thread. */
sealed interface Claim {

    /**
     * Returns if the caller may ask for the result.
     *
     * @throws IllegalArgumentException when the task belongs to somebody else
     */
    void checkOwner(Task<?> task);

    /** {@return the result; null when {@code timeout} has passed} A process gets it once. */
    @Nullable TaskResult<Object> await(Duration timeout);

    /** Gives up the result: no message of it comes any more. */
    void release();

    /** Gives up the result, and takes one that came just now. */
    @Nullable TaskResult<Object> forget();

    /** Ends the link to the task, if there is one. */
    void unlink(Pid task);

    /** Sends an exit signal to the task, in the place of its link. */
    void exit(Pid task, ExitReason reason);

    /** {@return how the task ended; null when {@code timeout} has passed} */
    @Nullable TaskResult<Object> awaitEnd(Pid task, Duration timeout);

    /** {@return the time on the clock of the node} */
    Duration now();

    /**
     * {@return the first result of some tasks of the caller; null when {@code timeout} has passed}
     */
    static @Nullable Ended next(Collection<? extends Task<?>> tasks, Duration timeout) {
        Map<Ref, Task<?>> byRef = new HashMap<>();
        Map<Outcome, Task<?>> byOutcome = new HashMap<>();
        for (Task<?> task : tasks) {
            switch (task.claim()) {
                case Mail(_, Ref ref) -> byRef.put(ref, task);
                case Held held -> byOutcome.put(held.outcome, task);
            }
        }
        return byOutcome.isEmpty() ? nextMail(byRef, timeout) : nextHeld(byOutcome, timeout);
    }

    /** One task that has ended. */
    record Ended(Task<?> task, TaskResult<Object> result) {}

    private static @Nullable Ended nextMail(Map<Ref, Task<?>> tasks, Duration timeout) {
        Object message =
                Processes.<Object>receive(
                                any ->
                                        switch (any) {
                                            case TaskReply reply
                                                    when tasks.containsKey(reply.ref()) ->
                                                    Match.take(any);
                                            case Down down when tasks.containsKey(down.ref()) ->
                                                    Match.take(any);
                                            default -> Match.skip();
                                        },
                                timeout)
                        .orElse(null);
        if (message == null) {
            return null;
        }
        Ref ref = message instanceof TaskReply reply ? reply.ref() : ((Down) message).ref();
        if (message instanceof TaskReply) {
            Processes.demonitor(ref);
        }
        return new Ended(Objects.requireNonNull(tasks.get(ref)), resultOf(message));
    }

    private static @Nullable Ended nextHeld(Map<Outcome, Task<?>> tasks, Duration timeout) {
        Outcome.awaitAny(tasks.keySet(), timeout);
        for (Map.Entry<Outcome, Task<?>> task : tasks.entrySet()) {
            Object result = task.getKey().result();
            if (result != null) {
                return new Ended(task.getValue(), resultOf(result));
            }
        }
        return null;
    }

    /** {@return what a message, or the outcome for a thread, says} */
    private static TaskResult<Object> resultOf(Object message) {
        return switch (message) {
            case TaskReply(_, Object value) -> ok(value);
            case Outcome.Handed(Object value) -> ok(value);
            case Down(_, _, ExitReason reason) -> new Exit<>(reason);
            default -> throw new IllegalArgumentException("no result of a task: " + message);
        };
    }

    /** The value of a task is null if the work returned null. */
    @SuppressWarnings("NullAway") // a Task<T> casts it back to a T that may be null
    private static TaskResult<Object> ok(@Nullable Object value) {
        return new Ok<>(value);
    }

    /** The result comes as messages to a process, through an alias. */
    record Mail(Pid owner, Ref ref) implements Claim {
        @Override
        public void checkOwner(Task<?> task) {
            Pid caller = ProcLib.callersFromHere().stream().findFirst().orElse(null);
            if (!owner.equals(caller)) {
                throw new IllegalArgumentException(
                        task
                                + " belongs to "
                                + owner
                                + " and was asked by "
                                + (caller == null ? "an ordinary thread" : caller));
            }
        }

        @Override
        public @Nullable TaskResult<Object> await(Duration timeout) {
            return ProcLib.receiveReply(ref, this::isReply, timeout)
                    .map(Claim::resultOf)
                    .orElse(null);
        }

        private boolean isReply(Object message) {
            return message instanceof TaskReply reply && reply.isFor(ref);
        }

        @Override
        public void release() {
            Processes.demonitor(ref);
        }

        @Override
        public @Nullable TaskResult<Object> forget() {
            release();
            return await(Duration.ZERO);
        }

        @Override
        public void unlink(Pid task) {
            Processes.unlink(task);
        }

        @Override
        public void exit(Pid task, ExitReason reason) {
            ProcLib.unlinkAndExit(task, reason);
        }

        /** The monitor of the task may have been used up, so the end has one of its own. */
        @Override
        public @Nullable TaskResult<Object> awaitEnd(Pid task, Duration timeout) {
            Ref end = Processes.monitor(task);
            Down down = Processes.receive(end, timeout).orElse(null);
            if (down == null) {
                Processes.demonitor(end);
                return null;
            }
            TaskResult<Object> result = forgetOrEnd();
            return result == null ? new Exit<>(down.reason()) : result;
        }

        private @Nullable TaskResult<Object> forgetOrEnd() {
            TaskResult<Object> result = await(Duration.ZERO);
            return result == null ? forget() : result;
        }

        @Override
        public Duration now() {
            return Processes.monotonicTime();
        }
    }

    /** The result is kept for an ordinary thread, or any other of them. */
    final class Held implements Claim {
        private final Outcome outcome;
        private final AtomicBoolean forgotten = new AtomicBoolean();

        Held(Outcome outcome) {
            this.outcome = outcome;
        }

        @Override
        public void checkOwner(Task<?> task) {
            ProcLib.callersFromHere().stream()
                    .findFirst()
                    .ifPresent(caller -> {
                        throw new IllegalArgumentException(
                                task + " belongs to an ordinary thread and was asked by " + caller);
                    });
        }

        @Override
        public @Nullable TaskResult<Object> await(Duration timeout) {
            Timeouts.check(timeout, "timeout");
            if (forgotten.get()) {
                return null;
            }
            if (outcome.result() == null) {
                Outcome.awaitAny(List.of(outcome), timeout);
            }
            Object result = outcome.result();
            return result == null ? null : resultOf(result);
        }

        @Override
        public void release() {}

        @Override
        public @Nullable TaskResult<Object> forget() {
            TaskResult<Object> result = await(Duration.ZERO);
            forgotten.set(true);
            return result;
        }

        @Override
        public void unlink(Pid task) {}

        @Override
        public void exit(Pid task, ExitReason reason) {
            task.exit(reason);
        }

        @Override
        public @Nullable TaskResult<Object> awaitEnd(Pid task, Duration timeout) {
            return await(timeout);
        }

        @Override
        public Duration now() {
            return outcome.now();
        }
    }
}
