// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.function.Function;

/**
 * The answer of every start function.
 *
 * @param <T> what the starter gets beside the pid: a server reference, a supervisor, …
 */
public sealed interface StartResult<T> {

    /**
     * {@code {ok, Pid}}: the process runs.
     *
     * @param pid the new process
     * @param value its typed handle, in the place of OTP's extra info
     * @param <T> the type of the handle
     */
    record Started<T>(Pid pid, T value) implements StartResult<T> {}

    /**
     * {@code ignore}: the process chose not to run, and is gone.
     *
     * @param <T> the type of the handle
     */
    record Ignored<T>() implements StartResult<T> {}

    /**
     * {@code {error, {already_started, Pid}}}: the name was taken, nothing was started.
     *
     * @param pid who has the name
     * @param <T> the type of the handle
     */
    record AlreadyStarted<T>(Pid pid) implements StartResult<T> {}

    /**
     * {@code {error, Reason}}: the process failed to start, and is gone.
     *
     * @param reason why
     * @param <T> the type of the handle
     */
    record Failed<T>(ExitReason reason) implements StartResult<T> {}

    /** {@return the start result of a plain process, as in {@code started(spawnLink(body))}} */
    static StartResult<Pid> started(Pid pid) {
        return new Started<>(pid, pid);
    }

    /** {@return this result with another handle} */
    default <U> StartResult<U> map(Function<? super T, ? extends U> handle) {
        return switch (this) {
            case Started<T>(Pid pid, T value) -> new Started<>(pid, handle.apply(value));
            case Ignored<T>() -> new Ignored<>();
            case AlreadyStarted<T>(Pid pid) -> new AlreadyStarted<>(pid);
            case Failed<T>(ExitReason reason) -> new Failed<>(reason);
        };
    }

    /**
     * Returns the handle, as Elixir's match {@code {:ok, value} = …} does.
     *
     * @throws ExitException in every other case, with the reason of the failure, {@code ignore} or
     *     {@code {already_started, Pid}}
     */
    default T orElseThrow() {
        return switch (this) {
            case Started<T>(_, T value) -> value;
            case Ignored<T>() -> throw new ExitException(ExitReason.of(new Atom("ignore")));
            case AlreadyStarted<T> started -> throw new ExitException(ExitReason.of(started));
            case Failed<T>(ExitReason reason) -> throw new ExitException(reason);
        };
    }
}
