// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.Extras.inside;
import static dev.erloom.process.Processes.self;

/**
 * Proves that something does not search the mailbox of the calling process: as long as this is
 * open, whoever passes the messages that were there before, in either direction, never comes to an
 * end.
 */
final class NoSearch implements AutoCloseable {
    private final MailNode node;
    private final MailNode next;
    private final MailNode previous;

    private NoSearch(Mailbox mailbox) {
        mailbox.drain();
        previous = there(mailbox.first());
        node = there(previous.next);
        next = there(node.next);
        node.next = node;
        node.previous = node;
    }

    /**
     * Sends the caller {@code count} messages that stay in its mailbox, and forbids to pass them.
     */
    static NoSearch behind(int count) {
        for (int i = 0; i < count; i++) {
            self().send("unrelated");
        }
        return new NoSearch(inside(self()).mailbox);
    }

    private static MailNode there(@org.jspecify.annotations.Nullable MailNode node) {
        if (node == null) {
            throw new IllegalStateException("there must be three messages");
        }
        return node;
    }

    @Override
    public void close() {
        node.next = next;
        node.previous = previous;
    }
}
