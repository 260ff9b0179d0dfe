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

/** MN-3, MN-5, MN-7, MN-8, MN-10, AL-4, AL-5: monitors against the end of either side. */
final class MonitorRaces {
    private MonitorRaces() {}

    @JCStressTest
    @Outcome(
            id = {"DOWN:why", "DOWN:noproc"},
            expect = ACCEPTABLE,
            desc = "exactly one")
    @State
    public static class MonitorAndDeath {
        private final ProcessImpl me = Races.watcher();
        private final ProcessImpl target = Races.mortal();

        @Actor
        public void monitor() {
            Monitors.monitor(me, target.pid, MonitorOptions.NONE);
        }

        @Actor
        public void die() {
            target.run();
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = Races.mail(me);
            Races.drop(me);
        }
    }

    @JCStressTest
    @Outcome(id = "true, ", expect = ACCEPTABLE, desc = "removed in time")
    @Outcome(id = "false, DOWN:why", expect = ACCEPTABLE, desc = "too late")
    @State
    public static class DemonitorAndDeath {
        private final ProcessImpl me = Races.watcher();
        private final ProcessImpl target = Races.mortal();
        private final Ref ref = Monitors.monitor(me, target.pid, MonitorOptions.NONE);

        @Actor
        public void demonitor(LL_Result result) {
            result.r1 = Monitors.demonitor(me, ref);
        }

        @Actor
        public void die() {
            target.run();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r2 = Races.mail(me);
            Races.drop(me);
        }
    }

    @JCStressTest
    @Outcome(
            id = {"true, ", "false, "},
            expect = ACCEPTABLE,
            desc = "neither queued nor later")
    @State
    public static class FlushAndDeath {
        private final ProcessImpl me = Races.watcher();
        private final ProcessImpl target = Races.mortal();
        private final Ref ref = Monitors.monitor(me, target.pid, MonitorOptions.NONE);

        @Actor
        public void flush(LL_Result result) {
            result.r1 = Monitors.demonitorAndFlush(me, ref);
        }

        @Actor
        public void die() {
            target.run();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r2 = Races.mail(me);
            Races.drop(me);
        }
    }

    /** The watcher was declared dead while its thread makes a monitor. */
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "nothing of the dead stays")
    @State
    public static class MonitorOfTheDying {
        private final ProcessImpl me = Races.mortal();
        private final ProcessImpl target = Races.mortal();

        @Actor
        public void monitor() {
            Monitors.monitor(me, target.pid, new MonitorOptions(null, AliasMode.DEMONITOR));
        }

        @Actor
        public void die() {
            me.run();
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = Races.isWatched(target) || !Races.NODE.aliases.isEmpty() && hasAlias();
            Races.drop(target);
        }

        private boolean hasAlias() {
            return Races.NODE.aliases.values().stream()
                    .anyMatch(alias ->
                            alias instanceof Alias.OfProcess(ProcessImpl owner, _, _)
                                    && owner == me);
        }
    }

    @JCStressTest
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "both are gone")
    @State
    public static class BothDie {
        private final ProcessImpl me = Races.mortal();
        private final ProcessImpl target = Races.mortal();

        public BothDie() {
            Monitors.monitor(me, target.pid, MonitorOptions.NONE);
            Monitors.monitor(target, me.pid, MonitorOptions.NONE);
        }

        @Actor
        public void die() {
            me.run();
        }

        @Actor
        public void dieToo() {
            target.run();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = Races.NODE.processes.containsKey(me.pid);
            result.r2 = Races.NODE.processes.containsKey(target.pid);
        }
    }

    @JCStressTest
    @Outcome(
            id = {"m, false", "DOWN:why, false"},
            expect = ACCEPTABLE,
            desc = "one of the two")
    @State
    public static class ReplyAndDeath {
        private final ProcessImpl me = Races.watcher();
        private final ProcessImpl target = Races.mortal();
        private final Ref ref =
                Monitors.monitor(
                        me, target.pid, new MonitorOptions(null, AliasMode.REPLY_DEMONITOR));

        @Actor
        public void reply() {
            Aliases.deliver(Races.NODE, ref, "m");
        }

        @Actor
        public void die() {
            target.run();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = Races.mail(me);
            result.r2 = Races.NODE.aliases.containsKey(ref);
            Races.drop(me);
        }
    }

    @JCStressTest
    @Outcome(
            id = {"m DOWN:why, false", "DOWN:why, false"},
            expect = ACCEPTABLE,
            desc = "not after it")
    @State
    public static class AliasAndDeath {
        private final ProcessImpl me = Races.watcher();
        private final ProcessImpl target = Races.mortal();
        private final Ref ref =
                Monitors.monitor(me, target.pid, new MonitorOptions(null, AliasMode.DEMONITOR));

        @Actor
        public void send() {
            Aliases.deliver(Races.NODE, ref, "m");
        }

        @Actor
        public void die() {
            target.run();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = Races.mail(me);
            result.r2 = Races.NODE.aliases.containsKey(ref);
            Races.drop(me);
        }
    }
}
