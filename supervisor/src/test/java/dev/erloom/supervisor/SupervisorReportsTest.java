// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.supervisor.Kid.BOOM;
import static dev.erloom.supervisor.Kid.NOPE;
import static dev.erloom.supervisor.Kid.end;
import static dev.erloom.supervisor.Kid.failing;
import static dev.erloom.supervisor.Kid.flaky;
import static dev.erloom.supervisor.Kid.kid;
import static dev.erloom.supervisor.Restart.PERMANENT;
import static dev.erloom.supervisor.Restart.TEMPORARY;
import static dev.erloom.supervisor.Restart.TRANSIENT;
import static dev.erloom.supervisor.Trace.expect;
import static dev.erloom.supervisor.Trace.pid;
import static dev.erloom.supervisor.Trace.up;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import dev.erloom.process.StartResult;
import dev.erloom.supervisor.Supervisor.Tree;
import dev.erloom.testing.InProcess;
import dev.erloom.testing.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SupervisorReportsTest {
    private static final Supervisor SHOP = Supervisor.named("shop");

    private static Supervisor start(Consumer<Tree> tree) {
        return Supervisor.startLink(SHOP, tree).orElseThrow();
    }

    /**
     * {@return what supervisors have logged while {@code body} ran as a process that traps exits}
     */
    private static List<LogCapture.Entry> logOf(ProcessBody body) {
        try (LogCapture logs = LogCapture.of("dev.erloom.supervisor");
                LogCapture _ = LogCapture.ofCore()) {
            InProcess.inProcess(() -> {
                trapExits(true);
                body.run();
                Processes.whereis("shop").ifPresent(_ -> SHOP.stop());
            });
            return logs.entries();
        }
    }

    private static void isOne(List<LogCapture.Entry> log, String text) {
        assertThat(log)
                .singleElement()
                .returns("dev.erloom.supervisor", LogCapture.Entry::logger)
                .returns("SEVERE", LogCapture.Entry::level)
                .extracting(LogCapture.Entry::text)
                .isEqualTo(text);
    }

    /** {@return the first line behind the name of the supervisor} */
    private static String headline(LogCapture.Entry entry) {
        String line = entry.text().lines().findFirst().orElseThrow();
        return line.substring(line.indexOf(')') + 2);
    }

    private static List<LogCapture.Entry> logOfOneEnd(Restart restart, ExitReason reason) {
        return logOf(() -> {
            Supervisor s = start(tree -> tree.child("a", kid("a"), a -> a.restart(restart)));
            end(pid(s, "a"), reason);
            s.countChildren();
        });
    }

    @DisplayName("SU-42 LG-1 format_log: child_terminated names the supervisor and the child")
    @Test
    void child_terminated() {
        Pid[] pids = new Pid[2];
        List<LogCapture.Entry> log =
                logOf(() -> {
                    Supervisor s = start(tree -> tree.child("a", kid("a")));
                    pids[0] = s.whereis().orElseThrow();
                    pids[1] = pid(s, "a");
                    end(pids[1], BOOM);
                });

        isOne(
                log,
                "supervisor "
                        + pids[0]
                        + " (shop) child_terminated: boom\n"
                        + "    offender: child \"a\", restart PERMANENT, shutdown PT5S, type WORKER, running as "
                        + pids[1]);
    }

    @DisplayName("SU-42 child_terminated carries the exception of a crash")
    @Test
    void a_crash_is_logged_with_its_exception() {
        IllegalStateException crash = new IllegalStateException("oops");
        List<LogCapture.Entry> log = logOfOneEnd(TEMPORARY, new ExitReason.Crash(crash));

        assertThat(log).singleElement().returns(crash, LogCapture.Entry::thrown);
    }

    @DisplayName("SU-42 LG-2 child_terminated: silent for a benign end that leads to no restart")
    @Test
    void benign_ends_are_silent() {
        for (ExitReason reason : List.of(NORMAL, SHUTDOWN, ExitReason.shutdown("detail"))) {
            assertThat(logOfOneEnd(PERMANENT, reason)).hasSize(1);
            assertThat(logOfOneEnd(TRANSIENT, reason)).isEmpty();
            assertThat(logOfOneEnd(TEMPORARY, reason)).isEmpty();
        }
        assertThat(logOfOneEnd(TRANSIENT, BOOM)).hasSize(1);
        assertThat(logOfOneEnd(TEMPORARY, BOOM)).hasSize(1);
    }

    @DisplayName("SU-42 start_error: with the tree, and at a restart")
    @Test
    void start_error() {
        List<LogCapture.Entry> atStart =
                logOf(() -> Supervisor.startLink(SHOP, tree -> tree.child("a", failing())));
        List<LogCapture.Entry> atRestart =
                logOf(() -> {
                    Supervisor s =
                            start(tree ->
                                    tree.intensity(2, Duration.ofHours(1))
                                            .child("a", flaky("a", n -> n == 2)));
                    end(pid(s, "a"), BOOM);
                    expect(up("a"), Trace.down("a", BOOM), Trace.refused("a", 2), up("a"));
                });

        assertThat(atStart)
                .singleElement()
                .matches(entry -> entry.text().contains(" start_error: nope\n"));
        assertThat(atRestart)
                .extracting(SupervisorReportsTest::headline)
                .containsExactly("child_terminated: boom", "start_error: nope");
    }

    @DisplayName("SU-42 start_child: the caller knows, so nothing is logged")
    @Test
    void a_failed_start_child_is_silent() {
        List<LogCapture.Entry> log =
                logOf(() -> {
                    Supervisor s = start(tree -> tree.child("b", flaky("b", n -> n == 2)));
                    assertThat(s.startChild("a", failing()))
                            .isEqualTo(new StartChildResult.Failed<>(NOPE));
                    s.terminateChild("b");
                    s.restartChild("b");
                });

        assertThat(log).isEmpty();
    }

    @DisplayName("SU-42 SU-49 shutdown_error: a child that ended in another way than it was told")
    @Test
    void shutdown_error() {
        List<LogCapture.Entry> log =
                logOf(() -> {
                    Pid test = self();
                    ProcessBody body =
                            () -> {
                                trapExits(true);
                                test.send("ready");
                                receive(Exit.class);
                            };
                    Supervisor s =
                            start(tree ->
                                    tree.child("a", () -> StartResult.started(spawnLink(body))));
                    expect("ready");
                    s.terminateChild("a");
                });

        assertThat(log)
                .extracting(SupervisorReportsTest::headline)
                .containsExactly("shutdown_error: normal");
    }

    @DisplayName("SU-42 LG-2 an orderly shutdown is silent, brutal_kill too")
    @Test
    void an_orderly_shutdown_is_silent() {
        List<LogCapture.Entry> log =
                logOf(() ->
                        start(tree ->
                                tree.child("a", kid("a"))
                                        .child(
                                                "b",
                                                kid("b"),
                                                b -> b.shutdown(Shutdown.BRUTAL_KILL))));

        assertThat(log).isEmpty();
    }

    @DisplayName("SU-42 reached_max_restart_intensity")
    @Test
    void reached_max_restart_intensity() {
        List<LogCapture.Entry> log =
                logOf(() -> {
                    Supervisor s =
                            start(tree ->
                                    tree.intensity(0, Duration.ofSeconds(5)).child("a", kid("a")));
                    end(pid(s, "a"), BOOM);
                    receive(Exit.class);
                });

        assertThat(log)
                .extracting(SupervisorReportsTest::headline)
                .containsExactly(
                        "child_terminated: boom",
                        "shutdown: reached_max_restart_intensity, more than 0 in PT5S");
        assertThat(log.getLast().text()).contains("offender: child \"a\"");
    }

    @DisplayName("SU-32 an unexpected message is logged and dropped")
    @Test
    void an_unexpected_message_is_logged() {
        List<LogCapture.Entry> log =
                logOf(() -> {
                    Supervisor s = start(tree -> {});
                    s.whereis().orElseThrow().send("hello");
                    s.countChildren();
                });

        assertThat(log)
                .singleElement()
                .matches(entry -> entry.text().endsWith(" received unexpected message: hello"));
    }

    private static final class Unprintable {
        @Override
        public String toString() {
            throw new IllegalStateException("not for print");
        }
    }

    @DisplayName("SU-76 a reason that cannot be printed ends nobody")
    @Test
    void a_reason_that_cannot_be_printed() {
        ProcessBody body =
                () -> {
                    receive();
                    throw exit(ExitReason.of(new Unprintable()));
                };
        List<LogCapture.Entry> log =
                logOf(() -> {
                    Supervisor s =
                            start(tree ->
                                    tree.child("a", () -> StartResult.started(spawnLink(body))));
                    Pid child = pid(s, "a");
                    child.send("go");
                    receive(monitor(child));
                    assertThat(s.countChildren().active()).isEqualTo(1);
                });

        assertThat(log)
                .extracting(SupervisorReportsTest::headline)
                .containsExactly(
                        "child_terminated: one whose toString throws"
                                + " java.lang.IllegalStateException");
    }

    @DisplayName("LG-3 a long reason is cut")
    @Test
    void a_long_reason_is_cut() {
        List<LogCapture.Entry> log = logOfOneEnd(TEMPORARY, ExitReason.of("x".repeat(100_000)));

        assertThat(log).singleElement().matches(entry -> entry.text().length() < 3_000);
    }

    @DisplayName("SU-21 sup_start_normal: a progress report for each child that starts")
    @Test
    void progress() throws ReflectiveOperationException {
        Object logger = level("FINE");
        try {
            List<LogCapture.Entry> log =
                    logOf(() ->
                            start(tree -> tree.child("a", kid("a")).child("b", Kid.ignoring())));

            assertThat(log)
                    .singleElement()
                    .returns("FINE", LogCapture.Entry::level)
                    .matches(entry -> entry.text().contains(" progress: started child \"a\""));
        } finally {
            assertThat(level("INFO")).isSameAs(logger);
        }
    }

    /** By reflection, as {@link LogCapture}; {@return the logger, which must not be collected} */
    private static Object level(String name) throws ReflectiveOperationException {
        Class<?> loggers = Class.forName("java.util.logging.Logger");
        Class<?> levels = Class.forName("java.util.logging.Level");
        Object logger =
                loggers.getMethod("getLogger", String.class).invoke(null, "dev.erloom.supervisor");
        loggers.getMethod("setLevel", levels).invoke(logger, levels.getField(name).get(null));
        return logger;
    }
}
