// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Kid.children;
import static dev.erloom.oracle.Kid.flaky;
import static dev.erloom.oracle.Kid.kid;
import static dev.erloom.oracle.Kid.stopAll;
import static dev.erloom.oracle.Kid.supervisor;
import static dev.erloom.oracle.Trace.awaitEnd;
import static dev.erloom.oracle.Trace.caught;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.other;
import static dev.erloom.oracle.Trace.reason;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.ExitReason.shutdown;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.supervisor.AutoShutdown.ALL_SIGNIFICANT;
import static dev.erloom.supervisor.AutoShutdown.ANY_SIGNIFICANT;
import static dev.erloom.supervisor.Restart.TEMPORARY;
import static dev.erloom.supervisor.Restart.TRANSIENT;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.process.Starter;
import dev.erloom.process.Timeouts;
import dev.erloom.supervisor.ChildCounts;
import dev.erloom.supervisor.FailedToStartChild;
import dev.erloom.supervisor.Restart;
import dev.erloom.supervisor.Strategy;
import dev.erloom.supervisor.Supervisor;
import dev.erloom.supervisor.Supervisor.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Section 18; what is asked of a supervisor is in {@link SupervisorRequestProbes}. */
final class SupervisorProbes {
    private static final ExitReason BOOM = other("boom");
    private static final ExitReason NOPE = other("nope");

    private SupervisorProbes() {}

    static void add(Section section) {
        refusals(section);
        starts(section);
        restarts(section);
        siblings(section);
        section.probe("SU-32 a stranger", SupervisorProbes::stranger);
        parentEnds(section, "any", other("foo"));
        parentEnds(section, "normal", NORMAL);
        limits(section);
        failingRestarts(section);
        significant(section);
        SupervisorRequestProbes.add(section);
    }

    static <T> Starter<T> failing() {
        return () -> new StartResult.Failed<>(NOPE);
    }

    static <T> Starter<T> ignoring() {
        return StartResult.Ignored::new;
    }

    private static Consumer<Tree> kids(String... ids) {
        return tree -> List.of(ids).forEach(id -> tree.child(id, kid(id)));
    }

    private static void refusals(Section section) {
        section.probe(
                "SU-3",
                trace -> {
                    trace.say(refused(tree -> tree.child("a", ignoring()).child("a", ignoring())));
                    trace.say(
                            refused(tree ->
                                    tree.child(
                                            "a",
                                            ignoring(),
                                            child -> child.shutdown(Duration.ofMillis(-1)))));
                });
        section.probe(
                "SU-4",
                trace -> {
                    trace.say(
                            refused(tree ->
                                    tree.child(
                                            "a",
                                            ignoring(),
                                            child -> child.restart(TRANSIENT).significant())));
                    trace.say(
                            refused(tree ->
                                    tree.autoShutdown(ANY_SIGNIFICANT)
                                            .child("a", ignoring(), child -> child.significant())));
                });
        section.probe(
                "SU-6",
                trace -> {
                    trace.say(refused(tree -> tree.intensity(-1, Duration.ofSeconds(5))));
                    trace.say(refused(tree -> tree.intensity(1, Duration.ZERO)));
                });
    }

    private static @Nullable Object refused(Consumer<Tree> tree) {
        return caught(() -> Supervisor.startLink(tree));
    }

    private static void starts(Section section) {
        section.probe(
                "SU-15 SU-46 SU-51",
                trace -> {
                    trapExits(true);
                    Supervisor started = Supervisor.startLink(kids("a", "b", "c")).orElseThrow();
                    trace.role(started.whereis().orElseThrow(), "supervisor");
                    trace.say(mailbox());
                    trace.say(children(started));
                    started.stop();
                    trace.say(mailbox());
                });
        section.probe(
                "SU-17",
                trace -> {
                    trapExits(true);
                    StartResult<Supervisor> result =
                            Supervisor.startLink(tree -> {
                                kids("a", "b").accept(tree);
                                tree.child("x", failing());
                                tree.child("c", kid("c"));
                            });
                    if (result instanceof StartResult.Failed(ExitReason.ShutdownWith(var detail))
                            && detail instanceof FailedToStartChild(String id, ExitReason why)) {
                        trace.say(
                                Tuple.of(
                                        "error",
                                        shutdown(Tuple.of("failed_to_start_child", id, why))));
                    } else {
                        trace.say(result);
                    }
                    trace.say(mailbox());
                });
        section.probe(
                "SU-20",
                trace -> {
                    Supervisor some =
                            supervisor(
                                    trace,
                                    tree ->
                                            tree.child("i", ignoring())
                                                    .child(
                                                            "t",
                                                            ignoring(),
                                                            child -> child.restart(TEMPORARY)));
                    trace.say(children(some));
                    trace.say(SupervisorRequestProbes.shown(some.restartChild("i")));
                    trace.say(counts(some.countChildren()));
                });
        section.probe(
                "SU-51 a reason",
                trace -> {
                    supervisor(trace, kids("a")).stop(other("custom"), Timeouts.INFINITY);
                    trace.say(mailbox());
                });
    }

