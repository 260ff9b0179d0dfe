// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.demo;

import dev.erloom.examples.supervised.SupervisedCounter;
import dev.erloom.interop.distribution.Cookie;
import dev.erloom.interop.distribution.Distribution;
import dev.erloom.process.ExitException;
import dev.erloom.process.Node;
import dev.erloom.supervisor.Supervisor;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts a Java node with a supervised counter and a neighbour, and tells what they see of each
 * other. The neighbour is an Elixir node, or a second Java node where there is no Elixir.
 */
public final class Demo {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration CLEAN_UP = Duration.ofSeconds(10);

    private Demo() {}

    /**
     * Runs the demo; {@code --elixir PATH} says where Elixir is. Ends with 0 when everything was
     * seen that should be, with 1 otherwise.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        // One line for each report, between the lines of the story.
        System.setProperty("java.util.logging.SimpleFormatter.format", "  [log] %5$s%n");
        List<String> arguments = List.of(args);
        Setting setting;
        if (arguments.isEmpty()) {
            setting = Setting.withoutElixir();
        } else if (arguments.size() == 2 && arguments.getFirst().equals("--elixir")) {
            setting = Setting.withElixir(arguments.getLast());
        } else {
            System.err.println("usage: demo [--elixir PATH]");
            System.exit(2);
            return;
        }
        System.exit(run(setting, DEADLINE, System.out) ? 0 : 1);
    }

    /** {@return whether everything was seen that should be} */
    static boolean run(Setting setting, Duration deadline, PrintStream out)
            throws InterruptedException {
        long start = System.nanoTime();
        Transcript transcript = new Transcript(out);
        var story = new FutureTask<>(() -> tell(setting, transcript));
        Thread thread = Thread.ofVirtual().name("demo").start(story);
        String failure = failureOf(story, deadline);
        boolean _ = thread.join(CLEAN_UP); // the end of this program takes the neighbour along
        transcript.say("");
        if (!failure.isEmpty()) {
            transcript.say("FAILED at " + transcript.doing() + ": " + failure);
            return false;
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        transcript.say(
                "All %d answers are as they should be, after %.1f s."
                        .formatted(transcript.observations(), taken.toMillis() / 1000.0));
        return true;
    }

    private static String failureOf(FutureTask<?> story, Duration deadline)
            throws InterruptedException {
        try {
            story.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            return "";
        } catch (TimeoutException late) {
            story.cancel(true); // interrupts it, and both nodes are closed
            return "not done after " + deadline.toMillis() + " ms";
        } catch (ExecutionException failed) {
            return failed.getCause() instanceof ExitException exit
                    ? exit.reason().root().toString()
                    : String.valueOf(failed.getCause());
        }
    }

    private static boolean tell(Setting setting, Transcript transcript) throws IOException {
        try (Node node = Node.start();
                Distribution _ =
                        Distribution.start(
                                node,
                                setting.java(),
                                Cookie.of(setting.cookie()),
                                with -> with.resolver(setting.resolver()));
                Neighbour neighbour = setting.startNeighbour()) {
            Supervisor tree = node.start(SupervisedCounter::startLink);
            node.run(() -> new Story(tree, neighbour, transcript).tell());
            return true;
        }
    }
}
