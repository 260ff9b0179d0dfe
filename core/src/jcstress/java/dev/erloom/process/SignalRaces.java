// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** EX-12, EX-16, SIG-4, P-7, R1, R2, R4: exit signals against everything that ends a process. */
final class SignalRaces {
    private SignalRaces() {}

    @JCStressTest
    @Outcome(id = "DOOMED, ", expect = ACCEPTABLE, desc = "it did not trap yet")
    @Outcome(id = "RUNNING, EXIT:why", expect = ACCEPTABLE, desc = "it did")
    @State
    public static class ExitAndTrap {
        private final ProcessImpl process = Races.mortal();

        @Actor
        public void exit() {
            process.exitSignal(Races.NODE.root().pid, Races.WHY);
        }

        @Actor
        public void trap() {
            process.trapExits(true);
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = process.life();
            result.r2 = Races.mail(process);
            Races.drop(process);
        }
    }

    @JCStressTest
    @Outcome(
            id = {"DOOMED, why", "DOOMED, killed"},
            expect = ACCEPTABLE,
            desc = "the first one stays")
    @State
    public static class ExitAndKill {
        private final ProcessImpl process = Races.mortal();

        @Actor
        public void exit() {
            process.exitSignal(Races.NODE.root().pid, Races.WHY);
        }

        @Actor
        public void kill(LL_Result result) {
            process.exitSignal(Races.NODE.root().pid, ExitReason.KILL);
            result.r2 = process.reason().toString();
        }

        @Arbiter
        public void end(LL_Result result) {
            boolean isSame = process.reason().toString().equals(result.r2);
            result.r1 = isSame ? process.life().toString() : "the reason has changed";
            Races.drop(process);
        }
    }

    @JCStressTest
    @Outcome(
            id = {"DOWN:why, why", "DOWN:killed, killed"},
            expect = ACCEPTABLE,
            desc = "one of them")
    @State
    public static class KillAndEnd {
        private final ProcessImpl me = Races.watcher();
        private final ProcessImpl process = Races.mortal();

        public KillAndEnd() {
            Monitors.monitor(me, process.pid, MonitorOptions.NONE);
        }

        @Actor
        public void kill() {
            process.exitSignal(me.pid, ExitReason.KILL);
        }

        @Actor
        public void die() {
            process.run();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = Races.mail(me);
            result.r2 = process.reason().toString();
            Races.drop(me);
        }
    }

    /** The grace of a doomed process is over at the moment at which it ends after all. */
    @JCStressTest
    @Outcome(id = "EXIT:killed DOWN:killed", expect = ACCEPTABLE, desc = "it is buried once")
    @State
    public static class BurialAndEnd {
        private final ProcessImpl me = Races.watcher();
        private final ProcessImpl process = Races.mortal();
        private final Timers.Entry deadline;

        public BurialAndEnd() {
            Links.linkLocal(me, process.pid);
            Monitors.monitor(me, process.pid, MonitorOptions.NONE);
            process.exitSignal(me.pid, ExitReason.KILL);
            deadline = Objects.requireNonNull(process.relations().deadline);
        }

        @Actor
        public void time() {
            deadline.fire();
            deadline.fire();
        }

        @Actor
        public void die() {
            process.run();
        }

        @Arbiter
        public void end(L_Result result) {
            while (Races.NODE.processes.containsKey(process.pid)) {
                Thread.onSpinWait();
            }
            result.r1 = Races.mail(me);
            Races.drop(me);
        }
    }

    /** {@code isAlive} that says no is said after the name is free. */
    @JCStressTest
    @Outcome(
            id = {"true, true", "true, false", "false, false"},
            expect = ACCEPTABLE,
            desc = "in order")
    @State
    public static class AliveAndDeath {
        private final ProcessImpl process = Races.mortal();
        private final String name = process.toString();

        public AliveAndDeath() {
            Races.NODE.register(name, process.pid);
        }

        @Actor
        public void ask(LL_Result result) {
            result.r1 = process.pid.isAlive();
            result.r2 = Races.NODE.names.containsKey(name);
        }

        @Actor
        public void die() {
            process.run();
        }
    }
}
