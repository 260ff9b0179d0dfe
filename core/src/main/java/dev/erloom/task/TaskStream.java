// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import dev.erloom.process.Descendant;
import dev.erloom.process.DoomError;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Processes;
import dev.erloom.process.Timeouts;
import dev.erloom.task.Roster.Ending;
import dev.erloom.task.Roster.Finished;
import dev.erloom.task.StreamProcess.Submit;
import dev.erloom.task.TaskBody.Origin;
import dev.erloom.task.TaskResult.Exit;
import dev.erloom.task.TaskResult.Ok;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Gatherer;
import java.util.stream.Gatherer.Downstream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The consumer's side of a stream of tasks.
 *
 * <p>It is a gatherer, because a gatherer is told of every orderly end, also of one that comes
 * early; {@code onClose} is not (R22). Its source is an own one, through which everything passes
 * that is thrown before or behind the gatherer.
 */
final class TaskStream<A, B extends @Nullable Object> {
    private final Input<A> input;
    private final Work<? super A, ? extends B> work;
    private final StreamOptions options;
    private final TaskStart start;
    private final ResultOrder<TaskResult<B>> order;
    private final Map<Long, A> inputs = new HashMap<>();
    private long submitted;
    private int running;
    private boolean isClosed;
    private @Nullable Running process;

    /**
     * What there is once the first element was taken.
     *
     * @param pid the process that runs the tasks
     * @param origin who consumes the stream
     * @param thread its thread
     */
    private record Running(Pid pid, Origin origin, Thread thread) {}

    private TaskStream(
            Input<A> input,
            Work<? super A, ? extends B> work,
            StreamOptions options,
            TaskStart start) {
        this.input = input;
        this.work = Objects.requireNonNull(work, "work");
        this.options = options;
        this.start = start;
        this.order = new ResultOrder<>(options.isOrdered());
    }

    static <A, B extends @Nullable Object> Stream<TaskResult<B>> of(
            Input<A> input,
            Work<? super A, ? extends B> work,
            UnaryOperator<StreamOptions> with,
            TaskStart start) {
        StreamOptions options = with.apply(StreamOptions.defaults());
        TaskStream<A, B> tasks = new TaskStream<>(input, work, options, start);
        Gatherer<A, ?, TaskResult<B>> gatherer =
                Gatherer.ofSequential(
                        (_, element, downstream) -> tasks.take(element, downstream),
                        (_, downstream) -> tasks.finish(downstream));
        return StreamSupport.stream(tasks.source(), false)
                .<TaskResult<B>>gather(gatherer)
                .onClose(tasks::close);
    }

    private Spliterator<A> source() {
        return new Spliterator<>() {
            @Override
            public boolean tryAdvance(Consumer<? super A> action) {
                return advance(action);
            }

            @Override
            public @Nullable Spliterator<A> trySplit() {
                throw new IllegalStateException("a stream of tasks must not be parallel");
            }

            @Override
            public long estimateSize() {
                return Long.MAX_VALUE;
            }

            @Override
            public int characteristics() {
                return ORDERED | NONNULL;
            }
        };
    }

    private boolean advance(Consumer<? super A> action) {
        boolean isOver = false;
        try {
            A element = input.next();
            if (element != null) {
                action.accept(element);
            }
            isOver = true;
            return element != null;
        } finally {
            if (!isOver) {
                close();
            }
        }
    }

    /** Starts the task of one element, and waits for one to end when there is no more room. */
    private boolean take(A element, Downstream<? super TaskResult<B>> downstream) {
        Running now = running();
        long position = submitted++;
        if (options.isInputZipped()) {
            inputs.put(position, element);
        }
        TaskBody task = start.body(now.origin(), () -> work.apply(element), work, List.of(element));
        now.pid().send(new Submit(position, task));
        running++;
        return running < options.maxConcurrency() || deliverNext(now, downstream);
    }

