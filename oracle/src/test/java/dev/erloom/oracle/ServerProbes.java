// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.caught;
import static dev.erloom.oracle.Trace.drop;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.next;
import static dev.erloom.oracle.Trace.other;
import static dev.erloom.oracle.Trace.reason;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.sendAfter;

import dev.erloom.oracle.CallProbes.Go;
import dev.erloom.oracle.Puppet.Ask;
import dev.erloom.oracle.Puppet.Cue;
import dev.erloom.oracle.Puppet.Info;
import dev.erloom.oracle.Puppet.Start;
import dev.erloom.oracle.Puppet.Step;
import dev.erloom.oracle.Puppet.Tell;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.server.From;
import dev.erloom.server.GenServer;
import dev.erloom.server.ServerRef;
import java.time.Duration;
import java.util.List;

/** Section 14 up to the time-outs; how servers end is in {@link ServerEndProbes}. */
final class ServerProbes {
    private ServerProbes() {}

    static void add(Section section) {
        starts(section);
        section.probe(
                "GS-11 call",
                trace -> {
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    trace.say(caught(() -> server.call(new Ask((_, _, _) -> Puppet.badReturn()))));
                    trace.say(mailbox());
                });
        section.probe(
                "GS-11 cast and info",
                trace -> {
                    ServerRef<Cue> first = Puppet.ready().start(trace);
                    Ref ref = monitor(first);
                    first.cast(new Tell((_, _) -> Puppet.badReturn()));
                    trace.say(reason(ref));
                    trace.say(mailbox());
                    ServerRef<Cue> second = Puppet.ready().start(trace);
                    ref = monitor(second);
                    second.send(new Info((_, _) -> Puppet.badReturn()));
                    trace.say(reason(ref));
                    trace.say(mailbox());
                });
        continuations(section);
        replies(section);
        timeouts(section);
        ServerEndProbes.add(section);
    }

    private static void starts(Section section) {
        outcome(section, "GS-3 ignore", Puppet::ignore);
        outcome(section, "GS-3 error", me -> me.error(other("bad")));
        outcome(section, "GS-3 stop", me -> me.stop(other("bad")));
        outcome(section, "GS-3 stop shutdown", me -> me.stop(SHUTDOWN));
        outcome(
                section,
                "GS-4 raise",
                _ -> {
                    throw new IllegalStateException("x");
                });
        outcome(
                section,
                "GS-4 exit",
                _ -> {
                    throw exit(other("zz"));
                });
        section.probe(
                "GS-5",
                trace -> {
                    Puppet slow =
                            Puppet.starting(me -> {
                                drop();
                                return me.ignore();
                            });
                    trace.elapse(20);
                    trace.say(GenServer.start(slow, with -> with.timeout(Duration.ofMillis(20))));
                });
    }

    /** How a start ends and how its process ends: init waits until the process is monitored. */
    private static void outcome(Section section, String key, Start result) {
        section.probe(
                key,
                trace -> {
                    Pid me = self();
                    Puppet puppet =
                            Puppet.starting(starting -> {
                                me.send(self());
                                receive(Go.class);
                                return result.init(starting);
                            });
                    Actor.start().tell(() -> me.send(Tuple.of("result", puppet.start())));
                    Pid pid = (Pid) next();
                    Ref ref = monitor(pid);
                    pid.send(new Go());
                    trace.say(reason(ref));
                    trace.say(next());
                });
    }

    private static void continuations(Section section) {
        section.probe(
                "GS-14 before what is queued",
                trace -> {
                    Pid me = self();
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    Step second = Puppet.doing(() -> me.send("second"));
                    Step first =
                            (puppet, state) -> {
                                me.send("first");
                                return puppet.noReply(state)
                                        .thenContinue(s -> second.run(puppet, s));
                            };
                    server.cast(
                            new Tell((puppet, state) -> {
                                receive(Go.class);
                                return puppet.noReply(state)
                                        .thenContinue(s -> first.run(puppet, s));
                            }));
                    server.send("queued");
                    server.send(new Go());
                    trace.say(List.of(next(), next(), next()));
                });
        section.probe(
                "GS-14 after init",
                trace -> {
                    Pid me = self();
                    Step work =
                            Puppet.doing(() -> {
                                receive(Go.class);
                                me.send("continued");
                            });
                    ServerRef<Cue> server =
                            Puppet.starting(puppet ->
                                            puppet.ok("state")
                                                    .thenContinue(s -> work.run(puppet, s)))
                                    .start(trace);
                    server.send("queued");
                    server.send(new Go());
                    trace.say(List.of(next(), next()));
                });
    }

    private static void replies(Section section) {
        section.probe(
                "GS-18",
                trace -> {
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    Ask stop = new Ask((me, _, state) -> me.stop(other("boo"), state));
                    trace.say(caught(() -> server.call(stop)));
                    trace.say(mailbox());
                });
        section.probe("GS-19", ServerProbes::replyLater);
        Ask stopAndReply = new Ask((me, ask, state) -> me.stop(NORMAL, ask, "rep", state));
        section.probe(
                "GS-20 order",
                trace -> {
                    trace.say(Puppet.ready().start(trace).call(stopAndReply));
                    trace.say(mailbox());
                });
        section.probe(
                "GS-20 terminate fails",
                trace -> {
                    ServerRef<Cue> server =
                            Puppet.ready()
                                    .ending((_, _) -> {
                                        throw new IllegalStateException("in terminate");
                                    })
                                    .start(trace);
                    Ref ref = monitor(server);
                    trace.say(server.call(stopAndReply));
                    trace.say(reason(ref));
                });
    }

    private static void replyLater(Trace trace) {
        Pid me = self();
        ServerRef<Cue> server = Puppet.ready().start(trace);
        Ask kept =
                new Ask((puppet, ask, state) -> {
                    me.send(puppet.from(ask));
                    return puppet.noReply(state);
                });
        Actor.start().tell(() -> me.send(Tuple.of("got", server.call(kept))));
        @SuppressWarnings("unchecked") // the message of `kept`
        From<Object> from = (From<Object>) next();
        trace.say(server.call(Puppet.echo()));
        trace.say(mailbox());
        server.cast(new Tell(Puppet.doing(() -> from.reply("now"))));
        trace.say(next());
    }

    private static void timeouts(Section section) {
        section.probe(
                "GS-23",
                trace -> {
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    trace.elapse(20);
                    server.send(new Info(idleFor(20)));
                    trace.say(next());
                });
        section.probe(
                "GS-24",
                trace -> {
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    server.call(
                            new Ask((me, ask, state) ->
                                    me.reply(ask, "ok", state).timeout(Duration.ofMillis(30))));
                    server.send("m");
                    trace.say(next());
                    sendAfter(Duration.ofMillis(60), "later");
                    trace.advanceMillis(60);
                    trace.say(next());
                });
        section.probe(
                "GS-25 a message waits",
                trace -> {
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    server.send(
                            new Info((me, state) -> {
                                receive(Go.class);
                                return me.noReply(state).timeout(Duration.ZERO);
                            }));
                    server.send("queued");
                    server.send(new Go());
                    trace.say(next());
                    server.call(Puppet.echo());
                    trace.say(mailbox());
                });
        section.probe(
                "GS-25 nothing waits",
                trace -> {
                    ServerRef<Cue> server = Puppet.ready().start(trace);
                    server.send(new Info(idleFor(0)));
                    trace.say(next());
                });
    }

    private static Step idleFor(long millis) {
        return (me, state) -> me.noReply(state).timeout(Duration.ofMillis(millis));
    }
}