    private static List<Integer> counts(ChildCounts counts) {
        return List.of(counts.specs(), counts.active(), counts.supervisors(), counts.workers());
    }

    private static void restarts(Section section) {
        Map<String, ExitReason> reasons =
                Map.of(
                        "normal", NORMAL,
                        "shutdown", SHUTDOWN,
                        "shutdown with", shutdown("x"),
                        "any", BOOM);
        Map<Restart, String> rows =
                Map.of(Restart.PERMANENT, "SU-38", TRANSIENT, "SU-26", TEMPORARY, "SU-27");
        rows.forEach((restart, row) ->
                reasons.forEach((title, reason) ->
                        section.probe(
                                row + " " + title,
                                trace -> {
                                    Supervisor one = supervisor(trace, only(restart));
                                    trace.say(Kid.stop(one, "a", reason));
                                    trace.say(children(one));
                                })));
        section.probe(
                "SU-38 they count",
                trace ->
                        trace.say(
                                stopAll(
                                        supervisor(
                                                trace,
                                                tree -> {
                                                    tree.intensity(0, Duration.ofSeconds(5));
                                                    kids("a").accept(tree);
                                                }),
                                        "a",
                                        NORMAL)));
        section.probe(
                "SU-28 terminated",
                trace -> {
                    Supervisor one = supervisor(trace, only(TEMPORARY));
                    trace.say(SupervisorRequestProbes.shown(one.terminateChild("a")));
                    trace.say(children(one));
                });
    }

    private static Consumer<Tree> only(Restart restart) {
        return tree ->
                tree.intensity(3, Duration.ofSeconds(5))
                        .child("a", kid("a"), child -> child.restart(restart));
    }

    /** Elixir's default is 3 restarts in 5 s, Erlang's and Java's is 1. */
    private static Consumer<Tree> of(Strategy strategy, String id, Restart restart) {
        return tree -> {
            tree.strategy(strategy).intensity(3, Duration.ofSeconds(5));
            for (String each : List.of("a", id, "c")) {
                tree.child(
                        each, kid(each), child -> each.equals(id) ? child.restart(restart) : child);
            }
        };
    }

    private static void siblings(Section section) {
        section.probe(
                "SU-28 SU-30 bystander",
                trace -> {
                    Supervisor three = supervisor(trace, of(Strategy.ONE_FOR_ALL, "t", TEMPORARY));
                    trace.say(Kid.stop(three, "a", BOOM));
                    trace.say(children(three));
                });
        for (Strategy strategy : Strategy.values()) {
            String name = strategy.name().toLowerCase(Locale.ROOT);
            section.probe(
                    "SU-30 " + name,
                    trace -> {
                        Supervisor three = supervisor(trace, of(strategy, "b", Restart.PERMANENT));
                        trace.say(Kid.stop(three, "b", BOOM));
                        trace.say(children(three));
                    });
            section.probe(
                    "SU-27 a sibling, " + name,
                    trace -> {
                        Supervisor three = supervisor(trace, of(strategy, "b", TEMPORARY));
                        trace.say(Kid.stop(three, "b", BOOM));
                        trace.say(children(three));
                    });
        }
        section.probe(
                "SU-31",
                trace -> {
                    Supervisor three = supervisor(trace, of(Strategy.ONE_FOR_ALL, "b", TRANSIENT));
                    trace.say(SupervisorRequestProbes.shown(three.terminateChild("c")));
                    trace.say(Kid.stop(three, "b", NORMAL));
                    trace.say(Kid.stop(three, "a", BOOM));
                    trace.say(children(three));
                });
    }

