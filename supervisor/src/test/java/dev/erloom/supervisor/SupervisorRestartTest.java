// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.link;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.supervisor.Kid.BOOM;
import static dev.erloom.supervisor.Kid.end;
import static dev.erloom.supervisor.Kid.flaky;
import static dev.erloom.supervisor.Kid.kid;
import static dev.erloom.supervisor.Kid.kill;
import static dev.erloom.supervisor.Kid.once;
import static dev.erloom.supervisor.Kid.silent;
import static dev.erloom.supervisor.Restart.PERMANENT;
import static dev.erloom.supervisor.Restart.TEMPORARY;
import static dev.erloom.supervisor.Restart.TRANSIENT;
import static dev.erloom.supervisor.Strategy.ONE_FOR_ALL;
import static dev.erloom.supervisor.Strategy.ONE_FOR_ONE;
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
import dev.erloom.process.Processes.Spawned;
import dev.erloom.process.StartResult;
import dev.erloom.process.Starter;
import dev.erloom.server.ServerRef;
import dev.erloom.supervisor.Supervisor.Tree;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SupervisorRestartTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final ExitReason DETAIL = ExitReason.shutdown("some_info");

    private static Supervisor start(Consumer<Tree> tree) {
        return Supervisor.startLink(tree).orElseThrow();
    }

    /** A supervisor of OTP's suite: 2 restarts in an hour. */
    private static Supervisor start(Strategy strategy, String... kids) {
        return start(tree -> {
            tree.strategy(strategy).intensity(2, HOUR);
            for (String kid : kids) {
                tree.child(kid, kid(kid));
            }
        });
    }

    private static Supervisor startOne(Restart restart) {
        Supervisor s =
                start(tree ->
                        tree.intensity(2, HOUR)
                                .child("a", kid("a"), child -> child.restart(restart)));
        expect(up("a"));
        return s;
    }

    /** A supervisor that never gives up on a child that never comes back. */
    private static Supervisor startLoop(Strategy strategy, AtomicInteger attempts) {
        Supervisor s =
                start(tree ->
                        tree.strategy(strategy)
                                .intensity(Integer.MAX_VALUE, HOUR)
                                .child("a", once("a", attempts)));
        expect(up("a"));
        return s;
    }

    @Nested
    class Types {
        private void isRestarted(Restart restart, ExitReason reason) {
            trapping(() -> {
                Supervisor s = startOne(restart);

                end(pid(s, "a"), reason);

                expect(down("a", reason), up("a"));
                assertThat(s.countChildren()).isEqualTo(new ChildCounts(1, 1, 0, 1));
                expectNoMore(s);
            });
        }

        private void isStopped(Restart restart, ExitReason reason) {
            trapping(() -> {
                Supervisor s = startOne(restart);

                end(pid(s, "a"), reason);

                expect(down("a", reason));
                expectNoMore(s);
                assertThat(status(s, "a")).isEqualTo(new ChildStatus.Stopped());
                assertThat(s.countChildren()).isEqualTo(new ChildCounts(1, 0, 0, 1));
            });
        }

        private void isForgotten(Restart restart, ExitReason reason) {
            trapping(() -> {
                Supervisor s = startOne(restart);

                end(pid(s, "a"), reason);

                expect(down("a", reason));
                expectNoMore(s);
                assertThat(s.countChildren()).isEqualTo(new ChildCounts(0, 0, 0, 0));
                assertThat(s.startChild("a", kid("a")))
                        .isInstanceOf(StartChildResult.Started.class);
            });
        }

        @DisplayName("SU-25 permanent_normal")
        @Test
        void permanent_normal() {
            isRestarted(PERMANENT, NORMAL);
        }

        @DisplayName("SU-25 permanent_shutdown")
        @Test
        void permanent_shutdown() {
            isRestarted(PERMANENT, SHUTDOWN);
            isRestarted(PERMANENT, DETAIL);
        }

        @DisplayName("SU-25 permanent_abnormal")
        @Test
        void permanent_abnormal() {
            isRestarted(PERMANENT, BOOM);
        }

        @DisplayName("SU-26 transient_normal")
        @Test
        void transient_normal() {
            isStopped(TRANSIENT, NORMAL);
        }

        @DisplayName("SU-26 transient_shutdown")
        @Test
        void transient_shutdown() {
            isStopped(TRANSIENT, SHUTDOWN);
            isStopped(TRANSIENT, DETAIL);
        }

        @DisplayName("SU-26 transient_abnormal")
        @Test
        void transient_abnormal() {
            isRestarted(TRANSIENT, BOOM);
        }

        @DisplayName("SU-27 SU-28 temporary_normal")
        @Test
        void temporary_normal() {
            isForgotten(TEMPORARY, NORMAL);
        }

        @DisplayName("SU-27 SU-28 temporary_shutdown")
        @Test
        void temporary_shutdown() {
            isForgotten(TEMPORARY, SHUTDOWN);
            isForgotten(TEMPORARY, DETAIL);
        }

        @DisplayName("SU-27 SU-28 temporary_abnormal")
        @Test
        void temporary_abnormal() {
            isForgotten(TEMPORARY, BOOM);
        }

        @DisplayName("SU-26 a transient child that is killed comes back")
        @Test
        void a_killed_child_comes_back() {
            trapping(() -> {
                Supervisor s = startOne(TRANSIENT);
                Pid before = pid(s, "a");

                kill(before);

                expect(up("a"));
                assertThat(pid(s, "a")).isNotEqualTo(before);
            });
        }

        @DisplayName("SU-25 each life is a run of the start function")
        @Test
        void a_restart_runs_the_start_function_again() {
            trapping(() -> {
                AtomicInteger runs = new AtomicInteger();
                Starter<Pid> start =
                        () -> {
                            runs.incrementAndGet();
                            return StartResult.started(spawnLink(() -> receive()));
                        };
                Supervisor s = start(tree -> tree.child("a", start));

                kill(pid(s, "a"));

                assertThat(pid(s, "a").isAlive()).isTrue();
                assertThat(runs).hasValue(2);
            });
        }
    }

    @Nested
    class Strategies {
        @DisplayName("SU-30 one_for_one")
        @Test
        void one_for_one() {
            trapping(() -> {
                Supervisor s = start(ONE_FOR_ONE, "a", "b");
                Pid b = pid(s, "b");
                expect(up("a"), up("b"));

                end(pid(s, "a"), BOOM);
                expect(down("a", BOOM), up("a"));
                assertThat(pid(s, "b")).isEqualTo(b);
                end(b, BOOM);
                expect(down("b", BOOM), up("b"));
                end(pid(s, "b"), BOOM);

                expect(down("b", BOOM), down("a", SHUTDOWN), gone(SHUTDOWN));
                expectNoMore();
            });
        }

        @DisplayName("SU-30 SU-36 one_for_all: a group counts once")
        @Test
        void one_for_all() {
            trapping(() -> {
                Supervisor s = start(ONE_FOR_ALL, "a", "b", "c");
                expect(up("a"), up("b"), up("c"));

                end(pid(s, "b"), BOOM);
                expect(down("b", BOOM), down("c", SHUTDOWN), down("a", SHUTDOWN));
                expect(up("a"), up("b"), up("c"));
                end(pid(s, "c"), BOOM);
                expect(down("c", BOOM), down("b", SHUTDOWN), down("a", SHUTDOWN));
                expect(up("a"), up("b"), up("c"));
                end(pid(s, "a"), BOOM);

                expect(down("a", BOOM), down("c", SHUTDOWN), down("b", SHUTDOWN), gone(SHUTDOWN));
                expectNoMore();
            });
        }

        @DisplayName("SU-30 SU-36 rest_for_one")
        @Test
        void rest_for_one() {
            trapping(() -> {
                Supervisor s = start(REST_FOR_ONE, "a", "b", "c");
                Pid a = pid(s, "a");
                expect(up("a"), up("b"), up("c"));

                end(pid(s, "b"), BOOM);
                expect(down("b", BOOM), down("c", SHUTDOWN), up("b"), up("c"));
                assertThat(pid(s, "a")).isEqualTo(a);
                end(pid(s, "c"), BOOM);
                expect(down("c", BOOM), up("c"));
                end(pid(s, "b"), BOOM);

                expect(down("b", BOOM), down("c", SHUTDOWN), down("a", SHUTDOWN), gone(SHUTDOWN));
                expectNoMore();
            });
        }

        @DisplayName("SU-33 order_of_children: every restart keeps the order")
        @ParameterizedTest
        @EnumSource(Strategy.class)
        void order_of_children(Strategy strategy) {
            trapping(() -> {
                Supervisor s = start(strategy, "a", "b");
                s.startChild("c", kid("c"));

                end(pid(s, "b"), BOOM);

                assertThat(ids(s)).containsExactly("c", "b", "a");
                s.terminateChild("a");
                s.restartChild("a");
                assertThat(ids(s)).containsExactly("c", "b", "a");
            });
        }

        @DisplayName("SU-28 temporary_bystander")
        @ParameterizedTest
        @EnumSource(
                value = Strategy.class,
                names = {"ONE_FOR_ALL", "REST_FOR_ONE"})
        void temporary_bystander(Strategy strategy) {
            trapping(() -> {
                Supervisor s = start(strategy, "child1");
                s.startChild("child2", kid("child2"), child -> child.restart(TEMPORARY));
                expect(up("child1"), up("child2"));

                end(pid(s, "child1"), NORMAL);

                expect(down("child1", NORMAL), down("child2", SHUTDOWN), up("child1"));
                assertThat(ids(s)).containsExactly("child1");
            });
        }

        @DisplayName("SU-31 rest_for_one starts the younger ones that were stopped by hand")
        @Test
        void rest_for_one_starts_the_stopped_ones_too() {
            trapping(() -> {
                Supervisor s = start(REST_FOR_ONE, "a", "b", "c");
                s.terminateChild("a");
                s.terminateChild("c");
                expect(up("a"), up("b"), up("c"), down("a", SHUTDOWN), down("c", SHUTDOWN));

                end(pid(s, "b"), BOOM);

                expect(down("b", BOOM), up("b"), up("c"));
                expectNoMore(s);
                assertThat(status(s, "a")).isEqualTo(new ChildStatus.Stopped());
            });
        }

        @DisplayName("SU-36 SU-48 a sibling that is dead already does not count once more")
        @Test
        void a_sibling_that_is_dead_already_does_not_count_again() {
            trapping(() -> {
                Pid test = self();
                Starter<Pid> slow =
                        () -> {
                            test.send(self());
                            receive(Thread.class);
                            return new StartResult.Ignored<>();
                        };
                Supervisor s =
                        start(tree ->
                                tree.strategy(ONE_FOR_ALL)
                                        .intensity(1, HOUR)
                                        .child("a", kid("a"))
                                        .child("b", kid("b")));
                expect(up("a"), up("b"));
                Pid a = pid(s, "a");
                Pid b = pid(s, "b");
                Spawned busy =
                        spawnMonitor(() ->
                                s.startChild("slow", slow, child -> child.restart(TEMPORARY)));
                Pid supervisor = receive(Pid.class);

                end(a, BOOM);
                end(b, BOOM);
                supervisor.send(Thread.currentThread());

                receive(busy.ref());
                expect(down("a", BOOM), down("b", BOOM), up("a"), up("b"));
                expectNoMore(s);
            });
        }
    }

    @Nested
    class Intensity {
        @DisplayName("SU-34 multiple_restarts: whole seconds of the node's clock")
        @Test
        void multiple_restarts() {
            ManualClock clock = new ManualClock();
            trapping(
                    clock,
                    () -> {
                        Supervisor s =
                                start(tree ->
                                        tree.intensity(1, Duration.ofSeconds(1))
                                                .child("a", kid("a")));
                        expect(up("a"));
                        for (int i = 0; i < 4; i++) {
                            end(pid(s, "a"), BOOM);
                            expect(down("a", BOOM), up("a"));
                            clock.advance(Duration.ofSeconds(2));
                        }
                        end(pid(s, "a"), BOOM);
                        expect(down("a", BOOM), up("a"));

                        clock.advance(Duration.ofMillis(1999));
                        end(pid(s, "a"), BOOM);

                        expect(down("a", BOOM), gone(SHUTDOWN));
                    });
        }

        @DisplayName("SU-37 one_for_one_escalation: a start that goes on failing")
        @Test
        void one_for_one_escalation() {
            trapping(() -> {
                Supervisor s =
                        start(tree ->
                                tree.intensity(4, HOUR)
                                        .child("a", flaky("a", n -> n > 1))
                                        .child("b", kid("b")));
                expect(up("a"), up("b"));

                end(pid(s, "a"), BOOM);

                expect(down("a", BOOM));
                expect(refused("a", 2), refused("a", 3), refused("a", 4), refused("a", 5));
                expect(down("b", SHUTDOWN), gone(SHUTDOWN));
                expectNoMore();
            });
        }

        @DisplayName("SU-37 one_for_all_escalation")
        @Test
        void one_for_all_escalation() {
            trapping(() -> {
                Supervisor s =
                        start(tree ->
                                tree.strategy(ONE_FOR_ALL)
                                        .intensity(2, HOUR)
                                        .child("a", kid("a"))
                                        .child("b", flaky("b", n -> n > 1)));
                expect(up("a"), up("b"));

                end(pid(s, "a"), BOOM);

                expect(down("a", BOOM), down("b", SHUTDOWN), up("a"), refused("b", 2));
                expect(down("a", SHUTDOWN), up("a"), refused("b", 3));
                expect(down("a", SHUTDOWN), gone(SHUTDOWN));
                expectNoMore();
            });
        }

        @DisplayName("SU-37 rest_for_one_escalation")
        @Test
        void rest_for_one_escalation() {
            trapping(() -> {
                Supervisor s =
                        start(tree ->
                                tree.strategy(REST_FOR_ONE)
                                        .intensity(2, HOUR)
                                        .child("a", kid("a"))
                                        .child("b", flaky("b", n -> n > 1)));
                expect(up("a"), up("b"));

                end(pid(s, "a"), BOOM);

                expect(down("a", BOOM), down("b", SHUTDOWN), up("a"));
                expect(refused("b", 2), refused("b", 3));
                expect(down("a", SHUTDOWN), gone(SHUTDOWN));
                expectNoMore();
            });
        }

        @DisplayName("SU-37 a parent restarts a permanent supervisor that gave up, not a transient")
        @ParameterizedTest
        @EnumSource(
                value = Restart.class,
                names = {"PERMANENT", "TRANSIENT"})
        void the_parent_applies_its_own_rule(Restart restart) {
            trapping(() -> {
                Supervisor sub = Supervisor.named("sub");
                Starter<ServerRef<Kid.Message>> kid = kid("a");
                Starter<Supervisor> startSub =
                        () ->
                                Supervisor.startLink(
                                        sub, tree -> tree.intensity(0, HOUR).child("a", kid));
                Supervisor top =
                        start(tree -> tree.child("sub", startSub, c -> c.restart(restart)));
                expect(up("a"));
                Pid before = pid(top, "sub");

                kill(pid(sub, "a"));
                receive(monitor(before));

                if (restart == PERMANENT) {
                    expect(up("a"));
                    assertThat(pid(top, "sub")).isNotEqualTo(before);
                } else {
                    assertThat(status(top, "sub")).isEqualTo(new ChildStatus.Stopped());
                    expectNoMore(top);
                }
            });
        }
    }

    @Nested
    class FailingRestarts {
        @DisplayName("SU-39 SU-68 hanging_restart_loop: requests come through, and end it")
        @ParameterizedTest
        @EnumSource(Strategy.class)
        void hanging_restart_loop(Strategy strategy) {
            trapping(() -> {
                AtomicInteger attempts = new AtomicInteger();
                Supervisor s = startLoop(strategy, attempts);

                end(pid(s, "a"), BOOM);

                assertThat(status(s, "a")).isEqualTo(new ChildStatus.Restarting());
                assertThat(s.countChildren()).isEqualTo(new ChildCounts(1, 0, 0, 1));
                assertThat(s.restartChild("a")).isEqualTo(new RestartChildResult.Restarting());
                assertThat(s.deleteChild("a")).isEqualTo(DeleteChildResult.RESTARTING);
                assertThat(s.startChild("a", kid("a")))
                        .isEqualTo(new StartChildResult.AlreadyPresent<>());
                assertThat(s.terminateChild("a")).isEqualTo(TerminateChildResult.TERMINATED);

                int soFar = attempts.get();
                assertThat(status(s, "a")).isEqualTo(new ChildStatus.Stopped());
                assertThat(s.deleteChild("a")).isEqualTo(DeleteChildResult.DELETED);
                assertThat(attempts).hasValue(soFar);
                expect(down("a", BOOM));
                expectNoMore(s);
            });
        }

        @DisplayName("SU-39 hanging_restart_loop: the supervisor can be stopped")
        @Test
        void a_supervisor_that_tries_again_can_be_stopped() {
            trapping(() -> {
                Supervisor s = startLoop(ONE_FOR_ONE, new AtomicInteger());
                end(pid(s, "a"), BOOM);

                s.stop();

                expect(down("a", BOOM), gone(NORMAL));
            });
        }

        @DisplayName("SU-39 a sibling's crash is dealt with between two attempts")
        @Test
        void siblings_are_restarted_between_two_attempts() {
            trapping(() -> {
                Supervisor s = startLoop(ONE_FOR_ONE, new AtomicInteger());
                s.startChild("b", kid("b"));
                end(pid(s, "a"), BOOM);
                expect(up("b"), down("a", BOOM));

                end(pid(s, "b"), BOOM);

                expect(down("b", BOOM), up("b"));
                assertThat(status(s, "a")).isEqualTo(new ChildStatus.Restarting());
                s.terminateChild("a");
            });
        }

        @DisplayName("SU-40 one_for_all: the one that crashed fails, and all start again")
        @Test
        void one_for_all_the_crashed_child_fails_to_restart() {
            trapping(() -> {
                Supervisor s =
                        start(tree ->
                                tree.strategy(ONE_FOR_ALL)
                                        .intensity(5, HOUR)
                                        .child("a", kid("a"))
                                        .child("b", flaky("b", n -> n == 2))
                                        .child("c", kid("c")));
                expect(up("a"), up("b"), up("c"));

                end(pid(s, "b"), BOOM);

                expect(down("b", BOOM), down("c", SHUTDOWN), down("a", SHUTDOWN));
                expect(up("a"), refused("b", 2));
                expect(down("a", SHUTDOWN), up("a"), up("b"), up("c"));
                expectNoMore(s);
            });
        }

        @DisplayName("SU-40 one_for_all: whoever failed last is tried again, not the one before")
        @Test
        void one_for_all_a_sibling_fails_in_a_later_attempt() {
            trapping(() -> {
                AtomicInteger attempts = new AtomicInteger();
                Supervisor s =
                        start(tree ->
                                tree.strategy(ONE_FOR_ALL)
                                        .intensity(Integer.MAX_VALUE, HOUR)
                                        .child("a", silent("a", attempts, n -> n > 2))
                                        .child("b", flaky("b", n -> n == 2)));
                expect(up("a"), up("b"));

                end(pid(s, "b"), BOOM);

                expect(down("b", BOOM), down("a", SHUTDOWN), up("a"), refused("b", 2));
                expect(down("a", SHUTDOWN));
                assertThat(status(s, "a")).isEqualTo(new ChildStatus.Restarting());
                assertThat(status(s, "b")).isEqualTo(new ChildStatus.Stopped());
                s.terminateChild("a");
                assertThat(s.restartChild("b")).isInstanceOf(RestartChildResult.Restarted.class);
                expect(up("b"));
                expectNoMore(s);
            });
        }

        @DisplayName("SU-41 a restart that ignores keeps the specification")
        @Test
        void a_restart_may_ignore() {
            trapping(() -> {
                AtomicInteger attempts = new AtomicInteger();
                Starter<ServerRef<Kid.Message>> kid = kid("a");
                Starter<ServerRef<Kid.Message>> onlyOnce =
                        () ->
                                attempts.getAndIncrement() == 0
                                        ? kid.start()
                                        : new StartResult.Ignored<>();
                Supervisor s = start(tree -> tree.child("a", onlyOnce));

                end(pid(s, "a"), BOOM);

                assertThat(status(s, "a")).isEqualTo(new ChildStatus.Stopped());
                expect(up("a"), down("a", BOOM));
                expectNoMore(s);
            });
        }
    }

    @DisplayName("SU-32 the exit of a stranger and other messages are dropped")
    @Test
    void strangers_are_ignored() {
        trapping(() -> {
            Supervisor s = start(ONE_FOR_ONE, "a");
            Pid supervisor = s.whereis().orElseThrow();
            Pid a = pid(s, "a");

            Spawned stranger =
                    spawnMonitor(() -> {
                        link(supervisor);
                        throw exit(BOOM);
                    });
            receive(stranger.ref());
            supervisor.send("hello");

            assertThat(pid(s, "a")).isEqualTo(a);
            expect(up("a"));
            expectNoMore(s);
        });
    }
}
