// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Kid.children;
import static dev.erloom.oracle.Kid.kid;
import static dev.erloom.oracle.Kid.supervisor;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.other;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.supervisor.DeleteChildResult;
import dev.erloom.supervisor.ExitInStart;
import dev.erloom.supervisor.RestartChildResult;
import dev.erloom.supervisor.StartChildResult;
import dev.erloom.supervisor.Supervisor;
import dev.erloom.supervisor.TerminateChildResult;
import java.util.List;

/** Section 18: what a supervisor answers. */
final class SupervisorRequestProbes {
    private SupervisorRequestProbes() {}

    static void add(Section section) {
        section.probe(
                "SU-18",
                trace -> {
                    Supervisor none = supervisor(trace, _ -> {});
                    trace.say(shown(none.startChild("x", SupervisorProbes.failing())));
                    trace.say(
                            shown(
                                    none.startChild(
                                            "r",
                                            () -> {
                                                throw new ExitException(other("zz"));
                                            })));
                    trace.say(shown(none.startChild("i", SupervisorProbes.ignoring())));
                    trace.say(children(none));
                });
        section.probe(
                "SU-65 SU-66 SU-67 SU-68 SU-69 SU-70", SupervisorRequestProbes::administration);
    }

    private static void administration(Trace trace) {
        Supervisor one = supervisor(trace, tree -> tree.child("a", kid("a")));
        trace.role(Kid.pid(one, "a"), "child");
        trace.say(shown(one.startChild("a", kid("a"))));
        trace.say(shown(one.restartChild("a")));
        trace.say(shown(one.deleteChild("a")));
        trace.say(shown(one.terminateChild("a")));
        trace.say(shown(one.terminateChild("a")));
        trace.say(shown(one.startChild("a", kid("a"))));
        trace.say(one.restartChild("a") instanceof RestartChildResult.Restarted ? "ok" : "not ok");
        trace.say(shown(one.terminateChild("a")));
        trace.say(shown(one.deleteChild("a")));
        trace.say(
                List.of(
                        shown(one.deleteChild("a")),
                        shown(one.restartChild("a")),
                        shown(one.terminateChild("a"))));
        trace.say(mailbox());
    }

    private static Tuple error(Object why) {
        return Tuple.of("error", why);
    }

    static Object shown(StartChildResult<?> result) {
        return switch (result) {
            case StartChildResult.Started(var pid, _) -> Tuple.of("ok", pid);
            case StartChildResult.Ignored() -> Tuple.of("ok", "undefined");
            case StartChildResult.AlreadyStarted(var pid) ->
                    error(Tuple.of("already_started", pid));
            case StartChildResult.AlreadyPresent() -> error("already_present");
            case StartChildResult.Failed(ExitReason.Other(var term))
                    when term instanceof ExitInStart(ExitReason reason) ->
                    error(Tuple.of("EXIT", reason));
            case StartChildResult.Failed(var reason) -> error(reason);
        };
    }

    static Object shown(RestartChildResult result) {
        return switch (result) {
            case RestartChildResult.Restarted(var pid) -> Tuple.of("ok", pid);
            case RestartChildResult.Ignored() -> Tuple.of("ok", "undefined");
            case RestartChildResult.Running() -> error("running");
            case RestartChildResult.Restarting() -> error("restarting");
            case RestartChildResult.NotFound() -> error("not_found");
            case RestartChildResult.Failed(var reason) -> error(reason);
        };
    }

    static Object shown(TerminateChildResult result) {
        return switch (result) {
            case TERMINATED -> "ok";
            case NOT_FOUND -> error("not_found");
        };
    }

    static Object shown(DeleteChildResult result) {
        return switch (result) {
            case DELETED -> "ok";
            case RUNNING -> error("running");
            case RESTARTING -> error("restarting");
            case NOT_FOUND -> error("not_found");
        };
    }
}
