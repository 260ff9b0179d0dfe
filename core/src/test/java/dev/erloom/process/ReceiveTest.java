// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.Extras.awaitParked;
import static dev.erloom.process.Extras.end;
import static dev.erloom.process.Extras.idle;
import static dev.erloom.process.Extras.inside;
import static dev.erloom.process.Match.skip;
import static dev.erloom.process.Match.take;
import static dev.erloom.process.Processes.messageQueueLength;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.ManualClock;
import dev.erloom.testing.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReceiveTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static void send(Object... messages) {
        for (Object message : messages) {
            self().send(message);
        }
    }

    @DisplayName("RC-1 takes the oldest message that fits and leaves the others in their order")
    @Test
    void takes_the_oldest_that_fits() {
        onNode(() -> {
            send(1, "a", 2, "b", 3, "c");

            assertThat(receive(String.class, text -> !text.equals("a"))).isEqualTo("b");
            assertThat(receive(Integer.class)).isEqualTo(1);
            assertThat(receive(String.class)).isEqualTo("a");
            assertThat(mailbox()).containsExactly(2, 3, "c");
        });
    }

    @DisplayName("RC-1 the order of the messages counts before the order of the clauses")
    @Test
    void message_order_comes_before_clause_order() {
        onNode(() -> {
            send("ignored", 2, 1);
            String taken =
                    receive(message ->
                            switch (message) {
                                case Integer number when number == 1 -> take("first clause");
                                case Integer number when number == 2 -> take("second clause");
                                default -> skip();
                            });

            assertThat(taken).isEqualTo("second clause");
            assertThat(mailbox()).containsExactly("ignored", 1);
        });
    }

    record Item(int kind, int number) {}

    @DisplayName("RC-1 selective receive does what a list would do")
    @Test
    void receives_like_a_list() {
        onNode(() ->
                Seeds.run(
                        200,
                        random -> {
                            List<Item> model = new ArrayList<>();
                            for (int step = 0; step < 200; step++) {
                                int kind = random.nextInt(4);
                                if (random.nextBoolean()) {
                                    Item item = new Item(kind, step);
                                    model.add(item);
                                    self().send(item);
                                    continue;
                                }
                                Optional<Item> expected =
                                        model.stream()
                                                .filter(item -> item.kind == kind)
                                                .findFirst();
                                expected.ifPresent(model::remove);
                                assertThat(
                                                receive(
                                                        Item.class,
                                                        item -> item.kind == kind,
                                                        Duration.ZERO))
                                        .isEqualTo(expected);
                            }
                            assertThat(mailbox()).isEqualTo(model);
                        }));
    }

    @DisplayName("RC-1 a message that fits is found behind others that came during the wait")
    @Test
    void finds_what_comes_during_the_wait() {
        onNode(() -> {
            Pid me = self();
            Pid receiver =
                    spawn(() -> {
                        me.send(receive(Integer.class));
                        me.send(mailbox());
                    });
            awaitParked(receiver);
            receiver.send("a");
            awaitParked(receiver);
            receiver.send("b");
            receiver.send(1);
            assertThat(receive()).isEqualTo(1);

            assertThat(receive()).isEqualTo(List.of("a", "b"));
        });
    }

    @DisplayName("RC-2 a guard that throws does not match")
    @Test
    void failing_guard_does_not_match() {
        onNode(() -> {
            send(0, 4);

            assertThat(receive(Integer.class, number -> 8 / number == 2)).isEqualTo(4);
            assertThat(mailbox()).containsExactly(0);
        });
    }

    @DisplayName("RC-3 a time-out of zero looks once at everything and never waits")
    @Test
    void zero_looks_once() {
        onNode(
                new ManualClock(),
                () -> {
                    send("a", 1, "b");

                    assertThat(receive(Integer.class, Duration.ZERO)).contains(1);
                    assertThat(receive(Integer.class, Duration.ZERO)).isEmpty();
                    assertThat(receive(Duration.ZERO)).contains("a");
                    assertThat(receive(Duration.ZERO)).contains("b");
                    assertThat(receive(Duration.ZERO)).isEmpty();
                });
    }

    @DisplayName(
            "RC-4 the time counts from the entry, and messages that do not fit do not extend it")
    @Test
    void time_counts_from_the_entry() {
        ManualClock clock = new ManualClock();
        onNode(
                clock,
                () -> {
                    List<Duration> looks = new ArrayList<>();
                    send("stray");
                    Optional<String> none =
                            receive(
                                    String.class,
                                    stray -> {
                                        looks.add(Processes.monotonicTime());
                                        clock.advance(SECOND);
                                        self().send(stray);
                                        return false;
                                    },
                                    Duration.ofSeconds(3));

                    assertThat(none).isEmpty();
                    assertThat(looks)
                            .containsExactly(Duration.ZERO, SECOND, SECOND.multipliedBy(2));
                });
    }

    @DisplayName("RC-4 a waiting receive ends when its time is up, not when a stray comes")
    @Test
    void stray_does_not_end_the_wait() {
        ManualClock clock = new ManualClock();
        onNode(
                clock,
                () -> {
                    Pid me = self();
                    Pid receiver =
                            spawn(() -> {
                                me.send(receive(Integer.class, Duration.ofSeconds(2)));
                                me.send(Processes.monotonicTime());
                            });
                    awaitParked(receiver);
                    clock.advance(SECOND);
                    receiver.send("stray");
                    awaitParked(receiver);
                    clock.advance(SECOND);

                    assertThat(receive()).isEqualTo(Optional.empty());
                    assertThat(receive()).isEqualTo(Duration.ofSeconds(2));
                });
    }

    @DisplayName("RC-5 a time-out beyond 2^32 ms is as good as any")
    @Test
    void long_timeouts_work() {
        Duration days = Duration.ofMillis(1L << 32).plusMillis(1);
        ManualClock clock = new ManualClock();
        onNode(
                clock,
                () -> {
                    Pid me = self();
                    List<Pid> receivers = new ArrayList<>();
                    for (int i = 0; i < 2; i++) {
                        receivers.add(
                                spawn(() -> {
                                    Optional<Object> got = receive(days);
                                    me.send(List.of(self(), got));
                                }));
                        awaitParked(receivers.get(i));
                    }
                    clock.advance(days.minusNanos(1));
                    receivers.get(0).send("in time");
                    assertThat(receive())
                            .isEqualTo(List.of(receivers.get(0), Optional.of("in time")));
                    clock.advance(Duration.ofNanos(1));

                    assertThat(receive()).isEqualTo(List.of(receivers.get(1), Optional.empty()));
                });
    }

    @DisplayName("RC-5 infinity waits for ever")
    @Test
    void infinity_waits_for_ever() {
        ManualClock clock = new ManualClock();
        onNode(
                clock,
                () -> {
                    Pid me = self();
                    for (Duration ever :
                            List.of(Timeouts.INFINITY, Duration.ofSeconds(Long.MAX_VALUE))) {
                        Pid receiver = spawn(() -> me.send(receive(ever)));
                        awaitParked(receiver);
                        clock.advance(Duration.ofDays(30_000));
                        receiver.send("at last");

                        assertThat(receive()).isEqualTo(Optional.of("at last"));
                    }
                });
    }

    @DisplayName("RC-5 a negative time-out is an error")
    @Test
    void negative_timeout_is_an_error() {
        onNode(() -> {
            Duration negative = Duration.ofNanos(-1);
            Ref ref = monitor(self());
            send("message");

            assertThatThrownBy(() -> receive(negative))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("after must be >= 0, was PT-0.000000001S");
            assertThatThrownBy(() -> receive(String.class, negative))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> receive(String.class, _ -> true, negative))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> receive(Match::take, negative))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> receive(ref, negative))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Processes.sleep(negative))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(mailbox()).containsExactly("message");
        });
    }

    @DisplayName("RC-6 a message that comes when the time is up is taken or left, never lost")
    @Test
    void message_at_expiry_is_not_lost() {
        ManualClock clock = new ManualClock();
        onNode(
                clock,
                () -> {
                    Pid me = self();
                    for (int i = 0; i < 2000; i++) {
                        int number = i;
                        Spawned sender = spawnMonitor(() -> me.send(number));
                        Spawned time = spawnMonitor(() -> clock.advance(SECOND));
                        int got =
                                receive(Integer.class, SECOND)
                                        .or(() -> Optional.of(receive(Integer.class)))
                                        .orElseThrow();
                        receive(sender.ref());
                        receive(time.ref());

                        assertThat(got).isEqualTo(number);
                        assertThat(messageQueueLength()).isZero();
                    }
                });
    }

    @DisplayName("RC-7 an exception after the take does not put the message back")
    @Test
    void taken_message_does_not_come_back() {
        onNode(() -> {
            send("skipped", 1, "next");
            assertThatThrownBy(
                            () -> {
                                int number = receive(Integer.class);
                                throw new IllegalStateException("handling " + number);
                            })
                    .hasMessage("handling 1");

            assertThat(receive()).isEqualTo("skipped");
            assertThat(receive()).isEqualTo("next");
        });
    }

    @DisplayName("RC-7 after an exception in a clause the next receive starts at the oldest again")
    @Test
    void next_receive_starts_again() {
        onNode(() -> {
            send("a", "b", "c");
            assertThatThrownBy(() ->
                            receive((Object message) -> {
                                if (message.equals("b")) {
                                    throw new IllegalStateException("b");
                                }
                                return skip();
                            }))
                    .hasMessage("b");

            assertThat(mailbox()).containsExactly("a", "b", "c");
        });
    }

    @DisplayName("RC-8 receive of a reference does not search the mailbox")
    @Test
    void receive_of_a_reference_does_not_search() {
        onNode(() -> {
            Pid pid = idle();
            Ref ref = monitor(pid);
            try (NoSearch _ = NoSearch.behind(100_000)) {
                end(pid, KILL);
                assertThat(receive(ref).object()).isEqualTo(pid);
            }

            assertThat(mailbox()).hasSize(100_000).containsOnly("unrelated");
        });
    }

    @DisplayName("RC-8 a call does not look at the mailbox at all")
    @Test
    void call_does_not_look_at_the_mailbox() {
        onNode(() -> {
            Pid server = spawn(() -> receive(GenCall.class).reply("reply"));
            for (int i = 0; i < 100_000; i++) {
                self().send("unrelated");
            }
            Object reply = Gen.call(server, "request", Timeouts.INFINITY, _ -> String.class);

            assertThat(reply).isEqualTo("reply");
            assertThat(inside(self()).mailbox.first()).as("seen by the owner").isNull();
            assertThat(mailbox()).hasSize(100_000).containsOnly("unrelated");
        });
    }

    @DisplayName("RC-8 each message is looked at once in one receive, however often it waits")
    @Test
    void each_message_is_looked_at_once() {
        onNode(() -> {
            Pid me = self();
            List<Object> looks = new ArrayList<>();
            Pid receiver =
                    spawn(() -> {
                        Integer taken =
                                receive((Object message) -> {
                                    looks.add(message);
                                    return message instanceof Integer number
                                            ? take(number)
                                            : skip();
                                });
                        me.send(taken);
                    });
            for (String stray : List.of("a", "b", "c")) {
                receiver.send(stray);
                awaitParked(receiver);
            }
            receiver.send(1);
            receive();

            assertThat(looks).containsExactly("a", "b", "c", 1);
        });
    }

    @DisplayName("RC-9 a receive inside a guard has a search of its own")
    @Test
    void nested_receive_has_its_own_search() {
        onNode(() -> {
            send("outer", 1, "inner", 2);
            List<Object> inner = new ArrayList<>();
            String outer =
                    receive((Object message) -> {
                        if (!message.equals(2)) {
                            return skip();
                        }
                        inner.add(receive(String.class));
                        inner.add(receive(Integer.class));
                        inner.add(receive(Integer.class, Duration.ZERO));
                        return take("found " + message);
                    });

            assertThat(outer).isEqualTo("found 2");
            assertThat(inner).containsExactly("outer", 1, Optional.empty());
            assertThat(mailbox()).containsExactly("inner");
        });
    }

    @DisplayName("RC-9 a receive inside a guard may wait; the outer search goes on behind it")
    @Test
    void nested_receive_may_wait() {
        onNode(() -> {
            Pid me = self();
            send("passed", "asks");
            String outer =
                    receive(
                            String.class,
                            text -> {
                                if (text.equals("asks")) {
                                    spawn(() -> {
                                        me.send(1);
                                        me.send("answer");
                                    });
                                    assertThat(receive(Integer.class)).isEqualTo(1);
                                    assertThat(receive(String.class)).isEqualTo("passed");
                                }
                                return text.equals("answer");
                            });

            assertThat(outer).isEqualTo("answer");
            assertThat(mailbox()).containsExactly("asks");
        });
    }

    @DisplayName("RC-10 the length of the queue is exact from inside")
    @Test
    void queue_length_is_exact() {
        onNode(() -> {
            send(1, 2, 3);
            assertThat(messageQueueLength()).isEqualTo(3);
            receive(Integer.class, number -> number == 2);
            send(4);

            assertThat(messageQueueLength()).isEqualTo(3);
        });
    }

    @DisplayName("RC-11 only a process receives, and only from its own mailbox")
    @Test
    void only_the_owner_receives() {
        assertThatThrownBy(Processes::receive).isInstanceOf(IllegalStateException.class);
        onNode(() -> {
            send("message");
            FutureTask<Object> foreign = new FutureTask<>(Processes::receive);
            Thread.ofVirtual().start(foreign).join();

            assertThatThrownBy(foreign::get).hasCauseInstanceOf(IllegalStateException.class);
            assertThat(mailbox()).containsExactly("message");
        });
    }

    @DisplayName("RC-12 a time-out is never early")
    @Test
    void timeout_is_never_early() {
        onNode(() -> {
            for (int i = 1; i <= 20; i++) {
                Duration time = Duration.ofMillis(i);
                long start = System.nanoTime();
                assertThat(receive(time)).isEmpty();

                assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(time.toNanos());
            }
        });
    }

    @DisplayName("receive of a reference that is no monitor of the caller is an error")
    @Test
    void receive_of_a_foreign_reference() {
        onNode(() -> {
            Ref ref = monitor(idle());
            Processes.demonitor(ref);

            assertThatThrownBy(() -> receive(ref))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("receive takes a monitor of this process, was " + ref);
        });
    }

    @DisplayName("receive of a reference waits for that DOWN and leaves others")
    @Test
    void receive_of_a_reference_leaves_other_ends() {
        onNode(() -> {
            Pid one = idle();
            Pid other = idle();
            Ref ofOne = monitor(one);
            Ref ofOther = monitor(other);
            end(other, KILL);
            assertThat(receive(ofOne, Duration.ZERO)).isEmpty();
            one.exit(KILL);

            assertThat(receive(ofOne).object()).isEqualTo(one);
            assertThat(receive()).isEqualTo(new Down(ofOther, other, ExitReason.KILLED));
        });
    }
}
