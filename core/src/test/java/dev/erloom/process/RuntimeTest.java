// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.NOCONNECTION;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.TIMEOUT;
import static dev.erloom.process.Extras.awaitParked;
import static dev.erloom.process.Extras.endOf;
import static dev.erloom.process.Extras.idle;
import static dev.erloom.process.Extras.inside;
import static dev.erloom.process.Processes.link;
import static dev.erloom.process.Processes.messageQueueLength;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static dev.erloom.testing.TestNode.withNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Extras.Gate;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.Forever;
import dev.erloom.testing.ManualClock;
import dev.erloom.testing.Parked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The rest of the runtime protocol; {@link DoomTest}, {@link ZombieTest} and {@link NodeCloseTest}
 * have R1 to R5 and R14.
 */
class RuntimeTest {
    private static final ExitReason BYE = ExitReason.of("bye");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofDays(1);

    private final ManualClock clock = new ManualClock();

    private static Object call(Pid server, Duration timeout) {
        return String.valueOf(Gen.call(server, "request", timeout, _ -> Object.class));
    }

    private static ExitReason failureOf(Runnable call) {
        try {
            call.run();
        } catch (ExitException e) {
            return e.reason().root();
        }
        throw new AssertionError("the call did not fail");
    }

    @Nested
    class Death {
        @DisplayName("R6 a chain of 100 000 links ends without recursion")
        @Test
        void long_chain_ends() {
            onNode(() -> {
                int length = 100_000;
                List<ProcessImpl> chain = new ArrayList<>();
                NodeImpl node = (NodeImpl) Node.current();
                for (int i = 0; i < length; i++) {
                    ProcessImpl next =
                            node.prepare(Processes::receive, SpawnOptions.DEFAULT, self());
                    if (i > 0) {
                        Links.linkLocal(chain.getLast(), next.pid);
                    }
                    chain.add(next);
                    next.start();
                }
                Ref last = monitor(chain.getLast().pid);
                AtomicBoolean hasEnded = keepCarriersAwake();
                chain.getFirst().pid.exit(BYE);

                assertThat(receive(last).reason()).isEqualTo(BYE);
                hasEnded.set(true);
            });
        }

        /** Else each step of the chain waits for the system to wake a thread. */
        private AtomicBoolean keepCarriersAwake() {
            AtomicBoolean stop = new AtomicBoolean();
            for (int i = 0; i < 2; i++) {
                spawn(() -> {
                    while (!stop.get()) {
                        Thread.yield();
                    }
                });
            }
            return stop;
        }

        @DisplayName("R6 two linked processes that end at once are told once each")
        @Test
        void two_deaths_at_once() {
            onNode(() -> {
                for (int i = 0; i < 500; i++) {
                    CyclicBarrier start = new CyclicBarrier(2);
                    Spawned one = spawnMonitor(() -> exitTogether(start, "one"));
                    Spawned other = spawnMonitor(() -> exitTogether(start, "other"));
                    one.pid().send(other.pid());
                    other.pid().send(one.pid());
                    Set<ExitReason> reasons = new HashSet<>();
                    reasons.add(receive(one.ref()).reason());
                    reasons.add(receive(other.ref()).reason());

                    assertThat(reasons).isSubsetOf(ExitReason.of("one"), ExitReason.of("other"));
                    assertThat(mailbox()).isEmpty();
                }
            });
        }

        private void exitTogether(CyclicBarrier start, String reason) throws Exception {
            Pid partner = receive(Pid.class);
            link(partner);
            start.await();
            Processes.exit(ExitReason.of(reason));
        }

        @DisplayName("R6 each watcher of a dying process hears of it, however late it came")
        @Test
        void monitors_that_come_during_the_death() {
            onNode(() -> {
                for (int i = 0; i < 300; i++) {
                    Pid pid = idle();
                    CyclicBarrier start = new CyclicBarrier(2);
                    Spawned watcher =
                            spawnMonitor(() -> {
                                start.await();
                                for (int j = 0; j < 20; j++) {
                                    assertThat(endOf(pid)).isIn(BYE, NOPROC);
                                }
                            });
                    start.await();
                    pid.exit(BYE);

                    assertThat(receive(watcher.ref()).reason()).isEqualTo(NORMAL);
                }
            });
        }

