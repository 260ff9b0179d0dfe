// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** SIG-9, NM-4, AL-1, AL-2, TM-3, TM-4, GC-6, GC-7: what a process has, against its end. */
final class OwnedRaces {
    private OwnedRaces() {}

    @JCStressTest
    @Outcome(
            id = {"true, false", "false, false"},
            expect = ACCEPTABLE,
            desc = "the name is free")
    @State
    public static class RegisterAndDeath {
        private final ProcessImpl process = Races.mortal();
        private final String name = process.toString();

        @Actor
        public void register(LL_Result result) {
            try {
                Races.NODE.register(name, process.pid);
                result.r1 = true;
            } catch (IllegalArgumentException refused) {
                result.r1 = false;
            }
        }

        @Actor
        public void die() {
            process.run();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r2 = Races.NODE.names.containsKey(name);
        }
    }

    /** The owner was declared dead while its thread makes an alias. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "nobody has it")
    @State
    public static class AliasOfTheDying {
        private final ProcessImpl process = Races.mortal();
        private final Ref ref = Races.NODE.newRef();

        @Actor
        public void alias() {
            Aliases.add(process, ref, false, false);
        }

        @Actor
        public void die() {
            process.run();
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = Races.NODE.aliases.containsKey(ref);
        }
    }

    @JCStressTest
    @Outcome(
            id = {"a", "b"},
            expect = ACCEPTABLE,
            desc = "one of the two")
    @State
    public static class TwoSendersToOnce {
        private final ProcessImpl process = Races.mortal();
        private final Ref ref = Races.NODE.newRef();

        public TwoSendersToOnce() {
            Aliases.add(process, ref, true, false);
        }

        @Actor
        public void send() {
            Aliases.deliver(Races.NODE, ref, "a");
        }

        @Actor
        public void sendToo() {
            Aliases.deliver(Races.NODE, ref, "b");
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = Races.mail(process);
            Races.drop(process);
        }
    }

    @JCStressTest
    @Outcome(
            id = {", ", "m, m"},
            expect = ACCEPTABLE,
            desc = "nothing comes later")
    @State
    public static class SendAndUnalias {
        private final ProcessImpl process = Races.mortal();
        private final Ref ref = Races.NODE.newRef();

        public SendAndUnalias() {
            Aliases.add(process, ref, false, false);
        }

        @Actor
        public void send() {
            Aliases.deliver(Races.NODE, ref, "m");
        }

        @Actor
        public void unalias(LL_Result result) {
            Aliases.unalias(process, ref);
            result.r1 = Races.mail(process);
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r2 = Races.mail(process);
            Races.drop(process);
        }
    }

    @JCStressTest
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "it is in no table and in no heap")
    @State
    public static class TimerAndDeath {
        private final ProcessImpl process = Races.mortal();
        private final Ref ref = Races.NODE.newRef();
        private final Timer timer = new Timer.Message(Races.NODE, ref, process.pid, "tick");

        @Actor
        public void start() {
            timer.start(Long.MAX_VALUE / 4);
        }

        @Actor
        public void die() {
            process.run();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = Races.NODE.timersByRef.containsKey(ref);
            result.r2 = timer.due() != Timeouts.NEVER;
        }
    }

    @JCStressTest
    @Outcome(
            id = {"true, false, false", "false, false, false"},
            expect = ACCEPTABLE,
            desc = "cancelled once at most")
    @State
    public static class CancelAndDeath {
        private final ProcessImpl process = Races.mortal();
        private final Ref ref = Races.NODE.newRef();
        private final Timer timer = new Timer.Message(Races.NODE, ref, process.pid, "tick");

        public CancelAndDeath() {
            timer.start(Long.MAX_VALUE / 4);
        }

        @Actor
        public void cancel(LLL_Result result) {
            result.r1 = timer.cancel() >= 0;
        }

        @Actor
        public void die() {
            process.run();
        }

        @Arbiter
        public void end(LLL_Result result) {
            result.r2 = Races.NODE.timersByRef.containsKey(ref);
            result.r3 = timer.due() != Timeouts.NEVER;
        }
    }

    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "the caller hears of the end")
    @Outcome(
            id = "false, false",
            expect = ACCEPTABLE,
            desc = "the caller hears that nobody is there")
    @State
    public static class CallAndDeath {
        private final ProcessImpl server = Races.mortal();
        private final GenCall call = new GenCall("?", Waiter.nobody(Races.NODE));

        @Actor
        public void call(LL_Result result) {
            result.r1 = server.deliver((MailNode) call);
        }

        @Actor
        public void die() {
            server.run();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r2 = call.isAnswered();
        }
    }

    /** A call that the server has taken is answered by its reply or by its end. */
    @JCStressTest
    @Outcome(
            id = {"true, true", "false, true"},
            expect = ACCEPTABLE,
            desc = "one of the two")
    @State
    public static class ReplyAndDeath {
        private final ProcessImpl server = Races.mortal();
        private final GenCall call = new GenCall("?", Waiter.nobody(Races.NODE));

        public ReplyAndDeath() {
            server.deliver((MailNode) call);
            server.mailbox.drain();
            server.take(call);
        }

        @Actor
        public void reply(LL_Result result) {
            result.r1 = call.complete("!");
        }

        @Actor
        public void die() {
            server.run();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r2 = call.isAnswered();
        }
    }
}
