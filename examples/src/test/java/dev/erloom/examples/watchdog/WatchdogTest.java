// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.watchdog;

import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.examples.testing.Document;
import dev.erloom.examples.testing.Output;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.testing.Forever;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    @Test
    void starts_a_worker_again_that_crashes() throws Exception {
        try (LogCapture log = LogCapture.ofCore()) {
            List<String> output = Output.of(Watchdog::main);

            assertThat(output)
                    .containsExactly(
                            "Start 1 failed: out of paper",
                            "Start 2 failed: paper jam",
                            "Printed",
                            "It took 3 starts",
                            "The visitor left: normal");
            assertThat(Document.EXAMPLES.blocks("")).contains(String.join("\n", output));
            assertThat(log.await("crashed").thrown()).hasMessage("out of paper");
        }
    }

    @Test
    void kills_a_worker_that_hangs_and_ends_with_it() {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    Pid test = self();
                    Pid dog =
                            spawn(() ->
                                    Watchdog.watch(_ -> {
                                        test.send("hanging");
                                        Forever.sleep();
                                    }));
                    Ref end = monitor(dog);
                    assertThat(receive()).isEqualTo("hanging");
                    clock.awaitAlarm(Watchdog.PATIENCE);

                    clock.advance(Watchdog.PATIENCE);

                    assertThat(receive(end).reason()).isEqualTo(KILLED);
                });
    }

    @Test
    void is_ended_by_an_exit_of_somebody_else_and_takes_the_worker_along() {
        inProcess(() -> {
            Pid test = self();
            Pid dog =
                    spawn(() ->
                            Watchdog.watch(_ -> {
                                test.send(self());
                                Forever.sleep();
                            }));
            Ref endOfWorker = monitor(receive(Pid.class));

            dog.exit(SHUTDOWN);

            assertThat(receive(endOfWorker).reason()).isEqualTo(SHUTDOWN);
        });
    }
}
