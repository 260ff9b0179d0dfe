// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.supervised;

import static dev.erloom.examples.supervised.SupervisedCounter.COUNTER;
import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.examples.counter.Counter.Get;
import dev.erloom.examples.testing.Document;
import dev.erloom.examples.testing.Output;
import dev.erloom.process.Exit;
import dev.erloom.process.Pid;
import dev.erloom.supervisor.Supervisor;
import dev.erloom.testing.LogCapture;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupervisedCounterTest {
    @Test
    void prints_how_the_counter_crashes_and_is_started_again() throws Exception {
        try (LogCapture log =
                LogCapture.of("dev.erloom.process", "dev.erloom.server", "dev.erloom.supervisor")) {
            List<String> output = Output.of(SupervisedCounter::main);

            assertThat(output)
                    .containsExactly(
                            "The counter is at 1",
                            "It ended: {java.lang.ArithmeticException: long overflow, stack}",
                            "Children that run: 1",
                            "The counter is at 0");
            assertThat(Document.README.blocks("")).contains(String.join("\n", output));
            assertThat(log.await("child_terminated").text()).contains("long overflow");
        }
    }

    @Test
    void gives_up_when_the_counter_is_killed_twice_in_a_row() throws InterruptedException {
        try (LogCapture log = LogCapture.of("dev.erloom.supervisor")) {
            inProcess(() -> {
                trapExits(true);
                Supervisor tree = SupervisedCounter.startLink().orElseThrow();
                Pid supervisor = tree.whereis().orElseThrow();

                kill(tree);
                assertThat(COUNTER.call(new Get())).isZero();
                COUNTER.whereis().orElseThrow().exit(KILL);

                assertThat(receive(Exit.class)).isEqualTo(new Exit(supervisor, SHUTDOWN));
            });
            assertThat(log.await("reached_max_restart_intensity").text()).contains("counter");
        }
    }

    /** Kills the counter and waits until the supervisor has acted. */
    private static void kill(Supervisor tree) {
        Pid counter = COUNTER.whereis().orElseThrow();
        var watch = monitor(counter);
        counter.exit(KILL);
        receive(watch);
        tree.countChildren();
    }
}
