// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

/**
 * Whether a supervisor ends, with {@code shutdown}, when its significant children have ended by
 * themselves. An end counts when it leads to no restart: every end of a {@link Restart#TEMPORARY}
 * child, and one that is not abnormal of a {@link Restart#TRANSIENT} one. That the supervisor stops
 * a child never counts.
 */
public enum AutoShutdown {

    /** It does not; no child may be significant. */
    NEVER,

    /** With the first significant child that ends. */
    ANY_SIGNIFICANT,

    /** With the last significant child; one that waits for a restart is not gone yet. */
    ALL_SIGNIFICANT
}
