// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.supervisor.Kid.BOOM;
import static dev.erloom.supervisor.Kid.NOPE;
import static dev.erloom.supervisor.Kid.end;
import static dev.erloom.supervisor.Kid.failing;
import static dev.erloom.supervisor.Kid.ignoring;
import static dev.erloom.supervisor.Kid.kid;
import static dev.erloom.supervisor.Restart.TEMPORARY;
import static dev.erloom.supervisor.Trace.expect;
import static dev.erloom.supervisor.Trace.expectNoMore;
import static dev.erloom.supervisor.Trace.gone;
import static dev.erloom.supervisor.Trace.ids;
import static dev.erloom.supervisor.Trace.pid;
import static dev.erloom.supervisor.Trace.status;
import static dev.erloom.supervisor.Trace.trapping;
import static dev.erloom.supervisor.Trace.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Processes;
import dev.erloom.process.StartResult;
import dev.erloom.process.Starter;
import dev.erloom.process.Timeouts;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SupervisorStartTest {
    private static final Supervisor SHOP = Supervisor.named("shop");

    @DisplayName("SU-15 sup_start_normal, sup_start_map: an empty tree, the default flags")
    @Test
    void sup_start_normal() {
        trapping(() -> {
            Supervisor s = Supervisor.startLink(tree -> {}).orElseThrow();

            assertThat(s.whichChildren()).isEmpty();
            s.stop(SHUTDOWN, Timeouts.INFINITY);
            expect(gone(SHUTDOWN));
        });
    }

    @DisplayName("SU-15 order_of_children: each child runs before the next starts")
    @Test
    void each_child_is_ready_before_the_next_starts() {
        trapping(() -> {
            AtomicInteger ready = new AtomicInteger();
            Starter<Pid> start =
                    () -> {
                        int before = ready.get();
                        StartResult<Pid> result =
                                ProcLib.start(
                                        mine -> {
                                            ready.incrementAndGet();
                                            mine.started(self());
                                            receive(Thread.class);
                                        },
                                        ProcLib.Options.linked("test"));
                        assertThat(ready).hasValue(before + 1);
                        return result;
                    };

            Supervisor s =
                    Supervisor.startLink(tree ->
                                    tree.child("a", start).child("b", start).child("c", start))
                            .orElseThrow();

            assertThat(s.countChildren().active()).isEqualTo(3);
        });
    }

    @DisplayName("SU-16 sup_start_ignore_init: a tree that shall not start is one not started")
    @Test
    void sup_start_ignore_init() {
        trapping(() -> {
            boolean enabled = false;
            Starter<Supervisor> optional =
                    () -> enabled ? Supervisor.startLink(tree -> {}) : new StartResult.Ignored<>();

            Supervisor top =
                    Supervisor.startLink(tree -> tree.child("optional", optional)).orElseThrow();

            assertThat(status(top, "optional")).isEqualTo(new ChildStatus.Stopped());
        });
    }

    @DisplayName("SU-17 sup_start_child_returns_error: nothing of the supervisor is left")
    @Test
    void a_failed_start_leaves_no_name() {
        trapping(() -> {
            StartResult<Supervisor> failed =
                    Supervisor.startLink(SHOP, tree -> tree.child("x", failing()));

            assertThat(failed)
                    .isEqualTo(
                            new StartResult.Failed<>(
                                    ExitReason.shutdown(new FailedToStartChild("x", NOPE))));
            assertThat(Processes.whereis("shop")).isEmpty();
            expectNoMore();
        });
    }

    @DisplayName("SU-18 extra_return: the typed handle is handed through")
    @Test
    void extra_return() {
        trapping(() -> {
            Supervisor s = Supervisor.startLink(tree -> {}).orElseThrow();
            Starter<String> extra =
                    () -> new StartResult.Started<>(spawnLink(() -> receive()), "extra");

            StartChildResult<String> result = s.startChild("child1", extra);

            assertThat(result).isEqualTo(new StartChildResult.Started<>(pid(s, "child1"), "extra"));
            assertThat(result.orElseThrow()).isEqualTo("extra");
        });
    }

    @DisplayName("SU-18 an exception, an exit and a broken answer are failed starts")
    @Test
    void whatever_a_start_function_does_is_an_answer() {
        trapping(() -> {
            Supervisor s = Supervisor.startLink(tree -> {}).orElseThrow();
            Exception checked = new Exception("checked");
            Error error = new AssertionError("error");

            assertThat(
                            s.startChild(
                                    "a",
                                    () -> {
                                        throw checked;
                                    }))
                    .isEqualTo(inStart(checked));
            assertThat(
                            s.startChild(
                                    "a",
                                    () -> {
                                        throw error;
                                    }))
                    .isEqualTo(inStart(error));
            assertThat(s.startChild("a", SupervisorStartTest::nothing))
                    .isEqualTo(
                            new StartChildResult.Failed<>(new ExitReason.BadReturnValue("null")));
            assertThat(s.countChildren().specs()).isZero();
        });
    }

    @SuppressWarnings("NullAway") // as code without null checks does
    private static StartResult<Pid> nothing() {
        return null;
    }

    private static StartChildResult<Object> inStart(Throwable thrown) {
        return new StartChildResult.Failed<>(
                ExitReason.of(new ExitInStart(new ExitReason.Crash(thrown))));
    }

    @DisplayName("SU-18 a name that is taken fails the start of the tree")
    @Test
    void already_started_fails_the_start_of_the_tree() {
        trapping(() -> {
            Name<Kid.Message> name = Name.of("taken");
            Pid test = self();
            Starter<ServerRef<Kid.Message>> start =
                    () -> GenServer.startLink(new Kid(test, "k"), name);
            Pid owner = start.start().orElseThrow().whereis().orElseThrow();

            StartResult<Supervisor> result = Supervisor.startLink(tree -> tree.child("k", start));

            ExitReason why = ExitReason.of(new StartResult.AlreadyStarted<>(owner));
            assertThat(result)
                    .isEqualTo(
                            new StartResult.Failed<>(
                                    ExitReason.shutdown(new FailedToStartChild("k", why))));
        });
    }

    @DisplayName("SU-19 start functions run in the supervisor, and it is the parent")
    @Test
    void start_functions_run_in_the_supervisor() {
        trapping(() -> {
            AtomicReference<Pid> ranIn = new AtomicReference<>();
            Pid test = self();
            Supervisor s =
                    Supervisor.startLink(tree ->
                                    tree.child(
                                            "a",
                                            () -> {
                                                ranIn.set(self());
                                                return StartResult.started(
                                                        spawnLink(() -> {
                                                            test.send(
                                                                    Processes.parent()
                                                                            .orElseThrow());
                                                            receive();
                                                        }));
                                            }))
                            .orElseThrow();

            Pid supervisor = s.whereis().orElseThrow();
            assertThat(ranIn).hasValue(supervisor);
            assertThat(receive(Pid.class)).isEqualTo(supervisor);
        });
    }

    @DisplayName("SU-19 external_start_no_progress_log: what is not linked ends unseen")
    @Test
    void a_child_that_is_not_linked_is_invisible() {
        trapping(() -> {
            Supervisor s =
                    Supervisor.startLink(tree ->
                                    tree.child(
                                            "a", () -> StartResult.started(spawn(() -> receive()))))
                            .orElseThrow();
            Pid child = pid(s, "a");

            Kid.kill(child);

            assertThat(pid(s, "a")).isEqualTo(child);
            assertThat(s.countChildren()).isEqualTo(new ChildCounts(1, 0, 0, 1));
            assertThat(s.terminateChild("a")).isEqualTo(TerminateChildResult.TERMINATED);
            assertThat(status(s, "a")).isEqualTo(new ChildStatus.Stopped());
        });
    }

    @DisplayName("SU-20 sup_start_ignore_child, sup_start_ignore_temporary_child_start_child")
    @Test
    void sup_start_ignore_child() {
        trapping(() -> {
            Supervisor s = Supervisor.startLink(tree -> {}).orElseThrow();

            assertThat(s.startChild("child1", ignoring()))
                    .isEqualTo(new StartChildResult.Ignored<>());
            assertThat(s.startChild("child2", ignoring(), child -> child.restart(TEMPORARY)))
                    .isEqualTo(new StartChildResult.Ignored<>());
            s.startChild("child3", kid("child3"));

            assertThat(ids(s)).containsExactly("child3", "child1");
            assertThat(s.countChildren()).isEqualTo(new ChildCounts(2, 1, 0, 2));
        });
    }

    @DisplayName("SU-20 a child that ignored can be started by its id")
    @Test
    void a_child_that_ignored_can_be_restarted() {
        trapping(() -> {
            AtomicInteger attempts = new AtomicInteger();
            Starter<ServerRef<Kid.Message>> kid = kid("a");
            Supervisor s =
                    Supervisor.startLink(tree ->
                                    tree.child(
                                            "a",
                                            () ->
                                                    attempts.incrementAndGet() < 3
                                                            ? new StartResult.Ignored<>()
                                                            : kid.start()))
                            .orElseThrow();

            assertThat(s.restartChild("a")).isEqualTo(new RestartChildResult.Ignored());
            assertThat(s.restartChild("a"))
                    .isEqualTo(new RestartChildResult.Restarted(pid(s, "a")));
            expect(up("a"));
        });
    }

    @DisplayName(
            "SU-22 tree: a supervisor is a server that traps exits and is linked to its parent")
    @Test
    void a_supervisor_is_a_server() {
        trapping(() -> {
            Supervisor s = Supervisor.startLink(tree -> tree.child("a", kid("a"))).orElseThrow();
            Pid supervisor = s.whereis().orElseThrow();

            receive(spawnMonitor(() -> supervisor.exit(BOOM)).ref());
            assertThat(supervisor.isAlive()).isTrue();
            ServerRef<Kid.Message> stranger = ServerRef.of(supervisor);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> stranger.cast(new Kid.Stop(NORMAL)));

            s.ref().stop();
            expect(up("a"), Trace.down("a", SHUTDOWN), gone(NORMAL));
        });
    }

    @DisplayName("SU-23 hanging_restart_loop: while a child starts, requests wait")
    @Test
    void a_child_that_is_slow_to_start_keeps_requests_waiting() {
        trapping(() -> {
            Pid test = self();
            Supervisor s = Supervisor.startLink(SHOP, tree -> {}).orElseThrow();
            spawn(() ->
                    s.startChild(
                            "slow",
                            () -> {
                                test.send(self());
                                receive(Thread.class);
                                test.send("slow is up");
                                return StartResult.started(spawnLink(() -> receive()));
                            }));
            Pid starting = receive(Pid.class);
            spawn(() -> {
                test.send("asking");
                test.send(s.countChildren());
            });
            expect("asking");

            starting.send(Thread.currentThread());

            expect("slow is up", new ChildCounts(1, 1, 0, 1));
        });
    }

    @Test
    void a_name_is_taken_once_and_names_the_next_incarnation_too() {
        trapping(() -> {
            Pid first =
                    Supervisor.startLink(SHOP, tree -> {}).orElseThrow().whereis().orElseThrow();

            assertThat(Supervisor.startLink(SHOP, tree -> {}))
                    .isEqualTo(new StartResult.AlreadyStarted<>(first));
            assertThat(SHOP.whereis()).contains(first);
            SHOP.stop();
            expect(gone(NORMAL));
            assertThat(SHOP.whereis()).isEmpty();
            Supervisor.startLink(SHOP, tree -> {}).orElseThrow();
            assertThat(SHOP.countChildren().specs()).isZero();
        });
    }

    @DisplayName("SU-72 an ordinary thread asks a supervisor by its name on a node")
    @Test
    void ordinary_threads_may_ask() {
        try (Node node = Node.start()) {
            node.start(() -> Supervisor.startLink(SHOP, tree -> tree.child("i", ignoring())));

            assertThat(SHOP.on(node).whichChildren()).hasSize(1);
            assertThat(SHOP.on(node)).hasToString("supervisor shop");
            assertThat(Supervisor.of(node.whereis("shop").orElseThrow()).countChildren().specs())
                    .isEqualTo(1);
            SHOP.on(node).stop();
            assertThat(node.whereis("shop")).isEmpty();
        }
    }

    @DisplayName("SU-50 tree: a child that is a supervisor is known as one")
    @Test
    void a_child_that_is_a_supervisor_is_known_as_one() {
        trapping(() -> {
            Supervisor top =
                    Supervisor.startLink(tree ->
                                    tree.child("sub", () -> Supervisor.startLink(SHOP, sub -> {}))
                                            .child("worker", kid("worker")))
                            .orElseThrow();

            assertThat(top.whichChildren())
                    .containsExactly(
                            new ChildInfo(
                                    "worker",
                                    new ChildStatus.Running(pid(top, "worker")),
                                    ChildType.WORKER),
                            new ChildInfo(
                                    "sub",
                                    new ChildStatus.Running(SHOP.whereis().orElseThrow()),
                                    ChildType.SUPERVISOR));
            assertThat(top.childSpec("sub").map(ChildSpec::shutdown)).contains(Shutdown.INFINITY);
            end(pid(top, "worker"), NORMAL);
        });
    }
}
