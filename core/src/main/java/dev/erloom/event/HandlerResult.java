// SPDX-License-Identifier: Apache-2.0
package dev.erloom.event;

import dev.erloom.process.Atom;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;

/**
 * How something ended that was asked of one handler.
 *
 * @param <T> what it is answered with
 */
public sealed interface HandlerResult<T> {

    /**
     * It went well.
     *
     * @param value the answer
     * @param <T> the type of the answer
     */
    record Ok<T>(T value) implements HandlerResult<T> {}

    /**
     * The handler failed, and is no handler of the manager any more.
     *
     * @param reason why
     * @param <T> the type of the answer
     */
    record Failed<T>(ExitReason reason) implements HandlerResult<T> {}

    /**
     * There is no such handler, OTP's {@code {error, bad_module}}.
     *
     * @param <T> the type of the answer
     */
    record NoHandler<T>() implements HandlerResult<T> {}

    /**
     * Returns the answer.
     *
     * @throws ExitException in every other case, with the reason, or {@code bad_module}
     */
    default T orElseThrow() {
        return switch (this) {
            case Ok<T>(T value) -> value;
            case Failed<T>(ExitReason reason) -> throw new ExitException(reason);
            case NoHandler<T>() -> throw new ExitException(ExitReason.of(new Atom("bad_module")));
        };
    }
}
