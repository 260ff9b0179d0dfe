// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.parent;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.process.Processes.unlink;
import static dev.erloom.supervisor.Kid.BOOM;
import static dev.erloom.supervisor.Kid.end;
import static dev.erloom.supervisor.Kid.kid;
import static dev.erloom.supervisor.Trace.down;
import static dev.erloom.supervisor.Trace.expect;
import static dev.erloom.supervisor.Trace.expectNoMore;
import static dev.erloom.supervisor.Trace.gone;
import static dev.erloom.supervisor.Trace.pid;
import static dev.erloom.supervisor.Trace.status;
import static dev.erloom.supervisor.Trace.trapping;
import static dev.erloom.supervisor.Trace.up;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.process.Starter;
import dev.erloom.process.Timeouts;
import dev.erloom.supervisor.Supervisor.Tree;
import dev.erloom.testing.InProcess;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SupervisorShutdownTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static Supervisor start(Consumer<Tree> tree) {
        return Supervisor.startLink(tree).orElseThrow();
    }

    private static Starter<Pid> linked(ProcessBody body) {
        return () -> StartResult.started(spawnLink(body));
    }

    /** A child that says "ready", then "told" for each exit signal, and ends when it gets "go". */
    private static Starter<Pid> stubborn() {
        Pid test = self();
        return linked(() -> {
            trapExits(true);
            test.send("ready");
            while (!"go".equals(receive())) {
                test.send("told");
            }
        });
    }

    @DisplayName("SU-45 sup_stop_infinity: the child has all the time it needs")
    @Test
    void sup_stop_infinity() {
        ManualClock clock = new ManualClock();
        trapping(
                clock,
                () -> {
                    Pid test = self();
                    Supervisor s =
                            start(tree ->
                                    tree.child(
                                            "a", stubborn(), a -> a.shutdown(Shutdown.INFINITY)));
                    Pid child = pid(s, "a");
                    Ref end = monitor(child);
                    expect("ready");
                    spawn(() -> {
                        s.stop();
                        test.send("stopped");
                    });
                    expect("told");

                    clock.advance(Duration.ofDays(1));
                    assertThat(child.isAlive()).isTrue();
                    child.send("go");

                    assertThat(receive(end).reason()).isEqualTo(NORMAL);
                    expect(gone(NORMAL), "stopped");
                });
    }

    @DisplayName("SU-45 sup_stop_timeout: the child is killed when its time is up")
    @Test
    void sup_stop_timeout() {
        ManualClock clock = new ManualClock();
        trapping(
                clock,
                () -> {
                    Pid test = self();
                    Supervisor s =
                            start(tree ->
                                    tree.child("a", kid("a"))
                                            .child("b", stubborn(), b -> b.shutdown(SECOND)));
                    Pid child = pid(s, "b");
                    Ref end = monitor(child);
                    expect(up("a"), "ready");
                    spawn(() -> {
                        s.stop();
                        test.send("stopped");
                    });
                    expect("told");

                    clock.awaitAlarm(SECOND);
                    clock.advance(SECOND.minusMillis(1));
                    assertThat(child.isAlive()).isTrue();
                    clock.advance(Duration.ofMillis(1));

                    assertThat(receive(end).reason()).isEqualTo(KILLED);
                    expect(down("a", SHUTDOWN), gone(NORMAL), "stopped");
                });
    }

    @DisplayName("SU-45 sup_stop_timeout: no time at all is asked and killed")
    @Test
    void a_shutdown_of_0_kills_whoever_does_not_end_at_once() {
        trapping(() -> {
            Supervisor s =
                    start(tree -> tree.child("a", stubborn(), a -> a.shutdown(Duration.ZERO)));
            Ref end = monitor(pid(s, "a"));
            expect("ready");

            assertThat(s.terminateChild("a")).isEqualTo(TerminateChildResult.TERMINATED);

            assertThat(receive(end).reason()).isEqualTo(KILLED);
        });
    }

    @DisplayName("SU-45 sup_stop_brutal_kill: the child is not asked")
    @Test
    void sup_stop_brutal_kill() {
        trapping(() -> {
            Supervisor s =
                    start(tree ->
                            tree.child("a", kid("a"))
                                    .child("b", stubborn(), b -> b.shutdown(Shutdown.BRUTAL_KILL)));
            Ref end = monitor(pid(s, "b"));
            expect(up("a"), "ready");

            s.stop();

            assertThat(receive(end).reason()).isEqualTo(KILLED);
            expect(down("a", SHUTDOWN), gone(NORMAL));
            expectNoMore();
        });
    }

    @DisplayName(
            "SU-45 JV-1 a child that ignores the kill is declared dead, and the shutdown goes on")
    @Test
    void a_child_that_ignores_the_kill_cannot_hang_its_supervisor() {
        ManualClock clock = new ManualClock();
        Semaphore gate = new Semaphore(0);
        trapping(
                clock,
                () -> {
                    Pid test = self();
                    try {
                        Supervisor s =
                                start(tree ->
                                        tree.child(
                                                "a",
                                                linked(() -> {
                                                    test.send("ready");
                                                    gate.acquireUninterruptibly();
                                                }),
                                                a -> a.shutdown(Shutdown.BRUTAL_KILL)));
                        expect("ready");
                        spawn(() -> test.send(s.terminateChild("a")));

                        clock.awaitAlarm(SECOND);
                        clock.advance(SECOND.multipliedBy(2));

                        expect(TerminateChildResult.TERMINATED);
                        assertThat(Node.current().zombies()).isEqualTo(1);
                    } finally {
                        gate.release();
                    }
                });
    }

    @DisplayName("SU-47 child_unlink: a child that has unlinked itself is stopped all the same")
    @Test
    void child_unlink() {
        trapping(() -> {
            Pid test = self();
            Supervisor s =
                    start(tree ->
                            tree.child(
                                    "naughty",
                                    linked(() -> {
                                        unlink(parent().orElseThrow());
                                        test.send("unlinked");
                                        receive();
                                    })));
            expect("unlinked");
            Pid child = pid(s, "naughty");

            assertThat(s.terminateChild("naughty")).isEqualTo(TerminateChildResult.TERMINATED);

            assertThat(child.isAlive()).isFalse();
            assertThat(status(s, "naughty")).isEqualTo(new ChildStatus.Stopped());
        });
    }

    @DisplayName("SU-48 sup_stop_race: whenever a child ends, nothing of it stays in the mailbox")
    @Test
    void sup_stop_race() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Shutdown> ways =
                List.of(
                        Shutdown.BRUTAL_KILL,
                        Shutdown.INFINITY,
                        new Shutdown.Timeout(Duration.ZERO),
                        new Shutdown.Timeout(SECOND));
        List<ProcessBody> bodies =
                List.of(
                        () -> {},
                        () -> {
                            throw exit(BOOM);
                        },
                        () -> receive(),
                        () -> unlink(parent().orElseThrow()));
        InProcess.inProcess(() -> {
            trapExits(true);
            for (int run = 0; run < 2000; run++) {
                Pid child = spawnLink(bodies.get(random.nextInt(bodies.size())));
                for (int spin = random.nextInt(200); spin > 0; spin--) {
                    Thread.onSpinWait();
                }

                ExitReason reason = ChildShutdown.run(child, ways.get(random.nextInt(4)));

                assertThat(child.isAlive()).isFalse();
                assertThat(InProcess.mailbox())
                        .as("seed %s run %s: ended with %s", seed, run, reason)
                        .isEmpty();
            }
        });
    }

    @DisplayName("SU-48 SU-49 a child that was dead before has its own reason, not noproc")
    @Test
    void the_reason_of_a_child_that_was_dead_before() {
        InProcess.inProcess(() -> {
            trapExits(true);
            Pid child =
                    spawnLink(() -> {
                        throw exit(BOOM);
                    });
            receive(monitor(child));

            assertThat(ChildShutdown.run(child, Shutdown.INFINITY)).isEqualTo(BOOM);
            assertThat(InProcess.mailbox()).isEmpty();
        });
    }

    @DisplayName("SU-46 SU-50 tree: subtrees unwind, whatever time they take")
    @Test
    void subtrees_unwind() {
        ManualClock clock = new ManualClock();
        trapping(
                clock,
                () -> {
                    Pid test = self();
                    Starter<Pid> slow = stubborn();
                    Starter<?> a = kid("a");
                    Starter<?> c = kid("c");
                    Supervisor top =
                            start(tree ->
                                    tree.child(
                                                    "sub",
                                                    () ->
                                                            Supervisor.startLink(sub ->
                                                                    sub.child(ChildSpec.of("a", a))
                                                                            .child(
                                                                                    "slow",
                                                                                    slow,
                                                                                    b ->
                                                                                            b
                                                                                                    .shutdown(
                                                                                                            Shutdown
                                                                                                                    .INFINITY))))
                                            .child(ChildSpec.of("c", c)));
                    Supervisor sub = Supervisor.of(pid(top, "sub"));
                    Pid child = pid(sub, "slow");
                    expect(up("a"), "ready", up("c"));
                    spawn(() -> {
                        top.stop();
                        test.send("stopped");
                    });
                    expect(down("c", SHUTDOWN), "told");

                    clock.advance(Duration.ofDays(1));
                    child.send("go");

                    expect(down("a", SHUTDOWN), gone(NORMAL), "stopped");
                });
    }

    @DisplayName("SU-51 stop ends the tree with its reason")
    @Test
    void stop_ends_the_tree_with_its_reason() {
        trapping(() -> {
            Supervisor s = start(tree -> tree.child("a", kid("a")));

            s.stop(BOOM, Timeouts.INFINITY);

            expect(up("a"), down("a", SHUTDOWN), gone(BOOM));
            expectNoMore();
        });
    }

    @DisplayName(
            "SU-52 sup_stop_race: a child that ends while its supervisor stops is not restarted")
    @Test
    void nothing_is_restarted_during_a_shutdown() {
        trapping(() -> {
            Pid test = self();
            Supervisor s =
                    start(tree ->
                            tree.child("a", kid("a"))
                                    .child("b", stubborn(), b -> b.shutdown(Shutdown.INFINITY)));
            Pid a = pid(s, "a");
            Pid b = pid(s, "b");
            expect(up("a"), "ready");
            spawn(() -> {
                s.stop();
                test.send("stopped");
            });
            expect("told");

            end(a, BOOM);
            b.send("go");

            expect(down("a", BOOM), gone(NORMAL), "stopped");
            expectNoMore();
        });
    }

    @DisplayName("SU-46 closing the node shuts down what an ordinary thread has started")
    @Test
    void closing_the_node_stops_the_tree_in_order() {
        List<String> ends = new CopyOnWriteArrayList<>();
        try (Node node = Node.start()) {
            node.start(() ->
                    Supervisor.startLink(tree -> {
                        for (String id : List.of("a", "b", "c")) {
                            tree.child(
                                    id,
                                    linked(() -> {
                                        try {
                                            receive();
                                        } finally {
                                            ends.add(id);
                                        }
                                    }));
                        }
                    }));
        }
        assertThat(ends).containsExactly("c", "b", "a");
    }
}
