// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.testing.Forever;
import dev.erloom.testing.LogCapture;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Corners of the end of a process in which something once was lost, kept, or waited for in vain.
 */
class EndOfProcessTest {

    private static NodeImpl node() {
        return (NodeImpl) Node.start();
    }

    private static ProcessImpl process(Pid pid) {
        return Objects.requireNonNull(pid.process);
    }

    /** {@return the reason with which {@code pid} ends, once it has; for any thread} */
    private static ExitReason endOf(NodeImpl node, Pid pid) {
        return node.call(() -> Processes.receive(Processes.monitor(pid)).reason());
    }

    @Nested
    class Of_a_process_that_does_not_want_to_end {

        @Test
        @DisplayName("R3 kill interrupts a doomed process once more, wherever it has gone since")
        void kill_interrupts_again() throws InterruptedException {
            try (NodeImpl node =
                    (NodeImpl)
                            Node.start(with ->
                                    with.exitGrace(Timeouts.INFINITY)
                                            .killGrace(Timeouts.INFINITY))) {
                CountDownLatch runs = new CountDownLatch(1);
                CountDownLatch cleans = new CountDownLatch(1);
                CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
                Pid victim =
                        node.spawn(() -> {
                            try {
                                runs.countDown();
                                Processes.receive();
                            } finally {
                                cleans.countDown();
                                sleep(interrupted);
                            }
                        });
                runs.await();
                victim.exit(ExitReason.SHUTDOWN);
                cleans.await();
                victim.exit(ExitReason.KILL);
                assertThat(interrupted.join()).isTrue();
            }
        }

        private static void sleep(CompletableFuture<Boolean> interrupted) {
            try {
                Forever.sleep();
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        }

        @Test
        @DisplayName("R2 a report that blocks does not protect its process from being killed")
        void a_report_can_be_killed() throws InterruptedException {
            try (NodeImpl node = node();
                    LogCapture _ = LogCapture.ofCore()) {
                CountDownLatch reporting = new CountDownLatch(1);
                Object stubborn =
                        new Object() {
                            @Override
                            public String toString() {
                                reporting.countDown();
                                Processes.sleep(Duration.ofDays(1));
                                return "never";
                            }
                        };
                Pid victim =
                        node.start(() ->
                                ProcLib.<Pid>start(
                                        ready -> {
                                            Processes.put("state", stubborn);
                                            ready.started(Processes.self());
                                            Processes.receive(String.class);
                                            throw new IllegalStateException("boom");
                                        },
                                        ProcLib.Options.unlinked("test")));
                victim.send("crash");
                reporting.await();
                victim.exit(ExitReason.KILL);
                assertThat(endOf(node, victim)).isIn(ExitReason.KILLED, ExitReason.NOPROC);
                assertThat(process(victim).reason()).isEqualTo(ExitReason.KILLED);
            }
        }

        @Test
        @DisplayName("R2 R14 tight loops on all carriers do not keep a node from closing")
        void tight_loops_do_not_keep_a_node_open() throws InterruptedException {
            AtomicBoolean over = new AtomicBoolean();
            int carriers = Runtime.getRuntime().availableProcessors();
            CountDownLatch running = new CountDownLatch(carriers);
            NodeImpl node = (NodeImpl) Node.start(with -> with.killGrace(Duration.ofMillis(1)));
            try (LogCapture _ = LogCapture.ofCore()) {
                for (int i = 0; i < carriers; i++) {
                    node.spawn(() -> {
                        running.countDown();
                        while (!over.get()) {
                            Thread.onSpinWait();
                        }
                    });
                }
                running.await();
                node.close();
                assertThat(node.processes).isEmpty();
                assertThat(node.zombies()).isGreaterThanOrEqualTo(carriers);
            } finally {
                over.set(true);
            }
        }
    }

    @Nested
    class Leaves_nothing_behind {

        @Test
        @DisplayName("P-4 a spawn whose options fail starts nothing")
        void failing_options_start_nothing() {
            try (NodeImpl node = node()) {
                node.run(() -> {
                    int before = node.processes.size();
                    assertThatThrownBy(() ->
                                    Processes.spawnMonitor(
                                            () -> {},
                                            with -> with,
                                            with -> {
                                                throw new IllegalStateException();
                                            }))
                            .isInstanceOf(IllegalStateException.class);
                    assertThat(node.processes).hasSize(before);
                });
            }
        }

