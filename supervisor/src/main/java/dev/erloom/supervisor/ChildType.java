// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import java.time.Duration;

/** What kind of process a child is. */
public enum ChildType {

    /** A process that works; it gets 5 s to shut down, unless its specification says otherwise. */
    WORKER,

    /** A process with children of its own; it gets all the time it needs to shut down. */
    SUPERVISOR;

    private static final Shutdown OF_A_WORKER = new Shutdown.Timeout(Duration.ofSeconds(5));

    /** {@return how a child of this type is shut down when its specification does not say} */
    Shutdown defaultShutdown() {
        return switch (this) {
            case WORKER -> OF_A_WORKER;
            case SUPERVISOR -> Shutdown.INFINITY;
        };
    }

    /** {@return the type of a child whose start function gave its starter {@code handle}} */
    static ChildType of(Object handle) {
        return handle instanceof Supervisor ? SUPERVISOR : WORKER;
    }
}
