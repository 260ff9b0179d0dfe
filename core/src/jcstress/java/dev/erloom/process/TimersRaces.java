// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** TM-4, TM-7: the heap of a node's timers, whose clock is an actor. */
final class TimersRaces {
    private TimersRaces() {}

    /** A clock that stands at 100, and goes off when it is told to. */
    private static final class HandClock implements Clock {
        private Runnable goOff = () -> {};

        @Override
        public long nanoTime() {
            return 100;
        }

        @Override
        public Alarm alarm(Runnable action) {
            goOff = action;
            return new Alarm() {
                @Override
                public void setTo(long nanoTime) {}

                @Override
                public void close() {}
            };
        }
    }

    private static final class Count extends Timers.Entry {
        private final AtomicInteger fired = new AtomicInteger();

        @Override
        void fire() {
            fired.incrementAndGet();
        }
    }

    @JCStressTest
    @Outcome(
            id = {"true, 0", "false, 1"},
            expect = ACCEPTABLE,
            desc = "one of the two")
    @State
    public static class CancelAndFire {
        private final HandClock clock = new HandClock();
        private final Timers timers = new Timers(clock);
        private final Count entry = new Count();

        public CancelAndFire() {
            timers.schedule(entry, 0);
        }

        @Actor
        public void cancel(LL_Result result) {
            result.r1 = timers.cancel(entry);
        }

        @Actor
        public void fire() {
            clock.goOff.run();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r2 = entry.fired.get();
        }
    }

    @JCStressTest
    @Outcome(
            id = {"1", "2"},
            expect = ACCEPTABLE,
            desc = "once for each time it was in the heap")
    @State
    public static class ScheduleAndFire {
        private final HandClock clock = new HandClock();
        private final Timers timers = new Timers(clock);
        private final Count entry = new Count();

        public ScheduleAndFire() {
            timers.schedule(entry, 0);
        }

        @Actor
        public void schedule() {
            timers.schedule(entry, -1);
        }

        @Actor
        public void fire() {
            clock.goOff.run();
        }

        @Arbiter
        public void end(L_Result result) {
            clock.goOff.run();
            result.r1 = entry.fired.get();
        }
    }

    /** Neighbours in the heap do not harm each other. */
    @JCStressTest
    @Outcome(id = "true, 1 0 1", expect = ACCEPTABLE, desc = "the others fire")
    @Outcome(id = "false, 1 1 1", expect = ACCEPTABLE, desc = "all fire")
    @State
    public static class CancelInTheMiddle {
        private final HandClock clock = new HandClock();
        private final Timers timers = new Timers(clock);
        private final Count first = new Count();
        private final Count middle = new Count();
        private final Count last = new Count();

        public CancelInTheMiddle() {
            timers.schedule(first, -3);
            timers.schedule(middle, -2);
        }

        @Actor
        public void cancelAndSchedule(LL_Result result) {
            result.r1 = timers.cancel(middle);
            timers.schedule(last, -1);
        }

        @Actor
        public void fire() {
            clock.goOff.run();
        }

        @Arbiter
        public void end(LL_Result result) {
            clock.goOff.run();
            result.r2 = first.fired + " " + middle.fired + " " + last.fired;
        }
    }
}
