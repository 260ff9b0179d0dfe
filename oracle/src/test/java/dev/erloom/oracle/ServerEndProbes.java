// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.caughtQuiet;
import static dev.erloom.oracle.Trace.dead;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.next;
import static dev.erloom.oracle.Trace.other;
import static dev.erloom.oracle.Trace.reason;
import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.ExitReason.shutdown;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;

import dev.erloom.oracle.CallProbes.Go;
import dev.erloom.oracle.Puppet.Cue;
import dev.erloom.oracle.Puppet.Info;
import dev.erloom.oracle.Puppet.Step;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import java.time.Duration;
import java.util.List;

/** Section 14: stop and terminate. */
final class ServerEndProbes {
    private ServerEndProbes() {}

    static void add(Section section) {
        ends(section, "stop", (me, state) -> me.stop(other("boo"), state));
        ends(section, "stop normal", (me, state) -> me.stop(NORMAL, state));
        ends(section, "stop shutdown", (me, state) -> me.stop(shutdown("x"), state));
        ends(
                section,
                "raise",
                (_, _) -> {
                    throw new IllegalStateException("x");
                });
        ends(
                section,
                "exit",
                (_, _) -> {
                    throw exit(other("zz"));
                });
        ends(section, "bad return", (_, _) -> Puppet.badReturn());
        parentEnds(section, "normal", NORMAL);
        parentEnds(section, "shutdown", SHUTDOWN);
        parentEnds(section, "any", other("boo"));
        section.probe("GS-35", ServerEndProbes::strangerEnds);
        killed(section, "not trapped", false, other("boo"));
        killed(section, "kill", true, KILL);
        stops(section);
    }

    private static void ends(Section section, String title, Step step) {
        section.probe(
                "GS-30 GS-31 " + title,
                trace -> {
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    Ref ref = monitor(server);
                    server.send(new Info(step));
                    trace.say(reason(ref));
                    trace.say(mailbox());
                });
    }

    private static void parentEnds(Section section, String title, ExitReason reason) {
        section.probe(
                "GS-34 " + title,
                trace -> {
                    Actor parent = Actor.start();
                    Puppet puppet = Puppet.trapping();
                    Pid pid =
                            parent.ask(() -> GenServer.startLink(puppet).orElseThrow().whereis())
                                    .orElseThrow();
                    Ref ref = monitor(trace.role(pid, "server"));
                    parent.tell(() -> {
                        throw exit(reason);
                    });
                    trace.say(reason(ref));
                    trace.say(mailbox());
                });
    }

    private static void strangerEnds(Trace trace) {
        ServerRef<Cue> server = Puppet.trapping().start(trace);
        Pid pid = server.whereis().orElseThrow();
        pid.exit(NORMAL);
        pid.exit(other("boo"));
        Actor stranger = Actor.start();
        trace.role(stranger.pid(), "stranger");
        stranger.run(() -> Processes.link(pid));
        stranger.tell(() -> {
            throw exit(other("gone"));
        });
        trace.say(List.of(next(), next(), next()));
        trace.say(server.call(Puppet.echo()));
    }

    private static void killed(Section section, String title, boolean traps, ExitReason reason) {
        section.probe(
                "GS-37 " + title,
                trace -> {
                    Puppet puppet = traps ? Puppet.trapping() : Puppet.ready();
                    ServerRef<Cue> server = puppet.start(trace);
                    Ref ref = monitor(server);
                    server.whereis().orElseThrow().exit(reason);
                    trace.say(reason(ref));
                    trace.say(mailbox());
                });
    }

    private static void stops(Section section) {
        section.probe(
                "GS-38",
                trace -> {
                    ServerRef<Cue> server = Puppet.trapping().start(trace);
                    trace.say(caughtQuiet(server::stop));
                    trace.say(mailbox());
                });
        section.probe(
                "GS-38 nobody, and oneself",
                trace -> {
                    ServerRef<Cue> dead = ServerRef.of(dead());
                    trace.say(caughtQuiet(dead::stop));
                    trace.say(caughtQuiet(Name.of("nobody_here")::stop));
                    trace.say(caughtQuiet(ServerRef.of(self())::stop));
                });
        section.probe(
                "GS-38 a reason of one's own",
                trace -> {
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    trace.say(caughtQuiet(() -> server.stop(other("custom"), Timeouts.INFINITY)));
                    trace.say(mailbox());
                });
        section.probe(
                "GS-38 ends with another reason",
                trace -> {
                    ServerRef<Cue> server =
                            Puppet.ready()
                                    .ending((_, _) -> {
                                        throw exit(other("replaced"));
                                    })
                                    .start(trace);
                    trace.say(caughtQuiet(server::stop));
                });
        section.probe("GS-38 time-out", ServerEndProbes::stopsTooSlowly);
    }

    private static void stopsTooSlowly(Trace trace) {
        ServerRef<Cue> server =
                Puppet.ready()
                        .ending((me, reason) -> {
                            receive(Go.class);
                            me.observer().send(Tuple.of("terminate", reason));
                        })
                        .start(trace);
        Pid pid = server.whereis().orElseThrow();
        Ref ref = monitor(pid);
        trace.elapse(20);
        trace.say(caughtQuiet(() -> server.stop(NORMAL, Duration.ofMillis(20))));
        trace.say(pid.isAlive());
        pid.send(new Go());
        trace.say(reason(ref));
        trace.say(mailbox());
    }
}
