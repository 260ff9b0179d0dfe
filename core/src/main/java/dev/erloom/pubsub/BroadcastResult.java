// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pubsub;

import dev.erloom.process.ExitReason;

/** The answer of a broadcast. It says nothing about who got the message. */
public sealed interface BroadcastResult {

    /** {@code ok}: the message is on its way. */
    record Ok() implements BroadcastResult {}

    /**
     * {@code {error, Reason}}: the adapter refused the message, and nobody on this node got it.
     *
     * @param reason why
     */
    record Failed(ExitReason reason) implements BroadcastResult {}

    /**
     * Does nothing when all went well, as Elixir's {@code broadcast!} does.
     *
     * @throws BroadcastException when the adapter refused the message
     */
    default void orElseThrow() {
        switch (this) {
            case Ok() -> {}
            case Failed(ExitReason reason) -> throw new BroadcastException(reason);
        }
    }
}
