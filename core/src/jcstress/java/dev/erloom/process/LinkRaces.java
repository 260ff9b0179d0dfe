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

/** LN-3, LN-4, LN-6, LN-7, SIG-4, SIG-10: links between two processes, from both ends. */
final class LinkRaces {
    private LinkRaces() {}

    @JCStressTest
    @Outcome(id = "true, EXIT:why, false", expect = ACCEPTABLE, desc = "linked in time")
    @Outcome(id = "false, , false", expect = ACCEPTABLE, desc = "too late")
    @State
    public static class LinkAndDeath {
        private final ProcessImpl me = Races.watcher();
        private final ProcessImpl peer = Races.mortal();
        private boolean wasThere;

        @Actor
        public void link() {
            wasThere = Links.linkLocal(me, peer.pid);
        }

        @Actor
        public void die() {
            peer.run();
        }

        @Arbiter
        public void end(LLL_Result result) {
            result.r1 = wasThere;
            result.r2 = Races.mail(me);
            result.r3 = Races.isLinked(me, peer);
            Races.drop(me);
        }
    }

    @JCStressTest
    @Outcome(id = "EXIT:why", expect = ACCEPTABLE, desc = "the second link changes nothing")
    @Outcome(id = "EXIT:why EXIT:noproc", expect = ACCEPTABLE, desc = "it comes after the end")
    @State
    public static class LinkAgainAndDeath {
        private final ProcessImpl me = Races.watcher();
        private final ProcessImpl peer = Races.mortal();

        public LinkAgainAndDeath() {
            Links.linkLocal(me, peer.pid);
        }

        @Actor
        public void link() {
            Links.link(me, peer.pid);
        }

        @Actor
        public void die() {
            peer.run();
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = Races.mail(me);
            Races.drop(me);
        }
    }

    @JCStressTest
    @Outcome(
            id = {"true, true", "false, false"},
            expect = ACCEPTABLE,
            desc = "both ends agree")
    @State
    public static class LinkAndUnlink {
        private final ProcessImpl one = Races.mortal();
        private final ProcessImpl other = Races.mortal();

        @Actor
        public void link() {
            Links.link(one, other.pid);
        }

        @Actor
        public void unlink() {
            Links.link(other, one.pid);
            Links.unlink(other, one.pid);
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = Races.isLinked(one, other);
            result.r2 = Races.isLinked(other, one);
            Races.drop(one, other);
        }
    }

    @JCStressTest
    @Outcome(
            id = {", ", "EXIT:why, EXIT:why"},
            expect = ACCEPTABLE,
            desc = "nothing comes later")
    @State
    public static class UnlinkAndDeath {
        private final ProcessImpl me = Races.watcher();
        private final ProcessImpl peer = Races.mortal();

        public UnlinkAndDeath() {
            Links.linkLocal(me, peer.pid);
        }

        @Actor
        public void unlink(LL_Result result) {
            Links.unlink(me, peer.pid);
            result.r1 = Races.mail(me);
        }

        @Actor
        public void die() {
            peer.run();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r2 = Races.mail(me);
            Races.drop(me);
        }
    }

    @JCStressTest
    @Outcome(id = "", expect = ACCEPTABLE, desc = "neither queued nor later")
    @State
    public static class FlushAndDeath {
        private final ProcessImpl me = Races.watcher();
        private final ProcessImpl peer = Races.mortal();

        public FlushAndDeath() {
            Links.linkLocal(me, peer.pid);
        }

        @Actor
        public void flush() {
            Links.unlinkAndFlush(me, peer.pid);
        }

        @Actor
        public void die() {
            peer.run();
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = Races.mail(me);
            Races.drop(me);
        }
    }

    @JCStressTest
    @Outcome(id = "one, other", expect = ACCEPTABLE, desc = "each of its own")
    @Outcome(id = "one, one", expect = ACCEPTABLE, desc = "the first takes the second along")
    @Outcome(id = "other, other", expect = ACCEPTABLE, desc = "the second takes the first along")
    @State
    public static class TwoDeaths {
        private final ProcessImpl one = Races.mortal(ExitReason.of("one"));
        private final ProcessImpl other = Races.mortal(ExitReason.of("other"));

        public TwoDeaths() {
            Links.linkLocal(one, other.pid);
        }

        @Actor
        public void die() {
            one.run();
        }

        @Actor
        public void dieToo() {
            other.run();
        }

        @Arbiter
        public void end(LL_Result result) {
            result.r1 = one.reason().toString();
            result.r2 = other.reason().toString();
        }
    }

    @JCStressTest
    @Outcome(
            id = {"EXIT:why DOWN:why", "EXIT:why DOWN:noproc"},
            expect = ACCEPTABLE,
            desc = "the link is heard of first")
    @State
    public static class MonitorOfLinked {
        private final ProcessImpl me = Races.watcher();
        private final ProcessImpl peer = Races.mortal();

        public MonitorOfLinked() {
            Links.linkLocal(me, peer.pid);
        }

        @Actor
        public void monitor() {
            Monitors.monitor(me, peer.pid, MonitorOptions.NONE);
        }

        @Actor
        public void die() {
            peer.run();
        }

        @Arbiter
        public void end(L_Result result) {
            result.r1 = Races.mail(me);
            Races.drop(me);
        }
    }
}
