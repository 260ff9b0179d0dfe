// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.dead;
import static dev.erloom.oracle.Trace.idle;
import static dev.erloom.oracle.Trace.other;
import static dev.erloom.oracle.Trace.reason;
import static dev.erloom.oracle.Trace.reasonOf;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import java.util.List;

/** Section 1. */
final class IdentityProbes {
    private IdentityProbes() {}

    static void add(Section section) {
        section.probe("P-3", trace -> trace.say(reasonOf(() -> {})));
        section.probe(
                "P-7 kill",
                trace -> {
                    Pid victim = idle();
                    victim.exit(ExitReason.KILL);
                    trace.say(victim.isAlive());
                });
        section.probe(
                "P-7 any reason",
                trace -> {
                    Pid victim = idle();
                    boolean before = victim.isAlive();
                    victim.exit(other("boo"));
                    trace.say(List.of(before, victim.isAlive()));
                });
        section.probe(
                "P-8",
                trace -> {
                    Pid victim = trace.role(idle(), "victim");
                    Ref ref = Processes.monitor(victim);
                    victim.exit(ExitReason.KILL);
                    boolean ending = victim.isAlive();
                    trace.say(List.of(ending, reason(ref), victim.isAlive(), dead().isAlive()));
                });
    }
}
