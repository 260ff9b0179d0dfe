// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** A mailbox between its senders, its owner, and whoever closes it. */
final class MailboxRaces {
    private MailboxRaces() {}

    /** {@return the messages that the owner finds, in its order} */
    private static String mail(Mailbox mailbox) {
        mailbox.drain();
        return list(mailbox.first());
    }

    private static String list(@org.jspecify.annotations.Nullable MailNode oldest) {
        StringBuilder text = new StringBuilder();
        for (MailNode node = oldest; node != null; node = node.next) {
            text.append(node.message);
        }
        return text.toString();
    }

    @JCStressTest
    @Outcome(
            id = {"abxy", "axby", "axyb", "xaby", "xayb", "xyab"},
            expect = ACCEPTABLE,
            desc = "all there, each sender's in order")
    @State
    public static class TwoSenders {
        private final Mailbox mailbox = new Mailbox();

        @Actor
        public void sender() {
            mailbox.push(new MailNode("a"));
            mailbox.push(new MailNode("b"));
        }

        @Actor
        public void other() {
            mailbox.push(new MailNode("x"));
            mailbox.push(new MailNode("y"));
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = mail(mailbox);
        }
    }

    /** An owner who takes over what there is while more comes. */
    @JCStressTest
    @Outcome(
            id = {", abc", "a, bc", "ab, c", "abc, "},
            expect = ACCEPTABLE,
            desc = "each once")
    @State
    public static class SendAndTake {
        private final Mailbox mailbox = new Mailbox();

        @Actor
        public void sender() {
            mailbox.push(new MailNode("a"));
            mailbox.push(new MailNode("b"));
            mailbox.push(new MailNode("c"));
        }

        @Actor
        public void owner(LL_Result result) {
            result.r1 = mail(mailbox);
            while (mailbox.first() != null) {
                mailbox.remove(mailbox.first());
            }
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r2 = mail(mailbox);
        }
    }

    /** An owner who lies down, and a sender: one of them must notice. */
    @JCStressTest
    @Outcome(id = "true, WAKE_OWNER", expect = ACCEPTABLE, desc = "the sender wakes the owner")
    @Outcome(id = "false, DONE", expect = ACCEPTABLE, desc = "the owner stays awake")
    @State
    public static class NoLostWakeUp {
        private final Mailbox mailbox = new Mailbox();

        @Actor
        public void owner(LL_Result result) {
            result.r1 = mailbox.arm();
        }

        @Actor
        public void sender(LL_Result result) {
            result.r2 = mailbox.push(new MailNode("a"));
        }
    }

    /** Two senders to an owner who has lain down: exactly one wakes it. */
    @JCStressTest
    @Outcome(
            id = {"WAKE_OWNER, DONE", "DONE, WAKE_OWNER"},
            expect = ACCEPTABLE,
            desc = "one of them wakes it")
    @State
    public static class OneWakeUp {
        private final Mailbox mailbox = new Mailbox();

        public OneWakeUp() {
            mailbox.arm();
        }

        @Actor
        public void sender(LL_Result result) {
            result.r1 = mailbox.push(new MailNode("a"));
        }

        @Actor
        public void other(LL_Result result) {
            result.r2 = mailbox.push(new MailNode("b"));
        }
    }

    /** What comes while a mailbox is closed is found by the closer or refused, never lost. */
    @JCStressTest
    @Outcome(id = "DONE, ma", expect = ACCEPTABLE, desc = "found")
    @Outcome(id = "REFUSED, m", expect = ACCEPTABLE, desc = "refused")
    @State
    public static class SendAndClose {
        private final Mailbox mailbox = new Mailbox();

        public SendAndClose() {
            mailbox.push(new MailNode("m"));
        }

        @Actor
        public void sender(LL_Result result) {
            result.r1 = mailbox.push(new MailNode("a"));
        }

        @Actor
        public void closer(LL_Result result) {
            result.r2 = list(mailbox.close());
        }
    }

    /**
     * An owner that was declared dead in the middle of a receive does not open its mailbox again.
     */
    @JCStressTest
    @Outcome(id = "REFUSED", expect = ACCEPTABLE, desc = "closed for good")
    @State
    public static class DrainAndClose {
        private final Mailbox mailbox = new Mailbox();

        public DrainAndClose() {
            mailbox.push(new MailNode("m"));
        }

        @Actor
        public void owner() {
            mailbox.drain();
        }

        @Actor
        public void closer() {
            mailbox.close();
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = mailbox.push(new MailNode("a"));
        }
    }
}
