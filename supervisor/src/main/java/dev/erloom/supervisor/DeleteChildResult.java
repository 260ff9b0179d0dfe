// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

/** The answer of {@link Supervisor#deleteChild}. */
public enum DeleteChildResult {

    /** {@code ok}: the supervisor has forgotten the child. */
    DELETED,

    /** {@code {error, running}}: the child runs; terminate it first. */
    RUNNING,

    /** {@code {error, restarting}}: the child is about to be restarted; terminate it first. */
    RESTARTING,

    /** {@code {error, not_found}}: the supervisor has no such child. */
    NOT_FOUND
}
