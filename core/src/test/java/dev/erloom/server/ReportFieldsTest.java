// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.put;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.testing.InProcess.inProcess;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.ProcLib.Options;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.Report;
import dev.erloom.process.Report.Kind;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Tell;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.LogCapture.Entry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReportFieldsTest {
    private final Exception broken = new IllegalStateException("broken");

    @AutoClose final LogCapture log = LogCapture.ofCore();

    /** Runs {@code work} in a process started by the start protocol, and returns its end. */
    private static Pid ended(String name, ProcessBody work) {
        Options options = Options.unlinked("Worker.init").name(name);
        Pid child =
                ProcLib.<Pid>start(
                                ready -> {
                                    ready.started(self());
                                    receive(String.class);
                                    work.run();
                                },
                                options)
                        .orElseThrow();
        Ref end = monitor(child);
        child.send("go on");
        receive(end);
        return child;
    }

    @DisplayName(
            "LG-1 LG-4 a crash report has fields: who, what it ran, for whom, and why it ended")
    @Test
    void a_crash_report_has_fields() {
        inProcess(() -> {
            Pid child =
                    ended(
                            "worker",
                            () -> {
                                put("step", 3);
                                Processes.setLabel("mill");
                                throw broken;
                            });

            Entry entry = log.await("crash report");
            Report report = requireNonNull(entry.report());
            assertThat(report.kind()).isEqualTo(Kind.CRASH);
            assertThat(report.kind().domain()).containsExactly("otp", "sasl");
            assertThat(report.fields())
                    .containsEntry("pid", child)
                    .containsEntry("registered_name", "worker")
                    .containsEntry("label", "mill")
                    .containsEntry("initial_call", "Worker.init")
                    .containsEntry("ancestors", List.of(self()))
                    .containsEntry("callers", List.of())
                    .containsEntry("reason", new Crash(broken))
                    .containsEntry("dictionary", Map.of("step", 3))
                    .containsEntry("message_queue_length", 0);
            assertThat(entry.text()).contains("callers: []").isEqualTo(report.text());
            assertThat(entry.thrown()).isSameAs(broken);
        });
    }

    @DisplayName("LG-1 the report of a server has its module, last message and state as values")
    @Test
    void a_server_report_has_fields() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.starting(me -> me.ok("the state")).start();
            Pid pid = server.whereis().orElseThrow();
            Ref end = monitor(server);
            Tell tell =
                    new Tell((_, _) -> {
                        throw broken;
                    });
            server.cast(tell);
            receive(end);

            Report report = requireNonNull(log.await("terminating").report());
            assertThat(report.kind()).isEqualTo(Kind.TERMINATE);
            assertThat(report.fields())
                    .containsEntry("pid", pid)
                    .containsEntry("last_message", tell)
                    .containsEntry("state", "the state")
                    .containsEntry("reason", new Crash(broken));
        });
    }

    @DisplayName("LG-1 a message that a server does not know is a report of its own kind")
    @Test
    void an_unexpected_message_is_a_report() {
        inProcess(() -> {
            ServerRef<Store.Message> plain = GenServer.start(new Store()).orElseThrow();
            plain.whereis().orElseThrow().send("stray");
            Report report = requireNonNull(log.await("unexpected message: stray").report());
            assertThat(report.kind()).isEqualTo(Kind.UNEXPECTED_MESSAGE);
            assertThat(report.field("message")).contains("stray");
            assertThat(report.field("registered_name")).isEmpty();
        });
    }

    @DisplayName("LG-2 there is no report of an orderly end")
    @Test
    void an_orderly_end_has_no_report() {
        inProcess(() -> {
            for (ExitReason reason :
                    List.of(ExitReason.NORMAL, ExitReason.SHUTDOWN, ExitReason.shutdown("x"))) {
                ended(
                        "worker",
                        () -> {
                            throw exit(reason);
                        });
            }
            assertThat(log.entries()).isEmpty();
        });
    }

    @DisplayName("LG-1 a report is found by loggers as a bundle of its fields and its text")
    @Test
    void a_report_is_a_bundle() {
        inProcess(() -> {
            ended(
                    "worker",
                    () -> {
                        throw broken;
                    });
            Report report = requireNonNull(log.await("crash report").report());
            assertThat(report.getString(report.text())).isEqualTo(report.text());
            assertThat(report.getObject("initial_call")).isEqualTo("Worker.init");
            assertThat(Collections.list(report.getKeys())).contains("pid", "reason", "callers");
            assertThat(report).asString().startsWith("CRASH [pid, ");
        });
    }

    @Test
    void only_a_process_can_report_about_itself() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        Report.log(
                                System.getLogger("test"),
                                System.Logger.Level.ERROR,
                                Kind.TERMINATE,
                                "text",
                                Map.of(),
                                null));
    }
}
