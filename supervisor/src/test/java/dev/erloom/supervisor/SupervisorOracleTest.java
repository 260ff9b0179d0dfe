// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.self;
import static dev.erloom.supervisor.AutoShutdown.ALL_SIGNIFICANT;
import static dev.erloom.supervisor.AutoShutdown.ANY_SIGNIFICANT;
import static dev.erloom.supervisor.Kid.BOOM;
import static dev.erloom.supervisor.Kid.NOPE;
import static dev.erloom.supervisor.Kid.end;
import static dev.erloom.supervisor.Kid.failing;
import static dev.erloom.supervisor.Kid.flaky;
import static dev.erloom.supervisor.Kid.ignoring;
import static dev.erloom.supervisor.Kid.kid;
import static dev.erloom.supervisor.Restart.TEMPORARY;
import static dev.erloom.supervisor.Restart.TRANSIENT;
import static dev.erloom.supervisor.Strategy.ONE_FOR_ALL;
import static dev.erloom.supervisor.Strategy.REST_FOR_ONE;
import static dev.erloom.supervisor.Trace.down;
import static dev.erloom.supervisor.Trace.expect;
import static dev.erloom.supervisor.Trace.expectNoMore;
import static dev.erloom.supervisor.Trace.gone;
import static dev.erloom.supervisor.Trace.ids;
import static dev.erloom.supervisor.Trace.pid;
import static dev.erloom.supervisor.Trace.refused;
import static dev.erloom.supervisor.Trace.status;
import static dev.erloom.supervisor.Trace.trapping;
import static dev.erloom.supervisor.Trace.up;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.StartResult;
import dev.erloom.supervisor.Supervisor.Tree;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The probes of the oracle, {@code c.exs} and {@code g.exs}: the same steps, and the very traces
 * that a BEAM has printed for them. Where the script waits 80 ms to hear that nothing more comes,
 * this asks the supervisor.
 */
class SupervisorOracleTest {
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

    /** Elixir's default, as the scripts have it: 3 in 5 s. */
    private static Supervisor start(Consumer<Tree> tree) {
        return Supervisor.startLink(
                        flags -> {
                            flags.intensity(3, FIVE_SECONDS);
                            tree.accept(flags);
                        })
                .orElseThrow();
    }

