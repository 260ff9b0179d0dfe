// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.TIMEOUT;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.task.TaskAwaitTest.failure;
import static dev.erloom.testing.TestNode.withNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.TaskFailed;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.StartResult.Started;
import dev.erloom.task.Task.Yielded;
import dev.erloom.task.TaskResult.Ok;
import dev.erloom.testing.ManualClock;
import dev.erloom.testing.TestNode;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tasks of a thread that is no process, on its default node. */
class ForeignTaskTest {
    private static final ExitReason BOO = ExitReason.of("boo");

    /** Tells a task to go on. */
    record Go() {}

    private static void withDefaultNode(TestNode.Outside test) {
        withNode(with -> with.asDefault(), test);
    }

    private static Object forEver() {
        return receive(Go.class);
    }

    private static <T> Task<T> failing() {
        return Task.async(() -> {
            throw exit(BOO);
        });
    }

    @DisplayName(
            "JV-9 TK-3 an ordinary thread may own tasks; a failure exits it, though there is no link")
    @Test
    void a_thread_may_await() {
        withDefaultNode(_ -> {
            assertThat(Task.async(() -> 1).await()).isEqualTo(1);
            Task<Integer> task = failing();
            assertThat(failure(task::await))
                    .isEqualTo(new TaskFailed(BOO, "await", List.of(task, Duration.ofSeconds(5))));
            assertThat(Task.<Object>async(() -> null).await()).isNull();
        });
    }

    @DisplayName("JV-9 its tasks have no callers, and descend from the node's root")
    @Test
    void a_threads_task_has_no_callers() {
        withDefaultNode(_ -> {
            assertThat(Task.async(ProcLib::callers).await()).isEmpty();
            assertThat(Task.async(ProcLib::ancestors).await()).hasSize(1);
        });
    }