        @Test
        @DisplayName("R14 a process whose thread cannot be started ends at once")
        void a_thread_that_cannot_start() throws InterruptedException {
            AtomicBoolean fails = new AtomicBoolean();
            try (NodeImpl node =
                    (NodeImpl)
                            Node.start(with ->
                                    with.threads(body -> {
                                        Thread thread = Thread.ofVirtual().unstarted(body);
                                        return fails.get() ? ended() : thread;
                                    }))) {
                fails.set(true);
                assertThatThrownBy(() -> node.spawn(() -> {}))
                        .isInstanceOf(IllegalThreadStateException.class);
                assertThat(node.processes()).containsExactly(node.root().pid);
            }
        }

        private static Thread ended() {
            Thread thread = Thread.ofVirtual().start(() -> {});
            while (thread.isAlive()) {
                Thread.onSpinWait();
            }
            return thread;
        }

        @Test
        @DisplayName("a wait that has ended is no timer any more, nor is one of a process that has")
        void waits_leave_the_heap() {
            CompletableFuture<Boolean> waits = new CompletableFuture<>();
            try (NodeImpl node =
                    (NodeImpl) Node.start(with -> with.clock(new TellingClock(waits)))) {
                Pid server =
                        node.spawn(() -> {
                            GenCall call = Processes.receive(GenCall.class);
                            waits.join();
                            call.reply("late");
                            Processes.receive(Duration.ofDays(1));
                        });
                Object answer = Gen.call(server, "?", Duration.ofDays(1), _ -> Object.class);
                assertThat(answer).isEqualTo("late");
                server.exit(ExitReason.KILL);
                endOf(node, server);
                assertThat(node.pendingTimers()).isZero();
            }
        }

        @Test
        @DisplayName(
                "TM-3 timers that never fire go with their process, timers to names with their node")
        void timers_go() {
            NodeImpl node = node();
            node.run(() -> Processes.sendAfter(Timeouts.INFINITY, "never"));
            node.run(() -> Processes.sendAfter(Duration.ofDays(1), node.address("name"), "never"));
            assertThat(node.timersByRef).hasSize(1);
            node.close();
            assertThat(node.timersByRef).isEmpty();
        }

        @Test
        @DisplayName("GC-10 a call whose caller has ended needs no answer any more")
        void calls_of_the_dead_need_no_answer() {
            try (NodeImpl node = node()) {
                node.run(() -> {
                    Pid self = Processes.self();
                    Pid caller =
                            Processes.spawn(() ->
                                    Gen.call(self, "?", Timeouts.INFINITY, _ -> Object.class));
                    GenCall call = Processes.receive(GenCall.class);
                    Ref ref = Processes.monitor(caller);
                    caller.exit(ExitReason.KILL);
                    Processes.receive(ref);
                    assertThat(call.isAnswered()).isTrue();
                });
            }
        }

        @Test
        @DisplayName("a pid that is kept keeps nothing of its process, nor of the process's parent")
        void a_pid_keeps_nothing() throws InterruptedException {
            try (NodeImpl node = node()) {
                List<Pid> kept = new ArrayList<>();
                WeakReference<Object> held = spawnGenerations(node, kept);
                for (Pid pid : kept) {
                    process(pid).thread().join();
                }
                System.gc();
                assertThat(kept).hasSize(2);
                assertThat(held.get()).isNull();
            }
        }

        private static WeakReference<Object> spawnGenerations(NodeImpl node, List<Pid> kept) {
            Object big = new Object();
            node.run(() -> {
                Processes.put("big", big);
                kept.add(Processes.self());
                kept.add(Processes.spawnLink(() -> {}));
                Processes.monitor(kept.getLast(), with -> with.alias(AliasMode.DEMONITOR));
            });
            return new WeakReference<>(big);
        }
    }

    @Nested
    class Between_link_and_mailbox {

        @Test
        @DisplayName("RC-1 a clause that flushes what it is looking at loses nothing else")
        void a_flush_under_test() {
            try (NodeImpl node = node()) {
                node.run(() -> {
                    Pid gone = Processes.spawn(() -> {});
                    endOf(node, gone);
                    Processes.trapExits(true);
                    Processes.self().send("first");
                    Processes.monitor(gone);
                    Processes.link(gone);
                    Processes.self().send("last");
                    Processes.<Object>receive(message -> {
                        if (message instanceof Down(Ref ref, _, _)) {
                            Processes.demonitor(ref);
                            return Match.take(message);
                        }
                        return Match.skip();
                    });
                    Processes.<Object>receive(message -> {
                        if (message instanceof Exit(Pid from, _)) {
                            Processes.unlinkAndFlush(from);
                            return Match.take(message);
                        }
                        return Match.skip();
                    });
                    assertThat(Processes.receive()).isEqualTo("first");
                    assertThat(Processes.receive()).isEqualTo("last");
                    assertThat(Processes.messageQueueLength()).isZero();
                });
            }
        }

