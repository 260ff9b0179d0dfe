// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.supervisor.Kid.BOOM;
import static dev.erloom.supervisor.Kid.NOPE;
import static dev.erloom.supervisor.Kid.end;
import static dev.erloom.supervisor.Kid.failing;
import static dev.erloom.supervisor.Kid.flaky;
import static dev.erloom.supervisor.Kid.kid;
import static dev.erloom.supervisor.Kid.once;
import static dev.erloom.supervisor.Restart.TEMPORARY;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.StartResult;
import dev.erloom.process.Starter;
import dev.erloom.process.Timeouts;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import dev.erloom.supervisor.Supervisor.Tree;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SupervisorManagementTest {
    private static final ChildStatus STOPPED = new ChildStatus.Stopped();

    private static Supervisor start(Consumer<Tree> tree) {
        return Supervisor.startLink(tree).orElseThrow();
    }

    @DisplayName("SU-65 SU-66 SU-67 SU-68 SU-69 SU-70 child_adm")
    @Test
    void child_adm() {
        trapping(() -> {
            Supervisor s = start(tree -> tree.child("child1", kid("child1")));
            Pid first = pid(s, "child1");
            assertThat(s.countChildren()).isEqualTo(new ChildCounts(1, 1, 0, 1));
            assertThat(s.startChild("child1", kid("child1")))
                    .isEqualTo(new StartChildResult.AlreadyStarted<>(first));

            assertThat(s.terminateChild("hej")).isEqualTo(TerminateChildResult.NOT_FOUND);
            assertThat(s.terminateChild("child1")).isEqualTo(TerminateChildResult.TERMINATED);
            assertThat(first.isAlive()).isFalse();
            assertThat(status(s, "child1")).isEqualTo(STOPPED);
            assertThat(s.countChildren()).isEqualTo(new ChildCounts(1, 0, 0, 1));
            assertThat(s.terminateChild("child1")).isEqualTo(TerminateChildResult.TERMINATED);
            assertThat(s.startChild("child1", kid("child1")))
                    .isEqualTo(new StartChildResult.AlreadyPresent<>());

            RestartChildResult restarted = s.restartChild("child1");
            assertThat(restarted)
                    .isEqualTo(new RestartChildResult.Restarted(pid(s, "child1")))
                    .isNotEqualTo(new RestartChildResult.Restarted(first));
            assertThat(s.restartChild("child1")).isEqualTo(new RestartChildResult.Running());
            assertThat(s.restartChild("child2")).isEqualTo(new RestartChildResult.NotFound());

            assertThat(s.deleteChild("child1")).isEqualTo(DeleteChildResult.RUNNING);
            assertThat(s.deleteChild("hej")).isEqualTo(DeleteChildResult.NOT_FOUND);
            s.terminateChild("child1");
            assertThat(s.deleteChild("child1")).isEqualTo(DeleteChildResult.DELETED);
            assertThat(s.restartChild("child1")).isEqualTo(new RestartChildResult.NotFound());
            assertThat(s.whichChildren()).isEmpty();
            assertThat(s.countChildren()).isEqualTo(new ChildCounts(0, 0, 0, 0));

            assertThat(s.startChild("child1", kid("child1")))
                    .isInstanceOf(StartChildResult.Started.class);
            assertThat(s.countChildren()).isEqualTo(new ChildCounts(1, 1, 0, 1));
        });
    }

    @DisplayName("SU-65 order_of_children: the youngest first")
    @Test
    void which_children_has_the_youngest_first() {
        trapping(() -> {
            Supervisor s = start(tree -> tree.child("a", kid("a")).child("b", kid("b")));

            s.startChild("c", kid("c"));

            assertThat(ids(s)).containsExactly("c", "b", "a");
        });
    }

    @DisplayName("SU-67 a new child is the youngest: it starts last and stops first")
    @Test
    void a_new_child_is_the_youngest() {
        trapping(() -> {
            Supervisor s = start(tree -> tree.strategy(Strategy.REST_FOR_ONE).child("a", kid("a")));
            s.startChild("b", kid("b"));

            end(pid(s, "a"), BOOM);

            expect(up("a"), up("b"), down("a", BOOM), down("b", SHUTDOWN), up("a"), up("b"));
        });
    }

    @DisplayName("SU-66 count_children_supervisor: by type, running or not")
    @Test
    void count_children() {
        trapping(() -> {
            Starter<Supervisor> sub = () -> Supervisor.startLink(tree -> {});
            Supervisor s =
                    start(tree ->
                            tree.child("a", kid("a"))
                                    .child("b", kid("b"))
                                    .child("sub1", sub)
                                    .child("sub2", sub)
                                    .child("sub3", sub));

            s.terminateChild("a");
            s.terminateChild("sub2");

            assertThat(s.countChildren()).isEqualTo(new ChildCounts(5, 3, 3, 2));
        });
    }

    @DisplayName("SU-66 count_restarting_children: known, but not active")
    @Test
    void count_restarting_children() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.intensity(Integer.MAX_VALUE, Duration.ofHours(1))
                                    .child("a", once("a", new AtomicInteger()))
                                    .child("b", kid("b")));

            end(pid(s, "a"), BOOM);

            assertThat(s.countChildren()).isEqualTo(new ChildCounts(2, 1, 0, 2));
            s.terminateChild("a");
            assertThat(s.countChildren()).isEqualTo(new ChildCounts(2, 1, 0, 2));
        });
    }

    @DisplayName("SU-67 sup_start_child_returns_error: nothing is kept")
    @Test
    void sup_start_child_returns_error() {
        trapping(() -> {
            Supervisor s = start(tree -> {});

            StartChildResult<Object> result = s.startChild("x", failing());

            assertThat(result).isEqualTo(new StartChildResult.Failed<>(NOPE));
            assertThatExceptionOfType(ExitException.class)
                    .isThrownBy(result::orElseThrow)
                    .returns(NOPE, ExitException::reason);
            assertThat(s.whichChildren()).isEmpty();
            assertThat(s.startChild("x", kid("x"))).isInstanceOf(StartChildResult.Started.class);
        });
    }

    @DisplayName("SU-67 already_started_outside_supervisor: the child's own answer, unwrapped")
    @Test
    void already_started_outside_supervisor() {
        trapping(() -> {
            Pid test = self();
            Name<Kid.Message> name = Name.of("outside");
            Starter<ServerRef<Kid.Message>> start =
                    () -> GenServer.startLink(new Kid(test, "k"), name);
            Pid outside = start.start().orElseThrow().whereis().orElseThrow();
            Supervisor s = start(tree -> {});

            StartChildResult<ServerRef<Kid.Message>> result = s.startChild("k", start);

            assertThat(result).isEqualTo(new StartChildResult.AlreadyStarted<>(outside));
            assertThat(s.whichChildren()).isEmpty();
            assertThat(outside.isAlive()).isTrue();
        });
    }

    @DisplayName("SU-69 sup_start_restart_child_returns_error: the specification is kept")
    @Test
    void sup_start_restart_child_returns_error() {
        trapping(() -> {
            Supervisor s = start(tree -> tree.child("a", flaky("a", n -> n == 2)));
            s.terminateChild("a");

            assertThat(s.restartChild("a")).isEqualTo(new RestartChildResult.Failed(NOPE));
            assertThat(status(s, "a")).isEqualTo(STOPPED);
            assertThat(s.restartChild("a")).isInstanceOf(RestartChildResult.Restarted.class);

            expect(up("a"), down("a", SHUTDOWN), refused("a", 2), up("a"));
        });
    }

    @DisplayName("SU-69 a restart that finds its name taken has failed")
    @Test
    void a_restart_may_find_its_name_taken() {
        trapping(() -> {
            Pid test = self();
            Name<Kid.Message> name = Name.of("k");
            Starter<ServerRef<Kid.Message>> start =
                    () -> GenServer.startLink(new Kid(test, "k"), name);
            Supervisor s = start(tree -> tree.child("k", start));
            s.terminateChild("k");
            Pid squatter = start.start().orElseThrow().whereis().orElseThrow();

            assertThat(s.restartChild("k"))
                    .isEqualTo(
                            new RestartChildResult.Failed(
                                    ExitReason.of(new StartResult.AlreadyStarted<>(squatter))));
        });
    }

    @DisplayName("SU-71 child_specs_map: a specification can be read back")
    @Test
    void child_spec() {
        trapping(() -> {
            Starter<ServerRef<Kid.Message>> start = kid("a");
            ChildSpec spec = ChildSpec.of("a", start).shutdown(Duration.ofSeconds(2));
            Supervisor s = start(tree -> tree.child(spec));

            assertThat(s.childSpec("a")).contains(spec.type(ChildType.WORKER));
            assertThat(s.childSpec("b")).isEmpty();
        });
    }

    @DisplayName("SU-29 do_not_save_start_parameters_for_temporary_children")
    @Test
    void the_start_function_of_a_temporary_child_is_not_kept() {
        trapping(() -> {
            Starter<ServerRef<Kid.Message>> start = kid("a");
            Supervisor s = start(tree -> tree.child("a", start, a -> a.restart(TEMPORARY)));

            Starter<?> kept = s.childSpec("a").orElseThrow().start();

            assertThat(kept).isNotSameAs(start);
        });
    }

    @DisplayName("SU-67 a child can be given as a specification")
    @Test
    void a_child_can_be_given_as_a_specification() {
        trapping(() -> {
            Supervisor s = start(tree -> {});

            StartChildResult<?> result = s.startChild(ChildSpec.of("a", kid("a")));

            assertThat(result).isInstanceOf(StartChildResult.Started.class);
            assertThat(s.countChildren().active()).isEqualTo(1);
        });
    }

    @DisplayName("SU-72 child_adm: an unknown supervisor exits the caller with noproc")
    @Test
    void an_unknown_supervisor_is_noproc() {
        trapping(() -> {
            Supervisor foo = Supervisor.named("foo");

            isNoproc(() -> foo.terminateChild("a"));
            isNoproc(() -> foo.deleteChild("a"));
            isNoproc(() -> foo.restartChild("a"));
            isNoproc(() -> foo.startChild("a", kid("a")));
            isNoproc(() -> foo.childSpec("a"));
            isNoproc(foo::whichChildren);
            isNoproc(foo::countChildren);
            assertThatExceptionOfType(ExitException.class)
                    .isThrownBy(foo::stop)
                    .returns(NOPROC, ExitException::reason);
        });
    }

    private static void isNoproc(ThrowingCallable call) {
        assertThatExceptionOfType(ExitException.class)
                .isThrownBy(call)
                .satisfies(thrown -> {
                    assertThat(thrown.reason())
                            .isInstanceOf(ExitReason.CallFailed.class)
                            .returns(NOPROC, ExitReason::root);
                    assertThat(((ExitReason.CallFailed) thrown.reason()).timeout())
                            .isEqualTo(Timeouts.INFINITY);
                });
    }

    @DisplayName("SU-72 requests wait for ever")
    @Test
    void requests_wait_for_ever() {
        ManualClock clock = new ManualClock();
        trapping(
                clock,
                () -> {
                    Pid test = self();
                    Supervisor s = start(tree -> {});
                    spawn(() -> {
                        s.startChild(
                                "slow",
                                () -> {
                                    test.send(self());
                                    receive(Thread.class);
                                    return StartResult.started(spawnLink(() -> receive()));
                                });
                        test.send("started");
                    });
                    Pid starting = receive(Pid.class);

                    clock.advance(Duration.ofDays(365));
                    expectNoMore();
                    starting.send(Thread.currentThread());

                    expect("started");
                });
    }

    @DisplayName("SU-23 a start function that calls its own supervisor fails at once")
    @Test
    void a_start_function_cannot_call_its_own_supervisor() {
        trapping(() -> {
            Supervisor s = Supervisor.named("s");
            Supervisor.startLink(s, tree -> {});

            StartChildResult<Object> result =
                    s.startChild(
                            "a",
                            () -> {
                                s.countChildren();
                                return new StartResult.Ignored<>();
                            });

            assertThat(result.toString()).contains("calling_self");
            assertThat(s.whichChildren()).isEmpty();
        });
    }

    @Test
    void another_server_is_no_supervisor() {
        trapping(() -> {
            Pid kid = kid("a").start().orElseThrow().whereis().orElseThrow();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Supervisor.of(kid).countChildren())
                    .withMessageContaining("is no message of dev.erloom.supervisor.Kid");
        });
    }

    @Test
    void the_answers_without_a_handle_exit_the_caller_that_wants_one() {
        trapping(() -> {
            Supervisor s = start(tree -> tree.child("a", kid("a")));

            StartChildResult<ServerRef<Kid.Message>> result = s.startChild("a", kid("a"));

            assertThatExceptionOfType(ExitException.class)
                    .isThrownBy(result::orElseThrow)
                    .returns(ExitReason.of(result), ExitException::reason);
            s.stop(SHUTDOWN, Timeouts.INFINITY);
            expect(up("a"), down("a", SHUTDOWN), gone(SHUTDOWN));
        });
    }
}
