// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;

/** The answer of {@link Supervisor#restartChild}. */
public sealed interface RestartChildResult {

    /**
     * {@code {ok, Pid}}: the child runs again, at its old place in the order.
     *
     * @param pid the new process
     */
    record Restarted(Pid pid) implements RestartChildResult {}

    /** {@code {ok, undefined}}: the child chose not to run. */
    record Ignored() implements RestartChildResult {}

    /** {@code {error, running}}: the child runs; nothing was done. */
    record Running() implements RestartChildResult {}

    /** {@code {error, restarting}}: the supervisor is at it already; nothing was done. */
    record Restarting() implements RestartChildResult {}

    /** {@code {error, not_found}}: the supervisor has no such child. */
    record NotFound() implements RestartChildResult {}

    /**
     * {@code {error, Reason}}: the child failed to start, and stays as it was.
     *
     * @param reason why
     */
    record Failed(ExitReason reason) implements RestartChildResult {}
}
