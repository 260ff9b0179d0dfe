// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

/** After which ends a child is started again. */
public enum Restart {

    /** After every end, also a normal one. */
    PERMANENT,

    /**
     * After an abnormal end: one that is not {@code normal}, {@code shutdown} or {@code {shutdown,
     * _}}. After the others its specification stays and it can be started by {@link
     * Supervisor#restartChild}.
     */
    TRANSIENT,

    /** Never. Its specification is forgotten with it, and its end never touches its siblings. */
    TEMPORARY
}
