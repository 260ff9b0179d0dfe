// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.MailboxLimit.Overflow.DROP;
import static dev.erloom.process.MailboxLimit.Overflow.KILL;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Extras.Gate;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.InProcess;
import dev.erloom.testing.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MailboxLimitTest {

    private final Gate gate = new Gate();

    /** A process with room for three messages, which tells them once the gate is open. */
    private Spawned teller(MailboxLimit.Overflow overflow) {
        Pid asker = self();
        Spawned teller =
                spawnMonitor(
                        () -> {
                            trapExits(true);
                            asker.send("ready");
                            gate.pass();
                            asker.send(InProcess.mailbox());
                            asker.send(next(3));
                        },
                        with -> with.mailboxLimit(3, overflow),
                        with -> with);
        assertThat(receive()).isEqualTo("ready");
        return teller;
    }

    private static List<Object> next(int messages) {
        return IntStream.range(0, messages).mapToObj(_ -> receive()).toList();
    }

    @DisplayName("P-15 a full mailbox drops what comes, and takes again when there is room")
    @Test
    void a_full_mailbox_drops() {
        onNode(() -> {
            Pid teller = teller(DROP).pid();
            List.of(1, 2, 3, "dropped", "dropped").forEach(teller::send);
            gate.open();
            assertThat(receive()).isEqualTo(List.of(1, 2, 3));

            List.of(4, 5, 6).forEach(teller::send);
            assertThat(receive()).isEqualTo(List.of(4, 5, 6));
        });
    }

    @DisplayName("P-15 exits and ends of monitors get into a full mailbox")
    @Test
    void control_messages_always_get_in() {
        onNode(() -> {
            Pid asker = self();
            Pid teller = teller(DROP).pid();
            List.of(1, 2, 3, "dropped").forEach(teller::send);
            teller.exit(SHUTDOWN);
            gate.open();

            assertThat(receive()).isEqualTo(List.of(1, 2, 3, new Exit(asker, SHUTDOWN)));
            teller.exit(ExitReason.KILL);
        });
    }

    @DisplayName("P-15 a call to a full mailbox fails at once, with mailbox_full")
    @Test
    void a_call_to_a_full_mailbox_fails() {
        onNode(() -> {
            Pid full = teller(DROP).pid();
            List.of(1, 2, 3).forEach(full::send);

            assertThatThrownBy(() ->
                            Gen.call(full, "question", Duration.ofHours(1), _ -> Object.class))
                    .isInstanceOf(ExitException.class)
                    .hasMessageContaining("mailbox_full");
            full.exit(ExitReason.KILL);
            gate.open();
        });
    }

    @DisplayName("P-15 a process may be killed when its mailbox overflows, with a line in the log")
    @Test
    void a_process_may_be_killed_by_one_message_too_many() {
        try (LogCapture log = LogCapture.ofCore()) {
            inProcess(() -> {
                Spawned full = teller(KILL);
                for (int i = 0; i < 4; i++) {
                    full.pid().send(i);
                }

                gate.open();
                assertThat(receive(full.ref()).reason()).isEqualTo(KILLED);
                assertThat(log.await("is full").text())
                        .contains(full.pid().toString(), "3 messages", "it is killed");
            });
        }
    }

    @Test
    void a_limit_is_positive() {
        assertThatThrownBy(() -> SpawnOptions.DEFAULT.mailboxLimit(0, DROP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mailboxLimit must be > 0, was 0");
    }
}
