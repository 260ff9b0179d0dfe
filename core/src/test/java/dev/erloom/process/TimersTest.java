// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.Extras.dead;
import static dev.erloom.process.Extras.end;
import static dev.erloom.process.Extras.idle;
import static dev.erloom.process.Processes.cancelTimer;
import static dev.erloom.process.Processes.messageQueueLength;
import static dev.erloom.process.Processes.monotonicTime;
import static dev.erloom.process.Processes.readTimer;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.register;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.sendAfter;
import static dev.erloom.process.Processes.sendAt;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.startTimer;
import static dev.erloom.process.Processes.unregister;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NANO = Duration.ofNanos(1);

    private final ManualClock clock = new ManualClock();

    private static NodeImpl node() {
        return (NodeImpl) Node.current();
    }

    @DisplayName("TM-1 sendAfter delivers the message as it is")
    @Test
    void send_after_delivers_the_message() {
        onNode(
                clock,
                () -> {
                    Object message = new Object();
                    sendAfter(SECOND, message);
                    clock.advance(SECOND);

                    assertThat(receive()).isSameAs(message);
                });
    }

    @DisplayName("TM-1 startTimer delivers the message with the timer's reference")
    @Test
    void start_timer_delivers_its_reference() {
        onNode(
                clock,
                () -> {
                    Ref timer = startTimer(SECOND, self(), "hello");
                    clock.advance(SECOND);

                    assertThat(receive()).isEqualTo(new TimerFired(timer, "hello"));
                });
    }

    @DisplayName("TM-1 a timer works with the clock of the machine")
    @Test
    void timer_works_with_the_real_clock() {
        onNode(() -> {
            for (int i = 0; i < 20; i++) {
                long start = System.nanoTime();
                sendAfter(Duration.ofMillis(i), i);

                assertThat(receive()).isEqualTo(i);
                assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(i * 1_000_000L);
            }
        });
    }

    @DisplayName("TM-2 a timer is never early")
    @Test
    void timer_is_never_early() {
        onNode(
                clock,
                () -> {
                    sendAfter(SECOND, "fired");
                    clock.advance(SECOND.minus(NANO));
                    assertThat(mailbox()).isEmpty();
                    clock.advance(NANO);

                    assertThat(mailbox()).containsExactly("fired");
                });
    }

    @DisplayName("TM-2 zero is legal and fires at once")
    @Test
    void zero_fires_at_once() {
        onNode(() -> {
            sendAfter(Duration.ZERO, "now");

            assertThat(receive()).isEqualTo("now");
        });
    }

    @DisplayName("TM-2 a negative delay is an error")
    @Test
    void negative_delay_is_an_error() {
        onNode(
                clock,
                () -> {
                    assertThatThrownBy(() -> sendAfter(NANO.negated(), "x"))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("delay must be >= 0, was PT-0.000000001S");
                    assertThatThrownBy(() -> startTimer(NANO.negated(), self(), "x"))
                            .isInstanceOf(IllegalArgumentException.class);
                    assertThat(Node.current().pendingTimers()).isZero();
                });
    }

    @DisplayName("TM-2 an absolute time may lie in the past, and be negative: it fires at once")
    @Test
    void absolute_time_may_be_past() {
        onNode(
                clock,
                () -> {
                    clock.advance(SECOND);
                    sendAt(Duration.ofSeconds(-5), self(), "before the node");
                    sendAt(SECOND.minus(NANO), self(), "just past");
                    sendAt(SECOND.plus(NANO), self(), "to come");
                    clock.advance(Duration.ZERO);

                    assertThat(mailbox()).containsExactly("before the node", "just past");
                    clock.advance(NANO);
                    assertThat(mailbox()).containsExactly("to come");
                });
    }

    @DisplayName("TM-2 time counts from the start of the node and never goes back")
    @Test
    void monotonic_time_starts_at_zero() {
        clock.advance(SECOND);
        onNode(
                clock,
                () -> {
                    assertThat(monotonicTime()).isEqualTo(Duration.ZERO);
                    clock.advance(SECOND);
                    assertThat(monotonicTime()).isEqualTo(SECOND);
                });
    }

    @DisplayName("TM-3 a timer ends with the process it is for")
    @Test
    void timer_ends_with_its_receiver() {
        onNode(
                clock,
                () -> {
                    Pid pid = idle();
                    Ref timer = sendAfter(SECOND, pid, "x");
                    end(pid, KILL);

                    assertThat(cancelTimer(timer)).isEmpty();
                    assertThat(node().pendingTimers()).isZero();
                    assertThat(node().timersByRef).isEmpty();
                });
    }

    @DisplayName("TM-3 a timer for a dead process is never started")
    @Test
    void timer_for_the_dead_is_not_started() {
        onNode(
                clock,
                () -> {
                    Ref timer = sendAfter(SECOND, dead(), "x");

                    assertThat(readTimer(timer)).isEmpty();
                    assertThat(node().pendingTimers()).isZero();
                    assertThat(node().timersByRef).isEmpty();
                });
    }

    @DisplayName("TM-3 a timer does not end with the process that started it")
    @Test
    void timer_outlives_its_starter() {
        onNode(
                clock,
                () -> {
                    Pid me = self();
                    Spawned starter = spawnMonitor(() -> sendAfter(SECOND, me, "fired"));
                    receive(starter.ref());
                    clock.advance(SECOND);

                    assertThat(mailbox()).containsExactly("fired");
                });
    }

    @DisplayName("TM-3 a name is looked up when the timer fires")
    @Test
    void name_is_looked_up_late() {
        onNode(
                clock,
                () -> {
                    Pid first = idle();
                    Node.current().register("name", first);
                    sendAfter(SECOND, RegisteredName.local("name"), "to whoever has the name");
                    sendAfter(SECOND, Node.current().address("name"), "bound");
                    end(first, KILL);
                    register("name");
                    clock.advance(SECOND);

                    assertThat(mailbox()).containsExactly("to whoever has the name", "bound");
                });
    }

    @DisplayName("TM-3 a timer for a name that nobody has is dropped when it fires, not before")
    @Test
    void timer_for_an_unknown_name_is_dropped() {
        onNode(
                clock,
                () -> {
                    register("name");
                    Ref timer = sendAfter(SECOND, RegisteredName.local("name"), "x");
                    unregister("name");
                    assertThat(readTimer(timer)).contains(SECOND);
                    clock.advance(SECOND);

                    assertThat(readTimer(timer)).isEmpty();
                    assertThat(mailbox()).isEmpty();
                });
    }

    @DisplayName("TM-3 R6 a timer that is started while its receiver dies leaves nothing behind")
    @Test
    void timer_and_death_at_once() {
        onNode(
                clock,
                () -> {
                    for (int i = 0; i < 1000; i++) {
                        Pid pid = idle();
                        Ref down = Processes.monitor(pid);
                        Spawned starter = spawnMonitor(() -> sendAfter(SECOND, pid, "x"));
                        pid.exit(KILL);
                        receive(down);
                        receive(starter.ref());

                        assertThat(node().pendingTimers()).isZero();
                        assertThat(node().timersByRef).isEmpty();
                    }
                });
    }

    @DisplayName("TM-4 cancelTimer answers the time that was left, or that there is no timer")
    @Test
    void cancel_answers_the_rest() {
        onNode(
                clock,
                () -> {
                    Ref timer = sendAfter(SECOND, "x");
                    clock.advance(SECOND.dividedBy(4));

                    assertThat(readTimer(timer)).contains(Duration.ofMillis(750));
                    assertThat(cancelTimer(timer)).contains(Duration.ofMillis(750));
                    assertThat(cancelTimer(timer)).isEmpty();
                    assertThat(readTimer(timer)).isEmpty();
                    assertThat(cancelTimer(node().newRef())).isEmpty();
                    clock.advance(SECOND);
                    assertThat(mailbox()).isEmpty();
                });
    }

    @DisplayName("TM-4 cancelTimer says nothing about a message that is queued")
    @Test
    void cancel_leaves_the_queued_message() {
        onNode(
                clock,
                () -> {
                    Ref timer = sendAfter(SECOND, "queued");
                    clock.advance(SECOND);

                    assertThat(cancelTimer(timer)).isEmpty();
                    assertThat(mailbox()).containsExactly("queued");
                });
    }

    @DisplayName("TM-6 any process may read and cancel a timer")
    @Test
    void any_process_may_cancel() {
        onNode(
                clock,
                () -> {
                    Pid me = self();
                    Ref timer = sendAfter(SECOND, "x");
                    Processes.spawn(() -> me.send(List.of(readTimer(timer), cancelTimer(timer))));

                    assertThat(receive())
                            .isEqualTo(List.of(Optional.of(SECOND), Optional.of(SECOND)));
                });
    }

    @DisplayName("TM-7 timers fire in the order of their time")
    @Test
    void timers_fire_in_order() {
        onNode(
                clock,
                () ->
                        Seeds.run(
                                50,
                                random -> {
                                    List<Integer> delays = new ArrayList<>();
                                    for (int i = 0; i < 200; i++) {
                                        int millis = random.nextInt(1000);
                                        delays.add(millis);
                                        sendAfter(Duration.ofMillis(millis), millis);
                                    }
                                    clock.advance(SECOND);
                                    delays.sort(null);

                                    assertThat(mailbox()).isEqualTo(delays);
                                }));
    }

    @DisplayName("TM-7 each due timer fires or is cancelled, never both and never neither")
    @Test
    void firing_and_cancelling_at_once() {
        onNode(
                clock,
                () -> {
                    for (int round = 0; round < 300; round++) {
                        List<Ref> timers = new ArrayList<>();
                        for (int i = 0; i < 20; i++) {
                            timers.add(sendAfter(Duration.ofMillis(i), "fired"));
                        }
                        AtomicInteger cancelled = new AtomicInteger();
                        Spawned canceller =
                                spawnMonitor(() -> {
                                    for (Ref timer : timers.reversed()) {
                                        if (cancelTimer(timer).isPresent()) {
                                            cancelled.incrementAndGet();
                                        }
                                    }
                                });
                        clock.advance(SECOND);
                        receive(canceller.ref());

                        assertThat(mailbox()).hasSize(20 - cancelled.get());
                    }
                });
    }

    @DisplayName("TM-8 the end of a process cancels its own timers among a hundred thousand")
    @Test
    void many_timers() {
        onNode(
                clock,
                () -> {
                    Pid one = idle();
                    for (int i = 0; i < 50_000; i++) {
                        sendAfter(Duration.ofMillis(i), one, i);
                        sendAfter(Duration.ofMillis(i), self(), i);
                    }
                    assertThat(node().pendingTimers()).isEqualTo(100_000);
                    end(one, KILL);
                    assertThat(node().pendingTimers()).isEqualTo(50_000);
                    clock.advance(Duration.ofMillis(49_999));

                    assertThat(messageQueueLength()).isEqualTo(50_000);
                    assertThat(node().pendingTimers()).isZero();
                });
    }

    @DisplayName("TM-9 a process of another node takes no timer")
    @Test
    void remote_process_takes_no_timer() {
        onNode(
                clock,
                () -> {
                    try (Node other = Node.start()) {
                        Pid stranger = other.spawn(() -> receive());

                        assertThatThrownBy(() -> sendAfter(SECOND, stranger, "x"))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining(stranger.toString());
                        assertThatThrownBy(() ->
                                        sendAfter(SECOND, new RegisteredName("a", "b@c"), "x"))
                                .isInstanceOf(IllegalArgumentException.class);
                    }
                });
    }

    @DisplayName("TM-2 sleep lasts as long as it says")
    @Test
    void sleep_is_never_early() {
        onNode(
                clock,
                () -> {
                    Pid me = self();
                    Pid sleeper =
                            Processes.spawn(() -> {
                                Processes.sleep(SECOND);
                                me.send(monotonicTime());
                            });
                    Extras.awaitParked(sleeper);
                    clock.advance(SECOND.minus(NANO));
                    Extras.awaitParked(sleeper);
                    clock.advance(NANO);

                    assertThat(receive()).isEqualTo(SECOND);
                });
    }
}
