// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Extras.dead;
import static dev.erloom.process.Extras.end;
import static dev.erloom.process.Extras.idle;
import static dev.erloom.process.Intervals.applyAfter;
import static dev.erloom.process.Intervals.applyInterval;
import static dev.erloom.process.Intervals.applyRepeatedly;
import static dev.erloom.process.Intervals.exitAfter;
import static dev.erloom.process.Intervals.killAfter;
import static dev.erloom.process.Intervals.sendInterval;
import static dev.erloom.process.Processes.cancelTimer;
import static dev.erloom.process.Processes.cancelTimerAsync;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.monotonicTime;
import static dev.erloom.process.Processes.readTimer;
import static dev.erloom.process.Processes.readTimerAsync;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.sendAfter;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static dev.erloom.testing.TestNode.withNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Extras.Gate;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock = new ManualClock();

    @DisplayName("TM-10 applyAfter runs once, in a fresh process that is linked to nobody")
    @Test
    void apply_after_runs_once_in_a_fresh_process() {
        onNode(
                clock,
                () -> {
                    Pid asker = self();
                    applyAfter(SECOND, () -> asker.send(ProcessInfo.of(self()).orElseThrow()));
                    clock.advance(SECOND);

                    ProcessInfo info = (ProcessInfo) receive();
                    assertThat(info.pid()).isNotEqualTo(asker);
                    assertThat(info.links()).isEmpty();
                    clock.advance(SECOND.multipliedBy(5));
                    assertThat(mailbox()).isEmpty();
                });
    }

    @DisplayName("TM-10 applyAfter is not tied to the caller")
    @Test
    void apply_after_outlives_the_caller() {
        onNode(
                clock,
                () -> {
                    Pid asker = self();
                    Spawned caller =
                            spawnMonitor(() -> applyAfter(SECOND, () -> asker.send("done")));
                    receive(caller.ref());
                    clock.advance(SECOND);

                    assertThat(receive()).isEqualTo("done");
                });
    }

    @DisplayName(
            "TM-10 applyInterval starts a process each time, also while the last one still runs")
    @Test
    void apply_interval_overlaps() {
        Gate gate = new Gate();
        onNode(
                clock,
                () -> {
                    Pid asker = self();
                    applyInterval(
                            SECOND,
                            () -> {
                                asker.send(self());
                                gate.pass();
                            });
                    clock.advance(SECOND);
                    Pid first = receive(Pid.class);
                    clock.advance(SECOND);
                    Pid second = receive(Pid.class);

                    assertThat(first).isNotEqualTo(second);
                    assertThat(first.isAlive()).isTrue();
                    gate.open();
                });
    }

    @DisplayName("TM-10 applyInterval ends with the process that asked for it")
    @Test
    void apply_interval_ends_with_the_caller() {
        onNode(
                clock,
                () -> {
                    Pid asker = self();
                    Spawned caller =
                            spawnMonitor(() -> {
                                applyInterval(SECOND, () -> asker.send("tick"));
                                receive();
                            });
                    clock.awaitAlarm(SECOND);
                    clock.advance(SECOND);
                    assertThat(receive()).isEqualTo("tick");
                    end(caller.pid(), SHUTDOWN);
                    receive(caller.ref());
                    applyAfter(SECOND.multipliedBy(3), () -> asker.send("later"));
                    clock.advance(SECOND.multipliedBy(3));

                    assertThat(receive()).isEqualTo("later");
                });
    }

    @DisplayName("TM-10 applyRepeatedly waits for the last run, and makes up for what it missed")
    @Test
    void apply_repeatedly_runs_in_turn() {
        LinkedBlockingQueue<String> doors = new LinkedBlockingQueue<>();
        onNode(
                clock,
                () -> {
                    Pid asker = self();
                    Ref timer =
                            applyRepeatedly(
                                    SECOND,
                                    () -> {
                                        asker.send(self());
                                        doors.take();
                                    });
                    clock.advance(SECOND);
                    Pid first = receive(Pid.class);
                    Ref end = monitor(first);
                    clock.advance(SECOND.multipliedBy(2));
                    assertThat(mailbox()).isEmpty();
                    doors.add("open");
                    receive(end);
                    clock.advance(Duration.ZERO);
                    Pid second = receive(Pid.class);
                    end = monitor(second);
                    doors.add("open");
                    receive(end);
                    clock.advance(Duration.ZERO);
                    Pid third = receive(Pid.class);
                    end = monitor(third);
                    doors.add("open");
                    receive(end);
                    clock.advance(SECOND.minusNanos(1));

                    assertThat(mailbox()).isEmpty();
                    assertThat(cancelTimer(timer)).contains(Duration.ofNanos(1));
                });
    }

    @DisplayName("TM-11 intervals do not drift, however late they are looked at")
    @Test
    void intervals_do_not_drift() {
        onNode(
                clock,
                () -> {
                    Ref timer = sendInterval(Duration.ofMillis(300), "tick");
                    clock.advance(Duration.ofMillis(1000));
                    assertThat(mailbox()).containsExactly("tick", "tick", "tick");
                    assertThat(readTimer(timer)).contains(Duration.ofMillis(200));
                    clock.advance(Duration.ofMillis(200));

                    assertThat(mailbox()).containsExactly("tick");
                    assertThat(monotonicTime()).isEqualTo(Duration.ofMillis(1200));
                });
    }

    @DisplayName("TM-10 sendInterval ends with the receiver")
    @Test
    void send_interval_ends_with_the_receiver() {
        withNode(
                with -> with.clock(clock),
                node ->
                        node.run(() -> {
                            Pid receiver = idle();
                            sendInterval(SECOND, receiver, "tick");
                            assertThat(node.pendingTimers()).isEqualTo(1);
                            end(receiver, SHUTDOWN);

                            assertThat(node.pendingTimers()).isZero();
                        }));
    }

    @DisplayName("TM-10 sendInterval to a name is for who has it now; for nobody it does nothing")
    @Test
    void send_interval_looks_a_name_up_once() {
        withNode(
                with -> with.clock(clock),
                node ->
                        node.run(() -> {
                            Pid first = idle();
                            node.register("name", first);
                            sendInterval(SECOND, node.address("name"), "tick");
                            sendInterval(SECOND, node.address("nobody"), "tick");
                            sendInterval(SECOND, dead(), "tick");
                            assertThat(node.pendingTimers()).isEqualTo(1);
                            end(first, SHUTDOWN);
                            node.register("name", self());
                            clock.advance(SECOND.multipliedBy(3));

                            assertThat(mailbox()).isEmpty();
                        }));
    }

    @DisplayName("TM-10 an interval can be cancelled, also by another process, and only once")
    @Test
    void an_interval_can_be_cancelled() {
        onNode(
                clock,
                () -> {
                    Ref timer = sendInterval(SECOND, "tick");
                    Spawned other =
                            spawnMonitor(() -> assertThat(cancelTimer(timer)).contains(SECOND));
                    assertThat(receive(other.ref()).reason()).isEqualTo(ExitReason.NORMAL);
                    clock.advance(SECOND.multipliedBy(3));

                    assertThat(mailbox()).isEmpty();
                    assertThat(cancelTimer(timer)).isEmpty();
                });
    }

    @DisplayName("TM-10 exitAfter and killAfter send exit signals")
    @Test
    void exits_can_be_delayed() {
        onNode(
                clock,
                () -> {
                    Pid one = idle();
                    Pid two = Extras.idleTrapping();
                    Ref endOfOne = monitor(one);
                    Ref endOfTwo = monitor(two);
                    exitAfter(SECOND, one, SHUTDOWN);
                    killAfter(SECOND, two);
                    clock.advance(SECOND);

                    assertThat(receive(endOfOne).reason()).isEqualTo(SHUTDOWN);
                    assertThat(receive(endOfTwo).reason()).isEqualTo(KILLED);
                });
    }

    @DisplayName("TM-10 an interval of nothing or less is refused, and starts nothing")
    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void intervals_are_positive(long nanos) {
        Duration wrong = Duration.ofNanos(nanos);
        withNode(node ->
                node.run(() -> {
                    assertThatThrownBy(() -> sendInterval(wrong, "tick"))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("interval must be > 0, was " + wrong);
                    assertThatThrownBy(() -> applyInterval(wrong, () -> {}))
                            .isInstanceOf(IllegalArgumentException.class);
                    assertThatThrownBy(() -> applyRepeatedly(wrong, () -> {}))
                            .isInstanceOf(IllegalArgumentException.class);
                    assertThat(node.pendingTimers()).isZero();
                }));
    }

    @DisplayName("TM-10 a negative delay is refused, and starts nothing")
    @Test
    void delays_are_not_negative() {
        Duration wrong = Duration.ofMillis(-1);
        withNode(node ->
                node.run(() -> {
                    assertThatThrownBy(() -> applyAfter(wrong, () -> {}))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("delay must be >= 0, was " + wrong);
                    assertThatThrownBy(() -> exitAfter(wrong, self(), SHUTDOWN))
                            .isInstanceOf(IllegalArgumentException.class);
                    assertThat(node.pendingTimers()).isZero();
                }));
    }

    @DisplayName("TM-5 cancelTimerAsync and readTimerAsync answer with a message")
    @Test
    void a_timer_can_be_asked_by_message() {
        onNode(
                clock,
                () -> {
                    Ref timer = sendAfter(SECOND, "late");
                    readTimerAsync(timer);
                    cancelTimerAsync(timer);
                    cancelTimerAsync(timer);

                    assertThat(mailbox())
                            .containsExactly(
                                    new TimerRead(timer, Optional.of(SECOND)),
                                    new TimerCancelled(timer, Optional.of(SECOND)),
                                    new TimerCancelled(timer, Optional.empty()));
                });
    }
}