    @DisplayName("JV-9 without a default node the error names what to use")
    @Test
    void a_thread_needs_a_node() {
        assertThatThrownBy(() -> Task.async(() -> 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no default node");
        try (Node node = Node.start()) {
            assertThat(node.start(() -> new Started<>(anyPid(node), Task.async(() -> 1))).await())
                    .isEqualTo(1);
        }
    }

    private static Pid anyPid(Node node) {
        return node.processes().getFirst();
    }

    @DisplayName("JV-9 TK-13 a thread may ask again, any number of times")
    @Test
    void a_thread_may_ask_again() {
        withDefaultNode(_ -> {
            Task<Object> task =
                    Task.async(() -> {
                        receive(Go.class);
                        return 1;
                    });
            assertThat(task.yield(Duration.ZERO)).isEmpty();
            task.pid().send(new Go());
            assertThat(task.yield()).contains(new Ok<>(1));
            assertThat(task.await()).isEqualTo(1);
            assertThatThrownBy(task::ref).isInstanceOf(IllegalStateException.class);
        });
    }

    @DisplayName(
            "JV-9 TK-4 a time-out exits the thread; the task goes on and its value is kept for nobody")
    @Test
    void a_thread_may_be_too_early() {
        ManualClock clock = new ManualClock();
        withNode(
                with -> with.asDefault().clock(clock),
                _ -> {
                    Task<Object> task = Task.async(ForeignTaskTest::forEver);
                    Thread mover =
                            Thread.startVirtualThread(() -> {
                                try {
                                    clock.awaitAlarm(Duration.ofSeconds(5));
                                    clock.advance(Duration.ofSeconds(5));
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
                    assertThat(failure(task::await).reason()).isEqualTo(TIMEOUT);
                    mover.join();
                    assertThat(task.pid().isAlive()).isTrue();
                    task.brutalKill();
                });
    }

    @DisplayName("JV-9 TK-12 TK-14 a thread may wait for many")
    @Test
    void a_thread_may_wait_for_many() {
        withDefaultNode(_ -> {
            List<Task<Integer>> tasks =
                    Stream.of(1, 2, 3).map(i -> Task.<Integer>async(() -> i)).toList();
            assertThat(Task.awaitMany(tasks)).containsExactly(1, 2, 3);

            Task<Object> running = Task.async(ForeignTaskTest::forEver);
            Task<Object> failed = failing();
            assertThat(failure(() -> Task.awaitMany(List.of(running, failed))).reason())
                    .isEqualTo(BOO);
            assertThat(Task.yieldMany(List.of(running, failed), with -> with.limit(1)))
                    .containsExactly(
                            new Yielded<>(running, Optional.empty()),
                            new Yielded<>(failed, Optional.of(new TaskResult.Exit<>(BOO))));
            assertThat(running.shutdown()).isEmpty();
        });
    }

    @DisplayName("JV-9 TK-15 TK-19 TK-20 a thread may end, ignore and complete tasks")
    @Test
    void a_thread_may_end_tasks() {
        withDefaultNode(_ -> {
            assertThat(Task.async(ForeignTaskTest::forEver).shutdown()).isEmpty();
            assertThat(Task.async(ForeignTaskTest::forEver).brutalKill()).isEmpty();
            Task<Object> ignored = Task.async(ForeignTaskTest::forEver);
            assertThat(ignored.ignore()).isEmpty();
            assertThat(ignored.yield(Duration.ZERO)).isEmpty();
            assertThat(ignored.pid().isAlive()).isTrue();
            ignored.pid().exit(ExitReason.KILL);
            assertThat(Task.completed(7).await()).isEqualTo(7);
        });
    }

    private static Task<Object> trapping(Callable<?> work) throws InterruptedException {
        CountDownLatch traps = new CountDownLatch(1);
        Task<Object> task =
                Task.async(() -> {
                    trapExits(true);
                    traps.countDown();
                    return work.call();
                });
        traps.await();
        return task;
    }

    @DisplayName("JV-9 TK-15 a task that a thread cannot shut down in time is killed")
    @Test
    void a_thread_may_run_out_of_patience() {
        ManualClock clock = new ManualClock();
        withNode(
                with -> with.asDefault().clock(clock),
                _ -> {
                    Task<Object> stubborn = trapping(ForeignTaskTest::forEver);
                    Thread mover =
                            Thread.startVirtualThread(() -> {
                                try {
                                    clock.awaitAlarm(Duration.ofSeconds(3));
                                    clock.advance(Duration.ofSeconds(3));
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
                    assertThat(stubborn.shutdown(Duration.ofSeconds(3)))
                            .contains(new TaskResult.Exit<>(KILLED));
                    mover.join();
                });
    }

    @DisplayName(
            "JV-9 TK-15 TK-17 TK-19 a task that a thread has given up is shut down as any other (oracle: elixir 1.18)")
    @Test
    void a_thread_may_end_what_it_has_given_up() {
        withDefaultNode(_ -> {
            Task<Object> given =
                    trapping(() -> {
                        receive(Exit.class);
                        throw exit(BOO);
                    });
            assertThat(given.ignore()).isEmpty();

            assertThat(given.shutdown()).contains(new TaskResult.Exit<>(BOO));
            assertThat(given.shutdown()).contains(new TaskResult.Exit<>(NOPROC));

            Task<Object> killed = Task.async(ForeignTaskTest::forEver);
            assertThat(killed.ignore()).isEmpty();
            assertThat(killed.brutalKill()).isEmpty();
            assertThat(killed.pid().isRunning()).isFalse();
        });
    }

    @DisplayName(
            "JV-9 TK-7 a process may not ask for a thread's task, nor a thread for that of a process")
    @Test
    void a_task_has_one_kind_of_owner() {
        withDefaultNode(node -> {
            Task<Integer> ofThread = Task.async(() -> 1);
            node.run(() ->
                    assertThatThrownBy(ofThread::await)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage(
                                    "%s belongs to an ordinary thread and was asked by %s",
                                    ofThread, self()));

            AtomicReference<Task<Integer>> ofProcess = new AtomicReference<>();
            node.run(() -> ofProcess.set(Task.async(() -> 1)));
            assertThatThrownBy(() -> ofProcess.get().await())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("was asked by an ordinary thread");
        });
    }

    @DisplayName(
            "JV-9 AS-3 AS-6 a thread may consume a stream: a failure is a result, and an early stop leaves nothing")
    @Test
    void a_thread_may_consume_a_stream() {
        withDefaultNode(node -> {
            assertThat(
                            Task.asyncStream(
                                            List.of(1, 2, 3),
                                            x -> {
                                                if (x == 2) {
                                                    throw exit(BOO);
                                                }
                                                return x;
                                            })
                                    .toList())
                    .containsExactly(new Ok<>(1), new TaskResult.Exit<>(BOO), new Ok<>(3));
            assertThat(
                            Task.asyncStream(
                                            List.of(0, 1, 2, 3),
                                            x -> x == 0 ? x : forEver(),
                                            with -> with.maxConcurrency(3))
                                    .findFirst())
                    .contains(new Ok<>(0));
            assertThat(live(node)).isEqualTo(1);
        });
    }

    @DisplayName(
            "JV-9 AS-4 a late task exits a thread that consumes a stream; an iterator is closed with it")
    @Test
    void a_late_task_exits_the_thread() {
        withDefaultNode(node -> {
            UnaryOperator<StreamOptions> atOnce = with -> with.timeout(Duration.ZERO);
            assertThatThrownBy(() -> Task.asyncStream(List.of(1), _ -> forEver(), atOnce).toList())
                    .isInstanceOf(ExitException.class)
                    .extracting(late -> ((ExitException) late).reason())
                    .isEqualTo(new TaskFailed(TIMEOUT, "stream", List.of(Duration.ZERO)));
            try (Stream<TaskResult<Object>> stream =
                    Task.asyncStream(
                            List.of(0, 1),
                            x -> x == 0 ? x : forEver(),
                            with -> with.maxConcurrency(2))) {
                Iterator<TaskResult<Object>> results = stream.iterator();
                assertThat(results.next()).isEqualTo(new Ok<>(0));
            }
            assertThat(live(node)).isEqualTo(1);
        });
    }

    private static int live(Node node) {
        return (int) node.processes().stream().filter(Pid::isAlive).count();
    }

    @DisplayName("JV-9 what a thread waits for ends when the node is closed")
    @Test
    void a_thread_does_not_wait_for_a_closed_node() {
        Node node = Node.start(with -> with.asDefault());
        Task<Object> task = Task.async(ForeignTaskTest::forEver);

        node.close();

        assertThat(failure(task::await).reason()).isIn(KILLED, ExitReason.SHUTDOWN, NOPROC);
    }
}
