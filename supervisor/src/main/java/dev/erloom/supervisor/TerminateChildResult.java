// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

/** The answer of {@link Supervisor#terminateChild}. */
public enum TerminateChildResult {

    /**
     * {@code ok}: the child does not run any more, or did not run in the first place; a restart
     * that was due is called off.
     */
    TERMINATED,

    /** {@code {error, not_found}}: the supervisor has no such child. */
    NOT_FOUND
}