    @DisplayName("SU-15 SU-46 SU-51 SU-65 c: start order/term order")
    @Test
    void starts_in_order_and_stops_in_reverse() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.child("a", kid("a")).child("b", kid("b")).child("c", kid("c")));

            assertThat(ids(s)).containsExactly("c", "b", "a");
            s.stop();

            expect(
                    up("a"),
                    up("b"),
                    up("c"),
                    down("c", SHUTDOWN),
                    down("b", SHUTDOWN),
                    down("a", SHUTDOWN),
                    gone(NORMAL));
            expectNoMore();
        });
    }

    @DisplayName("SU-17 c: start fail rollback")
    @Test
    void a_failed_start_stops_what_has_started() {
        trapping(() -> {
            StartResult<Supervisor> result =
                    Supervisor.startLink(tree ->
                            tree.child("a", kid("a"))
                                    .child("b", kid("b"))
                                    .child("x", failing())
                                    .child("c", kid("c")));

            assertThat(result)
                    .isEqualTo(
                            new StartResult.Failed<>(
                                    ExitReason.shutdown(new FailedToStartChild("x", NOPE))));
            expect(up("a"), up("b"), down("b", SHUTDOWN), down("a", SHUTDOWN));
            expectNoMore();
        });
    }

    @DisplayName("SU-20 SU-66 c: ignore child kept")
    @Test
    void keeps_a_child_that_ignores_unless_it_is_temporary() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.child("i", ignoring())
                                    .child("t", ignoring(), child -> child.restart(TEMPORARY)));

            assertThat(s.whichChildren())
                    .containsExactly(
                            new ChildInfo("i", new ChildStatus.Stopped(), ChildType.WORKER));
            assertThat(s.countChildren()).isEqualTo(new ChildCounts(1, 0, 0, 1));
        });
    }

    @DisplayName("SU-28 SU-30 c: one_for_all w/ temporary")
    @Test
    void one_for_all_forgets_a_temporary_bystander() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.strategy(ONE_FOR_ALL)
                                    .child("a", kid("a"))
                                    .child("t", kid("t"), child -> child.restart(TEMPORARY))
                                    .child("c", kid("c")));
            expect(up("a"), up("t"), up("c"));

            end(pid(s, "a"), BOOM);

            expect(down("a", BOOM), down("c", SHUTDOWN), down("t", SHUTDOWN), up("a"), up("c"));
            expectNoMore(s);
            assertThat(ids(s)).containsExactly("c", "a");
        });
    }

    @DisplayName("SU-30 c: rest_for_one")
    @Test
    void rest_for_one_takes_the_younger_along() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.strategy(REST_FOR_ONE)
                                    .child("a", kid("a"))
                                    .child("b", kid("b"))
                                    .child("c", kid("c")));
            expect(up("a"), up("b"), up("c"));

            end(pid(s, "b"), BOOM);

            expect(down("b", BOOM), down("c", SHUTDOWN), up("b"), up("c"));
            expectNoMore(s);
        });
    }

    @DisplayName("SU-27 c: rest_for_one: temporary crash doesn't restart rest")
    @Test
    void the_crash_of_a_temporary_child_touches_nobody() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.strategy(REST_FOR_ONE)
                                    .child("a", kid("a"))
                                    .child("b", kid("b"), child -> child.restart(TEMPORARY))
                                    .child("c", kid("c")));
            expect(up("a"), up("b"), up("c"));

            end(pid(s, "b"), BOOM);

            expect(down("b", BOOM));
            expectNoMore(s);
        });
    }

    @DisplayName("SU-26 c: one_for_all: transient normal")
    @Test
    void the_normal_end_of_a_transient_child_touches_nobody() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.strategy(ONE_FOR_ALL)
                                    .child("a", kid("a"), child -> child.restart(TRANSIENT))
                                    .child("c", kid("c")));
            expect(up("a"), up("c"));

            end(pid(s, "a"), NORMAL);

            expect(down("a", NORMAL));
            expectNoMore(s);
            assertThat(status(s, "a")).isEqualTo(new ChildStatus.Stopped());
            assertThat(status(s, "c")).isInstanceOf(ChildStatus.Running.class);
        });
    }

    @DisplayName("SU-35 SU-37 c: intensity 0")
    @Test
    void intensity_0_bears_no_restart() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.intensity(0, FIVE_SECONDS)
                                    .child("a", kid("a"))
                                    .child("b", kid("b")));
            expect(up("a"), up("b"));

            end(pid(s, "a"), BOOM);

            expect(down("a", BOOM), down("b", SHUTDOWN), gone(SHUTDOWN));
            expectNoMore();
        });
    }

    @DisplayName("SU-34 c: intensity 1/5")
    @Test
    void intensity_1_bears_one_restart() {
        trapping(() -> {
            Supervisor s = start(tree -> tree.intensity(1, FIVE_SECONDS).child("a", kid("a")));
            expect(up("a"));

            end(pid(s, "a"), BOOM);
            expect(down("a", BOOM), up("a"));

            end(pid(s, "a"), BOOM);
            expect(down("a", BOOM), gone(SHUTDOWN));
            expectNoMore();
        });
    }

    @DisplayName("SU-25 SU-38 c: normal exit of permanent counts")
    @Test
    void the_normal_end_of_a_permanent_child_counts() {
        trapping(() -> {
            Supervisor s = start(tree -> tree.intensity(0, FIVE_SECONDS).child("a", kid("a")));
            expect(up("a"));

            end(pid(s, "a"), NORMAL);

            expect(down("a", NORMAL), gone(SHUTDOWN));
            expectNoMore();
        });
    }

    @DisplayName("SU-67 SU-68 SU-69 SU-70 c: start_child dup")
    @Test
    void a_child_is_started_stopped_and_forgotten_by_hand() {
        trapping(() -> {
            Supervisor s = start(tree -> tree.child("a", kid("a")));
            Pid running = pid(s, "a");

            assertThat(s.startChild("a", kid("a")))
                    .isEqualTo(new StartChildResult.AlreadyStarted<>(running));
            assertThat(s.terminateChild("a")).isEqualTo(TerminateChildResult.TERMINATED);
            assertThat(s.startChild("a", kid("a")))
                    .isEqualTo(new StartChildResult.AlreadyPresent<>());
            assertThat(s.terminateChild("a")).isEqualTo(TerminateChildResult.TERMINATED);
            assertThat(s.deleteChild("a")).isEqualTo(DeleteChildResult.DELETED);
            assertThat(s.deleteChild("a")).isEqualTo(DeleteChildResult.NOT_FOUND);
            assertThat(s.restartChild("a")).isEqualTo(new RestartChildResult.NotFound());
            assertThat(s.terminateChild("a")).isEqualTo(TerminateChildResult.NOT_FOUND);
        });
    }

    @DisplayName("SU-18 SU-67 c: start_child failing returns")
    @Test
    void a_failing_start_is_answered_and_leaves_nothing() {
        trapping(() -> {
            Supervisor s = start(_ -> {});

            assertThat(s.startChild("x", failing())).isEqualTo(new StartChildResult.Failed<>(NOPE));
            assertThat(
                            s.startChild(
                                    "r",
                                    () -> {
                                        throw Processes.exit(ExitReason.of("zz"));
                                    }))
                    .isEqualTo(
                            new StartChildResult.Failed<>(
                                    ExitReason.of(new ExitInStart(ExitReason.of("zz")))));
            assertThat(s.whichChildren()).isEmpty();
        });
    }

    @DisplayName("SU-69 SU-70 c: restart_child of running / delete running")
    @Test
    void a_running_child_is_neither_restarted_nor_deleted() {
        trapping(() -> {
            Supervisor s = start(tree -> tree.child("a", kid("a")));

            assertThat(s.restartChild("a")).isEqualTo(new RestartChildResult.Running());
            assertThat(s.deleteChild("a")).isEqualTo(DeleteChildResult.RUNNING);
            assertThat(s.countChildren()).isEqualTo(new ChildCounts(1, 1, 0, 1));
        });
    }

    @DisplayName("SU-28 SU-68 c: temporary terminate_child removes")
    @Test
    void terminating_a_temporary_child_forgets_it() {
        trapping(() -> {
            Supervisor s =
                    start(tree -> tree.child("a", kid("a"), child -> child.restart(TEMPORARY)));

            s.terminateChild("a");

            assertThat(s.whichChildren()).isEmpty();
        });
    }

    @DisplayName("SU-55 SU-56 c: auto_shutdown any temp sig")
    @Test
    void any_significant_ends_with_the_first() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.autoShutdown(ANY_SIGNIFICANT)
                                    .child(
                                            "a",
                                            kid("a"),
                                            child -> child.restart(TEMPORARY).significant())
                                    .child("b", kid("b")));
            expect(up("a"), up("b"));

            end(pid(s, "a"), BOOM);

            expect(down("a", BOOM), down("b", SHUTDOWN), gone(SHUTDOWN));
            expectNoMore();
        });
    }

    @DisplayName("SU-57 c: auto_shutdown any via terminate_child no")
    @Test
    void terminating_a_significant_child_does_not_count() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.autoShutdown(ANY_SIGNIFICANT)
                                    .child(
                                            "a",
                                            kid("a"),
                                            child -> child.restart(TEMPORARY).significant())
                                    .child("b", kid("b")));
            expect(up("a"), up("b"));

            s.terminateChild("a");

            expect(down("a", SHUTDOWN));
            expectNoMore(s);
        });
    }

    @DisplayName("SU-55 c: auto_shutdown all")
    @Test
    void all_significant_ends_with_the_last() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.autoShutdown(ALL_SIGNIFICANT)
                                    .child(
                                            "a",
                                            kid("a"),
                                            child -> child.restart(TRANSIENT).significant())
                                    .child(
                                            "b",
                                            kid("b"),
                                            child -> child.restart(TRANSIENT).significant()));
            expect(up("a"), up("b"));

            end(pid(s, "a"), NORMAL);
            expect(down("a", NORMAL));
            expectNoMore(s);

            end(pid(s, "b"), SHUTDOWN);
            expect(down("b", SHUTDOWN), gone(SHUTDOWN));
            expectNoMore();
        });
    }

    @DisplayName("SU-32 c: supervisor on linked non-child EXIT: from the parent it is the end")
    @Test
    void the_exit_of_the_parent_ends_the_supervisor() {
        trapping(() -> {
            Supervisor s = start(tree -> tree.child("a", kid("a")));
            expect(up("a"));

            s.whereis().orElseThrow().exit(ExitReason.of("foo"));

            expect(down("a", SHUTDOWN), gone(ExitReason.of("foo")));
            expectNoMore();
        });
    }

    @DisplayName("SU-31 g: one_for_all restarts stopped (undefined) children?")
    @Test
    void a_group_restart_starts_the_stopped_ones_too() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.strategy(ONE_FOR_ALL)
                                    .child("a", kid("a"))
                                    .child("b", kid("b"), child -> child.restart(TRANSIENT))
                                    .child("c", kid("c")));
            expect(up("a"), up("b"), up("c"));
            s.terminateChild("c");
            end(pid(s, "b"), NORMAL);
            expect(down("c", SHUTDOWN), down("b", NORMAL));

            end(pid(s, "a"), BOOM);

            expect(down("a", BOOM), up("a"), up("b"), up("c"));
            expectNoMore(s);
        });
    }

    @DisplayName("SU-40 g: one_for_all other child fails restart twice")
    @Test
    void one_for_all_tries_again_from_the_beginning() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.strategy(ONE_FOR_ALL)
                                    .intensity(10, FIVE_SECONDS)
                                    .child("a", kid("a"))
                                    .child("b", flaky("b", n -> n == 2 || n == 3))
                                    .child("c", kid("c")));
            expect(up("a"), up("b"), up("c"));

            end(pid(s, "a"), BOOM);

            expect(
                    down("a", BOOM),
                    down("c", SHUTDOWN),
                    down("b", SHUTDOWN),
                    up("a"),
                    refused("b", 2),
                    down("a", SHUTDOWN),
                    up("a"),
                    refused("b", 3),
                    down("a", SHUTDOWN),
                    up("a"),
                    up("b"),
                    up("c"));
            expectNoMore(s);
        });
    }

    @DisplayName("SU-40 g: rest_for_one other child fails restart twice")
    @Test
    void rest_for_one_tries_again_from_the_one_that_failed() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.strategy(REST_FOR_ONE)
                                    .intensity(10, FIVE_SECONDS)
                                    .child("a", kid("a"))
                                    .child("x", kid("x"))
                                    .child("b", flaky("b", n -> n == 2 || n == 3))
                                    .child("c", kid("c")));
            expect(up("a"), up("x"), up("b"), up("c"));

            end(pid(s, "x"), BOOM);

            expect(
                    down("x", BOOM),
                    down("c", SHUTDOWN),
                    down("b", SHUTDOWN),
                    up("x"),
                    refused("b", 2),
                    refused("b", 3),
                    up("b"),
                    up("c"));
            expectNoMore(s);
        });
    }

    @DisplayName("SU-39 g: restart fail exhausts intensity")
    @Test
    void failing_restarts_count() {
        trapping(() -> {
            Supervisor s = start(tree -> tree.child("b", flaky("b", n -> n >= 2)));
            expect(up("b"));

            end(pid(s, "b"), BOOM);

            expect(
                    down("b", BOOM),
                    refused("b", 2),
                    refused("b", 3),
                    refused("b", 4),
                    gone(SHUTDOWN));
            expectNoMore();
        });
    }

    @DisplayName("SU-22 g: killed supervisor: children")
    @Test
    void the_children_of_a_killed_supervisor_go_with_it() {
        trapping(() -> {
            Supervisor s = start(tree -> tree.child("a", kid("a")));
            expect(up("a"));

            s.whereis().orElseThrow().exit(ExitReason.KILL);

            expect(gone(KILLED), down("a", KILLED));
            expectNoMore();
            assertThat(self().isAlive()).isTrue();
        });
    }
}
