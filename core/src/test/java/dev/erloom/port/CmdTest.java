// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.erloom.process.Atom;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.testing.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CmdTest {
    @DisplayName("PO-19 cmd collects the output and the status, and leaves the mailbox alone")
    @Test
    void collects_output_and_status() {
        onNode(() -> {
            trapExits(true);
            CmdResult result = Port.cmd("sh", "-c", "echo out; exit 3");
            assertThat(result.text()).isEqualTo("out\n");
            assertThat(result.bytes()).containsExactly('o', 'u', 't', '\n');
            assertThat(result.errors()).isEmpty();
            assertThat(result.status()).isEqualTo(3);
            assertThat(result).hasToString("status 3, output out\n");
            assertThat(Port.cmd("sh", "-c", "kill -9 $$").status()).isEqualTo(137);
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("PO-19 the input that System.cmd lacks: more than a pipe holds, and none is empty")
    @Test
    void feeds_an_input() {
        onNode(() -> {
            String much = "line\n".repeat(100_000);
            assertThat(Port.cmd("cat", with -> with.input(much)).text()).isEqualTo(much);
            assertThat(Port.cmd("cat").text()).isEmpty();
            assertThat(Port.cmd("sort", with -> with.input("b\na\n")).text()).isEqualTo("a\nb\n");
        });
    }

    @DisplayName("PO-19 a program need not read its input to the end")
    @Test
    void an_input_need_not_be_read() {
        onNode(() -> {
            CmdResult result =
                    Port.cmd("head", with -> with.args("-n", "1").input("line\n".repeat(100_000)));
            assertThat(result.text()).isEqualTo("line\n");
            assertThat(Port.cmd("true", with -> with.input("x".repeat(500_000))).status()).isZero();
        });
    }

    @DisplayName("PO-19 a missing program is enoent")
    @Test
    void a_missing_program_is_an_error() {
        onNode(() ->
                assertThatExceptionOfType(PortException.class)
                        .isThrownBy(() -> Port.cmd("nonexistent_q"))
                        .satisfies(e -> assertThat(e.reason()).isEqualTo(new Atom("enoent"))));
    }

    @DisplayName("PO-19 errors apart, directory, environment, name for itself")
    @Test
    void options(@TempDir Path folder) {
        onNode(() -> {
            CmdResult result =
                    Port.cmd(
                            "sh",
                            with ->
                                    with.args("-c", "echo $0 $A ${HOME-unset}; pwd; echo err >&2")
                                            .arg0("zero")
                                            .env("A", "b")
                                            .unsetEnv("HOME")
                                            .cd(folder)
                                            .stderr(Stderr.SEPARATE));
            assertThat(result.text()).isEqualTo("zero b unset\n" + folder + "\n");
            assertThat(result.errors()).isEqualTo("err\n");
        });
    }

    @DisplayName("PO-19 a program that takes too long is killed, and the caller told")
    @Test
    void a_program_that_takes_too_long_is_killed() {
        ManualClock clock = new ManualClock();
        onNode(
                clock,
                () -> {
                    Pid test = self();
                    spawn(() -> {
                        assertThatExceptionOfType(ExitException.class)
                                .isThrownBy(() ->
                                        Port.cmd(
                                                "sleep",
                                                with ->
                                                        with.args("1000")
                                                                .timeout(Duration.ofSeconds(7))))
                                .satisfies(e ->
                                        assertThat(e.reason().root())
                                                .isEqualTo(ExitReason.TIMEOUT));
                        test.send("told");
                    });
                    clock.awaitAlarm(Duration.ofSeconds(7));
                    clock.advance(Duration.ofSeconds(7));
                    assertThat(receive()).isEqualTo("told");
                });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CmdOptions.DEFAULT.timeout(Duration.ofSeconds(-1)))
                .withMessage("timeout must be >= 0, was PT-1S");
    }

    @DisplayName("PO-19 PO-20 a program goes when its caller does")
    @Test
    void a_program_goes_with_its_caller(@TempDir Path folder) {
        onNode(() -> {
            Path fifo = folder.resolve("fifo");
            Port.cmd("mkfifo", fifo.toString());
            Pid caller = spawn(() -> Port.cmd("sh", "-c", "echo $$ > " + fifo + "; sleep 1000"));
            long program = Long.parseLong(Port.cmd("cat", fifo.toString()).text().trim());

            ProcessHandle handle = ProcessHandle.of(program).orElseThrow();
            caller.exit(ExitReason.KILL);

            assertThat(receive(monitor(caller)).reason())
                    .isIn(ExitReason.KILLED, ExitReason.NOPROC);
            handle.onExit().join();
        });
    }

    @DisplayName("PO-19 a thread that is no process needs a default node")
    @Test
    void ordinary_threads() {
        assertThatIllegalStateException().isThrownBy(() -> Port.cmd("true"));
        try (Node node = Node.start(with -> with.asDefault())) {
            assertThat(Port.cmd("echo", "hi").text()).isEqualTo("hi\n");
            assertThat(node.<String>call(() -> Port.cmd("echo", "ho").text())).isEqualTo("ho\n");
        }
    }
}
