// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.drop;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.other;
import static dev.erloom.oracle.Trace.reasonOf;
import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.server.GenServer.startLink;

import dev.erloom.oracle.Puppet.Start;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Section 12. */
final class StartProbes {
    private static final Duration LIMIT = Duration.ofMillis(20);

    private StartProbes() {}

    private static Map<String, Start> failures() {
        Map<String, Start> failures = new LinkedHashMap<>();
        failures.put("stop", me -> me.stop(other("bad")));
        failures.put("stop normal", me -> me.stop(NORMAL));
        failures.put("stop shutdown", me -> me.stop(SHUTDOWN));
        failures.put("error", me -> me.error(other("bad")));
        failures.put("ignore", Puppet::ignore);
        failures.put(
                "raise",
                _ -> {
                    throw new IllegalStateException("x");
                });
        failures.put(
                "exit",
                _ -> {
                    throw exit(other("zz"));
                });
        failures.put(
                "exit normal",
                _ -> {
                    throw exit(NORMAL);
                });
        failures.put(
                "killed",
                me -> {
                    self().exit(KILL);
                    return me.ok("lives on");
                });
        return failures;
    }

    static void add(Section section) {
        failures()
                .forEach((title, init) -> {
                    section.probe(
                            "PL-3 " + title, trace -> trace.say(Puppet.starting(init).start()));
                    section.probe(
                            "PL-6 " + title,
                            trace -> {
                                trapExits(true);
                                trace.say(startLink(Puppet.starting(init)));
                                trace.say(mailbox());
                            });
                    section.probe("PL-7 " + title, trace -> trace.say(reasonOf(survivorOf(init))));
                });
        section.probe("PL-4", StartProbes::tooSlow);
        section.probe(
                "PL-7 time-out",
                trace -> {
                    trace.elapse(20);
                    trace.say(reasonOf(StartProbes::survivorOfASlowStart));
                });
        section.probe("PL-9", StartProbes::alreadyStarted);
    }

    private static ProcessBody survivorOf(Start init) {
        return () -> {
            throw exit(survived(startLink(Puppet.starting(init))));
        };
    }

    private static void survivorOfASlowStart() {
        throw exit(
                survived(
                        startLink(
                                Puppet.starting(StartProbes::never), with -> with.timeout(LIMIT))));
    }

    private static ExitReason survived(Object result) {
        return other(Tuple.of("survived", result));
    }

    private static GenServer.Init<Object> never(Puppet me) {
        drop();
        return me.ignore();
    }

    private static void tooSlow(Trace trace) {
        trapExits(true);
        Pid me = self();
        Puppet slow =
                Puppet.starting(puppet -> {
                    me.send(self());
                    trace.elapse(20); // not before it has said so
                    return never(puppet);
                });
        trace.say(startLink(slow, with -> with.timeout(LIMIT)));
        Pid child = (Pid) mailbox().getFirst();
        trace.say(child.isAlive());
        trace.say(mailbox());
    }

    private static void alreadyStarted(Trace trace) {
        Name<Puppet.Cue> name = Name.of("pl9");
        startLink(Puppet.ready(), name).orElseThrow();
        trace.role(name.whereis().orElseThrow(), "first");
        Pid me = self();
        Puppet second =
                Puppet.starting(puppet -> {
                    me.send("init_ran");
                    return puppet.ok("state");
                });
        trace.say(startLink(second, name));
        trace.say(GenServer.start(second, with -> with.name(name)));
        trace.say(mailbox());
    }
}
