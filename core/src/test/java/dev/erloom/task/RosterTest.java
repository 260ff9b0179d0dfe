// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import static dev.erloom.process.Processes.alias;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Ref;
import dev.erloom.task.Roster.Ending.Done;
import dev.erloom.task.Roster.Ending.Late;
import dev.erloom.task.Roster.Finished;
import dev.erloom.task.TaskResult.Exit;
import dev.erloom.task.TaskResult.Ok;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** In a process, because that is where references and pids come from. */
class RosterTest {
    private static final ExitReason BOO = ExitReason.of("boo");

    private final Roster roster = new Roster();

    private static Duration at(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static void with(ProcessBody test) {
        onNode(test);
    }

    @Test
    void a_value_counts_whatever_becomes_of_the_task() {
        with(() -> {
            Ref ref = alias();
            roster.add(ref, 7, self(), at(1));
            roster.replied(new TaskReply(ref, "value"));
            roster.late(at(2));

            assertThat(roster.ended(ref, ExitReason.KILLED))
                    .isEqualTo(new Finished(7, new Done(new Ok<>("value"))));
            assertThat(roster.pids()).isEmpty();
        });
    }

    @Test
    void an_end_without_a_value_is_an_exit() {
        with(() -> {
            Ref ref = alias();
            roster.add(ref, 0, self(), null);

            assertThat(Objects.requireNonNull(roster.ended(ref, BOO)).ending())
                    .isEqualTo(new Done(new Exit<>(BOO)));
        });
    }

    @Test
    void who_was_late_is_late() {
        with(() -> {
            Ref ref = alias();
            Pid task = spawn(() -> {});
            roster.add(ref, 0, task, at(1));

            assertThat(roster.late(at(0))).isEmpty();
            assertThat(roster.late(at(1))).containsExactly(task);
            assertThat(roster.late(at(2))).isEmpty();
            assertThat(Objects.requireNonNull(roster.ended(ref, ExitReason.KILLED)).ending())
                    .isEqualTo(new Late());
        });
    }

    @Test
    void the_oldest_task_is_the_next_to_be_late() {
        with(() -> {
            Ref first = alias();
            roster.add(first, 0, self(), at(1));
            roster.add(alias(), 1, self(), at(2));
            assertThat(roster.nextDue()).isEqualTo(at(1));

            roster.late(at(1));
            assertThat(roster.nextDue()).isEqualTo(at(2));
            roster.ended(first, BOO);
            assertThat(roster.nextDue()).isEqualTo(at(2));
        });
    }

    @Test
    void what_it_does_not_know_is_dropped() {
        with(() -> {
            roster.replied(new TaskReply(alias(), "forged"));

            assertThat(roster.ended(alias(), BOO)).isNull();
            assertThat(roster.nextDue()).isNull();
        });
    }
}
