// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.Pid;
import java.util.Optional;

/**
 * One line of {@link Supervisor#whichChildren}.
 *
 * @param id what the supervisor calls the child
 * @param status what it knows of its process
 * @param type what kind of process it is
 */
public record ChildInfo(String id, ChildStatus status, ChildType type) {

    /** {@return the process, if the child runs} */
    public Optional<Pid> pid() {
        return status instanceof ChildStatus.Running(Pid pid) ? Optional.of(pid) : Optional.empty();
    }
}
