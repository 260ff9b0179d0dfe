// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.awaitEnd;
import static dev.erloom.oracle.Trace.caught;
import static dev.erloom.oracle.Trace.caughtQuiet;
import static dev.erloom.oracle.Trace.dead;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.next;
import static dev.erloom.oracle.Trace.other;
import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.ExitReason.shutdown;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;

import dev.erloom.oracle.Puppet.Answer;
import dev.erloom.oracle.Puppet.Ask;
import dev.erloom.oracle.Puppet.Cue;
import dev.erloom.oracle.Puppet.Tell;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Timeouts;
import dev.erloom.server.From;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import java.time.Duration;

/** Section 13. */
final class CallProbes {
    private static final Name<Cue> NOBODY = Name.of("nobody_here");

    private CallProbes() {}

    record Go() {}

    static void add(Section section) {
        failedCalls(section);
        section.probe(
                "GC-3",
                trace -> {
                    ServerRef<Cue> dead = ServerRef.of(dead());
                    trace.say(caught(() -> dead.call(Puppet.echo())));
                    trace.say(caught(() -> NOBODY.call(Puppet.echo())));
                    trace.say(mailbox());
                });
        section.probe(
                "GC-5",
                trace -> trace.say(caught(() -> ServerRef.<Cue>of(self()).call(Puppet.echo()))));
        section.probe(
                "GC-6",
                trace -> {
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    Pid pid = server.whereis().orElseThrow();
                    Ask killed =
                            new Ask((me, _, state) -> {
                                spawn(() -> pid.exit(other("boo")));
                                return me.noReply(state);
                            });
                    trace.say(caught(() -> server.call(killed, Timeouts.INFINITY)));
                    trace.say(mailbox());
                });
        section.probe("GC-7", CallProbes::lateReply);
        section.probe(
                "GC-10",
                trace -> {
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    Answer byAnother =
                            (me, ask, state) -> {
                                From<Object> from = me.from(ask);
                                spawn(() -> from.reply("other"));
                                return me.noReply(state);
                            };
                    trace.say(server.call(new Ask(byAnother)));
                });
        section.probe("GC-10 to a caller that has gone", CallProbes::deadCaller);
        section.probe(
                "GC-11",
                trace -> {
                    Tell tell = new Tell(Puppet::goOn);
                    ServerRef<Cue> dead = ServerRef.of(dead());
                    trace.say(caughtQuiet(() -> dead.cast(tell)));
                    trace.say(caughtQuiet(() -> NOBODY.cast(tell)));
                    trace.say(caughtQuiet(() -> NOBODY.on("nonode@nohost").cast(tell)));
                });
    }

    private static void failedCalls(Section section) {
        section.probe(
                "GC-2 time-out",
                trace -> {
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    trace.elapse(20);
                    trace.say(
                            caught(() -> server.call(Puppet.unanswered(), Duration.ofMillis(20))));
                });
        stopped(section, "normal", NORMAL);
        stopped(section, "shutdown", SHUTDOWN);
        stopped(section, "shutdown with", shutdown("x"));
        stopped(section, "any", other("boo"));
        section.probe(
                "GC-2 the server fails",
                trace -> {
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    Answer fails =
                            (_, _, _) -> {
                                throw new IllegalStateException("x");
                            };
                    trace.say(caught(() -> server.call(new Ask(fails))));
                });
        section.probe(
                "GC-2 a process that is no server ends normally",
                trace -> {
                    ServerRef<Cue> none = ServerRef.of(spawn(Processes::receive));
                    trace.say(caught(() -> none.call(Puppet.echo())));
                });
    }

    private static void stopped(Section section, String title, ExitReason reason) {
        section.probe(
                "GC-2 the server stops, " + title,
                trace -> {
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    Ask stop = new Ask((me, _, state) -> me.stop(reason, state));
                    trace.say(caught(() -> server.call(stop)));
                });
    }

    private static void lateReply(Trace trace) {
        ServerRef<Cue> server = Puppet.ready().start(trace);
        Ask late =
                new Ask((me, ask, state) -> {
                    receive(Go.class);
                    me.from(ask).reply("late");
                    return me.noReply(state);
                });
        trace.elapse(20);
        trace.say(caught(() -> server.call(late, Duration.ofMillis(20))));
        server.send(new Go());
        trace.say(server.call(Puppet.echo()));
        trace.say(mailbox());
    }

    private static void deadCaller(Trace trace) {
        ServerRef<Cue> server = Puppet.ready().start(trace);
        Pid me = self();
        Actor actor = Actor.start();
        Ask kept =
                new Ask((puppet, ask, state) -> {
                    me.send(puppet.from(ask));
                    return puppet.noReply(state);
                });
        actor.tell(() -> server.call(kept));
        @SuppressWarnings("unchecked") // the message of `kept`
        From<Object> from = (From<Object>) next();
        actor.pid().exit(KILL);
        awaitEnd(actor.pid());
        trace.say(caughtQuiet(() -> from.reply("late")));
        trace.say(mailbox());
    }
}
