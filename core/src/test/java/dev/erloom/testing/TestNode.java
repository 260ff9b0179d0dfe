// SPDX-License-Identifier: Apache-2.0
package dev.erloom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.NodeOptions;
import dev.erloom.process.ProcessBody;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Runs a test on a node of its own and checks that the node leaves nothing behind: no process, no
 * name, no timer, no thread. What the node logs is kept from the console.
 */
public final class TestNode {

    /** A test that looks at a node from outside. */
    @FunctionalInterface
    public interface Outside {

        /**
         * Runs on the thread of JUnit, which is no process.
         *
         * @throws Exception whatever goes wrong
         */
        void run(Node node) throws Exception;
    }

    private TestNode() {}

    /** Runs {@code test} as a process of a new node. */
    public static void onNode(ProcessBody test) {
        onNode(with -> with, test);
    }

    /** Runs {@code test} as a process of a new node whose time stands still. */
    public static void onNode(ManualClock clock, ProcessBody test) {
        onNode(with -> with.clock(clock), test);
    }

    /** Runs {@code test} as a process of a new node with options. */
    public static void onNode(UnaryOperator<NodeOptions> with, ProcessBody test) {
        withNode(with, node -> node.run(test));
    }

    /** Runs {@code test} beside a new node. */
    public static void withNode(Outside test) {
        withNode(with -> with, test);
    }

    /** Runs {@code test} beside a new node with options. */
    public static void withNode(UnaryOperator<NodeOptions> with, Outside test) {
        long clocks = clockThreads();
        try (LogCapture log = LogCapture.ofCore()) {
            Node node = Node.start(with);
            try {
                test.run(node);
            } catch (Throwable failed) { // to say what failed, and not what follows from it
                Thread.ofPlatform().daemon().start(node::close);
                throw readable(failed, log);
            }
            node.close();
            assertThat(node.processes()).as("processes left").isEmpty();
            assertThat(node.registered()).as("names left").isEmpty();
            assertThat(node.pendingTimers()).as("timers left").isZero();
            assertThat(clockThreads()).as("clock threads left").isLessThanOrEqualTo(clocks);
        }
    }

    /** The assertion that failed inside a process, instead of the exit that it became. */
    private static Error readable(Throwable failed, LogCapture log) {
        Throwable cause =
                failed instanceof ExitException exit
                                && exit.reason() instanceof ExitReason.Crash(Throwable inside)
                        ? inside
                        : failed;
        Error error = cause instanceof Error wrong ? wrong : new AssertionError(cause);
        List<LogCapture.Entry> lines = log.entries();
        if (!lines.isEmpty()) {
            error.addSuppressed(new AssertionError("logged meanwhile: " + lines));
        }
        return error;
    }

    private static long clockThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("erloom-clock"))
                .count();
    }
}
