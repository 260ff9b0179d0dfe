// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GenCallTest {
    private static final int MANY = 100_000;

    @DisplayName("GC-14 RC-8 a call does not look at the caller's mailbox, however long it is")
    @Test
    void a_call_leaves_the_mailbox_alone() {
        inProcess(() -> {
            Pid server = spawn(GenCallTest::answerAll);
            for (int i = 0; i < MANY; i++) {
                self().send(i);
            }
            Mailbox mailbox = ProcessImpl.current("the test").mailbox;

            for (int i = 0; i < 10; i++) {
                assertThat(call(server)).isEqualTo("reply");
            }

            // what has arrived is still as the senders left it: nobody has even taken it over
            assertThat(mailbox.first()).isNull();
            assertThat(mailbox()).isEqualTo(IntStream.range(0, MANY).boxed().toList());
        });
    }

    @DisplayName("GC-14 RC-8 nor does a call that fails")
    @Test
    void a_failed_call_leaves_the_mailbox_alone() {
        inProcess(() -> {
            Pid silent = spawn(() -> Processes.receive(Integer.class));
            self().send("first");
            Mailbox mailbox = ProcessImpl.current("the test").mailbox;

            assertThat(failureOf(silent, Duration.ZERO)).isEqualTo(ExitReason.TIMEOUT);
            silent.exit(ExitReason.KILL);
            assertThat(failureOf(silent, Timeouts.INFINITY))
                    .isIn(ExitReason.KILLED, ExitReason.NOPROC);

            assertThat(mailbox.first()).isNull();
            assertThat(mailbox()).containsExactly("first");
        });
    }

    private static void answerAll() {
        while (true) {
            Processes.receive(GenCall.class).reply("reply");
        }
    }

    private static Object call(Pid server) {
        return String.valueOf(Gen.call(server, "request", Gen.DEFAULT_TIMEOUT, _ -> Object.class));
    }

    private static ExitReason failureOf(Pid server, Duration timeout) {
        try {
            throw new AssertionError(Gen.call(server, "request", timeout, _ -> Object.class));
        } catch (ExitException failed) {
            return failed.reason().root();
        }
    }
}
