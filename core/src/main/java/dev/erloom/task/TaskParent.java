// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import dev.erloom.process.Pid;
import dev.erloom.process.StartResult;
import dev.erloom.process.Starter;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else who starts the processes of tasks, and becomes their parent: a supervisor of tasks.
 * Its tasks are owned, and awaited, by whoever asks for them.
 */
@FunctionalInterface
public interface TaskParent {

    /**
     * Runs {@code task} in the process that shall be the parent, and links the new process to it.
     *
     * <p>Called by the owner of a task; for a stream by a process that runs it.
     *
     * @param task starts the process, linked to the process that calls it; at most once
     * @return how that went; anything but {@code Started} is an error for who wants the task
     */
    StartResult<Pid> start(Starter<Pid> task);

    /**
     * As {@link Task#async}: the task is linked to the caller too.
     *
     * @throws IllegalStateException when the parent starts no task, with its reason
     * @otp Task.Supervisor:async/2
     */
    default <T extends @Nullable Object> Task<T> async(Callable<? extends T> work) {
        return TaskStart.by(this, true).async(work);
    }

    /**
     * As {@link #async}, but the task is not linked to the caller: when it fails that is a result.
     *
     * @throws IllegalStateException when the parent starts no task, with its reason
     * @otp Task.Supervisor:async_nolink/2
     */
    default <T extends @Nullable Object> Task<T> asyncNolink(Callable<? extends T> work) {
        return TaskStart.by(this, false).async(work);
    }

    /**
     * As {@link Task#asyncStream(Iterable, Work, UnaryOperator)}.
     *
     * @otp Task.Supervisor:async_stream/4
     */
    default <A, B extends @Nullable Object> Stream<TaskResult<B>> asyncStream(
            Iterable<? extends A> input,
            Work<? super A, ? extends B> work,
            UnaryOperator<StreamOptions> with) {
        return TaskStream.of(Input.of(input), work, with, TaskStart.by(this, true));
    }

    /**
     * As {@link #asyncStream}, but the tasks are not linked to whoever consumes the stream: when
     * one fails that is a result.
     *
     * @otp Task.Supervisor:async_stream_nolink/4
     */
    default <A, B extends @Nullable Object> Stream<TaskResult<B>> asyncStreamNolink(
            Iterable<? extends A> input,
            Work<? super A, ? extends B> work,
            UnaryOperator<StreamOptions> with) {
        return TaskStream.of(Input.of(input), work, with, TaskStart.by(this, false));
    }
}
