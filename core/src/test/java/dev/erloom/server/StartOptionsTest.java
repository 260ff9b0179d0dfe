// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.TIMEOUT;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.register;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.erloom.process.Down;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Processes;
import dev.erloom.process.SpawnOptions;
import dev.erloom.process.StartResult;
import dev.erloom.process.Timeouts;
import dev.erloom.server.GenServer.Monitored;
import dev.erloom.server.Puppet.Ask;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Heard;
import dev.erloom.server.Puppet.Info;
import dev.erloom.server.Puppet.Tell;
import dev.erloom.server.Puppet.Terminated;
import dev.erloom.sys.DebugOptions;
import dev.erloom.sys.Sys;
import dev.erloom.testing.Forever;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StartOptionsTest {
    private static final ExitReason BOO = ExitReason.of("boo");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @AutoClose final LogCapture log = LogCapture.ofCore();

    /** {@return the name and kind of the thread that a server runs on} */
    private static String thread(ServerRef<Cue> server) {
        return (String)
                server.call(
                        new Ask((me, ask, state) -> {
                            Thread thread = Thread.currentThread();
                            return me.reply(
                                    ask, thread.getName() + " " + thread.isVirtual(), state);
                        }));
    }

    @DisplayName(
            "PL-14 a start takes a name, a time-out, spawn options, debug options, hibernateAfter")
    @Test
    void a_start_takes_options() {
        inProcess(() -> {
            Name<Cue> name = Name.of("puppet");
            ServerRef<Cue> server =
                    GenServer.startLink(
                                    Puppet.ready(),
                                    with ->
                                            with.name(name)
                                                    .timeout(SECOND)
                                                    .hibernateAfter(SECOND)
                                                    .debug(DebugOptions::statistics)
                                                    .spawn(s ->
                                                            s.label("worker")
                                                                    .onPlatformThread()
                                                                    .exitGrace(SECOND)))
                            .orElseThrow();

            assertThat(thread(server)).isEqualTo("worker false");
            assertThat(name.whereis()).isEqualTo(server.whereis());
            assertThat(Sys.getStatus(server).debug()).containsExactly("statistics");
        });
    }

    @DisplayName("PL-14 the link of a start does not depend on the spawn options")
    @Test
    void spawn_options_leave_the_link() {
        inProcess(() -> {
            trapExits(true);
            ServerRef<Cue> linked =
                    GenServer.startLink(Puppet.ready(), with -> with.spawn(s -> s.label("one")))
                            .orElseThrow();
            linked.stop();

            assertThat(mailbox()).contains(new Exit(linked.whereis().orElseThrow(), NORMAL));
        });
    }

    @DisplayName("PL-14 options out of range are an error that names them")
    @Test
    void options_out_of_range() {
        Duration negative = Duration.ofSeconds(-1);
        StartOptions<Cue> none = StartOptions.none();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> none.timeout(negative))
                .withMessage("timeout must be >= 0, was PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> none.hibernateAfter(negative))
                .withMessage("hibernateAfter must be >= 0, was PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> none.debug(debug -> debug.log(-1)))
                .withMessage("events must be >= 0, was -1");
        assertThat(none.name()).isNull();
        assertThat(none.hibernateAfter()).isEqualTo(Timeouts.INFINITY);
    }

    @DisplayName("PL-10 there is no monitor among the spawn options; start_monitor is how")
    @Test
    void spawn_options_have_no_monitor() {
        assertThat(SpawnOptions.class.getRecordComponents())
                .extracting(component -> component.getName())
                .doesNotContain("monitor", "monitored");
        assertThat(Arrays.stream(SpawnOptions.class.getMethods()).map(method -> method.getName()))
                .doesNotContain("monitor");
    }

    @DisplayName("PL-10 start_monitor answers with the server and its monitor")
    @Test
    void start_monitor() {
        inProcess(() -> {
            Name<Cue> name = Name.of("puppet");
            Monitored<Cue> started =
                    GenServer.startMonitor(Puppet.ready(), with -> with.name(name)).orElseThrow();
            Pid pid = started.server().whereis().orElseThrow();
            assertThat(started.server().call(Puppet.echo(1))).isEqualTo(1);

            started.server().cast(new Tell((me, state) -> me.stop(BOO, state)));

            assertThat(receive(started.monitor())).isEqualTo(new Down(started.monitor(), pid, BOO));
        });
    }

    @DisplayName("PL-10 a start_monitor of a server that fails leaves no DOWN")
    @Test
    void a_failed_start_monitor() {
        inProcess(() -> {
            assertThat(GenServer.startMonitor(Puppet.starting(me -> me.stop(BOO)), with -> with))
                    .isEqualTo(new StartResult.Failed<>(BOO));
            assertThat(GenServer.startMonitor(Puppet.starting(GenServer::ignore), with -> with))
                    .isEqualTo(new StartResult.Ignored<>());
            Name<Cue> name = Name.of("puppet");
            Pid first =
                    GenServer.start(Puppet.ready(), with -> with.name(name))
                            .orElseThrow()
                            .whereis()
                            .orElseThrow();
            assertThat(GenServer.startMonitor(Puppet.ready(), with -> with.name(name)))
                    .isEqualTo(new StartResult.AlreadyStarted<>(first));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName(
            "PL-10 proc_lib's start_monitor has a monitor for failures, too, and their DOWN comes")
    @Test
    void the_down_of_a_failure_comes() {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    ProcLib.Monitored<String> failed =
                            ProcLib.startMonitor(
                                    ready -> {
                                        throw ready.failed(new StartResult.Failed<>(BOO), NORMAL);
                                    },
                                    ProcLib.Options.unlinked("failing"));
                    assertThat(failed.result()).isEqualTo(new StartResult.Failed<>(BOO));
                    assertThat(receive(failed.monitor()).reason()).isEqualTo(NORMAL);

                    Processes.spawn(() -> {
                        clock.awaitAlarm(SECOND);
                        clock.advance(SECOND);
                    });
                    ProcLib.Monitored<String> late =
                            ProcLib.startMonitor(
                                    _ -> Forever.sleep(),
                                    ProcLib.Options.unlinked("slow").timeout(SECOND));
                    assertThat(late.result()).isEqualTo(new StartResult.Failed<>(TIMEOUT));
                    assertThat(receive(late.monitor()).reason()).isEqualTo(ExitReason.KILLED);

                    ProcLib.Monitored<String> good =
                            ProcLib.startMonitor(
                                    ready -> ready.started("up"), ProcLib.Options.unlinked("good"));
                    assertThat(good.result().orElseThrow()).isEqualTo("up");
                    assertThat(receive(good.monitor()).reason()).isEqualTo(NORMAL);
                });
    }

    @DisplayName("PL-10 only a process can monitor what it starts")
    @Test
    void only_a_process_monitors() throws Exception {
        try (Node node = Node.start()) {
            Puppet puppet = node.call(Puppet::ready);
            assertThatIllegalStateException()
                    .isThrownBy(() -> GenServer.startMonitor(puppet, with -> with))
                    .withMessageStartingWith("startMonitor needs a process");
        }
    }

    /** Starts a process that becomes a server after it has registered as {@code own}. */
    private static StartResult<ServerRef<Cue>> entering(
            Puppet puppet, String own, Name<Cue> wanted) {
        return ProcLib.start(
                ready -> {
                    trapExits(true);
                    if (!own.isEmpty()) {
                        register(own);
                    }
                    ready.started(ServerRef.of(self()));
                    throw GenServer.enterLoop(
                            puppet, puppet.ok("entered"), with -> with.name(wanted));
                },
                ProcLib.Options.linked("entering"));
    }

    @DisplayName(
            "GS-8 enter_loop makes a server of a process, with calls, casts, from and terminate")
    @Test
    void enter_loop() {
        inProcess(() -> {
            Puppet puppet = Puppet.ready();
            Name<Cue> name = Name.of("entered");
            ServerRef<Cue> server = entering(puppet, "entered", name).orElseThrow();
            assertThat(server.call(Puppet.echo("hello"))).isEqualTo("hello");
            Object answer =
                    name.call(
                            new Ask((me, ask, state) -> {
                                me.from(ask).reply(state);
                                return me.noReply(state);
                            }));
            assertThat(answer).isEqualTo("entered");
            server.send(new Info((me, state) -> me.noReply("changed")));
            server.send("stray");
            server.stop();

            assertThat(mailbox())
                    .containsExactly(new Heard("stray"), new Terminated(NORMAL, "changed"));
        });
    }

    @DisplayName(
            "GS-8 what is sent to a process in enter_loop is checked, and its parent's exit ends it")
    @Test
    void enter_loop_is_a_real_server() {
        inProcess(() -> {
            Puppet puppet = Puppet.ready();
            Pid parent =
                    Processes.spawn(() -> {
                        puppet.observer().send(entering(puppet, "it", Name.of("it")).orElseThrow());
                        receive();
                    });
            ServerRef<?> server = receive(ServerRef.class);
            Sys.getState(server); // a barrier: from here on it is in its loop
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            ServerRef.<Plain.Message>of(server.whereis().orElseThrow())
                                    .call(new Plain.Get()))
                    .withMessageContaining("is no message of " + Puppet.class.getName());

            parent.exit(BOO);

            assertThat(receive()).isEqualTo(new Terminated(BOO, "entered"));
        });
    }

    @DisplayName("GS-8 enter_loop takes what ok can say")
    @Test
    void enter_loop_with_a_continuation() {
        inProcess(() -> {
            Puppet puppet = Puppet.ready();
            ServerRef<Cue> server =
                    ProcLib.<ServerRef<Cue>>start(
                                    ready -> {
                                        ready.started(ServerRef.of(self()));
                                        throw GenServer.enterLoop(
                                                puppet,
                                                puppet.ok("a")
                                                        .thenContinue(s -> puppet.noReply(s + "b")),
                                                with -> with);
                                    },
                                    ProcLib.Options.unlinked("entering"))
                            .orElseThrow();

            assertThat(server.call(new Ask((me, ask, state) -> me.reply(ask, state, state))))
                    .isEqualTo("ab");
        });
    }

    @DisplayName(
            "GS-8 enter_loop under a name that the process does not have exits: process_not_registered")
    @Test
    void enter_loop_needs_its_name() {
        inProcess(() -> {
            trapExits(true);
            Puppet puppet = Puppet.ready();
            for (String own : List.of("", "other")) {
                Pid pid =
                        entering(puppet, own, Name.of("entered"))
                                .orElseThrow()
                                .whereis()
                                .orElseThrow();
                assertThat(receive(Exit.class))
                        .isEqualTo(
                                new Exit(
                                        pid,
                                        ExitReason.of(
                                                new dev.erloom.process.Atom(
                                                        "process_not_registered"))));
            }
        });
    }

    @DisplayName("GS-8 only a process of the start protocol enters a loop, and only with ok")
    @Test
    void enter_loop_is_refused() {
        inProcess(() -> {
            Puppet puppet = Puppet.ready();
            assertThatIllegalStateException()
                    .isThrownBy(() -> GenServer.enterLoop(puppet, puppet.ok("x"), with -> with))
                    .withMessage(self() + " was not started by ProcLib.start");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GenServer.enterLoop(puppet, puppet.ignore(), with -> with))
                    .withMessageStartingWith("a server enters its loop with ok");
        });
    }

    @DisplayName("PL-12 stop of any process of the start protocol that serves system messages")
    @Test
    void proc_lib_stop() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Gen.stop(server, BOO, SECOND);
            assertThat(mailbox()).containsExactly(new Terminated(BOO, "first"));

            ServerRef<Cue> other =
                    Puppet.ready()
                            .ending((_, _, _) -> {
                                throw exit(TIMEOUT);
                            })
                            .start();
            assertThatExceptionOfType(ExitException.class)
                    .isThrownBy(() -> Gen.stop(other, NORMAL, SECOND))
                    .matches(failed -> failed.reason().equals(TIMEOUT));
            assertThatExceptionOfType(ExitException.class)
                    .isThrownBy(() -> Gen.stop(other, NORMAL, SECOND))
                    .matches(failed -> failed.reason().equals(ExitReason.NOPROC));
        });
    }

    @DisplayName("GS-9 GS-14 a timeout and a continuation exclude each other, in both orders")
    @Test
    void a_timeout_or_a_continuation() {
        inProcess(() -> {
            Puppet me = Puppet.ready();
            String both = "an answer takes a timeout or a continuation, not both";
            assertThatIllegalStateException()
                    .isThrownBy(() -> me.noReply("").timeout(SECOND).thenContinue(me::noReply))
                    .withMessage(both);
            assertThatIllegalStateException()
                    .isThrownBy(() -> me.noReply("").thenContinue(me::noReply).timeout(SECOND))
                    .withMessage(both);
            assertThatIllegalStateException()
                    .isThrownBy(() -> me.ok("").timeout(SECOND).thenContinue(me::noReply))
                    .withMessage(both);
            assertThatIllegalStateException()
                    .isThrownBy(() -> me.ok("").thenContinue(me::noReply).timeout(SECOND))
                    .withMessage(both);
        });
    }
}
