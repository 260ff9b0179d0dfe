// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A mailbox that counts. */
final class BoundedMailbox extends Mailbox {
    private final int limit;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean dropped = new AtomicBoolean();

    BoundedMailbox(int limit) {
        this.limit = limit;
    }

    @Override
    Push push(MailNode node) {
        if (!counts(node)) {
            return super.push(node);
        }
        if (waiting.incrementAndGet() > limit) {
            waiting.decrementAndGet();
            return Push.FULL;
        }
        return super.push(node);
    }

    @Override
    void remove(MailNode node) {
        super.remove(node);
        if (counts(node)) {
            waiting.decrementAndGet();
        }
    }

    /** {@return whether nothing was dropped before} */
    boolean isFirstDrop() {
        return dropped.compareAndSet(false, true);
    }

    private static boolean counts(MailNode node) {
        return !(node instanceof MailNode.Queued) && !(node.message instanceof Exit);
    }
}