        @DisplayName("R6 who has seen DOWN and calls hears noproc, never the old reason")
        @Test
        void call_after_down() {
            onNode(() -> {
                Pid pid = idle();
                Ref first = monitor(pid);
                for (int i = 0; i < 50_000; i++) {
                    monitor(pid);
                }
                pid.exit(BYE);
                receive(first);

                assertThat(failureOf(() -> call(pid, LONG))).isEqualTo(NOPROC);
            });
        }
    }

    @Nested
    class Waits {
        @DisplayName("R8 a process that waits often has one entry in the heap, and none at its end")
        @Test
        void one_heap_entry_per_process() {
            onNode(
                    clock,
                    () -> {
                        Gate gate = new Gate();
                        Pid server =
                                spawn(() -> {
                                    while (true) {
                                        receive(GenCall.class).reply("reply");
                                    }
                                });
                        Spawned caller =
                                spawnMonitor(() -> {
                                    for (int i = 0; i < 100; i++) {
                                        call(server, LONG);
                                    }
                                    gate.pass();
                                });
                        awaitParked(caller.pid());
                        assertThat(Node.current().pendingTimers()).isLessThanOrEqualTo(1);
                        gate.open();
                        receive(caller.ref());

                        assertThat(Node.current().pendingTimers()).isZero();
                    });
        }

        @DisplayName("R8 a foreign thread that has waited leaves nothing in the heap")
        @Test
        void foreign_wait_leaves_no_entry() {
            withNode(
                    with -> with.clock(clock),
                    node -> {
                        Pid server =
                                node.spawn(() -> {
                                    while (true) {
                                        receive(GenCall.class).reply("reply");
                                    }
                                });
                        for (int i = 0; i < 100; i++) {
                            call(server, LONG);
                        }

                        assertThat(node.pendingTimers()).isZero();
                    });
        }

        @DisplayName("R9 doom between the match and the return does not take the message away")
        @Test
        void receive_is_atomic_against_doom() {
            onNode(
                    clock,
                    () -> {
                        Pid me = self();
                        Gate gate = new Gate();
                        LinkedBlockingQueue<String> taken = new LinkedBlockingQueue<>();
                        Spawned child =
                                spawnMonitor(() -> {
                                    taken.add(
                                            receive(
                                                    String.class,
                                                    _ -> {
                                                        me.send("in the guard");
                                                        gate.pass();
                                                        return true;
                                                    }));
                                    receive();
                                });
                        child.pid().send("message");
                        receive();
                        child.pid().exit(BYE);
                        gate.open();

                        assertThat(receive(child.ref()).reason()).isEqualTo(BYE);
                        assertThat(taken).containsExactly("message");
                    });
        }

        @DisplayName("R9 doom is seen by a receive that never comes to rest for strays")
        @Test
        void doom_is_seen_among_strays() {
            onNode(
                    clock,
                    () -> {
                        Pid me = self();
                        Spawned child =
                                spawnMonitor(() -> {
                                    self().send("stray");
                                    receive(
                                            String.class,
                                            stray -> {
                                                inside(self()).deliver(stray);
                                                inside(self()).exitSignal(me, BYE);
                                                return false;
                                            });
                                });

                        assertThat(receive(child.ref()).reason()).isEqualTo(BYE);
                    });
        }

        @DisplayName("R10 a process that is interrupted without doom gets an ordinary exception")
        @Test
        void interrupted_process_goes_on() {
            onNode(
                    clock,
                    () -> {
                        Pid me = self();
                        Pid pid =
                                spawn(() -> {
                                    me.send(failureOf(Processes::receive));
                                    me.send(Thread.interrupted());
                                    me.send(receive());
                                });
                        awaitParked(pid);
                        inside(pid).thread().interrupt();
                        ExitReason interrupted = ExitReason.of(new Atom("interrupted"));

                        assertThat(receive()).isEqualTo(interrupted);
                        assertThat(receive()).isEqualTo(true);
                        pid.send("still alive");
                        assertThat(receive()).isEqualTo("still alive");
                    });
        }

