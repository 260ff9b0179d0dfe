// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.ExitReason.TIMEOUT;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.process.Processes.whereis;
import static dev.erloom.server.Puppet.echo;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.BadReturnValue;
import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.process.StartResult.Failed;
import dev.erloom.process.StartResult.Ignored;
import dev.erloom.server.GenServer.Init;
import dev.erloom.server.Puppet.Ask;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Heard;
import dev.erloom.server.Puppet.Start;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GenServerInitTest {
    private static final ExitReason BAD = ExitReason.of("bad");
    private static final Duration LIMIT = Duration.ofMillis(30);

    @AutoClose final LogCapture log = LogCapture.ofCore();

    /** A way in which {@code init} does not make a server. */
    record NoServer(String how, Start start, StartResult<ServerRef<Cue>> result, ExitReason end) {
        @Override
        public String toString() {
            return how;
        }
    }

    static List<NoServer> noServers() {
        Exception broken = new Exception("broken");
        Error deep = new StackOverflowError("deep");
        ExitReason bad = new BadReturnValue("null");
        return List.of(
                new NoServer("stop", me -> me.stop(BAD), new Failed<>(BAD), BAD),
                new NoServer("shutdown", me -> me.stop(SHUTDOWN), new Failed<>(SHUTDOWN), SHUTDOWN),
                new NoServer("error", me -> me.error(BAD), new Failed<>(BAD), NORMAL),
                new NoServer("ignore", Puppet::ignore, new Ignored<>(), NORMAL),
                new NoServer("exit", _ -> exits(), new Failed<>(BAD), BAD),
                new NoServer(
                        "raise",
                        _ -> {
                            throw broken;
                        },
                        new Failed<>(new Crash(broken)),
                        new Crash(broken)),
                new NoServer(
                        "raise an error",
                        _ -> {
                            throw deep;
                        },
                        new Failed<>(new Crash(deep)),
                        new Crash(deep)),
                new NoServer("null", GenServerInitTest::nothing, new Failed<>(bad), bad));
    }

    private static Init<Object> exits() {
        throw exit(BAD);
    }

    @SuppressWarnings("NullAway") // what code without null checks does
    private static Init<Object> nothing(Puppet me) {
        return null;
    }

    @DisplayName("GS-1 init runs in the new process while the caller waits")
    @Test
    void init_runs_in_the_new_process() {
        inProcess(() -> {
            CompletableFuture<Pid> ranIn = new CompletableFuture<>();
            Puppet puppet =
                    Puppet.starting(me -> {
                        ranIn.complete(self());
                        return me.ok("first");
                    });

            StartResult<ServerRef<Cue>> result = GenServer.startLink(puppet);

            assertThat(ranIn).isDone();
            assertThat(result.orElseThrow().whereis()).contains(ranIn.join());
            assertThat(ranIn.join()).isNotEqualTo(self());
        });
    }

    @DisplayName("GS-1 the starter goes on when init has returned, not before")
    @Test
    void the_starter_waits_for_init() {
        inProcess(() -> {
            Puppet puppet =
                    Puppet.starting(me -> {
                        me.observer().send(self());
                        receive();
                        me.observer().send("init is done");
                        return me.ok("first");
                    });
            spawn(() -> {
                GenServer.startLink(puppet);
                puppet.observer().send("start has returned");
            });

            receive(Pid.class).send("go on");

            assertThat(List.of(receive(), receive()))
                    .isEqualTo(List.of("init is done", "start has returned"));
        });
    }

    @DisplayName("GS-2 init answers a state")
    @Test
    void init_makes_the_first_state() {
        inProcess(() -> {
            Ask state = new Ask((me, ask, now) -> me.reply(ask, now, now));

            assertThat(Puppet.ready().start().call(state)).isEqualTo("first");
            assertThat(Puppet.starting(me -> me.ok("first").hibernate()).start().call(state))
                    .isEqualTo("first");
        });
    }

    @DisplayName("GS-2 init answers a state and a time-out")
    @Test
    void init_sets_an_idle_time() {
        inProcess(() -> {
            Puppet.starting(me -> me.ok("first").timeout(Duration.ZERO)).start();

            assertThat(receive()).isEqualTo(new Heard(new GenServer.Timeout()));
        });
    }

    @DisplayName(
            "GS-2 GS-14 init answers a state and a continuation, which runs once the starter goes on")
    @Test
    void a_continuation_of_init_does_not_hold_the_starter() {
        inProcess(() -> {
            CountDownLatch started = new CountDownLatch(1);
            ServerRef<Cue> server =
                    Puppet.starting(me ->
                                    me.ok("first")
                                            .thenContinue(state -> {
                                                started.await();
                                                return me.noReply(state + ", continued");
                                            }))
                            .start();
            started.countDown();

            assertThat(server.call(new Ask((me, ask, state) -> me.reply(ask, state, state))))
                    .isEqualTo("first, continued");
        });
    }

    @DisplayName(
            "GS-3 GS-4 PL-6 an init without a server answers why, and leaves no EXIT (oracle b: start_link init …)")
    @ParameterizedTest
    @MethodSource("noServers")
    void a_start_without_a_server_says_why(NoServer init) {
        inProcess(() -> {
            trapExits(true);
            assertThat(GenServer.startLink(Puppet.starting(init.start))).isEqualTo(init.result);
            assertThat(GenServer.start(Puppet.starting(init.start))).isEqualTo(init.result);
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName(
            "GS-3 GS-4 what others see of the end: ignore and error are normal, stop and exceptions are not")
    @ParameterizedTest
    @MethodSource("noServers")
    void others_see_the_end_of_an_init(NoServer init) {
        inProcess(() -> {
            Puppet puppet =
                    Puppet.starting(me -> {
                        me.observer().send(self());
                        receive();
                        return init.start.init(me);
                    });
            spawn(() -> GenServer.start(puppet));
            Pid server = receive(Pid.class);
            Ref end = monitor(server);

            server.send("go on");

            assertThat(receive(end).reason()).isEqualTo(init.end);
        });
    }

    @DisplayName(
            "PL-7 a starter that does not trap goes down with stop and exceptions only (oracle b: non trapping caller)")
    @ParameterizedTest
    @MethodSource("noServers")
    void a_starter_without_traps_dies_of_an_abnormal_init(NoServer init) {
        inProcess(() -> {
            ExitReason livesOn = ExitReason.of("lives on");
            Puppet puppet = Puppet.starting(init.start);
            Ref starter =
                    spawnMonitor(
                                    () -> {
                                        GenServer.startLink(puppet);
                                        exit(livesOn);
                                    })
                            .ref();

            assertThat(receive(starter).reason())
                    .isEqualTo(init.end.equals(NORMAL) ? livesOn : init.end);
        });
    }

    @DisplayName("GS-3 LG-2 ignore, error and shutdown are silent, the others are reported")
    @ParameterizedTest
    @MethodSource("noServers")
    void only_failures_of_init_are_reported(NoServer init) {
        inProcess(() -> {
            GenServer.start(Puppet.starting(init.start));

            if (init.end.isAbnormal()) {
                assertThat(log.entries())
                        .singleElement()
                        .satisfies(entry ->
                                assertThat(entry.text())
                                        .contains(
                                                "crash report",
                                                Puppet.class.getName() + ".init",
                                                init.end.toString()));
            } else {
                assertThat(log.entries()).isEmpty();
            }
        });
    }

    @DisplayName("GS-30 terminate does not run for a server that never was")
    @ParameterizedTest
    @MethodSource("noServers")
    void a_server_that_never_was_does_not_terminate(NoServer init) {
        inProcess(() -> {
            GenServer.start(Puppet.starting(init.start));

            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("PL-8 the name of a server that never was is free when the start returns")
    @ParameterizedTest
    @MethodSource("noServers")
    void the_name_is_free_again(NoServer init) {
        inProcess(() -> {
            Name<Cue> name = Name.of("again");
            for (int i = 0; i < 50; i++) {
                assertThat(GenServer.start(Puppet.starting(init.start), with -> with.name(name)))
                        .isEqualTo(init.result);
                assertThat(whereis("again")).isEmpty();
            }
        });
    }

    @DisplayName("PL-8 so is a via name, which nobody but the server takes back")
    @ParameterizedTest
    @MethodSource("noServers")
    void the_via_name_is_free_again(NoServer init) {
        inProcess(() -> {
            Via entry = new NameTable().entry("again");
            Name<Cue> name = Name.via(entry);

            assertThat(GenServer.start(Puppet.starting(init.start), with -> with.name(name)))
                    .isEqualTo(init.result);
            assertThat(entry.whereis()).isEmpty();
        });
    }

    @DisplayName(
            "GS-5 PL-6 an init that is too slow fails with timeout and leaves no EXIT (oracle b: start init timeout)")
    @Test
    void a_slow_init_times_out() {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    trapExits(true);
                    Puppet puppet = Puppet.starting(me -> slowInit(me, clock));

                    assertThat(GenServer.startLink(puppet, with -> with.timeout(LIMIT)))
                            .isEqualTo(new Failed<>(TIMEOUT));
                    assertThat(mailbox()).isEmpty();
                    assertThat(log.entries()).isEmpty();
                });
    }

    @DisplayName(
            "GS-5 PL-7 a starter that does not trap survives a slow init (oracle b: init timeout non trapping caller)")
    @Test
    void a_slow_init_kills_nobody() {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    Puppet puppet = Puppet.starting(me -> slowInit(me, clock));

                    assertThat(GenServer.startLink(puppet, with -> with.timeout(LIMIT)))
                            .isEqualTo(new Failed<>(TIMEOUT));
                });
    }

    private static Init<Object> slowInit(Puppet me, ManualClock clock) throws Exception {
        clock.awaitAlarm(LIMIT);
        clock.advance(LIMIT);
        receive(String.class);
        return me.ok("never");
    }

    @DisplayName(
            "GS-2 only ok takes a time-out or a continuation; the others refuse, and the start fails with that")
    @Test
    void what_ends_does_not_go_on() {
        inProcess(() -> {
            Puppet me = Puppet.ready();
            for (Init<Object> end : List.of(me.ignore(), me.stop(BAD), me.error(BAD))) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> end.timeout(LIMIT))
                        .withMessageStartingWith("only ok takes a timeout, was ");
                assertThatIllegalStateException()
                        .isThrownBy(() -> end.thenContinue(me::noReply))
                        .withMessageStartingWith("only ok takes a continuation, was ");
            }
        });
    }

    @DisplayName("JV-13 a negative time-out is refused before anything starts")
    @Test
    void negative_timeouts_are_refused() {
        inProcess(() -> {
            Duration negative = Duration.ofMillis(-1);
            Puppet puppet = Puppet.starting(_ -> exits());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GenServer.start(puppet, with -> with.timeout(negative)))
                    .withMessage("timeout must be >= 0, was PT-0.001S");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> puppet.ok("first").timeout(negative))
                    .withMessage("timeout must be >= 0, was PT-0.001S");
            assertThat(log.entries()).isEmpty();
            assertThat(StartOptions.<Cue>none().name()).isNull();
        });
    }

    @DisplayName("null is no reason and no continuation")
    @Test
    @SuppressWarnings("NullAway") // what code without null checks does
    void null_is_refused() {
        inProcess(() -> {
            Puppet me = Puppet.ready();
            assertThatNullPointerException().isThrownBy(() -> me.stop((ExitReason) null));
            assertThatNullPointerException().isThrownBy(() -> me.error(null));
            assertThatNullPointerException().isThrownBy(() -> me.ok("").thenContinue(null));
            assertThatNullPointerException().isThrownBy(() -> me.ok("").timeout(null));
            assertThatNullPointerException().isThrownBy(() -> me.stop(null, "state"));
            assertThatNullPointerException()
                    .isThrownBy(() -> me.stop(null, echo("x"), "x", "state"));
            assertThatNullPointerException().isThrownBy(() -> me.reply(null, "x", "state"));
            assertThatNullPointerException()
                    .isThrownBy(() -> me.noReply("state").thenContinue(null));
            assertThatNullPointerException().isThrownBy(() -> me.noReply("state").timeout(null));
        });
    }
}
