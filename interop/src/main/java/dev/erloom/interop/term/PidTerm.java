// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import dev.erloom.process.Pid;

/**
 * A process identifier.
 *
 * @param pid of a process on this or another node
 */
public record PidTerm(Pid pid) implements Term {

    @Override
    public String toString() {
        return "#PID" + pid;
    }
}
