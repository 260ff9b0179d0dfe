// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.TIMEOUT;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.erloom.process.Down;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.TaskFailed;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import dev.erloom.task.TaskResult.Exit;
import dev.erloom.task.TaskResult.Ok;
import dev.erloom.testing.ManualClock;
import dev.erloom.testing.Parked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskStreamTest {
    private static final ExitReason BOO = ExitReason.of("boo");
    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** What a gated task tells the test. */
    record Began(int element, Pid task) {}

    /** Lets a gated task return. */
    record Go() {}

    /** A consumer's report. */
    record Got(Object result) {}

    private static Work<Integer, Integer> gated(Pid test) {
        return element -> {
            test.send(new Began(element, self()));
            receive(Go.class);
            return element;
        };
    }

    private static <T> TaskResult<T> ok(T value) {
        return new Ok<>(value);
    }

    private static List<TaskResult<Integer>> oks(Integer... values) {
        return Stream.of(values).map(TaskStreamTest::ok).toList();
    }

    private static void goOn(Map<Integer, Pid> tasks, int element) {
        while (!tasks.containsKey(element)) {
            Began began = receive(Began.class);
            tasks.put(began.element(), began.task());
        }
        tasks.get(element).send(new Go());
    }

    /** Nothing is left of a stream in the calling process, and on its node. */
    static void assertNothingIsLeft(int processes) {
        assertThat(mailbox()).isEmpty();
        assertThat(processes()).isEqualTo(processes);
    }

    /** {@return how many processes live; who has just ended may still be listed} */
    static int processes() {
        return (int) Node.current().processes().stream().filter(Pid::isAlive).count();
    }

    @DisplayName(
            "AS-1 AS-2 AS-6 results come in the order of the input, whatever the concurrency, and nothing is left")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void results_come_in_the_order_of_the_input(int concurrency) {
        onNode(() -> {
            int before = processes();

            assertThat(
                            Task.asyncStream(
                                            List.of(4, 3, 2, 1),
                                            x -> x * 10,
                                            with -> with.maxConcurrency(concurrency))
                                    .toList())
                    .isEqualTo(oks(40, 30, 20, 10));

            assertNothingIsLeft(before);
        });
    }

    @DisplayName("AS-1 an empty input makes an empty stream and no process")
    @Test
    void an_empty_input_makes_an_empty_stream() {
        onNode(() -> {
            int before = processes();
            assertThat(Task.asyncStream(List.<Integer>of(), x -> x).toList()).isEmpty();
            assertNothingIsLeft(before);
        });
    }

    @DisplayName("AS-1 nothing happens before the terminal operation")
    @Test
    void a_stream_is_lazy() {
        onNode(() -> {
            AtomicInteger taken = new AtomicInteger();
            Stream<TaskResult<Integer>> stream =
                    Task.asyncStream(counting(taken), x -> x, with -> with.maxConcurrency(2));
            assertThat(taken).hasValue(0);
            stream.close();
            assertThat(taken).hasValue(0);
        });
    }

    private static Iterator<Integer> counting(AtomicInteger taken) {
        return Stream.generate(taken::incrementAndGet).iterator();
    }

    @DisplayName(
            "AS-1 no more tasks run than allowed, and no element is taken before there is room and demand")
    @Test
    void input_is_taken_when_there_is_room() {
        onNode(() -> {
            AtomicInteger taken = new AtomicInteger();
            Pid test = self();
            Pid consumer =
                    spawn(() -> {
                        try (Stream<TaskResult<Integer>> stream =
                                Task.asyncStream(
                                        counting(taken),
                                        gated(test),
                                        with -> with.maxConcurrency(3).timeout(LIMIT))) {
                            Iterator<TaskResult<Integer>> results = stream.iterator();
                            while (true) {
                                test.send(new Got(results.next()));
                                receive(Go.class);
                            }
                        }
                    });
            Map<Integer, Pid> tasks = new HashMap<>();

            goOn(tasks, 1);
            assertThat(receive(Got.class)).isEqualTo(new Got(ok(1)));
            assertThat(taken).hasValue(3);

            goOn(tasks, 2);
            consumer.send(new Go());
            assertThat(receive(Got.class)).isEqualTo(new Got(ok(2)));
            assertThat(taken).hasValue(4);

            Ref end = monitor(consumer);
            consumer.exit(ExitReason.KILL);
            receive(end);
        });
    }

    @DisplayName("AS-2 a slow first element keeps the results behind it, and holds up no task")
    @Test
    void a_slow_first_element_buffers_others() {
        onNode(() -> {
            Pid test = self();
            Map<Integer, Pid> tasks = new HashMap<>();
            spawnMonitor(() ->
                    test.send(
                            new Got(
                                    Task.asyncStream(
                                                    List.of(1, 2, 3, 4, 5),
                                                    gated(test),
                                                    with -> with.maxConcurrency(2))
                                            .toList())));

            for (int element : List.of(2, 3, 4, 5, 1)) {
                goOn(tasks, element);
            }

            assertThat(receive(Got.class)).isEqualTo(new Got(oks(1, 2, 3, 4, 5)));
        });
    }

    @DisplayName("AS-2 unordered results come as they are ready (oracle d: async_stream unordered)")
    @Test
    void unordered_results_come_as_they_are_ready() {
        onNode(() -> {
            Pid test = self();
            Map<Integer, Pid> tasks = new HashMap<>();
            spawnMonitor(() ->
                    Task.asyncStream(
                                    List.of(1, 2, 3),
                                    gated(test),
                                    with -> with.maxConcurrency(3).unordered())
                            .forEach(result -> test.send(new Got(result))));

            for (int element : List.of(2, 3, 1)) {
                goOn(tasks, element);
                assertThat(receive(Got.class)).isEqualTo(new Got(ok(element)));
            }
        });
    }

    @DisplayName(
            "AS-3 a consumer that traps exits gets failures as results, and no message (oracle d: async_stream crash trapping)")
    @Test
    void failures_are_results_for_who_traps() {
        onNode(() -> {
            trapExits(true);
            int before = processes();

            assertThat(Task.asyncStream(List.of(1, 2, 3), TaskStreamTest::failAtTwo).toList())
                    .containsExactly(ok(1), new Exit<>(BOO), ok(3));

            assertNothingIsLeft(before);
        });
    }

    private static int failAtTwo(int element) {
        if (element == 2) {
            throw exit(BOO);
        }
        return element;
    }

    @DisplayName(
            "AS-3 a consumer that does not trap exits goes down with the reason (oracle d: async_stream crash not trapping)")
    @Test
    void a_failure_takes_the_consumer_down() {
        onNode(() -> {
            Spawned consumer =
                    spawnMonitor(() ->
                            Task.asyncStream(List.of(1, 2, 3), TaskStreamTest::failAtTwo)
                                    .forEach(_ -> {}));

            assertThat(receive(consumer.ref()).reason()).isEqualTo(BOO);
        });
    }

    @DisplayName("AS-3 a task that exits normally without a value is a result for everybody")
    @Test
    void a_normal_exit_is_a_result() {
        onNode(() ->
                assertThat(
                                Task.asyncStream(
                                                List.of(1),
                                                _ -> {
                                                    throw exit(NORMAL);
                                                })
                                        .toList())
                        .containsExactly(new Exit<>(NORMAL)));
    }

    @DisplayName(
            "AS-4 a late task exits the consumer with {timeout, {…, stream, [t]}}, and nothing is left (oracle d: async_stream timeout exit)")
    @Test
    void a_late_task_exits_the_consumer() {
        onNode(() -> {
            trapExits(true);
            int before = processes();

            ExitException late =
                    catchThrowableOfType(
                            ExitException.class,
                            () ->
                                    Task.asyncStream(
                                                    List.of(1, 2),
                                                    _ -> receive(Go.class),
                                                    with -> with.timeout(Duration.ZERO))
                                            .toList());

            assertThat(late.reason())
                    .isEqualTo(new TaskFailed(TIMEOUT, "stream", List.of(Duration.ZERO)));
            assertNothingIsLeft(before);
        });
    }

    @DisplayName(
            "AS-4 AS-5 each task has 5 s of its own; with kill_task a late one is a result, with its input if asked (oracle d: async_stream kill_task + zip)")
    @Test
    void late_tasks_can_be_results() {
        ManualClock clock = new ManualClock();
        onNode(
                clock,
                () -> {
                    Pid test = self();
                    spawnMonitor(() ->
                            Task.asyncStream(
                                            List.of(1, 2, 3),
                                            gated(test),
                                            with ->
                                                    with.maxConcurrency(2)
                                                            .killLateTasks()
                                                            .zipInputOnExit())
                                    .forEach(result -> test.send(new Got(result))));
                    Map<Integer, Pid> tasks = new HashMap<>();
                    goOn(tasks, 2);
                    Began third = receive(Began.class, began -> began.element() == 3);
                    tasks.put(3, third.task());
                    Ref first = monitor(Objects.requireNonNull(tasks.get(1)));

                    clock.advance(Duration.ofSeconds(5));

                    assertThat(receive(first).reason()).isIn(KILLED, ExitReason.NOPROC);
                    assertThat(receive(Got.class))
                            .isEqualTo(
                                    new Got(
                                            new Exit<>(
                                                    ExitReason.of(
                                                            new TaskResult.Input(1, TIMEOUT)))));
                    assertThat(receive(Got.class)).isEqualTo(new Got(ok(2)));
                    assertThat(receive(Got.class))
                            .isEqualTo(
                                    new Got(
                                            new Exit<>(
                                                    ExitReason.of(
                                                            new TaskResult.Input(3, TIMEOUT)))));
                });
    }

    @DisplayName("AS-4 without a time-out a task may take for ever")
    @Test
    void a_time_out_can_be_infinite() {
        ManualClock clock = new ManualClock();
        onNode(
                clock,
                () -> {
                    Pid test = self();
                    spawnMonitor(() ->
                            Task.asyncStream(
                                            List.of(1),
                                            gated(test),
                                            with -> with.timeout(Timeouts.INFINITY))
                                    .forEach(result -> test.send(new Got(result))));
                    Map<Integer, Pid> tasks = new HashMap<>();
                    Began began = receive(Began.class);
                    tasks.put(1, began.task());

                    clock.advance(Duration.ofDays(1000));
                    goOn(tasks, 1);

                    assertThat(receive(Got.class)).isEqualTo(new Got(ok(1)));
                });
    }

    @DisplayName("AS-5 a failure can say what its task worked on")
    @Test
    void failures_can_be_zipped_with_their_input() {
        onNode(() -> {
            trapExits(true);

            List<TaskResult<Integer>> results =
                    Task.asyncStream(
                                    List.of(1, 2),
                                    TaskStreamTest::failAtTwo,
                                    with -> with.zipInputOnExit())
                            .toList();

            assertThat(results.getFirst()).isEqualTo(ok(1));
            assertThat(((Exit<Integer>) results.getLast()).input())
                    .contains(new TaskResult.Input(2, BOO));
            assertThat(results.getLast().toString()).contains("{2, boo}");
        });
    }

    @DisplayName(
            "AS-6 AS-7 a consumer that stops early ends the running tasks, waits for them and closes its input")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_early_stop_leaves_nothing(boolean ordered) {
        onNode(() -> {
            int before = processes();
            AtomicBoolean closed = new AtomicBoolean();

            assertThat(
                            Task.asyncStream(
                                            IntStream.iterate(0, i -> i + 1)
                                                    .boxed()
                                                    .onClose(() -> closed.set(true)),
                                            TaskStreamTest::onlyZeroReturns,
                                            with ->
                                                    ordered
                                                            ? with.maxConcurrency(4)
                                                            : with.maxConcurrency(4).unordered())
                                    .limit(3)
                                    .findFirst())
                    .contains(ok(0));

            assertNothingIsLeft(before);
            assertThat(closed).isTrue();
        });
    }

    private static int onlyZeroReturns(int element) {
        if (element != 0) {
            receive(Go.class);
        }
        return element;
    }

    @DisplayName("AS-6 a consumer that stops early goes on when its tasks have ended, not before")
    @Test
    void an_early_stop_waits_for_the_tasks() {
        onNode(
                new ManualClock(),
                () -> { // no grace is ever over
                    Pid test = self();
                    AtomicReference<Thread> stream = new AtomicReference<>();
                    CountDownLatch leaving = new CountDownLatch(1);
                    CountDownLatch leave = new CountDownLatch(1);
                    AtomicBoolean left = new AtomicBoolean();
                    Work<Integer, Integer> lingering =
                            element -> {
                                try {
                                    test.send(new Began(element, self()));
                                    receive(Go.class);
                                } finally {
                                    if (element == 1) {
                                        leaving.countDown();
                                        leave.await();
                                        left.set(true);
                                    }
                                }
                                return element;
                            };
                    TaskParent parent =
                            task -> {
                                stream.set(Thread.currentThread());
                                try {
                                    return task.start();
                                } catch (
                                        Exception
                                                e) { // of the signature: the start of a task throws
                                    // none
                                    throw new IllegalStateException(e);
                                }
                            };
                    spawn(() -> {
                        var first =
                                parent.asyncStream(
                                                List.of(0, 1),
                                                lingering,
                                                with -> with.maxConcurrency(2))
                                        .findFirst();
                        assertThat(first).contains(ok(0));
                        test.send(new Got(left.get()));
                    });
                    Map<Integer, Pid> tasks = new HashMap<>();
                    while (tasks.size() < 2) {
                        Began began = receive(Began.class);
                        tasks.put(began.element(), began.task());
                    }
                    goOn(tasks, 0);

                    leaving.await(); // the stream has killed it
                    Parked.await(requireNonNull(stream.get())); // and waits, or this fails
                    leave.countDown();

                    assertThat(receive(Got.class)).isEqualTo(new Got(true));
                });
    }

    @DisplayName("AS-6 AS-7 a consumer that throws ends the running tasks and closes its input")
    @Test
    void a_throwing_consumer_leaves_nothing() {
        onNode(() -> {
            int before = processes();
            AtomicBoolean closed = new AtomicBoolean();

            assertThatThrownBy(() ->
                            Task.asyncStream(
                                            Stream.of(0, 1, 2, 3).onClose(() -> closed.set(true)),
                                            TaskStreamTest::onlyZeroReturns,
                                            with -> with.maxConcurrency(3))
                                    .forEach(_ -> {
                                        throw new IllegalStateException("enough");
                                    }))
                    .hasMessage("enough");

            assertNothingIsLeft(before);
            assertThat(closed).isTrue();
        });
    }

    @DisplayName("AS-6 AS-7 an input that throws ends the running tasks")
    @Test
    void a_throwing_input_leaves_nothing() {
        onNode(() -> {
            int before = processes();
            AtomicBoolean closed = new AtomicBoolean();
            Stream<Integer> input =
                    Stream.of(1, 2, 3)
                            .peek(x -> {
                                if (x == 3) {
                                    throw new IllegalStateException("no more");
                                }
                            })
                            .onClose(() -> closed.set(true));

            assertThatThrownBy(() ->
                            Task.asyncStream(
                                            input,
                                            TaskStreamTest::onlyZeroReturns,
                                            with -> with.maxConcurrency(4))
                                    .toList())
                    .hasMessage("no more");

            assertNothingIsLeft(before);
            assertThat(closed).isTrue();
        });
    }

    @DisplayName("AS-6 AS-11 an iterator is closed with its stream")
    @Test
    void an_iterator_ends_with_its_stream() {
        onNode(() -> {
            int before = processes();
            try (Stream<TaskResult<Integer>> stream =
                    Task.asyncStream(
                            List.of(0, 1, 2),
                            TaskStreamTest::onlyZeroReturns,
                            with -> with.maxConcurrency(3))) {
                assertThat(stream.iterator().next()).isEqualTo(ok(0));
            }
            assertNothingIsLeft(before);
        });
    }

    @DisplayName(
            "AS-6 a consumer that dies takes the running tasks with it, also when it ends normally and forgets its iterator")
    @Test
    void the_tasks_of_a_dead_consumer_end() {
        onNode(() -> {
            Pid test = self();
            for (ExitReason reason : List.of(NORMAL, BOO, ExitReason.KILL)) {
                for (boolean traps : List.of(true, false)) {
                    Pid consumer =
                            spawn(() -> {
                                trapExits(traps);
                                Iterator<TaskResult<Integer>> results =
                                        Task.asyncStream(
                                                        List.of(0, 1, 2),
                                                        element -> {
                                                            test.send(new Began(element, self()));
                                                            return onlyZeroReturns(element);
                                                        },
                                                        with -> with.maxConcurrency(3))
                                                .iterator();
                                results.next();
                                throw exit(receive(ExitReason.class));
                            });
                    List<Ref> ends = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        ends.add(monitor(receive(Began.class).task()));
                    }

                    consumer.send(reason);

                    ends.forEach(end -> assertThat(receive(end).ref()).isEqualTo(end));
                }
            }
        });
    }

    @DisplayName(
            "AS-6 a consumer that is killed while it waits takes the running tasks with it and closes its input")
    @Test
    void a_killed_consumer_closes_its_input() {
        onNode(() -> {
            Pid test = self();
            AtomicBoolean closed = new AtomicBoolean();
            Spawned consumer =
                    spawnMonitor(() ->
                            Task.asyncStream(
                                            Stream.of(1, 2).onClose(() -> closed.set(true)),
                                            gated(test),
                                            with -> with.maxConcurrency(2))
                                    .forEach(_ -> {}));
            Ref first = monitor(receive(Began.class).task());
            Ref second = monitor(receive(Began.class).task());

            consumer.pid().exit(BOO);

            assertThat(receive(consumer.ref()).reason()).isEqualTo(BOO);
            assertThat(closed).isTrue();
            assertThat(receive(first).reason()).isEqualTo(BOO);
            assertThat(receive(second).reason()).isEqualTo(BOO);
        });
    }

    @DisplayName(
            "AS-7 what is behind the stream is cleaned up as usual; an iterator that can be closed is")
    @Test
    void an_iterator_that_can_be_closed_is() {
        final class Source implements Iterator<Integer>, AutoCloseable {
            private int next;
            private boolean isClosed;

            @Override
            public boolean hasNext() {
                return next < 3;
            }

            @Override
            public Integer next() {
                return next++;
            }

            @Override
            public void close() {
                isClosed = true;
            }
        }
        onNode(() -> {
            Source source = new Source();
            AtomicBoolean closed = new AtomicBoolean();
            try (Stream<TaskResult<Integer>> stream =
                    Task.asyncStream(source, x -> x, with -> with)
                            .onClose(() -> closed.set(true))) {
                assertThat(stream.toList()).isEqualTo(oks(0, 1, 2));
                assertThat(source.isClosed).isTrue();
            }
            assertThat(closed).isTrue();
        });
    }

    @DisplayName("AS-8 what is in the mailbox stays there, forged DOWNs and replies too")
    @Test
    void strange_messages_are_left_alone() {
        onNode(() -> {
            Pid consumer = self();
            Ref ref = monitor(spawn(() -> {}));
            Down down = receive(ref);
            TaskReply reply = new TaskReply(ref, "forged");
            self().send("before");

            assertThat(
                            Task.asyncStream(
                                            List.of(1),
                                            x -> {
                                                consumer.send(down);
                                                consumer.send(reply);
                                                Pid parent = (Pid) ProcLib.ancestors().getFirst();
                                                parent.send(down);
                                                parent.send(reply);
                                                parent.send("stray");
                                                return x;
                                            })
                                    .toList())
                    .isEqualTo(oks(1));

            assertThat(mailbox()).containsExactly("before", down, reply);
        });
    }

    @DisplayName("AS-9 options out of range are refused when the stream is made")
    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void options_are_checked() {
        onNode(() -> {
            List<Integer> input = List.of(1);
            assertThatThrownBy(
                            () -> Task.asyncStream(input, x -> x, with -> with.maxConcurrency(0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("maxConcurrency must be >= 1, was 0");
            assertThatThrownBy(() ->
                            Task.asyncStream(
                                    input, x -> x, with -> with.timeout(Duration.ofMillis(-1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timeout must be >= 0, was PT-0.001S");
            assertThatThrownBy(() -> Task.asyncStream(input, x -> x, with -> with.onTimeout(null)))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> Task.asyncStream(input, null))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> Task.asyncStream((List<Integer>) null, x -> x))
                    .isInstanceOf(NullPointerException.class);
        });
    }

    @DisplayName("AS-9 the defaults are Elixir's: one task per core, 5 s, ordered, exit")
    @Test
    void the_defaults_are_those_of_Elixir() {
        assertThat(StreamOptions.defaults())
                .isEqualTo(
                        new StreamOptions(
                                Runtime.getRuntime().availableProcessors(),
                                Duration.ofSeconds(5),
                                true,
                                StreamOptions.OnTimeout.EXIT,
                                false));
    }

    @DisplayName(
            "AS-10 P-13 a stream may be consumed by another process; its tasks run on behalf of that one")
    @Test
    void another_process_may_consume() {
        onNode(() -> {
            Pid test = self();
            Stream<TaskResult<List<Pid>>> stream =
                    Task.asyncStream(List.of(1), _ -> ProcLib.callers());

            Spawned consumer = spawnMonitor(() -> test.send(new Got(stream.toList())));

            assertThat(receive(Got.class)).isEqualTo(new Got(List.of(ok(List.of(consumer.pid())))));
        });
    }

    @DisplayName(
            "AS-10 P-13 streams inside streams: the callers are the consumer, then its callers")
    @Test
    void callers_of_nested_streams() {
        onNode(() -> {
            Pid grandparent = self();

            Task.asyncStream(
                            List.of(1),
                            _ -> {
                                Pid parent = self();
                                assertThat(ProcLib.callers()).containsExactly(grandparent);
                                return Task.asyncStream(
                                                List.of(1),
                                                _ -> {
                                                    grandparent.send(
                                                            new Got(
                                                                    List.of(
                                                                            parent,
                                                                            ProcLib.callers())));
                                                    return 1;
                                                })
                                        .toList();
                            })
                    .forEach(_ -> {});

            List<?> got = (List<?>) receive(Got.class).result();
            assertThat(got.getLast()).isEqualTo(List.of(got.getFirst(), grandparent));
        });
    }

    @DisplayName("AS-10 one that is consumed by two processes is an error")
    @Test
    void two_consumers_are_an_error() {
        onNode(() -> {
            try (Stream<TaskResult<Integer>> stream =
                    Task.asyncStream(List.of(1, 2, 3), x -> x, with -> with.maxConcurrency(1))) {
                Iterator<TaskResult<Integer>> results = stream.iterator();
                results.next();

                Spawned other = spawnMonitor(results::next);

                assertThat(receive(other.ref()).reason().toString())
                        .contains("consumed by one thread");
            }
        });
    }

    @DisplayName("AS-11 two streams can be zipped, element by element")
    @Test
    void streams_can_be_zipped() {
        onNode(() -> {
            int before = processes();
            try (Stream<TaskResult<Integer>> left = Task.asyncStream(List.of(1, 2, 3), x -> x);
                    Stream<TaskResult<Integer>> right =
                            Task.asyncStream(List.of(1, 2, 3), x -> x * 10)) {
                Iterator<TaskResult<Integer>> one = left.iterator();
                Iterator<TaskResult<Integer>> other = right.iterator();
                List<List<TaskResult<Integer>>> pairs = new ArrayList<>();
                while (one.hasNext() && other.hasNext()) {
                    pairs.add(List.of(one.next(), other.next()));
                }
                assertThat(pairs).containsExactly(oks(1, 10), oks(2, 20), oks(3, 30));
            }
            assertNothingIsLeft(before);
        });
    }

    @DisplayName("AS-12 streams that stop early, before and behind, lose no element")
    @Test
    void haltable_inputs_lose_nothing() {
        onNode(() -> {
            Stream<Integer> input = Stream.concat(Stream.of(7, 8).limit(1), Stream.of(1, 2));

            assertThat(Task.asyncStream(input, x -> x, with -> with).toList())
                    .isEqualTo(oks(7, 1, 2));
            assertThat(
                            Stream.of(3, 5)
                                    .flatMap(n ->
                                            Task.asyncStream(List.of(n, n + 1, n + 2), x -> x)
                                                    .limit(2))
                                    .toList())
                    .isEqualTo(oks(3, 4, 5, 6));
        });
    }

    @DisplayName("AS-6 a parallel stream of tasks is an error, and leaves nothing")
    @Test
    void parallel_use_is_an_error() {
        onNode(() -> {
            int before = processes();
            assertThatThrownBy(() ->
                            Task.asyncStream(
                                            List.of(1, 2, 3, 4),
                                            x -> x,
                                            with -> with.maxConcurrency(2))
                                    .parallel()
                                    .toList())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("must not be parallel");
            assertNothingIsLeft(before);
        });
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void a_null_element_is_refused() {
        onNode(() -> {
            List<Integer> input = new ArrayList<>();
            input.add(null);
            assertThatThrownBy(() -> Task.asyncStream(input, x -> x).toList())
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("element of input");
        });
    }

    @Test
    void a_task_of_a_stream_may_return_null() {
        onNode(() ->
                assertThat(
                                Task.<Integer, @Nullable Object>asyncStream(List.of(1), _ -> null)
                                        .toList())
                        .containsExactly(new Ok<>(null)));
    }
}