        @Test
        @DisplayName("LN-3 LN-6 the EXIT of a link to a dead process is flushed as any other")
        void noproc_is_flushed() {
            try (NodeImpl node = node()) {
                node.run(() -> {
                    Pid gone = Processes.spawn(() -> {});
                    endOf(node, gone);
                    Processes.trapExits(true);
                    Processes.link(gone);
                    assertThat(Processes.messageQueueLength()).isEqualTo(1);
                    Processes.unlinkAndFlush(gone);
                    assertThat(Processes.messageQueueLength()).isZero();
                });
            }
        }
    }

    @Nested
    class Across_the_border {
        private final Signals signals = new Signals();

        @Test
        @DisplayName("SIG-10 a peer that cannot be told does not keep others from being told")
        void a_failing_transport() {
            try (NodeImpl node = node();
                    LogCapture _ = LogCapture.ofCore()) {
                Border border = node.distribute("here@test", 1, signals);
                Pid peer = border.pid("there@test", 1, 7, 0);
                Pid victim =
                        node.spawn(() -> {
                            Processes.link(peer);
                            Processes.receive();
                        });
                signals.await(Signal.Link.class);
                Pid watcher = node.spawn(() -> Processes.receive());
                border.deliver(new Signal.Monitor(peer, victim, border.ref("there@test", 1, 1)));
                signals.refuse();
                assertThat(
                                node.<ExitReason>call(() -> {
                                    Ref ref = Processes.monitor(victim);
                                    victim.exit(ExitReason.SHUTDOWN);
                                    return Processes.receive(ref).reason();
                                }))
                        .isEqualTo(ExitReason.SHUTDOWN);
                watcher.exit(ExitReason.KILL);
            }
        }

        @Test
        @DisplayName("LN-9 a link that is made again while its EXIT waits is a new link")
        void a_link_made_again() {
            try (NodeImpl node = node()) {
                Border border = node.distribute("here@test", 1, signals);
                Pid peer = border.pid("there@test", 1, 7, 0);
                ExitReason why = ExitReason.of("why");
                node.run(() -> {
                    Processes.trapExits(true);
                    Processes.link(peer);
                    border.nodeDown("there@test", true);
                    Processes.link(peer);
                    assertThat(Processes.receive())
                            .isEqualTo(new Exit(peer, ExitReason.NOCONNECTION));
                    border.deliver(new Signal.LinkExit(peer, Processes.self(), why));
                    assertThat(Processes.receive()).isEqualTo(new Exit(peer, why));
                });
                assertThat(node.remote.links).isEmpty();
            }
        }

        @Test
        @DisplayName("LN-7 an unlink that is never confirmed goes with its process")
        void an_unlink_without_answer() {
            try (NodeImpl node = node()) {
                Border border = node.distribute("here@test", 1, signals);
                Pid peer = border.pid("there@test", 1, 7, 0);
                node.run(() -> {
                    Processes.link(peer);
                    Processes.unlink(peer);
                });
                assertThat(node.remote.links).isEmpty();
            }
        }

        @Test
        @DisplayName("R14 a thread that calls another node is told when its own node has closed")
        void closing_ends_calls_to_others() throws InterruptedException {
            NodeImpl node = node();
            Border border = node.distribute("here@test", 1, signals);
            Pid peer = border.pid("there@test", 1, 7, 0);
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            Thread.ofPlatform()
                    .start(() -> {
                        try {
                            Gen.call(peer, "?", Timeouts.INFINITY, _ -> Object.class);
                        } catch (IllegalStateException closed) {
                            failure.complete(closed);
                        }
                    });
            signals.await(Signal.Send.class);
            node.close();
            assertThat(failure.join()).hasMessageContaining("closed");
        }
    }

    /** A transport that keeps what it is given, until it refuses everything. */
    private static final class Signals implements Transport {
        private final List<Signal> taken = new ArrayList<>();
        private boolean refuses;

        @Override
        public synchronized void send(String node, Signal signal) {
            if (refuses) {
                throw new IllegalArgumentException("no external form");
            }
            taken.add(signal);
            notifyAll();
        }

        synchronized void refuse() {
            refuses = true;
        }

        synchronized void await(Class<? extends Signal> type) {
            try {
                while (taken.stream().noneMatch(type::isInstance)) {
                    wait();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The clock of the machine, which also tells when it is first set. */
    private record TellingClock(CompletableFuture<Boolean> isSet) implements Clock {
        @Override
        public long nanoTime() {
            return Clock.system().nanoTime();
        }

        @Override
        public Alarm alarm(Runnable action) {
            Alarm alarm = Clock.system().alarm(action);
            return new Alarm() {
                @Override
                public void setTo(long nanoTime) {
                    isSet.complete(true);
                    alarm.setTo(nanoTime);
                }

                @Override
                public void close() {
                    alarm.close();
                }
            };
        }
    }
}
