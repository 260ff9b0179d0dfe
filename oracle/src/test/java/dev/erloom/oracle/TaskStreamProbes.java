// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.awaitEnd;
import static dev.erloom.oracle.Trace.caught;
import static dev.erloom.oracle.Trace.drop;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.other;
import static dev.erloom.oracle.Trace.reasonOf;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.trapExits;

import dev.erloom.process.Pid;
import dev.erloom.task.StreamOptions;
import dev.erloom.task.Task;
import dev.erloom.task.Work;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Section 21: streams of tasks. */
final class TaskStreamProbes {
    private static final List<Integer> THREE = List.of(1, 2, 3);

    private TaskStreamProbes() {}

    private record Waits(int element, Pid task) {}

    static void add(Section section) {
        inOrder(section, "AS-2 ordered", with -> with.maxConcurrency(3));
        inOrder(section, "AS-2 unordered", with -> with.maxConcurrency(3).unordered());
        Work<Integer, Integer> two =
                element -> {
                    if (element == 2) {
                        throw exit(other("two"));
                    }
                    return element;
                };
        section.probe(
                "AS-3 trapping",
                trace -> {
                    trapExits(true);
                    trace.say(Task.asyncStream(THREE, two).toList());
                    trace.say(mailbox());
                });
        section.probe(
                "AS-3 not trapping",
                trace -> trace.say(reasonOf(() -> Task.asyncStream(THREE, two).forEach(_ -> {}))));
        section.probe(
                "AS-4 exit",
                trace -> {
                    trapExits(true);
                    trace.say(caught(() -> hanging(trace, with -> with)));
                    trace.say(mailbox());
                });
        section.probe(
                "AS-4 kill_task",
                trace -> {
                    trace.say(hanging(trace, StreamOptions::killLateTasks));
                    trace.say(mailbox());
                });
        section.probe(
                "AS-5",
                trace -> {
                    trapExits(true);
                    trace.say(hanging(trace, with -> with.killLateTasks().zipInputOnExit()));
                    trace.say(Task.asyncStream(THREE, two, StreamOptions::zipInputOnExit).toList());
                });
    }

    private static List<?> hanging(Trace trace, UnaryOperator<StreamOptions> more) {
        Work<Integer, Integer> hangs =
                element -> {
                    if (element != 1) {
                        trace.elapseOnAndOn(); // not while the first one works
                        drop();
                    }
                    return element;
                };
        return Task.asyncStream(
                        List.of(1, 2),
                        hangs,
                        with -> more.apply(with.maxConcurrency(1).timeout(Duration.ofMillis(30))))
                .toList();
    }

    /** The tasks of 1, 2, 3 end in the order 2, 3, 1. */
    private static void inOrder(Section section, String key, UnaryOperator<StreamOptions> options) {
        section.probe(
                key,
                trace -> {
                    Pid gate = spawn(TaskStreamProbes::gate);
                    Work<Integer, Integer> work =
                            element -> {
                                gate.send(new Waits(element, self()));
                                receive(TaskProbes.Go.class);
                                return element;
                            };
                    trace.say(Task.asyncStream(THREE, work, options).toList());
                    trace.say(mailbox());
                });
    }

    private static void gate() {
        Map<Integer, Pid> tasks = new HashMap<>();
        while (tasks.size() < 3) {
            Waits waits = receive(Waits.class);
            tasks.put(waits.element, waits.task);
        }
        for (int element : List.of(2, 3, 1)) {
            Pid task = tasks.getOrDefault(element, self());
            task.send(new TaskProbes.Go());
            awaitEnd(task);
        }
    }
}
