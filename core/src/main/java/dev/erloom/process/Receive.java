// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import org.jspecify.annotations.Nullable;

/**
 * Selective receive: looks from the oldest message to the newest, takes the first that fits and
 * leaves the others in their order. Only the owner runs this.
 *
 * <p>Each message is looked at once in one receive: after a wait the search goes on behind the last
 * one it has seen.
 */
final class Receive {
    /** A deadline that has always passed: one complete look, no wait. */
    static final long AT_ONCE = 0;

    /** Looks at one message. */
    interface Test<T> {
        /** {@return what the receive shall return for {@code message}; null to leave it} */
        @Nullable T of(Object message);
    }

    private Receive() {}

    /** {@return the oldest message, or null when {@code until} has passed} */
    static @Nullable Object any(ProcessImpl me, long until) {
        me.checkDoom();
        while (true) {
            me.mailbox.drain();
            for (MailNode mail = me.mailbox.first(); mail != null; mail = mail.next) {
                if (mail.message != MailNode.UNDER_TEST) {
                    return ExternalTerm.bare(me.take(mail));
                }
            }
            if (!waitForMail(me, until)) {
                return null;
            }
        }
    }

    /** Waits until there is a message, and leaves it where it is. */
    static void awaitMail(ProcessImpl me) {
        me.checkDoom();
        me.mailbox.drain();
        while (me.mailbox.first() == null) {
            waitForMail(me, Timeouts.NEVER);
            me.mailbox.drain();
        }
    }

    /**
     * {@return what {@code test} made of the oldest message it did not answer with null; null when
     * the time is up}
     */
    static <T> @Nullable T select(ProcessImpl me, Test<T> test, long until) {
        me.checkDoom();
        me.mailbox.drain();
        MailNode seen = null;
        MailNode mail = me.mailbox.first();
        while (true) {
            while (mail != null) {
                T result = test(mail, test);
                if (result != null) {
                    me.take(mail);
                    return result;
                }
                seen = mail;
                mail = mail.next;
            }
            if (!waitForMail(me, until)) {
                return null;
            }
            me.mailbox.drain();
            mail = seen == null ? me.mailbox.first() : seen.next;
        }
    }

    /**
     * The message is out of its place while user code looks at it, so that a nested receive does
     * not see it.
     */
    private static <T> @Nullable T test(MailNode mail, Test<T> test) {
        Object message = mail.message;
        if (message == MailNode.UNDER_TEST) {
            return null;
        }
        mail.message = MailNode.UNDER_TEST;
        try {
            return test.of(message);
        } finally {
            mail.message = message;
        }
    }

    /**
     * {@return the end of a monitor of this process; null when {@code until} has passed} The
     * mailbox is not searched.
     */
    static @Nullable Down down(ProcessImpl me, Ref monitor, long until) {
        me.checkDoom();
        while (true) {
            MailNode.Queued queued = Monitors.queued(me, monitor);
            if (queued != null && queued.message != MailNode.UNDER_TEST) {
                me.mailbox.drain();
                return me.take(queued) instanceof TaggedDown(_, Down down)
                        ? down
                        : (Down) queued.message;
            }
            if (!Monitors.isMonitor(me, monitor)) {
                throw new IllegalArgumentException(
                        "receive takes a monitor of this process, was " + monitor);
            }
            if (!waitForMail(me, until)) {
                return null;
            }
            me.mailbox.drain();
        }
    }

    /** {@return a test for the messages of a type; a message from another node is mapped to it} */
    @SuppressWarnings("unchecked") // toJavaOrNull answers an instance of the type it was given
    static <T> Test<T> ofType(Class<T> type) {
        return message -> {
            Object bare = ExternalTerm.bare(message);
            if (type.isInstance(bare)) {
                return (T) bare;
            }
            return message instanceof ExternalTerm external
                    ? (T) external.toJavaOrNull(type)
                    : null;
        };
    }

    /** {@return whether there is mail to look at; false when the time is up} */
    static boolean waitForMail(ProcessImpl me, long until) {
        if (until == AT_ONCE) {
            return false;
        }
        me.forgetAnsweredCall();
        if (me.mailbox.arm()) {
            return me.await(me.mailbox, until);
        }
        me.checkDoom(); // strays that never stop coming must hold up neither the end nor the time
        return until == Timeouts.NEVER || me.node.now() < until;
    }
}
