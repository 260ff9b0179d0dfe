// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one process, for many senders and one receiver, without locks.
 *
 * <p>Senders push onto a stack, newest first. The owner takes the whole stack, turns it round and
 * appends it to its own list, in which it may look at and remove any node. A head of {@link
 * #WAITING} says that the owner is about to park: the sender that replaces it is the one that must
 * wake the owner, so that one atomic step both enqueues and tells who wakes.
 */
final class Mailbox implements Waiter.Condition {
    private static final MailNode WAITING = new MailNode();
    private static final MailNode CLOSED = new MailNode();
    private static final VarHandle INBOX;

    static {
        try {
            INBOX = MethodHandles.lookup().findVarHandle(Mailbox.class, "inbox", MailNode.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What a sender has to know about its push. */
    enum Push {
        DONE,
        WAKE_OWNER,
        REFUSED
    }

    private volatile @Nullable MailNode inbox;
    private @Nullable MailNode first;
    private @Nullable MailNode last;

    /** Any thread. */
    Push push(MailNode node) {
        while (true) {
            MailNode head = inbox;
            if (head == CLOSED) {
                return Push.REFUSED;
            }
            node.next = head == WAITING ? null : head;
            if (INBOX.compareAndSet(this, head, node)) {
                return head == WAITING ? Push.WAKE_OWNER : Push.DONE;
            }
        }
    }

    /**
     * Owner only: says that the owner is about to wait; false when there is mail that it has not
     * seen.
     */
    boolean arm() {
        return inbox == WAITING || INBOX.compareAndSet(this, null, WAITING);
    }

    /** {@return whether mail has come since {@link #arm}} */
    @Override
    public boolean isMet() {
        return inbox != WAITING;
    }

    /**
     * Owner only: takes over what has arrived. Never opens a mailbox that was closed meanwhile,
     * which happens to an owner that was declared dead.
     */
    void drain() {
        MailNode head = inbox;
        while (head != null && head != WAITING && head != CLOSED) {
            if (INBOX.compareAndSet(this, head, null)) {
                append(head);
                return;
            }
            head = inbox;
        }
    }

    private void append(MailNode newest) {
        MailNode later = null;
        MailNode node = newest;
        while (true) {
            MailNode earlier = node.next;
            node.next = later;
            if (later != null) {
                later.previous = node;
            }
            if (earlier == null) {
                break;
            }
            later = node;
            node = earlier;
        }
        node.previous = last;
        if (last == null) {
            first = node;
        } else {
            last.next = node;
        }
        last = newest;
    }

    /** Owner only: {@return the oldest node it has seen} */
    @Nullable MailNode first() {
        return first;
    }

    /** Owner only: {@return the newest node it has seen} */
    @Nullable MailNode last() {
        return last;
    }

    /** Owner only: removes a node of its own list. */
    void remove(MailNode node) {
        MailNode before = node.previous;
        MailNode after = node.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        node.previous = null;
        node.next = null;
    }

    /** Owner only: {@return how many messages wait} */
    int size() {
        drain();
        int size = 0;
        for (MailNode node = first; node != null; node = node.next) {
            size++;
        }
        return size;
    }

    /**
     * Refuses all further mail and returns what was left, oldest first. Called once, when the owner
     * runs no more.
     */
    @Nullable MailNode close() {
        MailNode rest = (MailNode) INBOX.getAndSet(this, CLOSED);
        if (rest != null && rest != WAITING) {
            append(rest);
        }
        MailNode oldest = first;
        first = null;
        last = null;
        return oldest;
    }
}
