// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.TestNode.onNode;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.task.Task;
import dev.erloom.task.TaskResult;
import dev.erloom.testing.Forever;
import dev.erloom.testing.Parked;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The end of a task, caught between its death and the moment when its owner is told. */
class TaskEndTest {
    private static final ExitReason BOO = ExitReason.of("boo");

    @DisplayName("TK-15 TK-17 shutdown of a task that dies just then says why, and not noproc")
    @Test
    void a_death_that_is_not_told_yet_has_its_reason() {
        onNode(() -> {
            trapExits(true);
            ProcessImpl peer = requireNonNull(spawn(Forever::sleep).process);
            CountDownLatch ready = new CountDownLatch(1);
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch dead = new CountDownLatch(1);
            CountDownLatch asking = new CountDownLatch(1);
            Thread owner = Thread.currentThread();
            Task<Object> task =
                    Task.async(() -> {
                        monitor(peer.pid); // taken back at its death, under the peer's lock
                        ready.countDown();
                        held.await();
                        throw exit(BOO);
                    });
            Thread holder =
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> {
                                await(ready);
                                synchronized (peer) {
                                    held.countDown();
                                    await(dead);
                                    await(asking);
                                    Parked.await(owner);
                                }
                            });
            receive(Exit.class); // links are told before the task is dead
            Parked.await(requireNonNull(task.pid().process).thread()); // at the lock
            dead.countDown();

            asking.countDown();
            assertThat(task.shutdown()).contains(new TaskResult.Exit<>(BOO));

            holder.join();
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
