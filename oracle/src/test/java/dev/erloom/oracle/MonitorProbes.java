// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.awaitEnd;
import static dev.erloom.oracle.Trace.caught;
import static dev.erloom.oracle.Trace.dead;
import static dev.erloom.oracle.Trace.idle;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.next;
import static dev.erloom.oracle.Trace.other;
import static dev.erloom.oracle.Trace.reason;
import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.Processes.demonitor;
import static dev.erloom.process.Processes.demonitorWithoutFlush;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.self;

import dev.erloom.process.Address;
import dev.erloom.process.Down;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.RegisteredName;
import java.util.List;

/** Section 5. */
final class MonitorProbes {
    private MonitorProbes() {}

    static void add(Section section) {
        section.probe(
                "MN-2 by pid",
                trace -> {
                    Pid pid = idle();
                    monitor(pid);
                    pid.exit(other("boo"));
                    trace.say(next());
                });
        byName(section, "MN-2 by name", RegisteredName.local("mn2"));
        byName(section, "MN-2 by name and node", new RegisteredName("mn2", "nonode@nohost"));
        section.probe(
                "MN-3 pid",
                trace -> {
                    Pid dead = dead();
                    trace.say(caught(() -> monitor(dead) instanceof Ref));
                    trace.say(next());
                });
        section.probe(
                "MN-3 name",
                trace -> {
                    RegisteredName nobody = RegisteredName.local("nobody_here");
                    trace.say(caught(() -> monitor(nobody) instanceof Ref));
                    trace.say(next());
                });
        section.probe(
                "MN-6",
                trace -> {
                    trace.say(demonitorWithoutFlush(monitor(self())));
                    monitor(self());
                    trace.say(mailbox());
                });
        demonitors(section);
        section.probe(
                "MN-12 noproc",
                trace -> {
                    monitor(
                            RegisteredName.local("nobody_here"),
                            with -> with.tag(Tuple.of("mytag", 1)));
                    trace.say(next());
                });
        section.probe(
                "MN-12",
                trace -> {
                    Pid pid = idle();
                    monitor(pid, with -> with.tag("mytag"));
                    pid.exit(other("boo"));
                    trace.say(next());
                });
    }

    private static void byName(Section section, String key, Address name) {
        section.probe(
                key,
                trace -> {
                    Pid pid = idle();
                    Node.current().register("mn2", pid);
                    monitor(name);
                    pid.exit(other("boo"));
                    trace.say(next());
                });
    }

    private static void demonitors(Section section) {
        section.probe("MN-10 pending", MonitorProbes::pending);
        section.probe(
                "MN-10 with DOWN queued",
                trace -> {
                    Pid pid = idle();
                    Ref left = monitor(pid);
                    Ref flushed = monitor(pid);
                    pid.exit(KILL);
                    awaitEnd(pid);
                    trace.say(List.of(demonitorWithoutFlush(left), demonitor(flushed)));
                    trace.say(mailbox().equals(List.of(new Down(left, pid, KILLED))));
                });
        section.probe(
                "MN-10 with DOWN taken",
                trace -> {
                    Ref ref = monitor(dead());
                    reason(ref);
                    trace.say(List.of(demonitorWithoutFlush(ref), demonitor(ref)));
                });
        section.probe(
                "MN-10 of another process, and no monitor",
                trace -> {
                    Pid pid = idle();
                    Actor actor = Actor.start();
                    Ref ref = actor.ask(() -> monitor(pid));
                    Ref none = Processes.alias();
                    trace.say(List.of(demonitorWithoutFlush(ref), demonitor(none)));
                    pid.exit(other("boo"));
                    awaitEnd(pid);
                    trace.say(actor.ask(Trace::mailbox));
                });
    }

    private static void pending(Trace trace) {
        Pid pid = idle();
        trace.say(List.of(demonitorWithoutFlush(monitor(pid)), demonitor(monitor(pid))));
        Ref ref = monitor(pid);
        boolean first = demonitorWithoutFlush(ref);
        trace.say(List.of(first, demonitorWithoutFlush(ref)));
        pid.exit(KILL);
        awaitEnd(pid);
        trace.say(mailbox());
    }
}
