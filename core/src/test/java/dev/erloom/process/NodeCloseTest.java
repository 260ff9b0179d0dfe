// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Extras.inside;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.sendAfter;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.TestNode.withNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Extras.Gate;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.Forever;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import dev.erloom.testing.Parked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** R14 of the runtime protocol: the end of a node. */
class NodeCloseTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final LinkedBlockingQueue<Object> told = new LinkedBlockingQueue<>();

    /** Starts a child of the node's root that does {@code atEnd} when it is told to shut down. */
    private Pid child(Node node, ProcessBody atEnd) {
        return node.start(() ->
                ProcLib.start(
                        ready -> {
                            trapExits(true);
                            ready.started(self());
                            told.add(receive(Exit.class));
                            atEnd.run();
                        },
                        ProcLib.Options.linked("child")));
    }

    private static Thread closing(Node node) {
        return Thread.ofPlatform().daemon().start(node::close);
    }

    private static void joinWithin30Seconds(Thread thread) throws InterruptedException {
        assertThat(thread.join(Duration.ofSeconds(30))).as("the node closes").isTrue();
    }

    @DisplayName("R14 children get shutdown from the root, the youngest first, one by one")
    @Test
    void children_shut_down_in_reverse_order() {
        withNode(node -> {
            List<Pid> children = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                children.add(child(node, () -> told.add(self())));
            }
            Pid root = node.call(() -> Processes.parent().orElseThrow());
            node.close();
            List<Object> expected = new ArrayList<>();
            for (Pid child : children.reversed()) {
                expected.add(new Exit(root, SHUTDOWN));
                expected.add(child);
            }

            assertThat(told).containsExactlyElementsOf(expected);
        });
    }

    @DisplayName("R14 a child may still use its elder sisters while it ends")
    @Test
    void child_may_call_its_elders_while_it_ends() {
        withNode(node -> {
            Pid elder =
                    node.spawn(() -> {
                        while (true) {
                            receive(GenCall.class).reply("still here");
                        }
                    });
            child(node, () -> told.add(call(elder)));
            node.close();

            assertThat(told).endsWith("still here");
        });
    }

    private static Object call(Pid server) {
        return Gen.call(server, "request", LONG, _ -> String.class) + "";
    }

    @DisplayName("R14 what ends may still spawn while the node closes")
    @Test
    void child_may_spawn_while_it_ends() {
        withNode(node -> {
            child(
                    node,
                    () -> {
                        Spawned helper = spawnMonitor(() -> told.add("helped"));
                        told.add(receive(helper.ref()).reason());
                    });
            node.close();

            assertThat(told).endsWith("helped", ExitReason.NORMAL);
        });
    }

    @DisplayName("R14 everything that was not shut down is killed")
    @Test
    void the_rest_is_killed() {
        withNode(node -> {
            Pid stranger =
                    node.spawn(() -> {
                        trapExits(true);
                        told.add("traps");
                        try {
                            told.add(receive());
                        } finally {
                            told.add("cleaned up");
                        }
                    });
            assertThat(told.take()).isEqualTo("traps");
            CompletableFuture<ExitReason> reason = new CompletableFuture<>();
            Monitors.watch(inside(stranger), ((NodeImpl) node).newRef(), reason::complete);
            node.close();

            assertThat(told).containsExactly("cleaned up");
            assertThat(reason.get()).isEqualTo(KILLED);
        });
    }

    @DisplayName("R14 there is one deadline for all children, after which everything is killed")
    @Test
    void one_deadline_for_all() {
        ManualClock clock = new ManualClock();
        withNode(
                with -> with.clock(clock).shutdown(Duration.ofSeconds(30)),
                node -> {
                    try (LogCapture log = LogCapture.ofCore()) {
                        child(node, () -> told.add("the elder was told"));
                        Pid slow = child(node, () -> receive(String.class));
                        Thread closing = closing(node);
                        assertThat(told.take()).isInstanceOf(Exit.class);
                        clock.awaitAlarm(Duration.ofSeconds(30));
                        clock.advance(Duration.ofSeconds(30));
                        joinWithin30Seconds(closing);

                        assertThat(told).isEmpty();
                        assertThat(log.entries())
                                .singleElement()
                                .satisfies(entry -> {
                                    assertThat(entry.text()).contains(slow.toString(), "PT30S");
                                });
                    }
                });
    }

    @DisplayName("R14 a closed node has no process, timer, name or clock thread left")
    @Test
    void closed_node_leaves_nothing() {
        withNode(node -> {
            node.run(() -> {
                for (int i = 0; i < 100; i++) {
                    Pid pid = spawn(Forever::sleep);
                    node.register("name" + i, pid);
                    sendAfter(LONG, pid, "late");
                    sendAfter(LONG, RegisteredName.local("name" + i), "late");
                    spawn(() -> receive(LONG));
                }
            });
            List<Thread> clock =
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().equals("erloom-clock"))
                            .toList();
            assertThat(clock).isNotEmpty();
            node.close();
            NodeImpl tables = (NodeImpl) node;

            assertThat(tables.processes).isEmpty();
            assertThat(tables.names).isEmpty();
            assertThat(tables.aliases).isEmpty();
            assertThat(tables.timersByRef).isEmpty();
            assertThat(tables.nodeWatchers).isEmpty();
            assertThat(node.pendingTimers()).isZero();
            assertThat(clock).noneMatch(Thread::isAlive);
        });
    }

    @DisplayName("R14 a closing node refuses what foreign threads want to start")
    @TestFactory
    Stream<DynamicTest> foreign_starts_are_refused() {
        Map<String, Consumer<Node>> starts =
                Map.of(
                        "spawn", node -> node.spawn(() -> {}),
                        "spawn with options", node -> node.spawn(() -> {}, with -> with.label("x")),
                        "run", node -> node.run(() -> {}),
                        "call", node -> node.call(() -> "x"),
                        "start",
                                node ->
                                        node.start(() ->
                                                ProcLib.start(
                                                        _ -> {}, ProcLib.Options.linked("x"))),
                        "distribute", node -> node.distribute("a@b", 1, (_, _) -> {}));
        return starts.entrySet().stream()
                .map(start ->
                        DynamicTest.dynamicTest(
                                "R14 " + start.getKey(),
                                () -> {
                                    withNode(node -> {
                                        child(
                                                node,
                                                () -> told.add(refusal(node, start.getValue())));
                                        node.close();

                                        assertThat(told.take()).isInstanceOf(Exit.class);
                                        assertThat(told.take())
                                                .as("while it closes")
                                                .isEqualTo("node nonode@nohost is closed");
                                        assertThat(refusal(node, start.getValue()))
                                                .as("afterwards")
                                                .isEqualTo("node nonode@nohost is closed");
                                    });
                                }));
    }

    /** What a foreign thread hears that tries to start something. */
    private static String refusal(Node node, Consumer<Node> start) throws Exception {
        FutureTask<String> foreign =
                new FutureTask<>(() -> {
                    try {
                        start.accept(node);
                        return "accepted";
                    } catch (IllegalStateException refused) {
                        return String.valueOf(refused.getMessage());
                    }
                });
        Thread.ofVirtual().start(foreign);
        return foreign.get();
    }

    @DisplayName("R14 once the node kills, a spawn returns a pid that is dead already")
    @Test
    void spawn_while_the_node_kills() {
        withNode(node -> {
            Gate killing = new Gate();
            Gate done = new Gate();
            node.spawn(() -> {
                told.add("runs");
                try {
                    Forever.sleep();
                } finally {
                    killing.open();
                    done.pass();
                }
            });
            told.take();
            Thread closing = closing(node);
            killing.pass();
            NodeImpl tables = (NodeImpl) node;
            ProcessImpl late =
                    tables.spawn(() -> told.add("ran"), SpawnOptions.DEFAULT, tables.root());

            assertThat(late.pid.isAlive()).isFalse();
            done.open();
            joinWithin30Seconds(closing);
            assertThat(told).isEmpty();
        });
    }

    @DisplayName("R14 a storm of spawns does not keep a node from closing")
    @Test
    void close_during_a_storm_of_spawns() {
        for (int i = 0; i < 20; i++) {
            withNode(node -> {
                node.run(() -> {
                    for (int breeder = 0; breeder < 4; breeder++) {
                        spawn(NodeCloseTest::breed);
                    }
                });
                joinWithin30Seconds(closing(node));
            });
        }
    }

    private static void breed() {
        while (true) {
            receive(spawnMonitor(() -> spawn(() -> {})).ref());
        }
    }

    @DisplayName("R14 a foreign call that is blocked when the node closes hears that")
    @Test
    void blocked_foreign_call_ends() {
        withNode(node -> {
            Pid silent = node.spawn(Forever::sleep);
            FutureTask<Object> blocked = blocked(() -> call(silent));
            node.close();

            assertThatThrownBy(blocked::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("node nonode@nohost is closed");
        });
    }

    /** A foreign thread that waits inside {@code call}. */
    private static FutureTask<Object> blocked(Callable<Object> call) {
        FutureTask<Object> task = new FutureTask<>(call);
        Parked.await(Thread.ofPlatform().daemon().start(task));
        return task;
    }

    @DisplayName("R14 a foreign call to a process of a closed node hears that it is closed")
    @Test
    void call_to_a_closed_node() {
        withNode(node -> {
            Pid server = node.spawn(Forever::sleep);
            Address name = node.address("name");
            node.close();

            for (Address address : List.of(server, name)) {
                assertThatThrownBy(() -> Gen.call(address, "x", LONG, _ -> Object.class))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("node nonode@nohost is closed");
            }
            server.send("dropped");
            server.exit(SHUTDOWN);
            assertThat(server.isAlive()).isFalse();
        });
    }

    @DisplayName("R14 close from inside exits the caller with shutdown and goes on elsewhere")
    @Test
    void close_from_inside() {
        withNode(node -> {
            Pid other = node.spawn(Forever::sleep);

            assertThatThrownBy(() ->
                            node.run(() -> {
                                try {
                                    node.close();
                                } finally {
                                    told.add("unwound");
                                }
                            }))
                    .isInstanceOfSatisfying(
                            ExitException.class,
                            exit -> {
                                assertThat(exit.reason()).isEqualTo(SHUTDOWN);
                            });
            node.join();
            assertThat(other.isAlive()).isFalse();
            assertThat(told).containsExactly("unwound");
        });
    }

    @DisplayName("R14 twice is once, also at the same time")
    @Test
    void close_twice() {
        withNode(node -> {
            child(node, () -> {});
            List<Thread> closing = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                closing.add(closing(node));
            }
            node.close();
            for (Thread thread : closing) {
                joinWithin30Seconds(thread);
            }
            node.close();

            assertThat(told).hasSize(1);
        });
    }

    @DisplayName("R14 close returns when nothing lives, also if its thread is interrupted")
    @Test
    void close_is_not_interrupted() {
        withNode(node -> {
            Pid pid = node.spawn(Forever::sleep);
            Thread.currentThread().interrupt();
            node.close();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(pid.isAlive()).isFalse();
        });
    }

    @DisplayName("R14 a process that waits for the end of its node does not hold it up")
    @Test
    void process_that_joins_its_node() {
        withNode(
                with -> with.clock(new ManualClock()),
                node -> {
                    Pid joiner =
                            node.spawn(() -> {
                                told.add("joins");
                                node.join();
                            });
                    told.take();
                    Extras.awaitParked(joiner);
                    joinWithin30Seconds(closing(node));

                    assertThat(node.zombies()).isZero();
                });
    }

    @DisplayName("R14 join waits for the end, of one's own node or another, in any thread")
    @Test
    void join_waits_for_the_end() {
        withNode(other ->
                withNode(node -> {
                    Pid joiner =
                            node.spawn(() -> {
                                told.add("joins");
                                other.join();
                                told.add("joined");
                                receive();
                            });
                    told.take();
                    Extras.awaitParked(joiner);
                    assertThat(told).isEmpty();
                    other.close();
                    assertThat(told.take()).isEqualTo("joined");
                    node.run(other::join);
                    FutureTask<Object> foreign =
                            blocked(() -> {
                                node.join();
                                return "joined";
                            });
                    node.close();

                    assertThat(foreign.get()).isEqualTo("joined");
                }));
    }

    @DisplayName("R14 a node with a zombie closes in bounded time")
    @Test
    void node_with_a_zombie_closes() {
        withNode(node -> {
            Gate gate = new Gate();
            Pid zombie =
                    node.spawn(
                            () -> {
                                told.add("stuck");
                                gate.pass();
                            },
                            with -> with.killGrace(Duration.ofMillis(1)));
            told.take();
            Thread closing = closing(node);
            joinWithin30Seconds(closing);

            assertThat(node.zombies()).isEqualTo(1);
            gate.open();
            inside(zombie).thread().join();
            assertThat(node.zombies()).isZero();
        });
    }

    @DisplayName("R14 a timer that is cancelled or read after the close is gone")
    @Test
    void timer_after_the_close() {
        withNode(node -> {
            List<Ref> timers = new ArrayList<>();
            node.run(() -> {
                timers.add(sendAfter(LONG, RegisteredName.local("nobody"), "late"));
                timers.add(sendAfter(LONG, spawn(Forever::sleep), "late"));
            });
            node.close();

            for (Ref timer : timers) {
                assertThat(NodeTimers.left((NodeImpl) node, timer)).isEmpty();
                assertThat(NodeTimers.cancel((NodeImpl) node, timer)).isEmpty();
            }
        });
    }

    @DisplayName("R14 what was to run at the close runs once no process lives")
    @Test
    void closing_actions_run_last() {
        withNode(node -> {
            NodeImpl tables = (NodeImpl) node;
            tables.onClose(() -> told.add(node.processes()));
            child(node, () -> {});
            node.close();
            told.take();

            assertThat(told).containsExactly(List.of());
            assertThatThrownBy(() -> tables.onClose(() -> {}))
                    .isInstanceOf(IllegalStateException.class);
        });
    }
}
