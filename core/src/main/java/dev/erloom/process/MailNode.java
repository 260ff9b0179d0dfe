// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import org.jspecify.annotations.Nullable;

/**
 * One place in a mailbox. While a message is under test its place holds {@link #UNDER_TEST}
 * instead.
 */
class MailNode {
    /** What stands in a place whose message is being looked at. */
    enum Mark {
        UNDER_TEST
    }

    static final Mark UNDER_TEST = Mark.UNDER_TEST;

    Object message;

    /**
     * Before the owner has seen it, the node that arrived earlier; then the one that arrived later.
     */
    @Nullable MailNode next;

    @Nullable MailNode previous;

    MailNode(Object message) {
        this.message = message;
    }

    /** For a node that is its own message. */
    MailNode() {
        this.message = this;
    }

    /**
     * An {@link Exit} or {@link Down} that a link or monitor has queued, so that both can be
     * dropped in one step.
     */
    static final class Queued extends MailNode {
        final Relation origin;

        Queued(Object message, Relation origin) {
            super(message);
            this.origin = origin;
        }
    }
}
