// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.testing.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One round of a seeded stress test: its randomness, its nodes, what went wrong in it.
 *
 * <p>When the test of a round is done its nodes are closed, and nothing may be left of them. A
 * round that fails or hangs names its seed. {@code -Derloom.stress.seed} repeats the round of that
 * seed over and over, {@code -Derloom.stress.seconds} says how long all stress tests may take
 * together; {@code bin/stress --seeded} sets both.
 */
final class StressRound {
    private static final Duration HANGS = Duration.ofSeconds(30);
    private static final String ALL_SECONDS = System.getProperty("erloom.stress.seconds", "16");
    private static final @Nullable String SEED = System.getProperty("erloom.stress.seed");

    /** A test that is run again and again. */
    interface Test {
        void run(StressRound round) throws Exception;
    }

    final long seed;
    final SplittableRandom random;
    private final boolean onPlatformThreads;
    private final List<NodeImpl> nodes = new ArrayList<>();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    private StressRound(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.onPlatformThreads = random.nextInt(3) == 0;
    }

    /** Runs rounds of {@code test} for {@code percent} of the time of all stress tests. */
    static void rounds(int percent, Test test) {
        long nanos = (long) (Double.parseDouble(ALL_SECONDS) * percent * 1e7);
        long end = System.nanoTime() + nanos;
        SplittableRandom seeds = new SplittableRandom();
        try (LogCapture _ = LogCapture.ofCore()) {
            do {
                new StressRound(SEED == null ? seeds.nextLong() : Long.parseLong(SEED)).run(test);
            } while (System.nanoTime() - end < 0);
        }
    }

    private void run(Test test) {
        List<Throwable> failed = new ArrayList<>();
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("stress-" + seed)
                        .start(() -> runAndClose(test, failed));
        try {
            if (!thread.join(HANGS)) {
                failed.add(new AssertionError("the round hangs" + stacks(thread)));
            }
        } catch (InterruptedException e) {
            failed.add(e);
        }
        if (!failed.isEmpty()) {
            throw new AssertionError(
                    "round failed, run it again with -Derloom.stress.seed=" + seed,
                    failed.getFirst());
        }
    }

    private void runAndClose(Test test, List<Throwable> failed) {
        try {
            test.run(this);
            for (NodeImpl node : nodes) {
                node.close();
            }
            for (Thread thread : threads) {
                assertThat(thread.getState())
                        .as("a thread was never started")
                        .isNotEqualTo(Thread.State.NEW);
                thread.join();
            }
            nodes.forEach(StressRound::assertEmpty);
            assertThat(violations).isEmpty();
        } catch (Throwable t) { // the thread that waits for this one throws it
            failed.add(t);
        }
    }

    /** {@return a new node, on virtual threads or, in one round of three, on platform threads} */
    NodeImpl node(UnaryOperator<NodeOptions> with) {
        ThreadFactory factory =
                (onPlatformThreads ? Thread.ofPlatform().daemon() : Thread.ofVirtual()).factory();
        NodeImpl node =
                (NodeImpl)
                        Node.start(options ->
                                with.apply(
                                        options.threads(body -> {
                                            Thread thread = factory.newThread(body);
                                            threads.add(thread);
                                            return thread;
                                        })));
        nodes.add(node);
        return node;
    }

    /** Adds a thread that the node did not get from here, and that has to end too. */
    void expectEnd(Thread thread) {
        threads.add(thread);
    }

    /** Notes something that must not happen; any thread. */
    void violated(String rule) {
        violations.add(rule);
    }

    /** {@return randomness for one process} */
    SplittableRandom split() {
        return random.split();
    }

    private static void assertEmpty(NodeImpl node) {
        assertThat(node.processes).as("processes").isEmpty();
        assertThat(node.names).as("names").isEmpty();
        assertThat(node.aliases).as("aliases").isEmpty();
        assertThat(node.timersByRef).as("timers").isEmpty();
        assertThat(node.nodeWatchers).as("node watchers").isEmpty();
        assertThat(node.pendingTimers()).as("timers and timed waits").isZero();
        assertThat(node.zombies()).as("zombies").isZero();
    }

    private String stacks(Thread round) {
        StringBuilder text = new StringBuilder();
        append(text, "the round", round);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("erloom-")) {
                append(text, thread.getName(), thread);
            }
        }
        for (NodeImpl node : nodes) {
            for (ProcessImpl process : node.processes.values()) {
                append(text, process + " " + process.life(), process.thread());
            }
        }
        return text.append('\n').toString();
    }

    private static void append(StringBuilder text, String what, Thread thread) {
        text.append('\n').append(what).append(' ').append(thread.getState());
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append("\n    ").append(frame);
        }
    }
}
