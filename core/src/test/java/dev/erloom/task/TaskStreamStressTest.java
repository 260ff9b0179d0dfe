// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.messageQueueLength;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Down;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.task.TaskResult.Exit;
import dev.erloom.task.TaskResult.Ok;
import dev.erloom.testing.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Random streams: a gate keeper lets their tasks go on in a random order, some fail, and the
 * consumer takes all results, stops early, throws or is killed.
 */
class TaskStreamStressTest {
    private static final int ROUNDS = 60;

    private enum Stop {
        NEVER,
        LIMIT,
        THROW,
        KILLED
    }

    /** What a task tells the gate keeper. */
    private record Waiting(Pid task) {}

    /** What a task gets. */
    private record Open() {}

    /** What a consumer tells the test that shall be killed now. */
    private record KillMe() {}

    /** What the consumer found, and left. */
    private record Result(List<TaskResult<Integer>> results, List<Object> mailbox) {}

    private record Plan(
            int size, int concurrency, boolean ordered, int failing, Stop stop, int after) {
        static Plan of(Random random) {
            int size = random.nextInt(12);
            return new Plan(
                    size,
                    1 + random.nextInt(5),
                    random.nextBoolean(),
                    random.nextInt(4),
                    Stop.values()[random.nextInt(Stop.values().length)],
                    random.nextInt(size + 1));
        }

        boolean fails(int element) {
            return failing > 0 && element % (failing + 1) == failing;
        }

        TaskResult<Integer> expected(int element) {
            return fails(element) ? new Exit<>(ExitReason.of(element)) : new Ok<>(element);
        }
    }

    @DisplayName("AS-1 AS-2 AS-3 AS-6 random streams hand out what they should and leave nothing")
    @Test
    void random_streams_leave_nothing() {
        Seeds.run(
                5,
                random ->
                        onNode(() -> {
                            for (int round = 0; round < ROUNDS; round++) {
                                round(Plan.of(random), new Random(random.nextLong()));
                            }
                        }));
    }

    private static void round(Plan plan, Random random) {
        int before = TaskStreamTest.processes();
        List<Pid> others = Node.current().processes();
        Pid keeper = spawn(() -> keepGates(random));
        Pid test = self();
        Spawned consumer = spawnMonitor(() -> consume(plan, keeper, test));
        if (plan.stop() == Stop.KILLED) {
            if (plan.after() > 0) {
                receive(KillMe.class);
            }
            consumer.pid().exit(ExitReason.KILL);
        }
        Down end = receive(consumer.ref());
        receive(Result.class, Duration.ZERO).ifPresent(result -> check(plan, result));
        if (plan.stop() != Stop.KILLED) {
            assertThat(end.reason()).isEqualTo(ExitReason.NORMAL);
            assertThat(TaskStreamTest.processes()).as("%s", plan).isEqualTo(before + 1);
        }
        keeper.exit(ExitReason.KILL);
        awaitAllBut(others);
        assertThat(mailbox()).isEmpty();
    }

    /** Those that go down with a killed consumer need a moment; one that stays hangs the test. */
    private static void awaitAllBut(List<Pid> others) {
        for (Pid pid : Node.current().processes()) {
            if (!others.contains(pid)) {
                receive(monitor(pid));
            }
        }
    }

    private static void check(Plan plan, Result result) {
        assertThat(result.mailbox()).as("mailbox after %s", plan).isEmpty();
        List<TaskResult<Integer>> all =
                IntStream.range(0, plan.size()).mapToObj(plan::expected).toList();
        boolean takesAll = plan.stop() == Stop.NEVER || plan.stop() == Stop.KILLED;
        int expected = takesAll ? plan.size() : plan.after();
        assertThat(result.results()).as("%s", plan).hasSizeLessThanOrEqualTo(expected);
        if (plan.stop() != Stop.KILLED) {
            assertThat(result.results()).as("%s", plan).hasSize(expected);
        }
        if (plan.ordered()) {
            assertThat(result.results())
                    .as("%s", plan)
                    .isEqualTo(all.subList(0, result.results().size()));
        } else {
            assertThat(all).as("%s", plan).containsAll(result.results());
        }
    }

    /** Lets the tasks that wait go on, in a random order. */
    private static void keepGates(Random random) {
        List<Pid> waiting = new ArrayList<>();
        while (true) {
            waiting.add(receive(Waiting.class).task());
            if (waiting.size() > random.nextInt(3)) {
                waiting.remove(random.nextInt(waiting.size())).send(new Open());
            }
            while (!waiting.isEmpty() && isIdle()) {
                waiting.remove(random.nextInt(waiting.size())).send(new Open());
            }
        }
    }

    private static boolean isIdle() {
        return messageQueueLength() == 0;
    }

    private static void consume(Plan plan, Pid keeper, Pid test) {
        trapExits(true);
        List<TaskResult<Integer>> results = new ArrayList<>();
        try {
            var stream =
                    Task.asyncStream(
                            IntStream.range(0, plan.size()).boxed(),
                            element -> work(plan, keeper, element),
                            with ->
                                    plan.ordered()
                                            ? with.maxConcurrency(plan.concurrency())
                                            : with.maxConcurrency(plan.concurrency()).unordered());
            if (plan.stop() == Stop.LIMIT) {
                stream.limit(plan.after()).forEach(results::add);
            } else {
                stream.forEach(result -> take(plan, test, results, result));
            }
        } catch (IllegalStateException enough) {
            assertThat(enough).hasMessage("enough");
        }
        if (plan.stop() == Stop.THROW && plan.after() < results.size()) {
            results.removeLast();
        }
        test.send(new Result(results, mailbox()));
    }

    private static void take(
            Plan plan, Pid test, List<TaskResult<Integer>> results, TaskResult<Integer> result) {
        results.add(result);
        if (plan.stop() == Stop.KILLED && results.size() == plan.after()) {
            test.send(new KillMe());
        }
        if (plan.stop() == Stop.THROW && results.size() > plan.after()) {
            throw new IllegalStateException("enough");
        }
    }

    private static int work(Plan plan, Pid keeper, int element) {
        keeper.send(new Waiting(self()));
        receive(Open.class);
        if (plan.fails(element)) {
            throw exit(ExitReason.of(element));
        }
        return element;
    }
}
