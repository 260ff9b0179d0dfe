// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import org.jspecify.annotations.Nullable;

/** Says why a node could not join its cluster. */
public final class DistributionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What stood in the way. */
    public enum Reason {
        /** There is no usable cookie where it was looked for. */
        COOKIE,
        /** Another node has registered the same name with the same EPMD. */
        NAME_TAKEN,
        /** An address could not be had, or EPMD not be reached. */
        NETWORK
    }

    private final Reason reason;

    DistributionException(Reason reason, String message) {
        this(reason, message, null);
    }

    DistributionException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** {@return what stood in the way} */
    public Reason reason() {
        return reason;
    }
}
