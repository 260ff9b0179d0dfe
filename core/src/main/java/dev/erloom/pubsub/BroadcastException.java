// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pubsub;

import dev.erloom.process.ExitReason;

/** A broadcast that an adapter refused. */
public final class BroadcastException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ExitReason reason;

    BroadcastException(ExitReason reason) {
        super("broadcast failed: " + reason);
        this.reason = reason;
    }

    /** {@return why the adapter refused it} */
    public ExitReason reason() {
        return reason;
    }
}
