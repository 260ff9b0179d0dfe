// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.caughtQuiet;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.next;
import static dev.erloom.process.Processes.self;

import dev.erloom.pg.GroupEvent;
import dev.erloom.pg.GroupMonitor;
import dev.erloom.pg.Pg;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Section 25. */
final class GroupProbes {
    private GroupProbes() {}

    static void add(Section section) {
        section.probe(
                "PG-2",
                trace -> {
                    Pg scope = start("pg2");
                    Pid other = trace.role(Actor.start().pid(), "other");
                    trace.say(caughtQuiet(() -> scope.join("g", List.of(self(), self()))));
                    trace.say(caughtQuiet(() -> scope.join("g", other)));
                    trace.say(frequencies(scope));
                    trace.say(scope.leave("g", self()));
                    trace.say(frequencies(scope));
                });
        section.probe(
                "PG-3",
                trace -> {
                    Pg scope = start("pg3");
                    Pid other = Actor.start().pid();
                    trace.say(scope.leave("g", self()));
                    scope.join("g", self());
                    trace.say(scope.leave("g", List.of(other, self())));
                    trace.say(scope.leave("g", List.of(other, self())));
                    trace.say(scope.whichGroups());
                });
        section.probe(
                "PG-6",
                trace -> {
                    Pg scope = start("pg6");
                    scope.join("g", List.of(self(), self()));
                    trace.say(
                            List.of(
                                    scope.members("g"),
                                    scope.localMembers("g"),
                                    scope.members("none")));
                    trace.say(List.of(scope.whichGroups(), scope.whichLocalGroups()));
                    trace.say(Pg.scope("no_scope").members("g"));
                });
        section.probe("PG-7", GroupProbes::monitor);
    }

    private static Pg start(String name) {
        return Pg.startLink(Pg.scope(name)).orElseThrow();
    }

    private static Map<Pid, Long> frequencies(Pg scope) {
        return scope.members("g").stream()
                .collect(Collectors.groupingBy(pid -> pid, Collectors.counting()));
    }

    private static void monitor(Trace trace) {
        Pg scope = start("pg7");
        Pid other = trace.role(Actor.start().pid(), "other");
        scope.join("g", self());
        GroupMonitor monitor = scope.monitor("g");
        trace.say(List.of(monitor.ref(), monitor.members()));
        scope.join("g", other);
        scope.join("other", other);
        scope.leave("g", self());
        other.exit(ExitReason.KILL);
        trace.say(List.of(shown(next()), shown(next()), shown(next())));
        scope.join("g", self());
        trace.say(List.of(scope.demonitor(monitor.ref()), scope.demonitor(monitor.ref())));
        trace.say(mailbox());
    }

    private static Object shown(Object message) {
        return switch (message) {
            case GroupEvent.Joined(var ref, Object group, var pids) ->
                    Tuple.of(ref, "join", group, pids);
            case GroupEvent.Left(var ref, Object group, var pids) ->
                    Tuple.of(ref, "leave", group, pids);
            default -> message;
        };
    }
}
