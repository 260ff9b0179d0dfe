// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.Pid;

/** What a supervisor knows of the process of a child. */
public sealed interface ChildStatus {

    /**
     * It runs.
     *
     * @param pid the process
     */
    record Running(Pid pid) implements ChildStatus {}

    /** A restart has failed, and the supervisor is about to try again. */
    record Restarting() implements ChildStatus {}

    /**
     * There is none, OTP's {@code undefined}: it was stopped, has ended for good, or chose not to
     * start.
     */
    record Stopped() implements ChildStatus {}
}
