// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Address;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link Request}.
 *
 * @param <R> the type of the reply
 */
public sealed interface Response<R> {

    /**
     * {@code {reply, Reply}}: the server has answered.
     *
     * @param value its answer; null if it answered with null
     * @param <R> the type of the reply
     */
    record Reply<R>(@Nullable R value) implements Response<R> {}

    /**
     * {@code {error, {Reason, Server}}}: the server ended before it answered, or was not there.
     *
     * @param reason the reason with which it ended, {@code noproc} or {@code noconnection}
     * @param server who was asked
     * @param <R> the type of the reply
     */
    record Failed<R>(ExitReason reason, Address server) implements Response<R> {}

    /**
     * {@code timeout}: there was no answer in time.
     *
     * @param <R> the type of the reply
     */
    record TimedOut<R>() implements Response<R> {}

    /**
     * Returns the reply.
     *
     * @throws ExitException with the reason of the failure, or {@code timeout}
     */
    @SuppressWarnings("NullAway") // null only if the server answered with null, as in a call
    default R orElseThrow() {
        return switch (this) {
            case Reply<R>(R value) -> value;
            case Failed<R>(ExitReason reason, _) -> throw new ExitException(reason);
            case TimedOut<R>() -> throw new ExitException(ExitReason.TIMEOUT);
        };
    }
}
