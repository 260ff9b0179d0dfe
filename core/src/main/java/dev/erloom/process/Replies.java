// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what a process sends through the alias of its monitor, or for its end, without a search
 * of the mailbox.
 *
 * <p>A reply is sent before the end. So either it is among the messages that come while the owner
 * waits here, or it lies a short way before the end, which the monitor finds in one step. Only a
 * process that ended without a reply, and a wait whose time is up, cost one search of the mailbox.
 */
final class Replies {
    private Replies() {}

    /**
     * {@return the reply, with which the monitor is gone, or the {@link Down}; null when {@code
     * until} has passed} Without a monitor {@code ref} this is a selective receive.
     */
    static @Nullable Object take(ProcessImpl me, Ref ref, Predicate<Object> isReply, long until) {
        me.checkDoom();
        MailNode seen = me.mailbox.last();
        while (Monitors.isMonitor(me, ref)) {
            MailNode.Queued end = Monitors.queued(me, ref);
            me.mailbox.drain();
            if (end != null && end.message != MailNode.UNDER_TEST) {
                MailNode reply = lastBefore(end, isReply);
                return reply != null ? take(me, reply, ref) : me.take(end);
            }
            MailNode reply = firstFrom(seen == null ? me.mailbox.first() : seen.next, isReply);
            if (reply != null) {
                return take(me, reply, ref);
            }
            seen = me.mailbox.last();
            if (!Receive.waitForMail(me, until)) {
                return flushed(me, ref, isReply, Receive.AT_ONCE);
            }
        }
        return flushed(me, ref, isReply, until);
    }

    private static @Nullable Object flushed(
            ProcessImpl me, Ref ref, Predicate<Object> isReply, long until) {
        Object reply = Receive.select(me, message -> isReply.test(message) ? message : null, until);
        if (reply != null) {
            Monitors.demonitorAndFlush(me, ref);
        }
        return reply;
    }

    private static Object take(ProcessImpl me, MailNode reply, Ref ref) {
        Object message = me.take(reply);
        Monitors.demonitorAndFlush(me, ref);
        return message;
    }

    private static @Nullable MailNode firstFrom(
            @Nullable MailNode start, Predicate<Object> isReply) {
        MailNode mail = start;
        while (mail != null && !isReply.test(mail.message)) {
            mail = mail.next;
        }
        return mail;
    }

    private static @Nullable MailNode lastBefore(MailNode end, Predicate<Object> isReply) {
        MailNode mail = end.previous;
        while (mail != null && !isReply.test(mail.message)) {
            mail = mail.previous;
        }
        return mail;
    }
}
