// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import dev.erloom.process.Down;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Outcome;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import dev.erloom.task.TaskResult.Exit;
import dev.erloom.task.TaskResult.Ok;
import java.time.Duration;
import java.util.List;
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

    /**
     * Ends the task with an exit signal in the place of its link, and with {@code kill} when that
     * has not ended it in time; {@return how it ended}
     */
    TaskResult<Object> end(Pid task, ExitReason signal, Duration patience);

    /** {@return the time on the clock of the node} */
    Duration now();

    /** {@return what a message, or the outcome for a thread, says} */
    static TaskResult<Object> resultOf(Object message) {
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

        /**
         * The monitor of the task may have been used up, so the end has one of its own, made before
         * the signal goes out. If the task was dying already that one says noproc, and the other is
         * about to say why.
         */
        @Override
        public TaskResult<Object> end(Pid task, ExitReason signal, Duration patience) {
            Ref end = Processes.monitor(task);
            try {
                ProcLib.unlinkAndExit(task, signal);
                Down down = Processes.receive(end, patience).orElse(null);
                if (down == null) {
                    task.exit(ExitReason.KILL);
                    down = Processes.receive(end);
                }
                TaskResult<Object> result =
                        await(ProcLib.isMonitor(ref) ? Timeouts.INFINITY : Duration.ZERO);
                return result == null ? new Exit<>(down.reason()) : result;
            } finally {
                Processes.demonitor(end);
            }
        }

        @Override
        public Duration now() {
            return Processes.monotonicTime();
        }
    }

    /** The result is kept for an ordinary thread, or any other of them. */
    final class Held implements Claim {
        final Outcome outcome;
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

        /** The value may be there before the end, and one that was given up ends all the same. */
        @Override
        public TaskResult<Object> end(Pid task, ExitReason signal, Duration patience) {
            Outcome end = Outcome.watch(task);
            task.exit(signal);
            Outcome.awaitAny(List.of(end), patience);
            if (end.result() == null) {
                task.exit(ExitReason.KILL);
                Outcome.awaitAny(List.of(end), Timeouts.INFINITY);
            }
            TaskResult<Object> result = await(Timeouts.INFINITY);
            return result == null ? resultOf(Objects.requireNonNull(end.result())) : result;
        }

        @Override
        public Duration now() {
            return outcome.now();
        }
    }
}