        @DisplayName(
                "R10 a foreign thread that is interrupted in a call gives up and keeps its flag")
        @Test
        void interrupted_foreign_call() {
            withNode(node -> {
                Pid silent = node.spawn(Forever::sleep);
                LinkedBlockingQueue<Object> told = new LinkedBlockingQueue<>();
                Thread caller =
                        Thread.ofPlatform()
                                .start(() -> {
                                    told.add(failureOf(() -> call(silent, LONG)));
                                    told.add(Thread.interrupted());
                                });
                Parked.await(caller);
                caller.interrupt();
                caller.join();

                assertThat(told).containsExactly(ExitReason.of(new Atom("interrupted")), true);
                assertThat(node.pendingTimers()).isZero();
            });
        }

        @DisplayName("R10 an interrupt does not keep a call from the reply that is there")
        @Test
        void interrupted_thread_takes_what_is_there() {
            onNode(
                    clock,
                    () -> {
                        self().send("there");
                        Thread.currentThread().interrupt();

                        assertThat(receive()).isEqualTo("there");
                        assertThat(Thread.interrupted()).isTrue();
                    });
        }
    }

    @Nested
    class Calls {
        @DisplayName("R11 the reply of a server that ends right after it comes before its end")
        @Test
        void reply_comes_before_the_end() {
            onNode(() -> {
                for (int i = 0; i < 1000; i++) {
                    Pid server =
                            spawn(() -> {
                                receive(GenCall.class).reply("last words");
                                Processes.exit(BYE);
                            });

                    assertThat(call(server, LONG)).isEqualTo("last words");
                }
            });
        }

        @DisplayName("R11 a call fails with the reason of a server that ends without a reply")
        @Test
        void call_fails_with_the_reason_of_the_server() {
            onNode(() -> {
                Pid handled =
                        spawn(() -> {
                            receive(GenCall.class);
                            Processes.exit(BYE);
                        });
                Pid kept =
                        spawn(() -> {
                            receive(GenCall.class);
                            receive(GenCall.class).reply("second");
                            Processes.exit(BYE);
                        });
                CompletableFuture<ExitReason> first = new CompletableFuture<>();
                Pid caller = spawn(() -> first.complete(failureOf(() -> call(kept, LONG))));
                awaitParked(caller);
                Pid unread = idle();
                unread.exit(KILL);

                assertThat(failureOf(() -> call(handled, LONG))).isEqualTo(BYE);
                assertThat(call(kept, LONG)).isEqualTo("second");
                assertThat(first.get()).isEqualTo(BYE);
                assertThat(failureOf(() -> call(unread, LONG))).isIn(KILLED, NOPROC);
            });
        }

        @DisplayName("R11 a call that nobody reads fails when the process ends")
        @Test
        void unread_call_fails() {
            onNode(() -> {
                Pid deaf = spawn(Forever::sleep);
                Pid me = self();
                Pid caller = spawn(() -> me.send(failureOf(() -> call(deaf, LONG))));
                awaitParked(caller);
                deaf.exit(KILL);

                assertThat(receive()).isEqualTo(KILLED);
            });
        }

        @DisplayName("R11 a reply that comes after the time-out is dropped")
        @Test
        void late_reply_is_dropped() {
            onNode(
                    clock,
                    () -> {
                        Spawned server =
                                spawnMonitor(() -> {
                                    GenCall call = receive(GenCall.class);
                                    clock.advance(SECOND);
                                    receive(String.class);
                                    call.reply("too late");
                                });

                        assertThat(failureOf(() -> call(server.pid(), SECOND))).isEqualTo(TIMEOUT);
                        server.pid().send("reply now");
                        receive(server.ref());
                        assertThat(messageQueueLength()).isZero();
                    });
        }

        @DisplayName("R11 a process cannot call itself")
        @Test
        void calling_oneself() {
            onNode(() -> {
                assertThat(failureOf(() -> call(self(), LONG))).isEqualTo(ExitReason.CALLING_SELF);
            });
        }

        @DisplayName("R11 foreign threads call, cast and send")
        @Test
        void foreign_threads_call() {
            withNode(node -> {
                LinkedBlockingQueue<Object> got = new LinkedBlockingQueue<>();
                Pid server =
                        node.spawn(() -> {
                            got.add(receive());
                            got.add(receive());
                            GenCall call = receive(GenCall.class);
                            got.add(call.caller());
                            call.reply("reply");
                        });
                server.send("sent");
                Gen.cast(server, "cast");

                assertThat(call(server, LONG)).isEqualTo("reply");
                assertThat(got)
                        .containsExactly(
                                "sent", "cast", node.call(() -> Processes.parent().orElseThrow()));
            });
        }
    }

