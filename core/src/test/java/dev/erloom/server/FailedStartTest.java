// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.TIMEOUT;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.process.Processes.whereis;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.erloom.process.Atom;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.ProcLib.Body;
import dev.erloom.process.ProcLib.Options;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.process.StartResult.AlreadyStarted;
import dev.erloom.process.StartResult.Failed;
import dev.erloom.process.StartResult.Ignored;
import dev.erloom.process.StartResult.Started;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailedStartTest {
    private static final Options LINKED = Options.linked("test.init");

    @AutoClose final LogCapture log = LogCapture.ofCore();

    private static final Options UNLINKED = Options.unlinked("test.init");

    private static final ExitReason BAD = ExitReason.of("bad");

    private static final Duration LIMIT = Duration.ofMillis(30);

    /** A way in which a new process can fail its start. */
    record Failure(String how, Body<String> body, StartResult<String> result, ExitReason end) {
        @Override
        public String toString() {
            return how;
        }
    }

    static List<Failure> failures() {
        return List.of(
                new Failure("exits", _ -> exit(BAD), new Failed<>(BAD), BAD),
                new Failure("exits normally", _ -> exit(NORMAL), new Failed<>(NORMAL), NORMAL),
                new Failure("returns", _ -> {}, new Failed<>(NORMAL), NORMAL),
                new Failure("is killed", _ -> self().exit(KILL), new Failed<>(KILLED), KILLED),
                new Failure(
                        "answers and fails",
                        ready -> ready.failed(new Failed<>(TIMEOUT), BAD),
                        new Failed<>(TIMEOUT),
                        BAD),
                new Failure(
                        "answers and ends",
                        ready -> ready.failed(new Failed<>(BAD), NORMAL),
                        new Failed<>(BAD),
                        NORMAL),
                new Failure(
                        "ignores",
                        ready -> ready.failed(new Ignored<>(), NORMAL),
                        new Ignored<>(),
                        NORMAL));
    }

    private static <T> Body<T> stays(T value) {
        return ready -> {
            ready.started(value);
            receive();
        };
    }

    private static Pid pidOf(StartResult<?> result) {
        if (result instanceof Started<?>(Pid pid, _)) {
            return pid;
        }
        throw new AssertionError("not started: " + result);
    }

    @DisplayName(
            "PL-3 PL-6 PL-13 a failed start answers why, and leaves no EXIT to a starter that traps")
    @ParameterizedTest
    @MethodSource("failures")
    void a_failed_start_leaves_nothing(Failure failure) {
        inProcess(() -> {
            trapExits(true);
            assertThat(ProcLib.start(failure.body, LINKED)).isEqualTo(failure.result);
            assertThat(ProcLib.start(failure.body, UNLINKED)).isEqualTo(failure.result);
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("PL-3 PL-6 an exception of the child is the reason")
    @Test
    void a_crash_of_the_child_is_the_reason() {
        inProcess(() -> {
            trapExits(true);
            IllegalStateException broken = new IllegalStateException("broken");
            Body<String> body =
                    _ -> {
                        throw broken;
                    };

            assertThat(ProcLib.start(body, LINKED)).isEqualTo(new Failed<>(new Crash(broken)));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("PL-5 the starter gets a negative answer after the child has terminated")
    @ParameterizedTest
    @MethodSource("failures")
    void a_failed_start_returns_when_the_child_is_gone(Failure failure) {
        inProcess(() -> {
            trapExits(true);
            AtomicBoolean cleanedUp = new AtomicBoolean();
            CompletableFuture<Pid> child = new CompletableFuture<>();
            Body<String> body =
                    ready -> {
                        child.complete(self());
                        try {
                            failure.body.run(ready);
                        } finally {
                            cleanedUp.set(true);
                        }
                    };

            ProcLib.start(body, LINKED);

            assertThat(cleanedUp).isTrue();
            assertThat(receive(monitor(child.join())).reason()).isEqualTo(NOPROC);
        });
    }

    @DisplayName(
            "PL-7 a starter that does not trap goes down with a child that ends abnormally, and only then")
    @ParameterizedTest
    @MethodSource("failures")
    void a_failed_start_passes_on_along_the_link(Failure failure) {
        inProcess(() -> {
            Ref starter =
                    spawnMonitor(
                                    () -> {
                                        ProcLib.start(failure.body, LINKED);
                                        exit(ExitReason.of("lives on"));
                                    })
                            .ref();

            assertThat(receive(starter).reason())
                    .isEqualTo(
                            failure.end.equals(NORMAL) ? ExitReason.of("lives on") : failure.end);
        });
    }

    @DisplayName("PL-7 a starter that is not linked outlives every failure")
    @ParameterizedTest
    @MethodSource("failures")
    void a_failed_start_without_a_link_concerns_nobody(Failure failure) {
        inProcess(
                () -> assertThat(ProcLib.start(failure.body, UNLINKED)).isEqualTo(failure.result));
    }

    @DisplayName(
            "PL-4 PL-6 PL-7 a child that is too slow is unlinked, killed, its end awaited; the starter lives on")
    @ParameterizedTest
    @MethodSource("slowStarts")
    void a_start_times_out(Slow slow) {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    trapExits(slow.traps);
                    AtomicBoolean cleanedUp = new AtomicBoolean();
                    CompletableFuture<Pid> child = new CompletableFuture<>();
                    Body<String> body =
                            _ -> {
                                child.complete(self());
                                clock.awaitAlarm(LIMIT);
                                clock.advance(LIMIT);
                                try {
                                    receive();
                                } finally {
                                    cleanedUp.set(true);
                                }
                            };

                    assertThat(ProcLib.start(body, slow.options.timeout(LIMIT)))
                            .isEqualTo(new Failed<>(TIMEOUT));

                    assertThat(cleanedUp).isTrue();
                    assertThat(receive(monitor(child.join())).reason()).isEqualTo(NOPROC);
                    assertThat(mailbox()).isEmpty();
                });
    }

    /** Who waits for a slow child. */
    record Slow(String starter, Options options, boolean traps) {
        @Override
        public String toString() {
            return starter;
        }
    }

    static List<Slow> slowStarts() {
        return List.of(
                new Slow("a linked starter", LINKED, false),
                new Slow("a starter that traps", LINKED, true),
                new Slow("a starter without a link", UNLINKED, false));
    }

    @DisplayName("PL-4 a start is not given up early")
    @Test
    void a_start_may_take_its_time() {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    Body<String> body =
                            ready -> {
                                clock.awaitAlarm(LIMIT);
                                clock.advance(LIMIT.minusNanos(1));
                                ready.started("just in time");
                            };

                    assertThat(ProcLib.start(body, LINKED.timeout(LIMIT)).orElseThrow())
                            .isEqualTo("just in time");
                });
    }

    @DisplayName("PL-8 the name of a failed start is free when the failure is reported")
    @ParameterizedTest
    @MethodSource("failures")
    void the_name_is_free_again(Failure failure) {
        inProcess(() -> {
            trapExits(true);
            for (int i = 0; i < 100; i++) {
                assertThat(ProcLib.start(failure.body, LINKED.name("again")))
                        .isEqualTo(failure.result);
                assertThat(whereis("again")).isEmpty();
            }
            StartResult<String> result = ProcLib.start(stays("value"), LINKED.name("again"));
            assertThat(whereis("again")).contains(pidOf(result));
        });
    }

    @DisplayName("a result that is no start throws its reason")
    @Test
    void or_else_throw_names_the_reason() {
        inProcess(() -> {
            assertReason(new Failed<>(BAD), BAD);
            assertReason(new Ignored<>(), ExitReason.of(new Atom("ignore")));
            AlreadyStarted<String> started = new AlreadyStarted<>(self());
            assertReason(started, ExitReason.of(started));
        });
    }

    private static void assertReason(StartResult<String> result, ExitReason reason) {
        assertThatExceptionOfType(ExitException.class)
                .isThrownBy(result::orElseThrow)
                .returns(reason, ExitException::reason);
    }
}
