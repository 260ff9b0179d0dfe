// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import dev.erloom.process.Atom;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.Outcome;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.SpawnOptions;
import dev.erloom.process.StartResult;
import dev.erloom.process.Timeouts;
import dev.erloom.task.TaskResult.Exit;
import dev.erloom.task.TaskResult.Ok;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One computation in a process of its own, awaited by the process that started it: its owner.
 *
 * <p>Owner and task are linked: a task that fails takes down an owner that does not trap exits, and
 * an owner that fails takes down its tasks; an owner that ends normally does not. The value comes
 * as a {@link TaskReply}, followed by the {@link dev.erloom.process.Down} of the task. {@link
 * #await()} takes both out of the mailbox; a server handles them in {@code handleInfo} instead.
 *
 * <p>A thread that is no process may own tasks too. It is linked to none, nothing can arrive
 * unasked, and a result may be asked for any number of times, by any thread that is no process.
 *
 * @param <T> the type of the value, which may be null
 * @otp Task
 */
public final class Task<T extends @Nullable Object> {
    private static final Atom BRUTAL_KILL = new Atom("brutal_kill");

    private final @Nullable Pid pid;
    private final Claim claim;

    Task(@Nullable Pid pid, Claim claim) {
        this.pid = pid;
        this.claim = claim;
    }

    /**
     * Starts {@code work} in a process that is linked to the caller.
     *
     * @throws IllegalStateException when the caller is no process and there is no default node
     * @otp Task:async/1
     */
    public static <T extends @Nullable Object> Task<T> async(Callable<? extends T> work) {
        return async(work, with -> with);
    }

    /**
     * As {@link #async(Callable)}, with options of the process: a label, a platform thread.
     *
     * @throws IllegalStateException when the caller is no process and there is no default node
     * @otp Task:async/1
     */
    public static <T extends @Nullable Object> Task<T> async(
            Callable<? extends T> work, UnaryOperator<SpawnOptions> with) {
        Objects.requireNonNull(work, "work");
        return TaskStart.own(with).async(work);
    }

    /**
     * Makes a task that is done already, without a process.
     *
     * @throws IllegalStateException when the caller is no process and there is no default node
     * @otp Task:completed/1
     */
    public static <T extends @Nullable Object> Task<T> completed(T value) {
        if (ProcLib.callersFromHere().isEmpty()) {
            return new Task<>(null, new Claim.Held(Outcome.of(value)));
        }
        Ref ref = Processes.replyAlias();
        ref.send(new TaskReply(ref, value));
        return new Task<>(null, new Claim.Mail(Processes.self(), ref));
    }

    /**
     * Starts work that nobody waits for, in a process that is linked to nobody.
     *
     * @otp Task:start/1
     */
    public static StartResult<Pid> start(ProcessBody work) {
        return StartResult.started(Processes.spawn(TaskStart.fireAndForget(work)));
    }

    /**
     * Starts work that nobody waits for, in a process that is linked to the caller: what a
     * supervisor runs. A task is a temporary child unless its specification says otherwise.
     *
     * @otp Task:start_link/1
     */
    public static StartResult<Pid> startLink(ProcessBody work) {
        return StartResult.started(Processes.spawnLink(TaskStart.fireAndForget(work)));
    }

    /** Waits up to 5 s, as {@link #await(Duration)} does. */
    public T await() {
        return await(Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Waits for the value, once. After a time-out no message of the task comes any more; the task
     * goes on, and ends with its owner if that exits.
     *
     * @throws ExitException with {@link ExitReason.TaskFailed} around {@code timeout}, {@code
     *     {nodedown, Node}}, or the reason with which the task ended; its cause is the exception
     *     that ended the task
     * @throws IllegalArgumentException when the task belongs to somebody else, or {@code timeout}
     *     is negative
     * @otp Task:await/2
     */
    public T await(Duration timeout) {
        claim.checkOwner(this);
        TaskResult<Object> result = claim.await(timeout);
        if (result == null) {
            result = claim.forget();
        }
        return switch (result) {
            case null -> throw failed(ExitReason.TIMEOUT, "await", this, timeout);
            case Ok<Object>(Object value) -> cast(value);
            case Exit<Object>(ExitReason reason) ->
                    throw failed(reasonOf(reason), "await", this, timeout);
        };
    }

    /** Awaits all with one time-out of 5 s, as {@link #awaitMany(Collection, Duration)} does. */
    public static <T extends @Nullable Object> List<T> awaitMany(
            Collection<? extends Task<? extends T>> tasks) {
        return awaitMany(tasks, Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Waits for the values of all tasks, with one time-out for all together.
     *
     * @return the values, in the order of the tasks; a new list
     * @throws ExitException as {@link #await(Duration)} does, as soon as one task has failed;
     *     nothing is known of the others then, and what they have sent stays
     * @throws IllegalArgumentException when a task belongs to somebody else, or {@code timeout} is
     *     negative
     * @otp Task:await_many/2
     */
    public static <T extends @Nullable Object> List<T> awaitMany(
            Collection<? extends Task<? extends T>> tasks, Duration timeout) {
        Timeouts.check(timeout, "timeout");
        Harvest<Task<?>, TaskResult<Object>> harvest = new Harvest<>(tasks, Integer.MAX_VALUE);
        checkOwner(tasks);
        gather(harvest, timeout, "await_many", tasks, true);
        if (!harvest.isDone()) {
            harvest.pending().forEach(task -> task.claim.forget());
            throw failed(ExitReason.TIMEOUT, "await_many", List.copyOf(tasks), timeout);
        }
        List<T> values = new ArrayList<>(tasks.size());
        for (Task<? extends T> task : tasks) {
            if (harvest.of(task).orElseThrow() instanceof Ok<Object>(Object value)) {
                values.add(task.cast(value));
            }
        }
        return values;
    }

    private static void checkOwner(Collection<? extends Task<?>> tasks) {
        for (Task<?> task : tasks) {
            task.claim.checkOwner(task);
        }
    }

    /** Collects results until all that are wanted are there, or the time is up. */
    private static void gather(
            Harvest<Task<?>, TaskResult<Object>> harvest,
            Duration timeout,
            String function,
            Collection<? extends Task<?>> tasks,
            boolean failureEnds) {
        if (harvest.isDone()) {
            return;
        }
        Claim any = harvest.pending().iterator().next().claim;
        Deadline deadline = Deadline.in(timeout, any::now);
        Claims claims = new Claims(harvest.pending());
        while (!harvest.isDone()) {
            Claims.Ended ended = claims.next(deadline.left());
            if (ended == null) {
                return;
            }
            harvest.add(ended.task(), ended.result());
            if (ended.result() instanceof Exit<Object>(ExitReason reason)
                    && (failureEnds || reason instanceof ExitReason.NoConnection)) {
                harvest.pending().forEach(task -> task.claim.release());
                throw failed(ended.task().reasonOf(reason), function, List.copyOf(tasks), timeout);
            }
        }
    }

    /** Waits up to 5 s, as {@link #yield(Duration)} does. */
    @SuppressWarnings("NamedLikeContextualKeyword") // Elixir's word
    public Optional<TaskResult<T>> yield() {
        return this.yield(Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Waits for the result, whatever it is.
     *
     * @return empty when {@code timeout} has passed; the task may be asked again
     * @throws ExitException with {@code {nodedown, Node}} when the task's node is gone
     * @throws IllegalArgumentException when the task belongs to somebody else, or {@code timeout}
     *     is negative
     * @otp Task:yield/2
     */
    @SuppressWarnings("NamedLikeContextualKeyword") // Elixir's word
    public Optional<TaskResult<T>> yield(Duration timeout) {
        claim.checkOwner(this);
        return result(claim.await(timeout), "yield", this, timeout);
    }

    /**
     * Waits for the results of several tasks, with one time-out for all together.
     *
     * @return each task with its result, in the order of the tasks; a new list
     * @throws ExitException with {@code {nodedown, Node}} when the node of a task is gone
     * @throws IllegalArgumentException when a task belongs to somebody else
     * @otp Task:yield_many/2
     */
    public static <T extends @Nullable Object> List<Yielded<T>> yieldMany(
            Collection<Task<T>> tasks, UnaryOperator<YieldOptions> with) {
        YieldOptions options = with.apply(YieldOptions.DEFAULT);
        Harvest<Task<?>, TaskResult<Object>> harvest = new Harvest<>(tasks, options.limit());
        checkOwner(tasks);
        gather(harvest, options.timeout(), "yield_many", tasks, false);
        boolean late = !harvest.isDone();
        List<Yielded<T>> results = new ArrayList<>(tasks.size());
        for (Task<T> task : tasks) {
            Optional<TaskResult<T>> result = harvest.of(task).map(task::typed);
            results.add(
                    new Yielded<>(
                            task,
                            result.isEmpty() && late ? task.late(options.onTimeout()) : result));
        }
        return results;
    }

    private Optional<TaskResult<T>> late(YieldOptions.OnTimeout what) {
        return switch (what) {
            case NOTHING -> Optional.empty();
            case IGNORE -> ignore();
            case KILL_TASK -> brutalKill();
        };
    }

    /**
     * One line of {@link #yieldMany}.
     *
     * @param task the task
     * @param result how it ended; empty when it has not, or nobody waited for it any more
     * @param <T> the type of the value
     */
    public record Yielded<T extends @Nullable Object>(
            Task<T> task, Optional<TaskResult<T>> result) {}

    /** Ends the task within 5 s, as {@link #shutdown(Duration)} does. */
    public Optional<TaskResult<T>> shutdown() {
        return shutdown(Gen.DEFAULT_TIMEOUT);
    }

    /**
     * Tells the task to shut down and waits for its end; it is killed when it has not ended after
     * {@code timeout}. Nothing of the task is left: no process, no link, no message; but an owner
     * that traps exits keeps the {@code Exit} of a task that had ended by itself.
     *
     * @return the value if it was there before; {@code Exit} if the task has ended by itself, was
     *     killed, or with {@code noproc} if its result was taken before; empty if it went as told
     * @throws ExitException with {@code {nodedown, Node}} when the task's node is gone
     * @throws IllegalArgumentException when the task belongs to somebody else, or {@code timeout}
     *     is negative
     * @otp Task:shutdown/2
     */
    public Optional<TaskResult<T>> shutdown(Duration timeout) {
        Timeouts.check(timeout, "timeout");
        return end(ExitReason.SHUTDOWN, ExitReason.SHUTDOWN, timeout, timeout);
    }

    /**
     * Kills the task and waits for its end.
     *
     * @return as {@link #shutdown(Duration)}; empty if it was killed
     * @otp Task:shutdown/2
     */
    public Optional<TaskResult<T>> brutalKill() {
        return end(ExitReason.KILL, ExitReason.KILLED, Timeouts.INFINITY, BRUTAL_KILL);
    }

    private Optional<TaskResult<T>> end(
            ExitReason signal, ExitReason expected, Duration patience, Object how) {
        if (pid == null) {
            return ignore();
        }
        claim.checkOwner(this);
        TaskResult<Object> result = claim.end(pid, signal, patience);
        return result(result, "shutdown", this, how)
                .filter(ended -> !ended.equals(new Exit<>(expected)));
    }

    /**
     * Drops the result, now or when it comes. The task goes on, linked to nobody.
     *
     * @return the result if it was there
     * @throws ExitException with {@code {nodedown, Node}} when the task's node is gone
     * @throws IllegalArgumentException when the task belongs to somebody else
     * @otp Task:ignore/1
     */
    public Optional<TaskResult<T>> ignore() {
        claim.checkOwner(this);
        TaskResult<Object> result = claim.await(Duration.ZERO);
        if (pid != null && !(result instanceof Exit<Object>)) {
            claim.unlink(pid);
        }
        return result(result == null ? claim.forget() : result, "ignore", this);
    }

    /**
     * {@return the process of this task}
     *
     * @throws IllegalStateException when it was made {@link #completed} and has none
     */
    public Pid pid() {
        if (pid == null) {
            throw new IllegalStateException("a completed task has no process");
        }
        return pid;
    }

    /**
     * {@return what the messages of this task carry}
     *
     * @throws IllegalStateException when its owner is no process, and there are none
     */
    public Ref ref() {
        if (claim instanceof Claim.Mail(_, Ref ref)) {
            return ref;
        }
        throw new IllegalStateException(this + " sends no messages: its owner is no process");
    }

    Claim claim() {
        return claim;
    }

    private Optional<TaskResult<T>> result(
            @Nullable TaskResult<Object> result, String function, Object... arguments) {
        if (result instanceof Exit<Object>(ExitReason reason)
                && reason instanceof ExitReason.NoConnection) {
            throw failed(reasonOf(reason), function, arguments);
        }
        return Optional.ofNullable(result).map(this::typed);
    }

    private TaskResult<T> typed(TaskResult<Object> result) {
        return switch (result) {
            case Ok<Object>(Object value) -> new Ok<>(cast(value));
            case Exit<Object>(ExitReason reason) -> new Exit<>(reason);
        };
    }

    /** The work was a {@code Callable} of this very type. */
    @SuppressWarnings({"unchecked", "NullAway"})
    private T cast(@Nullable Object value) {
        return (T) value;
    }

    private ExitReason reasonOf(ExitReason reason) {
        return reason instanceof ExitReason.NoConnection && pid != null
                ? new ExitReason.NodeDown(pid.node())
                : reason;
    }

    private static ExitException failed(ExitReason reason, String function, Object... arguments) {
        return new ExitException(new ExitReason.TaskFailed(reason, function, List.of(arguments)));
    }

    /** Maps with a bounded number of tasks: in the order of the input, as many as processors. */
    public static <A, B extends @Nullable Object> Stream<TaskResult<B>> asyncStream(
            Iterable<? extends A> input, Work<? super A, ? extends B> work) {
        return asyncStream(input, work, with -> with);
    }

    /**
     * Maps with a bounded number of tasks, one for each element of {@code input}.
     *
     * <p>The stream is lazy: it takes an element when a result is wanted and there is room for
     * another task. With results in order, those behind a slow first one are kept. Whoever consumes
     * the stream is the owner of the tasks: a process is linked to them, and unless it traps exits
     * a task that fails takes it down. For an ordinary thread a failed task is a result.
     *
     * <p>When the terminal operation is over, by itself, early or with an exception, all tasks have
     * ended and nothing of them is left. {@code iterator}, {@code spliterator} and {@code
     * Stream.concat} have no such end: take them in a try-with-resources statement.
     *
     * @return the results; not for parallel use
     * @throws ExitException from the terminal operation: {@link ExitReason.TaskFailed} around
     *     {@code timeout} when a task was late and {@link StreamOptions.OnTimeout#EXIT} was asked
     *     for
     * @throws IllegalStateException from the terminal operation, when the stream is parallel
     * @otp Task:async_stream/3
     */
    public static <A, B extends @Nullable Object> Stream<TaskResult<B>> asyncStream(
            Iterable<? extends A> input,
            Work<? super A, ? extends B> work,
            UnaryOperator<StreamOptions> with) {
        return TaskStream.of(Input.of(input), work, with, TaskStart.own(options -> options));
    }

    /**
     * As {@link #asyncStream(Iterable, Work, UnaryOperator)}; an iterator that is {@link
     * AutoCloseable} is closed with the stream.
     */
    public static <A, B extends @Nullable Object> Stream<TaskResult<B>> asyncStream(
            Iterator<? extends A> input,
            Work<? super A, ? extends B> work,
            UnaryOperator<StreamOptions> with) {
        return TaskStream.of(Input.of(input), work, with, TaskStart.own(options -> options));
    }

    /**
     * As {@link #asyncStream(Iterable, Work, UnaryOperator)}; the input stream is closed with this
     * one, and when a terminal operation is over.
     */
    public static <A, B extends @Nullable Object> Stream<TaskResult<B>> asyncStream(
            Stream<? extends A> input,
            Work<? super A, ? extends B> work,
            UnaryOperator<StreamOptions> with) {
        return TaskStream.of(Input.of(input), work, with, TaskStart.own(options -> options));
    }

    @Override
    public String toString() {
        return pid == null ? "completed task" : "task " + pid;
    }
}
