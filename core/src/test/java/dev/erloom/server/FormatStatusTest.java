// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Ref;
import dev.erloom.sys.FormatStatus;
import dev.erloom.sys.Sys;
import dev.erloom.testing.LogCapture;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FormatStatusTest {
    @AutoClose final LogCapture log = LogCapture.ofCore();

    /** A way to show a status. */
    @FunctionalInterface
    interface Formatter {
        FormatStatus format(FormatStatus status) throws Exception;
    }

    /** A server that keeps a secret. */
    record Vault(Formatter formatter) implements GenServer<Vault.Message, String> {
        sealed interface Message {}

        record Tell(String secret) implements Message, Cast<Message> {}

        record Fail(String secret) implements Message, Cast<Message> {}

        @Override
        public Init<String> init() {
            return ok("hunter2");
        }

        @Override
        public Next<String> handle(Message message, String state) {
            return switch (message) {
                case Tell(String secret) -> noReply(secret);
                case Fail(String secret) -> stop(ExitReason.of("lost " + secret), state);
            };
        }

        @Override
        public FormatStatus formatStatus(FormatStatus status) throws Exception {
            return formatter.format(status);
        }

        ServerRef<Message> start() {
            return GenServer.start(this).orElseThrow();
        }
    }

    private static FormatStatus redacted(FormatStatus status) {
        return status.state("S").message("M").reason(ExitReason.of("R")).log(List.of("L"));
    }

    private String reportOf(ServerRef<Vault.Message> vault) throws Exception {
        Ref end = monitor(vault);
        vault.cast(new Vault.Fail("hunter2"));
        assertThat(receive(end).reason()).isEqualTo(ExitReason.of("lost hunter2"));
        return log.await("terminating").text();
    }

    @DisplayName("GS-40 format_status redacts state and log of a status")
    @Test
    void a_status_is_redacted() {
        inProcess(() -> {
            ServerRef<Vault.Message> vault = new Vault(FormatStatusTest::redacted).start();

            assertThat(Sys.getStatus(vault).state()).isEqualTo("S");
            assertThat(Sys.getStatus(vault).log()).isEqualTo(List.of("L"));
            assertThat(Sys.getState(vault)).isEqualTo("hunter2");
        });
    }

    @DisplayName("GS-40 format_status redacts state, message, reason and log of a report")
    @Test
    void a_report_is_redacted() {
        inProcess(() -> {
            ServerRef<Vault.Message> vault = new Vault(FormatStatusTest::redacted).start();
            Sys.log(vault, true);
            vault.cast(new Vault.Tell("hunter2"));

            String report = reportOf(vault);

            assertThat(report).doesNotContain("hunter2");
            assertThat(report.lines().toList()).first().asString().endsWith(" terminating: R");
            assertThat(report.lines())
                    .containsSubsequence(
                            "    last message: M", "    state: S", "    log:", "        L");
        });
    }

    @DisplayName("GS-40 format_status sees message and reason in a report only")
    @Test
    void what_is_shown() {
        inProcess(() -> {
            Ref end;
            ServerRef<Vault.Message> vault =
                    new Vault(status -> status.state(status.message() + " " + status.reason()))
                            .start();
            assertThat(Sys.getStatus(vault).state()).isEqualTo("null null");
            end = monitor(vault);
            vault.cast(new Vault.Fail("it"));
            receive(end);
            assertThat(log.await("terminating").text()).contains("state: Fail[secret=it] lost it");
        });
    }

    @DisplayName("GS-40 a format_status that crashes is replaced by a note; the server goes on")
    @Test
    void a_crashing_formatter() {
        inProcess(() -> {
            ServerRef<Vault.Message> vault =
                    new Vault(
                                    _ -> {
                                        throw new IllegalStateException("broken");
                                    })
                            .start();
            String note =
                    Vault.class.getName()
                            + ".formatStatus crashed: java.lang.IllegalStateException: broken";

            assertThat(Sys.getStatus(vault).state()).isEqualTo(note);
            assertThat(Sys.getState(vault)).isEqualTo("hunter2");
            assertThat(reportOf(vault)).contains("state: " + note);
        });
    }

    @SuppressWarnings("NullAway") // what Java cannot forbid
    private static Formatter toNothing() {
        return _ -> null;
    }

    @DisplayName("GS-40 a format_status that returns null is one that crashes")
    @Test
    void a_formatter_of_nothing() {
        inProcess(() -> {
            ServerRef<Vault.Message> vault = new Vault(toNothing()).start();

            assertThat(Sys.getStatus(vault).state())
                    .asString()
                    .contains("formatStatus crashed: java.lang.NullPointerException");
        });
    }

    @DisplayName("LG-3 a reason that cannot be printed does not change the exit reason")
    @Test
    void an_unprintable_reason() {
        inProcess(() -> {
            ExitReason reason = ExitReason.of(new Unprintable());
            ServerRef<Puppet.Cue> server = Puppet.ready().start();
            Ref end = monitor(server);
            server.cast(new Puppet.Tell((me, state) -> me.stop(reason, state)));

            assertThat(receive(end).reason()).isSameAs(reason);
            assertThat(log.await("terminating").text())
                    .contains("terminating: one whose toString throws");
        });
    }
}
