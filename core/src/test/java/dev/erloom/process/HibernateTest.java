// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.get;
import static dev.erloom.process.Processes.hibernate;
import static dev.erloom.process.Processes.put;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.ProcessInfo.Status;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.Parked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HibernateTest {

    private static void deep(int frames, ProcessBody then) {
        if (frames > 0) {
            deep(frames - 1, then);
        } else {
            throw hibernate(then);
        }
    }

    @DisplayName("HB-1 hibernating leaves the stack and goes on with the next message")
    @Test
    void the_stack_is_gone_and_mail_wakes() {
        onNode(() -> {
            Pid asker = self();
            Pid sleeper =
                    spawn(() -> {
                        put("kept", "yes");
                        deep(50, () -> asker.send(receive() + " " + get("kept")));
                    });
            Parked.await(Extras.inside(sleeper).thread());
            ProcessInfo asleep = ProcessInfo.of(sleeper).orElseThrow();
            sleeper.send("kept?");

            assertThat(asleep.status()).isEqualTo(Status.WAITING);
            assertThat(asleep.currentStack())
                    .extracting(StackTraceElement::getMethodName)
                    .doesNotContain("deep");
            assertThat(receive()).isEqualTo("kept? yes");
        });
    }

    @DisplayName("HB-1 it goes on at once when there is mail already, again and again")
    @Test
    void mail_that_is_there_wakes_at_once() {
        onNode(() -> {
            Pid asker = self();
            ProcessBody[] loop = new ProcessBody[1];
            loop[0] =
                    () -> {
                        asker.send(receive());
                        throw hibernate(loop[0]);
                    };
            Pid echo = spawn(() -> deep(3, loop[0]));
            for (int i = 0; i < 100; i++) {
                echo.send(i);
            }
            for (int i = 0; i < 100; i++) {
                assertThat(receive()).isEqualTo(i);
            }
        });
    }

    @DisplayName("HB-1 the end of what follows is the end of the process")
    @Test
    void its_end_is_that_of_what_follows() {
        onNode(() -> {
            Spawned sleeper =
                    spawnMonitor(() -> {
                        throw hibernate(() -> Processes.exit(SHUTDOWN));
                    });
            sleeper.pid().send("wake up");

            assertThat(receive(sleeper.ref()).reason()).isEqualTo(SHUTDOWN);
        });
    }

    @DisplayName("HB-4 exit signals end who hibernates, or wake it when it traps them")
    @Test
    void signals_work_while_it_hibernates() {
        onNode(() -> {
            Pid asker = self();
            Spawned plain =
                    spawnMonitor(() -> {
                        throw hibernate(Processes::receive);
                    });
            Pid trapping =
                    spawn(() -> {
                        trapExits(true);
                        asker.send("ready");
                        throw hibernate(() -> asker.send(receive()));
                    });
            assertThat(receive()).isEqualTo("ready");
            plain.pid().exit(SHUTDOWN);
            trapping.exit(SHUTDOWN);

            assertThat(receive(plain.ref()).reason()).isEqualTo(SHUTDOWN);
            assertThat(receive()).isEqualTo(new Exit(asker, SHUTDOWN));
        });
    }

    @SuppressWarnings("NullAway") // null is what is tested
    @Test
    void hibernating_needs_a_process_and_something_to_go_on_with() {
        assertThatThrownBy(() -> hibernate(() -> {})).isInstanceOf(IllegalStateException.class);
        onNode(() ->
                assertThatThrownBy(() -> hibernate(null))
                        .isInstanceOf(NullPointerException.class)
                        .hasMessage("next"));
    }
}
