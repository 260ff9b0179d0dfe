// SPDX-License-Identifier: Apache-2.0
package dev.erloom.sys;

import static dev.erloom.process.ExitReason.CALLING_SELF;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.TIMEOUT;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.CallFailed;
import dev.erloom.process.Gen;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.server.GenServer;
import dev.erloom.server.ServerRef;
import dev.erloom.sys.Tally.Add;
import dev.erloom.sys.Tally.Ended;
import dev.erloom.sys.Tally.Get;
import dev.erloom.sys.Tally.Message;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import dev.erloom.testing.Parked;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SysTest {
    private static final ExitReason BOO = ExitReason.of("boo");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @AutoClose
    final LogCapture log =
            LogCapture.of("dev.erloom.process", "dev.erloom.server", "dev.erloom.sys");

    private static ServerRef<Message> tally() {
        return GenServer.startLink(Tally.observed()).orElseThrow();
    }

    private static Pid pid(ServerRef<?> server) {
        return server.whereis().orElseThrow();
    }

    private static ExitReason reasonOf(Runnable asking) {
        ExitException failed = catchThrowableOfType(ExitException.class, asking::run);
        assertThat(failed).isNotNull();
        return failed.reason();
    }

    @DisplayName("SY-1 a system message waits 5 s for its answer unless told otherwise")
    @Test
    void the_default_time_out_is_five_seconds() {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    Pid deaf = spawn(() -> receive(String.class));
                    Pid asker =
                            spawn(() -> {
                                Sys.getState(deaf);
                            });
                    Ref end = monitor(asker);
                    clock.awaitAlarm(Duration.ofSeconds(5));
                    clock.advance(Duration.ofMillis(4999));
                    assertThat(asker.isAlive()).isTrue();

                    clock.advance(Duration.ofMillis(1));

                    assertThat(receive(end).reason())
                            .isEqualTo(
                                    new CallFailed(
                                            TIMEOUT,
                                            deaf,
                                            new SystemRequest.GetState(),
                                            Gen.DEFAULT_TIMEOUT));
                });
    }

    @DisplayName("SY-1 a system message to nobody, or to oneself, exits the caller")
    @Test
    void nobody_answers() {
        inProcess(() -> {
            Pid gone = spawn(() -> {});
            receive(monitor(gone));

            assertThat(reasonOf(() -> Sys.getStatus(gone)).root()).isEqualTo(NOPROC);
            assertThat(reasonOf(() -> Sys.suspend(self())).root()).isEqualTo(CALLING_SELF);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Sys.getState(self(), Duration.ofSeconds(-1)))
                    .withMessage("timeout must be >= 0, was PT-1S");
        });
    }

    @DisplayName("SY-1 SY-3 an ordinary thread may ask, too")
    @Test
    void a_foreign_thread_asks() {
        try (Node node = Node.start()) {
            Tally unobserved = node.call(Tally::observed);
            ServerRef<Message> tally = node.start(() -> GenServer.startLink(unobserved));
            tally.cast(new Add(2));

            assertThat(Sys.getState(tally)).isEqualTo(2L);
            assertThat(Sys.getStatus(tally).pid()).isEqualTo(pid(tally));
        }
    }

    @DisplayName(
            "SY-2 a suspended server leaves messages alone, serves system messages, and resumes in order")
    @Test
    void a_suspended_server_leaves_its_messages_alone() {
        inProcess(() -> {
            ServerRef<Message> tally = tally();
            Sys.suspend(tally);
            tally.send("first");
            tally.cast(new Add(7));
            tally.send("second");

            assertThat(reasonOf(() -> tally.call(new Get(), Duration.ZERO)).root())
                    .isEqualTo(TIMEOUT);
            assertThat(Sys.getState(tally)).isEqualTo(0L);
            assertThat(Sys.getStatus(tally).phase()).isEqualTo(Status.Phase.SUSPENDED);
            Sys.suspend(tally);
            assertThat(mailbox()).isEmpty();

            Sys.resume(tally);
            assertThat(Sys.getStatus(tally).phase()).isEqualTo(Status.Phase.RUNNING);
            assertThat(tally.call(new Get())).isEqualTo(7L);
            assertThat(mailbox()).containsExactly("first", "second");
            Sys.resume(tally);
            assertThat(tally.call(new Get())).isEqualTo(7L);
        });
    }

    @DisplayName("SY-2 a call that queues while the server is suspended is answered after resume")
    @Test
    void a_call_queues() {
        inProcess(() -> {
            ServerRef<Message> tally = tally();
            Sys.suspend(tally);
            Pid me = self();
            spawn(() -> me.send(tally.call(new Get())));
            tally.cast(new Add(1));
            Sys.replaceState(tally, (Long count) -> count + 10);

            Sys.resume(tally);

            assertThat(receive(Long.class)).isIn(10L, 11L);
        });
    }

    @DisplayName("SY-2 the end of the parent ends a suspended server through terminate")
    @Test
    void the_parent_ends_a_suspended_server() {
        inProcess(() -> {
            Tally tally = Tally.observed();
            Pid parent =
                    spawn(() -> {
                        tally.observer().send(GenServer.startLink(tally).orElseThrow());
                        receive();
                    });
            ServerRef<?> server = receive(ServerRef.class);
            Ref end = monitor(server);
            Sys.suspend(server);

            parent.exit(BOO);

            assertThat(receive(end).reason()).isEqualTo(BOO);
            assertThat(mailbox()).containsExactly(new Ended(BOO, 0));
            assertThat(log.await("terminating: boo").text())
                    .contains("last message: Exit[from=" + parent + ", reason=boo]");
        });
    }

    @DisplayName("SY-2 the exit of another process waits while the server is suspended")
    @Test
    void the_exit_of_a_stranger_waits() {
        inProcess(() -> {
            ServerRef<Message> tally = tally();
            Sys.suspend(tally);
            Pid stranger = spawn(() -> pid(tally).exit(BOO));
            receive(monitor(stranger));
            assertThat(Sys.getState(tally)).isEqualTo(0L);
            assertThat(mailbox()).isEmpty();

            Sys.resume(tally);
            tally.call(new Get());
            assertThat(mailbox()).containsExactly(new Exit(stranger, BOO));
        });
    }

    @DisplayName("SY-3 get_state and replace_state")
    @Test
    void the_state_is_replaced() {
        inProcess(() -> {
            ServerRef<Message> tally = tally();

            assertThat(Sys.replaceState(tally, (Long count) -> count + 5)).isEqualTo(5L);

            assertThat(Sys.getState(tally)).isEqualTo(5L);
            assertThat(tally.call(new Get())).isEqualTo(5L);
        });
    }

    @DisplayName("SY-3 a replace_state that fails leaves the state and is reported to the asker")
    @Test
    void a_failing_replacement_changes_nothing() {
        inProcess(() -> {
            ServerRef<Message> tally = tally();
            Exception broken = new IllegalArgumentException("broken");
            UnaryOperator<Long> failing =
                    _ -> {
                        throw new IllegalArgumentException("broken");
                    };

            assertThatIllegalStateException()
                    .isThrownBy(() -> Sys.replaceState(tally, failing))
                    .withMessage("ReplaceState failed in " + tally)
                    .withCauseExactlyInstanceOf(broken.getClass());
            assertThatIllegalStateException()
                    .isThrownBy(() -> Sys.replaceState(tally, toNothing()))
                    .havingCause()
                    .withMessage("the new state");
            UnaryOperator<String> wrong = text -> text + "!";
            assertThatIllegalStateException()
                    .isThrownBy(() -> Sys.replaceState(tally, wrong))
                    .withCauseExactlyInstanceOf(ClassCastException.class);
            assertThat(tally.call(new Get())).isEqualTo(0L);
        });
    }

    @SuppressWarnings("NullAway") // what Java cannot forbid
    private static UnaryOperator<Long> toNothing() {
        return _ -> null;
    }

    @DisplayName("SY-4 get_status: pid, module, dictionary, phase, parent, debug, state")
    @Test
    void the_status() {
        inProcess(() -> {
            ServerRef<Message> tally = tally();
            Sys.trace(tally, true);
            Sys.log(tally, 3);
            Sys.statistics(tally, true);
            Sys.install(tally, "mine", (state, _) -> Optional.of(state), 0);

            assertThat(Sys.getStatus(tally))
                    .isEqualTo(
                            new Status(
                                    pid(tally),
                                    Tally.class.getName(),
                                    Map.of(),
                                    Status.Phase.RUNNING,
                                    Optional.of(self()),
                                    List.of("trace", "log 3", "statistics", "mine"),
                                    List.of(),
                                    0L));
            Sys.noDebug(tally);
            assertThat(Sys.getStatus(tally).debug()).isEmpty();
        });
    }

    @DisplayName(
            "SY-4 the dictionary of a process is shown, and one that is not linked has no parent")
    @Test
    void the_dictionary_is_shown() {
        inProcess(() -> {
            ServerRef<Message> tally = GenServer.start(Tally.observed()).orElseThrow();
            Sys.replaceState(
                    tally,
                    (Long count) -> {
                        Processes.put("key", "value");
                        return count;
                    });

            assertThat(Sys.getStatus(tally).dictionary()).isEqualTo(Map.of("key", "value"));
            assertThat(Sys.getStatus(tally).parent()).isEmpty();
        });
    }

    @DisplayName("SY-5 trace logs what comes in and what goes out")
    @Test
    void trace() throws Exception {
        inProcess(() -> {
            ServerRef<Message> tally = tally();
            Sys.trace(tally, true);
            tally.call(new Get());
            tally.cast(new Add(3));
            Sys.trace(tally, false);
            tally.call(new Get());

            String start = "*DBG* " + pid(tally) + " " + Tally.class.getName() + " ";
            assertThat(log.entries())
                    .extracting(LogCapture.Entry::text)
                    .containsExactly(
                            start + "got call Get[] from " + self(),
                            start + "sent 0 to " + self() + ", new state 0",
                            start + "got Add[by=3]",
                            start + "new state 3");
        });
    }

    @DisplayName("SY-5 log keeps the last events; 10 unless told otherwise")
    @Test
    void log() {
        inProcess(() -> {
            ServerRef<Message> tally = tally();
            assertThat(Sys.log(tally)).isEmpty();
            Sys.log(tally, 3);
            tally.cast(new Add(1));
            tally.call(new Get());

            assertThat(Sys.log(tally))
                    .containsExactly(
                            new DebugEvent.NewState(1L),
                            new DebugEvent.In(new Get(), Optional.of(self())),
                            new DebugEvent.Out(1L, self(), 1L));

            Sys.log(tally, true);
            for (int i = 0; i < 20; i++) {
                tally.cast(new Add(1));
            }
            assertThat(Sys.log(tally)).hasSize(10).endsWith(new DebugEvent.NewState(21L));
            Sys.log(tally, false);
            assertThat(Sys.log(tally)).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Sys.log(tally, -1))
                    .withMessage("events must be >= 0, was -1");
        });
    }

    @DisplayName("SY-5 statistics count messages in and out since they were switched on")
    @Test
    void statistics() {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    ServerRef<Message> tally = tally();
                    assertThat(Sys.statistics(tally)).isEmpty();
                    clock.advance(SECOND);
                    Sys.statistics(tally, true);
                    tally.call(new Get());
                    tally.cast(new Add(1));
                    tally.send("stray");
                    clock.advance(SECOND);

                    assertThat(Sys.statistics(tally))
                            .contains(new Statistics(SECOND, SECOND.multipliedBy(2), 3, 1));

                    Sys.statistics(tally, false);
                    assertThat(Sys.statistics(tally)).isEmpty();
                });
    }

    @DisplayName(
            "SY-5 an installed function sees every event, with a state of its own, until it is removed")
    @Test
    void a_debug_function_sees_every_event() {
        inProcess(() -> {
            ServerRef<Message> tally = tally();
            Pid me = self();
            DebugFunction<Integer> numbering =
                    (number, event) -> {
                        me.send(number + " " + event);
                        return Optional.of(number + 1);
                    };
            Sys.install(tally, "numbering", numbering, 1);
            Sys.install(tally, "numbering", numbering, 100);
            tally.cast(new Add(1));
            tally.call(new Get());
            Sys.remove(tally, "numbering");
            assertThat(mailbox())
                    .containsExactly(
                            "1 got Add[by=1]",
                            "2 new state 1",
                            "3 got call Get[] from " + me,
                            "4 sent 1 to " + me + ", new state 1");

            Sys.remove(tally, "nobody");
            tally.call(new Get());
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("SY-5 a debug function that is done, or throws, is removed; the server goes on")
    @Test
    void a_debug_function_goes() {
        inProcess(() -> {
            ServerRef<Message> tally = tally();
            Pid me = self();
            Sys.install(
                    tally,
                    "once",
                    (state, _) -> {
                        me.send(state);
                        return Optional.empty();
                    },
                    "once");
            Sys.install(
                    tally,
                    "broken",
                    (state, _) -> {
                        me.send(state);
                        throw new IllegalStateException("broken");
                    },
                    "broken");
            Sys.install(
                    tally,
                    "wrong",
                    (state, _) -> {
                        me.send(state);
                        throw new AssertionError("wrong");
                    },
                    "wrong");
            tally.cast(new Add(1));
            tally.cast(new Add(1));

            assertThat(tally.call(new Get())).isEqualTo(2L);
            assertThat(mailbox()).containsExactly("once", "broken", "wrong");
            assertThat(Sys.getStatus(tally).debug()).isEmpty();
        });
    }

    @DisplayName("SY-6 terminate ends a server through its terminate")
    @Test
    void terminate() {
        inProcess(() -> {
            ServerRef<Message> tally = GenServer.start(Tally.observed()).orElseThrow();
            Ref end = monitor(tally);

            Sys.terminate(tally, BOO);

            assertThat(receive(end).reason()).isEqualTo(BOO);
            assertThat(mailbox()).containsExactly(new Ended(BOO, 0));
        });
    }

    @DisplayName("SY-6 a suspended server can be stopped")
    @Test
    void a_suspended_server_can_be_stopped() {
        inProcess(() -> {
            ServerRef<Message> tally = tally();
            Sys.suspend(tally);

            tally.stop();

            assertThat(pid(tally).isAlive()).isFalse();
        });
    }

    /** {@return the thread of a server, to see when it waits} */
    private static Thread threadOf(ServerRef<Message> tally) {
        AtomicReference<Thread> thread = new AtomicReference<>(Thread.currentThread());
        Sys.replaceState(
                tally,
                (Long count) -> {
                    thread.set(Thread.currentThread());
                    return count;
                });
        return thread.get();
    }

    @DisplayName("GS-26 a system message does not cancel the idle time; it starts all of it again")
    @Test
    void a_system_message_restarts_the_idle_time() {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    ServerRef<Message> tally = tally();
                    Thread thread = threadOf(tally);
                    tally.cast(new Tally.Idle(SECOND));
                    Parked.await(thread);
                    clock.advance(Duration.ofMillis(900));
                    assertThat(Sys.getState(tally)).isEqualTo(0L);
                    Parked.await(thread);
                    clock.advance(Duration.ofMillis(999));
                    Parked.await(thread);
                    assertThat(mailbox()).isEmpty();

                    clock.advance(Duration.ofMillis(1));

                    assertThat(receive()).isEqualTo(new GenServer.Timeout());
                });
    }

    @DisplayName("GS-26 the idle time starts again after a suspension")
    @Test
    void a_suspension_restarts_the_idle_time() {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    ServerRef<Message> tally = tally();
                    Thread thread = threadOf(tally);
                    tally.cast(new Tally.Idle(SECOND));
                    Sys.suspend(tally);
                    clock.advance(SECOND.multipliedBy(5));
                    Sys.resume(tally);
                    Parked.await(thread);
                    assertThat(mailbox()).isEmpty();

                    clock.advance(SECOND);

                    assertThat(receive()).isEqualTo(new GenServer.Timeout());
                });
    }

    @DisplayName("SY-5 PL-14 what is debugged can be said at the start")
    @Test
    void debug_options() {
        inProcess(() -> {
            ServerRef<Message> tally =
                    GenServer.startLink(
                                    Tally.observed(),
                                    with -> with.debug(d -> d.log().statistics().trace()))
                            .orElseThrow();
            tally.call(new Get());

            assertThat(Sys.getStatus(tally).debug())
                    .containsExactly("trace", "log 10", "statistics");
            assertThat(Sys.log(tally)).hasSize(2);
            assertThat(Sys.statistics(tally).orElseThrow().messagesOut()).isEqualTo(1);
        });
    }

    @DisplayName("SY-5 the events that are kept are in the report of a failure")
    @Test
    void the_log_is_reported() throws Exception {
        inProcess(() -> {
            ServerRef<Message> tally = GenServer.start(Tally.observed()).orElseThrow();
            Sys.log(tally, true);
            tally.cast(new Add(1));
            tally.cast(new Tally.Blow());

            assertThat(log.await("terminating").text().lines())
                    .containsSequence(
                            "    log:",
                            "        got Add[by=1]",
                            "        new state 1",
                            "        got Blow[]");
        });
    }
}