    @Nested
    class Identity {
        @DisplayName("R12 threads that a process starts are foreign threads")
        @Test
        void started_threads_are_foreign() {
            onNode(() -> {
                List<Thread> threads = new ArrayList<>();
                LinkedBlockingQueue<Object> told = new LinkedBlockingQueue<>();
                Runnable ask =
                        () -> {
                            try {
                                told.add(self());
                            } catch (IllegalStateException foreign) {
                                told.add("foreign");
                            }
                        };
                threads.add(Thread.ofVirtual().start(ask));
                threads.add(Thread.ofPlatform().start(ask));
                Thread disguised = Thread.ofVirtual().unstarted(ask);
                disguised.setUncaughtExceptionHandler(
                        Thread.currentThread().getUncaughtExceptionHandler());
                disguised.start();
                threads.add(disguised);
                for (Thread thread : threads) {
                    thread.join();
                }

                assertThat(told).containsExactly("foreign", "foreign", "foreign");
            });
        }

        @DisplayName("R12 inheritable thread-locals of the spawner are not passed on")
        @Test
        void thread_locals_are_not_inherited() {
            InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
            local.set("of JUnit");
            withNode(node -> {
                LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
                ProcessBody look = () -> seen.add(String.valueOf(local.get()));
                node.run(look);
                node.run(() -> {
                    local.set("of the parent");
                    receive(spawnMonitor(look).ref());
                    receive(
                            spawnMonitor(look, SpawnOptions::onPlatformThread, monitor -> monitor)
                                    .ref());
                });

                assertThat(seen).containsExactly("null", "null", "null");
            });
            local.remove();
        }

        @DisplayName("R12 a process on a platform thread of its own is a process like any other")
        @Test
        void platform_thread_process() {
            onNode(() -> {
                Pid me = self();
                Spawned child =
                        spawnMonitor(
                                () -> {
                                    Thread thread = Thread.currentThread();
                                    me.send(List.of(thread.isVirtual(), thread.isDaemon()));
                                    me.send(thread.getName());
                                    me.send(self());
                                    receive();
                                },
                                with -> with.onPlatformThread().label("worker"),
                                monitor -> monitor);

                assertThat(receive()).isEqualTo(List.of(false, true));
                assertThat(receive()).isEqualTo("worker");
                assertThat(receive()).isEqualTo(child.pid());
                child.pid().exit(BYE);
                assertThat(receive(child.ref()).reason()).isEqualTo(BYE);
            });
        }

        @DisplayName("R12 processes run on virtual threads, unless the node has another source")
        @Test
        void source_of_threads() {
            onNode(() -> assertThat(Thread.currentThread().isVirtual()).isTrue());
            onNode(
                    with -> with.threads(Thread.ofPlatform().name("seam-", 0).factory()),
                    () -> assertThat(Thread.currentThread().getName()).startsWith("seam-"));
        }
    }

    @Nested
    class DefaultNode {
        @DisplayName("R13 outside a process, static forms need a node that was declared")
        @Test
        void static_forms_need_a_node() {
            withNode(_ -> {
                for (Runnable use :
                        List.<Runnable>of(
                                () -> spawn(() -> {}),
                                Node::current,
                                () -> Processes.whereis("name"),
                                () -> RegisteredName.local("name").send("x"),
                                () -> ProcLib.start(_ -> {}, ProcLib.Options.linked("x")))) {
                    assertThatThrownBy(use::run)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("node.start(...)")
                            .hasMessageContaining("asDefault()");
                }
            });
        }

        @DisplayName("R13 a declared default node serves ordinary threads until it closes")
        @Test
        void default_node_serves_ordinary_threads() {
            try (Node node = Node.start(NodeOptions::asDefault)) {
                assertThat(Node.current()).isSameAs(node);
                Pid pid = spawn(Forever::sleep);
                node.register("name", pid);

                assertThat(Processes.whereis("name")).contains(pid);
                assertThat(node.processes()).contains(pid);
            }
            assertThatThrownBy(Node::current).isInstanceOf(IllegalStateException.class);
        }

