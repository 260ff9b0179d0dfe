// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.awaitEnd;
import static dev.erloom.oracle.Trace.caughtQuiet;
import static dev.erloom.oracle.Trace.dead;
import static dev.erloom.oracle.Trace.drop;
import static dev.erloom.oracle.Trace.idle;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.other;
import static dev.erloom.oracle.Trace.reason;
import static dev.erloom.oracle.Trace.reasonOf;
import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.ExitReason.shutdown;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.process.Processes.trapExits;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import java.util.List;

/** Section 3. */
final class ExitProbes {
    private ExitProbes() {}

    static void add(Section section) {
        section.probe("EX-2", trace -> trace.say(reasonOf(ExitProbes::fail)));
        section.probe(
                "EX-3",
                trace ->
                        trace.say(
                                reasonOf(() -> {
                                    throw new AssertionError("t");
                                })));
        section.probe(
                "EX-5",
                trace -> {
                    trace.say(caughtQuiet(() -> dead().exit(other("boo"))));
                    Pid pid = idle();
                    Ref ref = Processes.monitor(pid);
                    trace.say(caughtQuiet(() -> pid.exit(other("boo"))));
                    trace.say(reason(ref));
                });
        section.probe("EX-7", ExitProbes::everyReasonTrapped);
        section.probe("EX-7 link", ExitProbes::everyLinkTrapped);
        section.probe(
                "EX-8 link",
                trace ->
                        trace.say(
                                reasonOf(() -> {
                                    awaitEnd(spawnLink(ending(NORMAL)));
                                    throw exit(other("survived"));
                                })));
        section.probe(
                "EX-8 exit",
                trace -> {
                    Actor actor = Actor.start();
                    actor.pid().exit(NORMAL);
                    trace.say(actor.ask(() -> Tuple.of("alive", mailbox())));
                });
        section.probe(
                "EX-10",
                trace -> {
                    trapExits(true);
                    self().exit(NORMAL);
                    self().exit(other("boo"));
                    trace.say(mailbox());
                });
        section.probe(
                "EX-12",
                trace -> {
                    Actor actor = Actor.trapping();
                    Ref ref = Processes.monitor(actor.pid());
                    actor.pid().exit(KILL);
                    trace.say(reason(ref));
                });
        kills(section);
        chain(section, "shutdown with", shutdown("z"));
        chain(section, "shutdown", SHUTDOWN);
        chain(section, "noproc", NOPROC);
        chain(section, "any", other("boo"));
        section.probe(
                "EX-15 error",
                trace ->
                        trace.say(
                                reasonOf(() -> {
                                    spawnLink(ExitProbes::fail);
                                    drop();
                                })));
    }

    private static void kills(Section section) {
        section.probe(
                "EX-13 trapping",
                trace -> {
                    trapExits(true);
                    awaitEnd(trace.role(spawnLink(ending(KILL)), "child"));
                    trace.say(mailbox());
                });
        section.probe(
                "EX-13 not trapping, and on along the chain",
                trace -> trace.say(reasonOf(parentOf(parentOf(ending(KILL))))));
        section.probe(
                "EX-14 trapping",
                trace -> {
                    trapExits(true);
                    Pid child = trace.role(spawnLink(Trace::drop), "child");
                    child.exit(KILL);
                    awaitEnd(child);
                    trace.say(mailbox());
                });
        section.probe(
                "EX-14 not trapping",
                trace ->
                        trace.say(
                                reasonOf(() -> {
                                    spawnLink(Trace::drop).exit(KILL);
                                    drop();
                                })));
    }

    private static void chain(Section section, String title, ExitReason reason) {
        section.probe(
                "EX-15 " + title, trace -> trace.say(reasonOf(parentOf(parentOf(ending(reason))))));
    }

    private static ProcessBody ending(ExitReason reason) {
        return () -> {
            throw exit(reason);
        };
    }

    private static ProcessBody parentOf(ProcessBody child) {
        return () -> {
            spawnLink(child);
            drop();
        };
    }

    private static void fail() {
        throw new IllegalStateException("x");
    }

    private static void everyReasonTrapped(Trace trace) {
        Actor actor = Actor.trapping();
        for (ExitReason reason :
                List.of(NORMAL, other("boo"), SHUTDOWN, shutdown("x"), KILLED, NOPROC)) {
            actor.pid().exit(reason);
        }
        trace.say(actor.ask(Trace::mailbox));
        Ref ref = Processes.monitor(actor.pid());
        actor.pid().exit(KILL);
        trace.say(reason(ref));
    }

    private static void everyLinkTrapped(Trace trace) {
        trapExits(true);
        for (ExitReason reason : List.of(NORMAL, other("boo"), shutdown("x"))) {
            awaitEnd(spawnLink(ending(reason)));
        }
        trace.say(mailbox());
    }
}
