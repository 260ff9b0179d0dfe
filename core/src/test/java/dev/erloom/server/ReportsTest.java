// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.link;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.put;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.ProcLib.Options;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Ref;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.LogCapture.Entry;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportsTest {
    private static final Options CHILD = Options.unlinked("Worker.init");

    private static final ExitReason BOO = ExitReason.of("boo");

    private final Exception broken = new IllegalStateException("broken");

    @AutoClose final LogCapture log = LogCapture.ofCore();

    /** Starts a process by the start protocol that runs {@code work} after its start. */
    private static Pid child(Options options, ProcessBody work) {
        return ProcLib.<Pid>start(
                        ready -> {
                            ready.started(self());
                            work.run();
                        },
                        options)
                .orElseThrow();
    }

    /** Runs {@code work} in a started process, and returns when that has ended. */
    private static Pid ended(Options options, ProcessBody work) {
        Pid child =
                child(
                        options,
                        () -> {
                            receive(String.class);
                            work.run();
                        });
        Ref end = monitor(child);
        child.send("go on");
        receive(end);
        return child;
    }

    private Entry onlyEntry() {
        assertThat(log.entries()).hasSize(1);
        return log.entries().getFirst();
    }

    @DisplayName(
            "PL-11 LG-1 a crash report names the process, what it ran, why it ended, and its stack")
    @Test
    void a_crash_report_says_what_and_why() {
        inProcess(() -> {
            Options options = CHILD.name("worker").spawn(CHILD.spawn().label("mill"));
            Pid child =
                    ended(
                            options,
                            () -> {
                                throw broken;
                            });

            Entry entry = onlyEntry();
            assertThat(entry.logger()).isEqualTo("dev.erloom.process");
            assertThat(entry.level()).isEqualTo("SEVERE");
            assertThat(entry.text().lines())
                    .contains(
                            "crash report of " + child + " (worker, mill)",
                            "    initial call: Worker.init",
                            "    exit reason: " + new Crash(broken));
            assertThat(entry.thrown()).isSameAs(broken);
        });
    }

    @DisplayName("PL-11 a crash report lists ancestors, links, waiting messages and the dictionary")
    @Test
    void a_crash_report_says_what_the_process_had() {
        inProcess(() -> {
            Pid peer = spawn(() -> receive());
            Pid child =
                    ended(
                            CHILD,
                            () -> {
                                put("step", 3);
                                self().send("left over");
                                self().send("left over");
                                link(peer);
                                throw broken;
                            });

            assertThat(onlyEntry().text().lines())
                    .contains(
                            "crash report of " + child,
                            "    ancestors: [" + self() + "]",
                            "    links: [" + peer + "]",
                            "    messages: 2",
                            "    dictionary: {step=3}",
                            "    neighbours: []");
        });
    }

    @DisplayName(
            "PL-11 neighbours are the started processes that go down too, also those further along the links")
    @Test
    void a_crash_report_lists_who_goes_down_too() {
        inProcess(() -> {
            Pid observer = self();
            Pid far = child(CHILD.name("far"), () -> receive());
            Pid near =
                    child(
                            CHILD.name("near"),
                            () -> {
                                link(far);
                                observer.send("linked");
                                receive();
                            });
            Pid trapping =
                    child(
                            CHILD.name("trapping"),
                            () -> {
                                trapExits(true);
                                observer.send("trapping");
                                receive();
                            });
            Pid plain = spawn(() -> receive());
            Ref farEnd = monitor(far);
            receive(String.class, "linked"::equals);
            receive(String.class, "trapping"::equals);

            ended(
                    CHILD,
                    () -> {
                        link(near);
                        link(trapping);
                        link(plain);
                        throw exit(BOO);
                    });

            receive(farEnd);
            assertThat(onlyEntry().text())
                    .contains(near + " (near)", far + " (far)")
                    .doesNotContain("(trapping)")
                    .contains("links: [" + near + ", " + trapping + ", " + plain + "]");
        });
    }

    @DisplayName("PL-11 LG-2 normal, shutdown and {shutdown, _} are not reported")
    @ParameterizedTest
    @MethodSource("dev.erloom.server.Ends#silentReasons")
    void an_orderly_end_is_silent(ExitReason reason) {
        inProcess(() -> {
            ended(
                    CHILD,
                    () -> {
                        throw exit(reason);
                    });
            assertThat(log.entries()).isEmpty();
        });
    }

    @DisplayName("PL-11 every other reason is reported, without a stack where there is none")
    @Test
    void every_other_end_is_reported() {
        inProcess(() -> {
            for (ExitReason reason : List.of(BOO, ExitReason.TIMEOUT, KILL)) {
                ended(
                        CHILD,
                        () -> {
                            throw exit(reason);
                        });
                assertThat(log.await("exit reason: " + reason).thrown()).isNull();
            }
        });
    }

    @DisplayName("PL-11 a process that a signal ends is not reported")
    @Test
    void an_end_by_a_signal_is_silent() {
        inProcess(() -> {
            for (ExitReason reason : List.of(BOO, KILL)) {
                Pid child = child(CHILD, () -> receive());
                Ref end = monitor(child);
                child.exit(reason);
                receive(end);
            }
            assertThat(log.entries()).isEmpty();
        });
    }

    @DisplayName(
            "LG-1 LG-2 a plain process is reported in one line when it crashes, and never when it exits")
    @Test
    void a_plain_process_is_reported_when_it_crashes() {
        inProcess(() -> {
            receive(
                    spawnMonitor(
                                    () -> {
                                        throw exit(BOO);
                                    })
                            .ref());
            assertThat(log.entries()).isEmpty();

            receive(
                    spawnMonitor(
                                    () -> {
                                        throw broken;
                                    })
                            .ref());
            assertThat(onlyEntry().text()).contains("crashed", "broken");
            assertThat(onlyEntry().thrown()).isSameAs(broken);
        });
    }

    @DisplayName("LG-3 a value that cannot be printed does not keep a process from dying")
    @Test
    void an_unprintable_value_does_not_stop_the_end() {
        inProcess(() -> {
            Options options = CHILD.name("worker");
            ended(
                    options,
                    () -> {
                        put("step", new Unprintable());
                        throw exit(ExitReason.of(new Unprintable()));
                    });

            assertThat(Node.current().whereis("worker")).isEmpty();
            assertThat(onlyEntry().text())
                    .contains(
                            "exit reason: one whose toString throws",
                            "dictionary: one whose toString throws");
        });
    }
}
