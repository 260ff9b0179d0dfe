// SPDX-License-Identifier: Apache-2.0
package dev.erloom.sys;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import java.util.Optional;

/**
 * What {@link SystemMessages} needs of the process that it serves. All is called in that process,
 * between two messages.
 *
 * @otp sys:handle_system_msg/6
 */
public interface SystemProcess {

    /** {@return the name of the code that the process runs, for status and traces} */
    String module();

    /**
     * {@return the process with whose exit this one ends while it is suspended, if it traps exits;
     * its parent unless overridden, empty for one that is not linked to its parent}
     */
    default Optional<Pid> parent() {
        return Processes.parent();
    }

    /**
     * {@return the state that is shown}
     *
     * @otp sys:system_get_state/1
     */
    Object state();

    /**
     * Goes on with another state.
     *
     * @throws ClassCastException or anything else when {@code state} is none; the old one stays
     * @otp sys:system_replace_state/2
     */
    void replaceState(Object state);

    /**
     * Returns what a status shows; {@code status} unless overridden.
     *
     * @throws Exception fails the request, no more
     */
    default FormatStatus formatStatus(FormatStatus status) throws Exception {
        return status;
    }

    /**
     * Cleans up and ends the process.
     *
     * @param message what asks for that: a {@code Terminate}, or the {@code Exit} of the parent
     * @return nothing, or the exception to throw
     * @otp sys:system_terminate/4
     */
    ExitException terminate(ExitReason reason, Object message);
}
