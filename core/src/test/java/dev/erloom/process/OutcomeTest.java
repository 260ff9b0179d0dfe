// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.testing.TestNode.withNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Outcome.Handed;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final ExitReason BOO = ExitReason.of("boo");

    @DisplayName(
            "JV-9 an ordinary thread gets what a process hands over, or its end: the first of both")
    @Test
    void the_first_wins() {
        withNode(node -> {
            Pid pid = node.spawn(() -> receive(Outcome.class).hand("value"));
            Outcome handed = Outcome.watch(pid);
            pid.send(handed);
            Outcome.awaitAny(List.of(handed), Timeouts.INFINITY);
            assertThat(handed.result()).isEqualTo(new Handed("value"));
            assertThat(handed.hand("late")).isFalse();

            Pid failing =
                    node.spawn(() -> {
                        receive();
                        throw exit(BOO);
                    });
            Outcome ended = Outcome.watch(failing);
            failing.send("go");
            Outcome.awaitAny(List.of(ended), Timeouts.INFINITY);
            assertThat(ended.result())
                    .isInstanceOfSatisfying(
                            Down.class, down -> assertThat(down.reason()).isEqualTo(BOO));
            assertThat(ended.hand("late")).isFalse();
        });
    }

    @DisplayName("JV-9 the outcome of a dead process is noproc")
    @Test
    void the_dead_have_an_outcome() {
        withNode(node -> {
            Pid pid = node.spawn(() -> {});
            node.run(() -> receive(Processes.monitor(pid)));
            assertThat(Outcome.watch(pid).result())
                    .isInstanceOfSatisfying(
                            Down.class, down -> assertThat(down.reason()).isEqualTo(NOPROC));
        });
    }

    @DisplayName("JV-9 who waits for several goes on with the first, or when the time is up")
    @Test
    void one_of_several_is_enough() {
        ManualClock clock = new ManualClock();
        withNode(
                with -> with.clock(clock),
                node -> {
                    Pid first = node.spawn(() -> receive());
                    Outcome never = Outcome.watch(node.spawn(() -> receive()));
                    Outcome soon = Outcome.watch(first);

                    Outcome.awaitAny(List.of(never, soon), Duration.ZERO);
                    assertThat(soon.result()).isNull();
                    Thread mover =
                            Thread.startVirtualThread(() -> {
                                try {
                                    clock.awaitAlarm(Duration.ofSeconds(1));
                                    clock.advance(Duration.ofSeconds(1));
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
                    Outcome.awaitAny(List.of(never, soon), Duration.ofSeconds(1));
                    mover.join();
                    assertThat(never.now()).isEqualTo(Duration.ofSeconds(1));
                    assertThat(soon.result()).isNull();

                    first.send("go");
                    Outcome.awaitAny(List.of(never, soon), Timeouts.INFINITY);
                    assertThat(soon.result()).isNotNull();
                    assertThat(never.result()).isNull();
                    Outcome.awaitAny(List.of(), Timeouts.INFINITY);
                });
    }

    @DisplayName("JV-9 a thread that is interrupted gives up, with its interrupt status set")
    @Test
    void an_interrupt_ends_the_wait() {
        withNode(node -> {
            Outcome never = Outcome.watch(node.spawn(() -> receive()));
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> Outcome.awaitAny(List.of(never), Timeouts.INFINITY))
                    .isInstanceOf(ExitException.class)
                    .hasMessage("interrupted");

            assertThat(Thread.interrupted()).isTrue();
        });
    }
}
