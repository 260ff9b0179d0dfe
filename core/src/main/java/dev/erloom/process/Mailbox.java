// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one process, for many senders and one receiver, without locks.
 *
 * <p>Senders push onto a stack, newest first. The owner takes the whole stack, turns it round and
 * appends it to its own list, in which it may look at and remove any node. A head of {@link
 * #WAITING} says that the owner is about to park: the sender that replaces it is the one that must
 * wake the owner, so that one atomic step both enqueues and tells who wakes.
 */
sealed class Mailbox implements Waiter.Condition permits BoundedMailbox {
    private static final MailNode WAITING = new MailNode();
    private static final MailNode CLOSED = new MailNode();
    private static final int MOST_LOOKS = 64;
    private static final VarHandle INBOX;
    private static final VarHandle MOVES;

    static {
        try {
            INBOX = MethodHandles.lookup().findVarHandle(Mailbox.class, "inbox", MailNode.class);
            MOVES = MethodHandles.lookup().findVarHandle(Mailbox.class, "moves", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What a sender has to know about its push. */
    enum Push {
        DONE,
        WAKE_OWNER,
        REFUSED,
        /** Of a {@link BoundedMailbox} only. */
        FULL
    }

    private volatile @Nullable MailNode inbox;
    private @Nullable MailNode first;
    private @Nullable MailNode last;

    /** Counts what the owner does to its list, up before and after: odd while it does it. */
    private int moves;

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
        if (head == null || !isMail(head)) {
            return;
        }
        MOVES.setRelease(this, moves + 1);
        while (head != null && head != CLOSED) {
            if (INBOX.compareAndSet(this, head, null)) {
                append(head);
                break;
            }
            head = inbox;
        }
        MOVES.setRelease(this, moves + 1);
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
        MOVES.setRelease(this, moves + 1);
        VarHandle.storeStoreFence();
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
        MOVES.setRelease(this, moves + 1);
    }

    /**
     * Any thread: {@return how many messages wait} Everything that the caller has sent before
     * counts unless it was taken; while the owner takes mail all the time it is about right.
     */
    int size() {
        return unmoved(() -> count(first) + count(inbox));
    }

    private static int count(@Nullable MailNode from) {
        int count = 0;
        for (MailNode node = from; node != null && isMail(node); node = node.next) {
            count++;
        }
        return count;
    }

    /** Any thread: {@return the messages that wait, oldest first} As exact as {@link #size}. */
    List<Object> messages() {
        return unmoved(() -> {
            List<Object> arrived = messages(inbox);
            List<Object> messages = messages(first);
            messages.addAll(arrived.reversed());
            messages.removeIf(message -> message == MailNode.UNDER_TEST);
            return messages;
        });
    }

    private static List<Object> messages(@Nullable MailNode from) {
        List<Object> messages = new ArrayList<>();
        for (MailNode node = from; node != null && isMail(node); node = node.next) {
            messages.add(node.message);
        }
        return messages;
    }

    private static boolean isMail(MailNode node) {
        return node != WAITING && node != CLOSED;
    }

    /** What {@code look} sees while the owner moves nothing; what it saw last if that never is. */
    private <T> T unmoved(Supplier<T> look) {
        for (int looks = 1; ; looks++) {
            int before = (int) MOVES.getAcquire(this);
            T seen = look.get();
            VarHandle.acquireFence();
            boolean still = (before & 1) == 0 && (int) MOVES.getOpaque(this) == before;
            if (still || looks == MOST_LOOKS) {
                return seen;
            }
            Thread.onSpinWait();
        }
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
