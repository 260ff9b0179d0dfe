// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.Objects;

/**
 * How many messages may wait in a mailbox, and what becomes of one more. Exit signals and the ends
 * of monitors do not count and always get in.
 *
 * @param messages how many may wait, at least 1
 * @param overflow what happens when one more comes
 */
public record MailboxLimit(int messages, Overflow overflow) {

    /** What happens when a message comes to a full mailbox. The sender never waits. */
    public enum Overflow {
        /**
         * It is dropped. A call fails at once, with {@code mailbox_full}; the first one is logged.
         */
        DROP,
        /** The receiver is killed, as OTP does beyond {@code max_heap_size}. */
        KILL
    }

    /**
     * Makes a limit.
     *
     * @throws IllegalArgumentException when {@code messages} is not positive
     */
    public MailboxLimit {
        if (messages < 1) {
            throw new IllegalArgumentException("mailboxLimit must be > 0, was " + messages);
        }
        Objects.requireNonNull(overflow, "overflow");
    }
}