    private static void stranger(Trace trace) {
        Supervisor one = supervisor(trace, kids("a"));
        Pid pid = one.whereis().orElseThrow();
        Actor actor = Actor.start();
        actor.run(() -> Processes.link(pid));
        actor.tell(() -> {
            throw Processes.exit(other("stranger"));
        });
        awaitEnd(actor.pid());
        pid.send("what");
        trace.say(Kid.rest(one));
        trace.say(children(one));
    }

    private static void parentEnds(Section section, String title, ExitReason reason) {
        section.probe(
                "SU-32 the parent, " + title,
                trace -> {
                    Supervisor one = supervisor(trace, kids("a"));
                    Pid pid = one.whereis().orElseThrow();
                    Ref ref = Processes.monitor(pid);
                    pid.exit(reason);
                    reason(ref);
                    trace.say(mailbox());
                });
    }

    private static void limits(Section section) {
        section.probe(
                "SU-35 SU-37",
                trace ->
                        trace.say(
                                stopAll(
                                        supervisor(
                                                trace,
                                                tree -> {
                                                    tree.intensity(0, Duration.ofSeconds(5));
                                                    kids("a", "b").accept(tree);
                                                }),
                                        "a",
                                        BOOM)));
        section.probe(
                "SU-37",
                trace -> {
                    Supervisor three = supervisor(trace, kids("a", "b", "c"));
                    trace.say(Kid.stop(three, "b", BOOM));
                    trace.say(stopAll(three, "b", BOOM));
                });
    }

    private static void failingRestarts(Section section) {
        section.probe(
                "SU-39",
                trace ->
                        trace.say(
                                stopAll(
                                        supervisor(
                                                trace,
                                                tree ->
                                                        tree.intensity(3, Duration.ofSeconds(5))
                                                                .child("b", flaky("b", 2, 99))),
                                        "b",
                                        BOOM)));
        section.probe(
                "SU-40 one_for_all",
                trace -> {
                    Supervisor three =
                            supervisor(
                                    trace,
                                    tree ->
                                            tree.strategy(Strategy.ONE_FOR_ALL)
                                                    .intensity(10, Duration.ofSeconds(5))
                                                    .child("a", kid("a"))
                                                    .child("b", flaky("b", 2, 3))
                                                    .child("c", kid("c")));
                    Kid.tellToStop(three, "a", BOOM);
                    trace.say(untilUp("c"));
                });
        section.probe(
                "SU-40 rest_for_one",
                trace -> {
                    Supervisor four =
                            supervisor(
                                    trace,
                                    tree ->
                                            tree.strategy(Strategy.REST_FOR_ONE)
                                                    .intensity(10, Duration.ofSeconds(5))
                                                    .child("a", kid("a"))
                                                    .child("x", kid("x"))
                                                    .child("b", flaky("b", 2, 3))
                                                    .child("c", kid("c")));
                    Kid.tellToStop(four, "x", BOOM);
                    trace.say(untilUp("c"));
                });
    }

    /** The supervisor tries again in messages to itself: waits for the last child to be up. */
    private static List<Object> untilUp(String id) {
        List<Object> heard = new ArrayList<>();
        do {
            heard.add(Trace.next());
        } while (!heard.getLast().equals(Tuple.of("up", id)));
        return heard;
    }

    private static void significant(Section section) {
        section.probe(
                "SU-55 any, temporary",
                trace -> trace.say(stopAll(supervisor(trace, anySignificant()), "a", BOOM)));
        section.probe(
                "SU-55 all",
                trace -> {
                    Supervisor two =
                            supervisor(
                                    trace,
                                    tree -> {
                                        tree.autoShutdown(ALL_SIGNIFICANT);
                                        for (String id : List.of("a", "b")) {
                                            tree.child(
                                                    id,
                                                    kid(id),
                                                    child ->
                                                            child.restart(TRANSIENT).significant());
                                        }
                                    });
                    trace.say(Kid.stop(two, "a", NORMAL));
                    trace.say(stopAll(two, "b", SHUTDOWN));
                });
        section.probe(
                "SU-57",
                trace -> {
                    Supervisor two = supervisor(trace, anySignificant());
                    trace.say(SupervisorRequestProbes.shown(two.terminateChild("a")));
                    trace.say(Kid.rest(two));
                    trace.say(children(two));
                });
    }

    private static Consumer<Tree> anySignificant() {
        return tree ->
                tree.autoShutdown(ANY_SIGNIFICANT)
                        .child("a", kid("a"), child -> child.restart(TEMPORARY).significant())
                        .child("b", kid("b"));
    }
}
