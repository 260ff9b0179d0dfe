// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pg;

import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import java.util.List;

/** What a process gets that monitors a group or a scope. */
public sealed interface GroupEvent {

    /** {@return the monitor} */
    Ref ref();

    /** {@return the group that has changed} */
    Object group();

    /** {@return who joined or left, once for each time; immutable} */
    List<Pid> pids();

    /**
     * {@code {Ref, join, Group, Pids}}.
     *
     * @param ref the monitor
     * @param group the group
     * @param pids who joined it
     */
    record Joined(Ref ref, Object group, List<Pid> pids) implements GroupEvent {}

    /**
     * {@code {Ref, leave, Group, Pids}}.
     *
     * @param ref the monitor
     * @param group the group
     * @param pids who left it, or ended
     */
    record Left(Ref ref, Object group, List<Pid> pids) implements GroupEvent {}
}