    private Running running() {
        Running now = process;
        if (now == null) {
            now = open();
            process = now;
        }
        if (isClosed) {
            throw new IllegalStateException("the stream of tasks is closed");
        }
        if (now.thread() != Thread.currentThread()) {
            throw new IllegalStateException(
                    "a stream of tasks is consumed by one thread, was "
                            + now.thread()
                            + " and then "
                            + Thread.currentThread());
        }
        return now;
    }

    private Running open() {
        Origin origin = Origin.here();
        boolean traps = !origin.isProcess() || ProcLib.trapsExits();
        Descendant body =
                Descendant.of(
                                new StreamProcess(
                                        start, options.timeout(), origin.starter(), traps),
                                StreamProcess.class.getName())
                        .callers(origin.callers())
                        .unreported();
        Pid pid = origin.isProcess() ? Processes.spawnLink(body) : Processes.spawn(body);
        return new Running(pid, origin, Thread.currentThread());
    }

    private void finish(Downstream<? super TaskResult<B>> downstream) {
        try {
            Running now = process;
            while (now != null && running > 0 && !downstream.isRejecting()) {
                deliverNext(now, downstream);
            }
        } finally {
            close();
        }
    }

    /** Waits for a task to end; false when no more results are wanted. */
    private boolean deliverNext(Running now, Downstream<? super TaskResult<B>> downstream) {
        Finished finished = next(now);
        running--;
        for (TaskResult<B> result : order.add(finished.position(), resultOf(finished))) {
            if (!downstream.push(result)) {
                return false;
            }
        }
        return true;
    }

    private Finished next(Running now) {
        try {
            Object next =
                    Gen.call(
                            now.pid(),
                            new StreamProcess.Next(),
                            Timeouts.INFINITY,
                            _ -> Finished.class);
            return (Finished) Objects.requireNonNull(next);
        } catch (ExitException failed) {
            throw failed.reason() instanceof ExitReason.CallFailed(var reason, _, _, _)
                    ? exit(reason)
                    : failed;
        }
    }

    private TaskResult<B> resultOf(Finished finished) {
        Object element = inputs.remove(finished.position());
        return switch (finished.ending()) {
            case Ending.Done(Ok<Object>(Object value)) -> new Ok<>(cast(value));
            case Ending.Done(Exit<Object>(ExitReason reason)) -> failure(element, reason);
            case Ending.Late() ->
                    switch (options.onTimeout()) {
                        case KILL_TASK -> failure(element, ExitReason.TIMEOUT);
                        case EXIT -> throw exit(ExitReason.TIMEOUT);
                    };
            case Ending.Refused(String why) -> throw new IllegalStateException(why);
        };
    }

    private static <B extends @Nullable Object> TaskResult<B> failure(
            @Nullable Object element, ExitReason reason) {
        return new Exit<>(
                element == null ? reason : ExitReason.of(new TaskResult.Input(element, reason)));
    }

    /** It is what {@link #work} returned. */
    @SuppressWarnings({"unchecked", "NullAway"})
    private B cast(@Nullable Object value) {
        return (B) value;
    }

    private ExitException exit(ExitReason reason) {
        return new ExitException(
                new ExitReason.TaskFailed(reason, "stream", List.of(options.timeout())));
    }

    /** Ends the tasks that run, waits until they are gone, and closes the input. */
    private void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            if (process != null) {
                end(process);
            }
        } finally {
            input.close();
        }
    }

    /** A consumer that is ending leaves its tasks to its links: it cannot wait any more. */
    private static void end(Running tasks) {
        try {
            if (tasks.thread() == Thread.currentThread() && tasks.origin().isProcess()) {
                ProcLib.checkSignals();
                Processes.unlinkAndFlush(tasks.pid());
            }
            Gen.stop(tasks.pid(), ExitReason.NORMAL, Timeouts.INFINITY);
        } catch (DoomError | ExitException ending) {
            // of the consumer, or of the process that runs the tasks: they are ending with it
            return;
        }
    }
}