        @DisplayName("R13 there is one default node, and a process has its own")
        @Test
        void there_is_one_default_node() {
            try (Node first = Node.start(NodeOptions::asDefault)) {
                assertThatThrownBy(() -> Node.start(NodeOptions::asDefault))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("there is a default node already");
                assertThat(Node.current()).isSameAs(first);
                onNode(() -> assertThat(Node.current()).isNotSameAs(first));
            }
        }

        @DisplayName("R13 main runs a script on a default node of its own")
        @Test
        void main_runs_a_script() {
            CompletableFuture<Node> node = new CompletableFuture<>();
            Node.main(() -> {
                FutureTask<Node> foreign = new FutureTask<>(Node::current);
                Thread.ofPlatform().start(foreign);
                assertThat(foreign.get()).isSameAs(Node.current());
                node.complete(Node.current());
            });

            assertThat(node.join().processes()).isEmpty();
            assertThat(failureOf(() -> Node.main(() -> Processes.exit(BYE)))).isEqualTo(BYE);
        }

        @DisplayName("R13 a start function that a foreign thread runs on a node sees that node")
        @Test
        void start_functions_see_their_node() {
            withNode(node -> {
                Node seen =
                        node.start(() -> {
                            Pid pid = spawn(Forever::sleep);
                            return StartResult.started(pid).map(_ -> Node.current());
                        });

                assertThat(seen).isSameAs(node);
            });
        }

        @DisplayName("R13 the root traps what foreign threads start, and reports failures")
        @Test
        void root_survives_its_children() {
            withNode(node -> {
                Pid root = node.call(() -> Processes.parent().orElseThrow());
                Pid child = node.spawn(Forever::sleep, SpawnOptions::link);
                child.exit(BYE);

                assertThat(child.isAlive()).isFalse();
                assertThat(root.isAlive()).isTrue();
            });
        }
    }

    @Nested
    class Strangers {
        @DisplayName("R15 messages and exit signals to another node of the JVM are dropped")
        @Test
        void messages_to_a_stranger_are_dropped() {
            withNode(other -> {
                LinkedBlockingQueue<Object> got = new LinkedBlockingQueue<>();
                Pid stranger =
                        other.spawn(() -> {
                            while (true) {
                                got.add(receive());
                            }
                        });
                onNode(() -> {
                    stranger.send("from a stranger");
                    stranger.exit(KILL);
                    Gen.cast(stranger, "cast");
                });
                stranger.send("from outside");

                assertThat(got.take()).isEqualTo("from outside");
            });
        }

        @DisplayName("R15 monitor and link answer noconnection, a call nodedown")
        @Test
        void strangers_answer_noconnection() {
            withNode(other -> {
                Pid stranger = other.spawn(Forever::sleep);
                onNode(() -> {
                    trapExits(true);
                    Ref ref = monitor(stranger);
                    link(stranger);

                    assertThat(receive(ref).reason()).isEqualTo(NOCONNECTION);
                    assertThat(receive(Exit.class).reason()).isEqualTo(NOCONNECTION);
                    assertThat(failureOf(() -> call(stranger, LONG)))
                            .isEqualTo(new ExitReason.NodeDown("nonode@nohost"));
                    assertThatThrownBy(stranger::isAlive)
                            .isInstanceOf(IllegalArgumentException.class);
                });
                assertThat(stranger.isAlive()).isTrue();
            });
        }

        @DisplayName("R15 processes of two nodes are different, and so are their names")
        @Test
        void two_nodes_share_nothing() {
            withNode(one ->
                    withNode(other -> {
                        Pid ofOne = one.spawn(Forever::sleep);
                        Pid ofOther = other.spawn(Forever::sleep);
                        one.register("name", ofOne);
                        other.register("name", ofOther);

                        assertThat(ofOne.number).isEqualTo(ofOther.number);
                        assertThat(ofOne).isNotEqualTo(ofOther);
                        assertThat(one.whereis("name")).contains(ofOne);
                        one.close();
                        assertThat(ofOther.isAlive()).isTrue();
                        assertThat(other.whereis("name")).contains(ofOther);
                    }));
        }
    }
}
