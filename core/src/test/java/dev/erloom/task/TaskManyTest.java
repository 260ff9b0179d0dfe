// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.TIMEOUT;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.task.TaskAwaitTest.failure;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.TaskFailed;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import dev.erloom.task.Task.Yielded;
import dev.erloom.task.TaskResult.Ok;
import dev.erloom.task.YieldOptions.OnTimeout;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TaskManyTest {
    private static final ExitReason BOO = ExitReason.of("boo");
    private static final Duration AT_ONCE = Duration.ZERO;

    /** Tells a task to go on. */
    record Go() {}

    private static Task<Integer> gated(int value) {
        return Task.async(() -> {
            receive(Go.class);
            return value;
        });
    }

    private static Task<Integer> done(int value) {
        Task<Integer> task = Task.async(() -> value);
        receive(monitor(task.pid()));
        return task;
    }

    private static Task<Integer> failed(ExitReason reason) {
        Task<Integer> task =
                Task.async(() -> {
                    throw exit(reason);
                });
        receive(monitor(task.pid()));
        return task;
    }

    private static <T> Yielded<T> yielded(Task<T> task, T value) {
        return new Yielded<>(task, Optional.of(new Ok<>(value)));
    }

    private static <T> Yielded<T> nothing(Task<T> task) {
        return new Yielded<>(task, Optional.empty());
    }

    @DisplayName(
            "TK-12 await_many returns the values in the order of the tasks, and leaves other messages")
    @Test
    void values_come_in_the_order_of_the_tasks() {
        onNode(() -> {
            List<Task<Integer>> tasks =
                    IntStream.range(0, 10).mapToObj(TaskManyTest::gated).toList();
            self().send("other");
            tasks.reversed().forEach(task -> task.pid().send(new Go()));

            assertThat(Task.awaitMany(tasks)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(mailbox()).containsExactly("other");
        });
    }

    @DisplayName("TK-12 await_many of nothing returns at once, of a task twice its value twice")
    @Test
    void none_and_twice() {
        onNode(() -> {
            assertThat(Task.awaitMany(List.<Task<Integer>>of())).isEmpty();
            Task<Integer> task = Task.async(() -> 1);
            assertThat(Task.awaitMany(List.of(task, task))).containsExactly(1, 1);
        });
    }

    @DisplayName(
            "TK-12 await_many exits as soon as one task has failed; what the others have sent stays")
    @Test
    void the_first_failure_exits_at_once() {
        onNode(() -> {
            trapExits(true);
            Task<Integer> failed = failed(BOO);
            Task<Integer> done = done(1);
            Task<Integer> running = gated(2);
            List<Task<Integer>> tasks = List.of(running, done, failed);

            assertThat(failure(() -> Task.awaitMany(tasks, Timeouts.INFINITY)))
                    .isEqualTo(
                            new TaskFailed(BOO, "await_many", List.of(tasks, Timeouts.INFINITY)));

            assertThat(mailbox())
                    .containsExactly(
                            new Exit(failed.pid(), BOO),
                            new TaskReply(done.ref(), 1),
                            new Exit(done.pid(), NORMAL));
            assertThat(running.pid().isAlive()).isTrue();
        });
    }

    @DisplayName("TK-12 TK-25 await_many has one time-out for all, after which nothing arrives")
    @Test
    void one_time_out_for_all() {
        ManualClock clock = new ManualClock();
        onNode(
                clock,
                () -> {
                    Task<Integer> first = gated(1);
                    Task<Integer> second = gated(2);
                    List<Task<Integer>> tasks = List.of(first, second);
                    Thread mover =
                            Thread.startVirtualThread(() -> {
                                try {
                                    clock.awaitAlarm(Duration.ofSeconds(5));
                                    clock.advance(Duration.ofSeconds(3));
                                    first.pid().send(new Go());
                                    clock.awaitAlarm(Duration.ofSeconds(2));
                                    clock.advance(Duration.ofSeconds(2));
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            });

                    assertThat(failure(() -> Task.awaitMany(tasks)).reason()).isEqualTo(TIMEOUT);

                    mover.join();
                    Ref end = monitor(second.pid());
                    second.pid().send(new Go());
                    receive(end);
                    assertThat(mailbox()).isEmpty();
                });
    }

    @DisplayName(
            "TK-13 yield may be asked again until it has an answer (oracle d: task yield twice)")
    @Test
    void yield_may_be_asked_again() {
        onNode(() -> {
            trapExits(true);
            Task<Integer> task = gated(7);

            assertThat(task.yield(AT_ONCE)).isEmpty();
            task.pid().send(new Go());
            assertThat(task.yield()).contains(new Ok<>(7));

            assertThat(receive(Exit.class)).isEqualTo(new Exit(task.pid(), NORMAL));
            assertThat(mailbox()).isEmpty();
            assertThat(task.yield(AT_ONCE)).isEmpty();
        });
    }

    @DisplayName("TK-13 yield says how a task ended, normally without a value too, and is no exit")
    @Test
    void yield_says_how_a_task_ended() {
        onNode(() -> {
            trapExits(true);
            assertThat(failed(BOO).yield()).contains(new TaskResult.Exit<>(BOO));
            assertThat(failed(NORMAL).yield()).contains(new TaskResult.Exit<>(NORMAL));
        });
    }

    @DisplayName(
            "TK-14 yield_many: each task with its result, in their order; nothing for those that are late")
    @Test
    void yield_many_hands_out_what_is_there() {
        onNode(() -> {
            trapExits(true);
            Task<Integer> done = done(1);
            Task<Integer> late = gated(2);
            Task<Integer> failed = failed(BOO);

            assertThat(Task.yieldMany(List.of(late, done, failed), with -> with.timeout(AT_ONCE)))
                    .containsExactly(
                            nothing(late),
                            yielded(done, 1),
                            new Yielded<>(failed, Optional.of(new TaskResult.Exit<>(BOO))));

            late.pid().send(new Go());
            assertThat(Task.yieldMany(List.of(late), with -> with.timeout(Timeouts.INFINITY)))
                    .containsExactly(yielded(late, 2));
        });
    }

    @DisplayName("TK-14 the default time-out of yield_many is 5 s")
    @Test
    void yield_many_waits_five_seconds() {
        assertThat(YieldOptions.DEFAULT.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(YieldOptions.DEFAULT.onTimeout()).isEqualTo(OnTimeout.NOTHING);
        assertThat(YieldOptions.DEFAULT.limit()).isEqualTo(Integer.MAX_VALUE);
    }

    @DisplayName(
            "TK-14 with a limit yield_many returns when so many are done, and that is no time-out")
    @Test
    void yield_many_stops_at_its_limit() {
        onNode(() -> {
            Task<Integer> running = gated(1);
            Task<Integer> done = done(2);
            Task<Integer> alsoDone = done(3);

            assertThat(
                            Task.yieldMany(
                                    List.of(running, done, alsoDone),
                                    with ->
                                            with.limit(1)
                                                    .timeout(Timeouts.INFINITY)
                                                    .onTimeout(OnTimeout.KILL_TASK)))
                    .containsExactly(nothing(running), yielded(done, 2), nothing(alsoDone));

            assertThat(running.pid().isAlive()).isTrue();
            assertThat(alsoDone.await()).isEqualTo(3);
            assertThat(Task.yieldMany(List.of(running), with -> with.limit(5).timeout(AT_ONCE)))
                    .containsExactly(nothing(running));
        });
    }

    @DisplayName("TK-14 yield_many returns when all are done, though the limit is higher")
    @Test
    void a_limit_above_the_number_of_tasks_is_that_number() {
        onNode(() -> {
            Task<Integer> task = Task.async(() -> 1);
            assertThat(
                            Task.yieldMany(
                                    List.of(task),
                                    with -> with.limit(2).timeout(Timeouts.INFINITY)))
                    .containsExactly(yielded(task, 1));
        });
    }

    @DisplayName("TK-14 on_timeout kill_task ends the late tasks, ignore lets them go on unheard")
    @Test
    void late_tasks_are_killed_or_ignored() {
        onNode(() -> {
            Task<Integer> killed = gated(1);
            Task<Integer> ignored = gated(2);

            assertThat(
                            Task.yieldMany(
                                    List.of(killed),
                                    with -> with.timeout(AT_ONCE).onTimeout(OnTimeout.KILL_TASK)))
                    .containsExactly(nothing(killed));
            assertThat(killed.pid().isAlive()).isFalse();

            assertThat(
                            Task.yieldMany(
                                    List.of(ignored),
                                    with -> with.timeout(AT_ONCE).onTimeout(OnTimeout.IGNORE)))
                    .containsExactly(nothing(ignored));
            Ref end = monitor(ignored.pid());
            ignored.pid().send(new Go());
            assertThat(receive(end).reason()).isEqualTo(NORMAL);
            assertThat(mailbox()).isEmpty();
        });
    }

    @Test
    void options_are_checked() {
        onNode(() -> {
            List<Task<Integer>> none = List.of();
            assertThatThrownBy(() -> Task.yieldMany(none, with -> with.limit(0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("limit must be >= 1, was 0");
            assertThatThrownBy(() ->
                            Task.yieldMany(none, with -> with.timeout(Duration.ofSeconds(-1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timeout must be >= 0, was PT-1S");
            assertThat(Task.yieldMany(none, with -> with)).isEmpty();
        });
    }

    @DisplayName("TK-20 a completed task has no process; its value is in the mailbox already")
    @Test
    void a_completed_task_has_no_process() {
        onNode(() -> {
            int before = TaskStreamTest.processes();
            Task<String> task = Task.completed("value");

            assertThat(TaskStreamTest.processes()).isEqualTo(before);
            assertThatThrownBy(task::pid)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a completed task has no process");
            assertThat(task.await()).isEqualTo("value");
            assertThat(mailbox()).isEmpty();

            Task<String> message = Task.completed("value");
            assertThat(mailbox()).containsExactly(new TaskReply(message.ref(), "value"));

            Task<Integer> one = Task.completed(1);
            Task<Integer> two = Task.async(() -> 2);
            assertThat(Task.awaitMany(List.of(two, one))).containsExactly(2, 1);
        });
    }

    @Test
    void a_thousand_tasks_are_awaited() {
        onNode(() -> {
            List<Task<Integer>> tasks =
                    IntStream.range(0, 1000).mapToObj(i -> Task.<Integer>async(() -> i)).toList();
            assertThat(Task.awaitMany(tasks)).hasSize(1000).endsWith(999);
            assertThat(mailbox()).isEmpty();
            receive(monitor(spawn(() -> {})));
        });
    }

    @DisplayName("TK-12 the work of await_many grows with the number of tasks, not with its square")
    @Test
    void a_great_many_tasks_are_awaited() {
        onNode(() -> {
            List<Task<Integer>> tasks =
                    IntStream.range(0, 100_000).mapToObj(Task::<Integer>completed).toList();

            assertThat(Task.awaitMany(tasks)).hasSize(100_000).endsWith(99_998, 99_999);
        });
    }
}
