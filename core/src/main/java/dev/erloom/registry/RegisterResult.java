// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;

/** The answer of {@link Registry#register}. */
public sealed interface RegisterResult {

    /**
     * {@code {ok, Pid}}: the caller has the key.
     *
     * @param partition the process of the registry that the caller is linked to now
     */
    record Ok(Pid partition) implements RegisterResult {}

    /**
     * {@code {error, {already_registered, Pid}}}: the key was taken, nothing has changed.
     *
     * @param pid who has it; perhaps the caller itself
     */
    record AlreadyRegistered(Pid pid) implements RegisterResult {}

    /**
     * Returns the process of the registry that the caller is linked to, as Elixir's match {@code
     * {:ok, pid} = …} does.
     *
     * @throws ExitException when the key was taken, with {@code {already_registered, Pid}}
     */
    default Pid orElseThrow() {
        return switch (this) {
            case Ok(Pid partition) -> partition;
            case AlreadyRegistered taken -> throw new ExitException(ExitReason.of(taken));
        };
    }
}
