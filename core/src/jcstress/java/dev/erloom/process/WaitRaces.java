// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * RC-6, GC-8, EX-20, R3, R11: slots and waits. A wake-up that is lost shows as a race that hangs.
 */
final class WaitRaces {
    private WaitRaces() {}

    /** A waiter whose thread is an actor, known as soon as it has begun. */
    private static final class Doomable extends Waiter {
        private volatile @Nullable Thread thread;

        Doomable() {
            super(Races.NODE);
        }

        void begin() {
            thread = Thread.currentThread();
        }

        void awaitBegin() {
            while (thread == null) {
                Thread.onSpinWait();
            }
        }

        void doom() {
            awaitBegin();
            announceStrike();
            strike(true);
        }

        @Override
        @Nullable Thread thread() {
            return thread;
        }

        @Override
        boolean waitsAgain() {
            return true;
        }

        @Override
        Error doomError() {
            absorbInterrupt();
            return new AssertionError("doomed");
        }
    }

    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one of them wins")
    @State
    public static class TwoAnswers {
        private final Slot slot = new Slot(Waiter.nobody(Races.NODE));

        @Actor
        public void answer(LL_Result result) {
            result.r1 = slot.complete("a");
        }

        @Actor
        public void answerToo(LL_Result result) {
            result.r2 = slot.complete("b");
        }
    }

    @JCStressTest
    @Outcome(
            id = {"a, true", "TIMED_OUT, false"},
            expect = ACCEPTABLE,
            desc = "one of them wins")
    @State
    public static class AnswerAndTimeout {
        private final Doomable waiter = new Doomable();
        private final Slot slot = new Slot(waiter);

        @Actor
        public void await(LL_Result result) {
            waiter.begin();
            result.r1 = String.valueOf(slot.await(1));
        }

        @Actor
        public void answer(LL_Result result) {
            waiter.awaitBegin();
            result.r2 = slot.complete("a");
        }
    }

    @JCStressTest
    @Outcome(id = "a", expect = ACCEPTABLE, desc = "the waiter is woken")
    @State
    public static class AnswerAndWait {
        private final Doomable waiter = new Doomable();
        private final Slot slot = new Slot(waiter);

        @Actor
        public void await(L_Result result) {
            waiter.begin();
            result.r1 = String.valueOf(slot.await(Timeouts.NEVER));
        }

        @Actor
        public void answer() {
            waiter.awaitBegin();
            slot.complete("a");
        }
    }

    @JCStressTest
    @Outcome(
            id = {"met, false", "doomed, false"},
            expect = ACCEPTABLE,
            desc = "never interrupted")
    @State
    public static class MailAndDoom {
        private final Doomable waiter = new Doomable();
        private final Mailbox mailbox = new Mailbox();

        @Actor
        public void await(LL_Result result) {
            waiter.begin();
            try {
                boolean isMet = !mailbox.arm() || waiter.await(mailbox, Timeouts.NEVER);
                result.r1 = isMet ? "met" : "woken";
            } catch (AssertionError doomed) {
                result.r1 = "doomed";
            }
            while (!waiter.isDoomed()) {
                Thread.onSpinWait();
            }
            waiter.absorbInterrupt();
            result.r2 = Thread.interrupted();
        }

        @Actor
        public void sendAndDoom() {
            waiter.awaitBegin();
            if (mailbox.push(new MailNode("m")) == Mailbox.Push.WAKE_OWNER) {
                LockSupport.unpark(waiter.thread());
            }
            waiter.doom();
        }
    }

    @JCStressTest
    @Outcome(id = "doomed", expect = ACCEPTABLE, desc = "no doom is lost")
    @State
    public static class WaitAndDoom {
        private final Doomable waiter = new Doomable();

        @Actor
        public void await(L_Result result) {
            waiter.begin();
            try {
                waiter.await(() -> false, Timeouts.NEVER);
                result.r1 = "woken";
            } catch (AssertionError doomed) {
                result.r1 = "doomed";
            }
        }

        @Actor
        public void doom() {
            waiter.doom();
        }
    }

    /** One that ends while it is struck twice: both interrupts come before its last steps. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "not interrupted in its last steps")
    @State
    public static class EndAndTwoStrikes {
        private final Doomable waiter = new Doomable();
        private volatile boolean isStruck;

        public EndAndTwoStrikes() {
            waiter.announceStrike();
            waiter.announceStrike();
        }

        @Actor
        public void end(L_Result result) {
            waiter.begin();
            waiter.absorbInterrupt();
            while (!isStruck) {
                Thread.onSpinWait();
            }
            result.r1 = Thread.interrupted();
        }

        @Actor
        public void strike() {
            waiter.awaitBegin();
            waiter.strike(true);
            waiter.strike(true);
            isStruck = true;
        }
    }

    /** A strike that comes while one ends is in time or not announced at all. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "not interrupted in its last steps")
    @State
    public static class EndAndStrike {
        private final Doomable waiter = new Doomable();
        private boolean hasLeft;
        private volatile boolean isStruck;

        @Actor
        public void end(L_Result result) {
            waiter.begin();
            synchronized (this) {
                hasLeft = true;
            }
            waiter.absorbInterrupt();
            while (!isStruck) {
                Thread.onSpinWait();
            }
            result.r1 = Thread.interrupted();
        }

        @Actor
        public void strike() {
            waiter.awaitBegin();
            boolean isDue;
            synchronized (this) {
                isDue = !hasLeft;
                if (isDue) {
                    waiter.announceStrike();
                }
            }
            if (isDue) {
                waiter.strike(true);
            }
            isStruck = true;
        }
    }
}
