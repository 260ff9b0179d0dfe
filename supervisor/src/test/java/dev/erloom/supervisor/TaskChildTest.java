// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.erloom.agent.Agent;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Ref;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TaskChildTest {
    private static final ExitReason BOO = ExitReason.of("boo");
    private static final Agent<Integer> COUNT = Agent.named("count");

    /** What a task tells the test. */
    record Began(Pid task, List<Object> ancestors) {}

    @DisplayName("TK-22 a task's specification says temporary, 5 s, worker, and can be refined")
    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void a_task_is_a_temporary_child() {
        ChildSpec spec = ChildSpec.task("warm-up", () -> {});

        assertThat(spec.id()).isEqualTo("warm-up");
        assertThat(spec.restart()).isEqualTo(Restart.TEMPORARY);
        assertThat(spec.shutdown()).isEqualTo(new Shutdown.Timeout(Duration.ofSeconds(5)));
        assertThat(spec.type()).isEqualTo(ChildType.WORKER);
        assertThat(spec.restart(Restart.TRANSIENT).restart()).isEqualTo(Restart.TRANSIENT);
        assertThatNullPointerException().isThrownBy(() -> ChildSpec.task("x", null));
    }

    @DisplayName(
            "TK-22 TK-23 a task runs under any supervisor, descends from it, and is not started again")
    @Test
    void a_task_runs_under_a_supervisor() {
        onNode(() -> {
            Pid test = self();
            Supervisor tree =
                    Supervisor.startLink(with ->
                                    with.child(
                                            ChildSpec.task(
                                                    "task",
                                                    () -> {
                                                        test.send(
                                                                new Began(
                                                                        self(),
                                                                        ProcLib.ancestors()));
                                                        receive(String.class);
                                                        throw exit(BOO);
                                                    })))
                            .orElseThrow();
            Began began = receive(Began.class);
            Pid supervisor = tree.whereis().orElseThrow();
            assertThat(began.ancestors()).containsExactly(supervisor, test);
            Ref end = monitor(began.task());

            began.task().send("go");

            assertThat(receive(end).reason()).isEqualTo(BOO);
            assertThat(tree.whichChildren()).isEmpty();
            tree.stop();
        });
    }

    @DisplayName("AG-3 an agent runs under any supervisor, and is started again with a new state")
    @Test
    void an_agent_runs_under_a_supervisor() {
        onNode(() -> {
            Supervisor tree =
                    Supervisor.startLink(with ->
                                    with.child("count", () -> Agent.startLink(() -> 1, COUNT)))
                            .orElseThrow();
            COUNT.update(count -> count + 1);
            Pid first = COUNT.whereis().orElseThrow();
            Ref end = monitor(first);

            first.exit(BOO);
            receive(end);
            tree.whichChildren(); // the supervisor has dealt with the end

            assertThat(COUNT.<Integer>get(count -> count)).isEqualTo(1);
            tree.stop();
        });
    }
}
