// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;

/**
 * The answer of {@link Supervisor#startChild}.
 *
 * @param <T> the handle that the start function returns
 */
public sealed interface StartChildResult<T> {

    /**
     * {@code {ok, Pid}}: the child runs and is the youngest of the supervisor.
     *
     * @param pid the child
     * @param value its typed handle
     * @param <T> the type of the handle
     */
    record Started<T>(Pid pid, T value) implements StartChildResult<T> {}

    /**
     * {@code {ok, undefined}}: the child chose not to run. Its specification is kept, unless it is
     * temporary.
     *
     * @param <T> the type of the handle
     */
    record Ignored<T>() implements StartChildResult<T> {}

    /**
     * {@code {error, {already_started, Pid}}}: the supervisor has a child of this id that runs, or
     * the start function found its name taken. Nothing was started or kept.
     *
     * @param pid who runs
     * @param <T> the type of the handle
     */
    record AlreadyStarted<T>(Pid pid) implements StartChildResult<T> {}

    /**
     * {@code {error, already_present}}: the supervisor has a child of this id that does not run.
     * Nothing was started or kept.
     *
     * @param <T> the type of the handle
     */
    record AlreadyPresent<T>() implements StartChildResult<T> {}

    /**
     * {@code {error, {Reason, Child}}}: the child failed to start. Nothing was kept.
     *
     * @param reason why
     * @param <T> the type of the handle
     */
    record Failed<T>(ExitReason reason) implements StartChildResult<T> {}

    /**
     * Returns the handle, as Elixir's match {@code {:ok, pid} = …} does.
     *
     * @throws ExitException in every other case, with the reason of the failure or with the answer
     *     as the reason
     */
    default T orElseThrow() {
        return switch (this) {
            case Started<T>(_, T value) -> value;
            case Failed<T>(ExitReason reason) -> throw new ExitException(reason);
            case Ignored<T> _, AlreadyStarted<T> _, AlreadyPresent<T> _ ->
                    throw new ExitException(ExitReason.of(this));
        };
    }
}
