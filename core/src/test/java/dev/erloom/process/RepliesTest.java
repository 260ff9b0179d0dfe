// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.Processes.demonitor;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.ManualClock;
import dev.erloom.testing.Parked;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RepliesTest {
    private static final ExitReason BOO = ExitReason.of("boo");
    private static final Predicate<Object> ANSWER = "answer"::equals;

    /** A process that answers through its monitor when it is told to, and then ends. */
    private static Spawned answering() {
        Spawned server =
                spawnMonitor(
                        () -> {
                            receive(Ref.class).send("answer");
                            receive(Boolean.class);
                        },
                        with -> with,
                        monitor -> monitor.alias(AliasMode.DEMONITOR));
        server.pid().send(server.ref());
        return server;
    }

    @Test
    void the_reply_ends_the_monitor() {
        onNode(() -> {
            Spawned server = answering();

            assertThat(ProcLib.receiveReply(server.ref(), ANSWER, Timeouts.INFINITY))
                    .contains("answer");

            assertThat(demonitor(server.ref())).isFalse();
            server.pid().send(true);
            receive(monitor(server.pid()));
            assertThat(mailbox()).isEmpty();
        });
    }

    @Test
    void the_reply_of_a_process_that_has_ended_is_found_before_its_end() {
        onNode(() -> {
            self().send("older");
            Spawned server = answering();
            server.pid().send(true);
            receive(monitor(server.pid()));
            self().send("newer");

            assertThat(ProcLib.receiveReply(server.ref(), ANSWER, Duration.ZERO))
                    .contains("answer");
            assertThat(mailbox()).containsExactly("older", "newer");
        });
    }

    @Test
    void an_end_without_a_reply_is_a_Down() {
        onNode(() -> {
            Spawned server =
                    spawnMonitor(() -> {
                        throw exit(BOO);
                    });

            assertThat(ProcLib.receiveReply(server.ref(), ANSWER, Timeouts.INFINITY))
                    .contains(new Down(server.ref(), server.pid(), BOO));
            assertThat(mailbox()).isEmpty();
        });
    }

    @Test
    void a_reply_that_was_there_before_anybody_asked_is_found_without_an_end() {
        onNode(() -> {
            Pid owner = self();
            Spawned server =
                    spawnMonitor(
                            () -> {
                                receive(Ref.class).send("answer");
                                owner.send("sent");
                                receive(Boolean.class);
                            },
                            with -> with,
                            monitor -> monitor.alias(AliasMode.DEMONITOR));
            server.pid().send(server.ref());
            receive(String.class, "sent"::equals);

            assertThat(ProcLib.receiveReply(server.ref(), ANSWER, Duration.ZERO))
                    .contains("answer");
            server.pid().exit(ExitReason.KILL);
        });
    }

    @Test
    void when_the_time_is_up_the_monitor_stays() {
        ManualClock clock = new ManualClock();
        onNode(
                clock,
                () -> {
                    Spawned server = spawnMonitor(() -> receive(Boolean.class));
                    Thread mover =
                            Thread.startVirtualThread(() -> {
                                try {
                                    clock.awaitAlarm(Duration.ofSeconds(1));
                                    clock.advance(Duration.ofSeconds(1));
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            });

                    assertThat(ProcLib.receiveReply(server.ref(), ANSWER, Duration.ofSeconds(1)))
                            .isEmpty();
                    mover.join();

                    server.pid().send(true);
                    assertThat(receive(server.ref()).reason()).isEqualTo(NORMAL);
                });
    }

    @Test
    void without_a_monitor_it_is_a_selective_receive() {
        onNode(() -> {
            Ref ref = Processes.alias();
            self().send("other");
            self().send("answer");
            assertThat(ProcLib.receiveReply(ref, ANSWER, Timeouts.INFINITY)).contains("answer");
            assertThat(ProcLib.receiveReply(ref, ANSWER, Duration.ZERO)).isEmpty();
            assertThat(mailbox()).containsExactly("other");
        });
    }

    @Test
    void a_long_mailbox_is_not_searched() {
        onNode(() -> {
            for (int i = 0; i < 10_000; i++) {
                self().send(i);
            }
            receive(Integer.class, i -> i == 9_999); // all have been seen
            Thread me = Thread.currentThread();
            Spawned server =
                    spawnMonitor(
                            () -> {
                                Parked.await(me);
                                receive(Ref.class).send("answer");
                            },
                            with -> with,
                            monitor -> monitor.alias(AliasMode.DEMONITOR));
            server.pid().send(server.ref());
            AtomicInteger looked = new AtomicInteger();

            Optional<Object> reply =
                    ProcLib.receiveReply(
                            server.ref(),
                            message -> looked.incrementAndGet() > 0 && ANSWER.test(message),
                            Timeouts.INFINITY);

            assertThat(reply).contains("answer");
            assertThat(looked).hasValue(1);
        });
    }

    @Test
    void a_negative_time_out_is_refused() {
        onNode(() ->
                assertThatThrownBy(() ->
                                ProcLib.receiveReply(
                                        Processes.alias(), ANSWER, Duration.ofSeconds(-1)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("after must be >= 0, was PT-1S"));
    }
}
