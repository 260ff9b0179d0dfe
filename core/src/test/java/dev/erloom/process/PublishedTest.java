// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.Forever;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PublishedTest {
    @Test
    void what_a_process_publishes_goes_with_it() {
        try (Node node = Node.start();
                Node other = Node.start()) {
            node.run(() -> {
                Pid test = self();
                Spawned owner =
                        spawnMonitor(() -> {
                            Published.publish("table", 1);
                            Published.publish("table", 2);
                            test.send("published");
                            receive();
                        });
                receive(String.class);

                assertThat(Published.read(node, "table", Integer.class)).isEqualTo(2);
                assertThat(Published.read(node, "table", String.class)).isNull();
                assertThat(Published.read(other, "table", Integer.class)).isNull();
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Published.publish("table", 3))
                        .withMessageContaining(owner.pid() + " has that name");

                Ref end = Processes.monitor(owner.pid()); // told after the table is gone
                owner.pid().send("go");
                receive(end);
                assertThat(Published.read(node, "table", Integer.class)).isNull();
                assertThat(((NodeImpl) node).published).isEmpty();
                Published.publish("table", 3);
            });
            assertThatIllegalStateException().isThrownBy(() -> Published.publish("table", 4));
        }
    }

    @Test
    void publishing_again_leaves_no_more_behind_than_once() {
        inProcess(() -> {
            for (int i = 0; i < 10; i++) {
                Published.publish("table", i);
            }
            ProcessImpl me = ProcessImpl.current("test");
            synchronized (me) {
                assertThat(me.relations().watches()).hasSize(2); // and that of the test's node.run
            }
        });
    }

    @Test
    void a_process_that_is_ending_is_not_running() {
        inProcess(() -> {
            CountDownLatch leave = new CountDownLatch(1);
            Pid test = self();
            Spawned process =
                    spawnMonitor(() -> {
                        test.send("ready");
                        try {
                            Forever.sleep();
                        } finally {
                            leave.await();
                        }
                    });
            receive(String.class);
            assertThat(process.pid().isRunning()).isTrue();

            process.pid().exit(ExitReason.SHUTDOWN);

            assertThat(process.pid().isRunning()).isFalse(); // at once, unlike isAlive
            leave.countDown();
            receive(process.ref());
            assertThat(process.pid().isRunning()).isFalse();
        });
    }
}
