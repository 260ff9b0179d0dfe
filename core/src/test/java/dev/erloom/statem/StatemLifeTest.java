// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.statem.Robot.echo;
import static dev.erloom.statem.Robot.go;
import static dev.erloom.statem.Robot.leftWaiting;
import static dev.erloom.statem.Robot.tell;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.CallFailed;
import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.Report;
import dev.erloom.process.StartResult;
import dev.erloom.process.Timeouts;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import dev.erloom.statem.GenStatem.StateAndData;
import dev.erloom.statem.Robot.Cue;
import dev.erloom.statem.Robot.Entered;
import dev.erloom.statem.Robot.Heard;
import dev.erloom.statem.Robot.Note;
import dev.erloom.statem.Robot.Terminated;
import dev.erloom.sys.FormatStatus;
import dev.erloom.sys.Sys;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How state machines start, are called, looked at, and end. */
class StatemLifeTest {
    private static final Name<Cue> NAME = GenStatem.name("robot");
    private static final ExitReason BOO = ExitReason.of("boo");

    private final ManualClock clock = new ManualClock();

    private static ServerRef<Cue> seen(ServerRef<Cue> robot) {
        assertThat(receive()).isEqualTo(new Entered("a", "a"));
        return robot;
    }

    @DisplayName("SM-3 ok with actions: the enter call, then what init asked for")
    @Test
    void init_may_have_actions() {
        onNode(() -> {
            Robot.starting(me ->
                            me.ok(
                                    "b",
                                    "data",
                                    me.nextEvent(new Note("i1")),
                                    me.stateTimeout(Duration.ZERO, new Note("sto")),
                                    me.eventTimeout(Duration.ZERO, new Note("eto"))))
                    .start();

            assertThat(receive()).isEqualTo(new Entered("b", "b"));
            assertThat(receive()).isEqualTo(new Heard("i1", "b"));
            assertThat(receive()).isEqualTo(new Heard("sto", "b"));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("SM-6 the starter goes on before the state is entered")
    @Test
    void the_start_does_not_wait_for_the_enter_call() {
        onNode(() -> {
            trapExits(true);
            ServerRef<Cue> robot =
                    Robot.ready(with ->
                                    with.entering((_, _, _, _) -> {
                                        throw exit(BOO);
                                    }))
                            .startLink();

            assertThat(receive()).isEqualTo(new Entered("a", "a"));
            assertThat(receive()).isEqualTo(new Terminated(BOO, "a", "data"));
            assertThat(receive()).isEqualTo(new Exit(robot.whereis().orElseThrow(), BOO));
        });
    }

    @DisplayName(
            "SM-3 ignore, stop, error, a crash, an exit and null fail the start as they should")
    @Test
    @SuppressWarnings("NullAway") // as code without checks would
    void init_may_fail() {
        onNode(() -> {
            trapExits(true);
            IllegalStateException broken = new IllegalStateException("broken");

            assertThat(started(Answers::ignore)).isEqualTo(new StartResult.Ignored<>());
            assertThat(started(me -> me.stop(BOO))).isEqualTo(new StartResult.Failed<>(BOO));
            assertThat(started(Answers::stop)).isEqualTo(new StartResult.Failed<>(NORMAL));
            assertThat(started(me -> me.error(BOO))).isEqualTo(new StartResult.Failed<>(BOO));
            assertThat(
                            started(_ -> {
                                throw broken;
                            }))
                    .isEqualTo(new StartResult.Failed<>(new Crash(broken)));
            assertThat(
                            started(_ -> {
                                throw exit(BOO);
                            }))
                    .isEqualTo(new StartResult.Failed<>(BOO));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("SM-20 null from init is a bad return")
    @Test
    @SuppressWarnings("NullAway") // as code without checks would
    void null_from_init_is_a_bad_return() {
        onNode(() -> {
            trapExits(true);
            assertThat(started(_ -> null))
                    .isEqualTo(
                            new StartResult.Failed<>(
                                    ExitReason.of(new BadAnswer.BadReturnFromInit("null"))));
            assertThat(ExitReason.of(new BadAnswer.BadReturnFromInit("null")))
                    .hasToString("{bad_return_from_init, null}");
        });
    }

    private static StartResult<ServerRef<Cue>> started(Robot.Start start) {
        return GenStatem.startLink(Robot.starting(start));
    }

    @DisplayName("SM-3 null state, actions and reasons are refused where they are given")
    @Test
    @SuppressWarnings("NullAway") // as code without checks would
    void null_is_refused() {
        onNode(() -> {
            Robot me = Robot.ready();

            assertThatThrownBy(() -> me.ok(null, "")).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> me.nextState(null, ""))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> me.keepState("", me.hibernate(), null))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> me.stop((ExitReason) null))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> me.error(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> me.nextEvent(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> me.nextInfo(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> me.timeout(null, Duration.ZERO, new Note("")))
                    .isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> me.changeCallbackModule(null))
                    .isInstanceOf(NullPointerException.class);
        });
    }

    @DisplayName("SM-3 SM-23 a name is taken once; who comes second does not run init")
    @Test
    void a_name_is_taken_once() {
        onNode(() -> {
            GenStatem.startLink(Robot.ready(), NAME).orElseThrow();
            Pid first = NAME.whereis().orElseThrow();

            StartResult<ServerRef<Cue>> second =
                    GenStatem.startLink(
                            Robot.starting(_ -> {
                                throw new AssertionError("init must not run");
                            }),
                            NAME);

            assertThat(second).isEqualTo(new StartResult.AlreadyStarted<>(first));
            assertThat(NAME.call(echo("by name"))).isEqualTo("by name");
        });
    }

    @DisplayName("SM-3 a start has a limit, if it is given one")
    @Test
    void a_start_may_time_out() {
        onNode(() -> {
            StartResult<ServerRef<Cue>> result =
                    GenStatem.start(
                            Robot.starting(me -> {
                                await("never");
                                return me.ok("a", "");
                            }),
                            with -> with.timeout(Duration.ofMillis(1)));

            assertThat(result).isEqualTo(new StartResult.Failed<>(ExitReason.TIMEOUT));
        });
    }

    private static void await(Object message) {
        receive(Object.class, message::equals);
    }

    @DisplayName(
            "SM-22 a call waits for ever unless it says otherwise, by reference and by name (oracle f: call default infinity)")
    @Test
    void a_call_waits_for_ever() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot = GenStatem.startLink(Robot.ready(), NAME).orElseThrow();
                    assertThat(robot.callTimeout()).isEqualTo(Timeouts.INFINITY);
                    assertThat(NAME.callTimeout()).isEqualTo(Timeouts.INFINITY);
                    for (ServerRef<Cue> ref : List.of(robot, NAME)) {
                        mailbox();
                        Pid observer = self();
                        Processes.spawn(() -> observer.send(ref.call(leftWaiting())));
                        assertThat(receive(String.class)).isEqualTo("waiting");

                        clock.advance(Duration.ofDays(10_000));
                        robot.cast(
                                tell((me, _, _) -> me.nextState(me + "", "", me.late("at last"))));

                        assertThat(receive(String.class)).isEqualTo("at last");
                    }
                });
    }

    @DisplayName(
            "SM-22 after a time-out no late reply shows up (oracle f: clean_timeout); noproc at once")
    @Test
    void a_late_reply_never_shows_up() {
        onNode(() -> {
            ServerRef<Cue> robot = seen(Robot.ready().start());

            assertThatThrownBy(() -> robot.call(leftWaiting(), Duration.ofMillis(1)))
                    .isInstanceOfSatisfying(
                            ExitException.class,
                            exit -> assertThat(exit.reason().root()).isEqualTo(ExitReason.TIMEOUT));
            receive(String.class, "waiting"::equals);
            robot.cast(tell((me, _, _) -> me.keepStateAndData(me.late("at last"))));
            assertThat(robot.call(echo("barrier"))).isEqualTo("barrier");
            assertThat(mailbox()).isEmpty();

            robot.stop();
            assertThatThrownBy(() -> robot.call(echo("too late")))
                    .isInstanceOfSatisfying(
                            ExitException.class,
                            exit ->
                                    assertThat(exit.reason())
                                            .isInstanceOfSatisfying(
                                                    CallFailed.class,
                                                    failed ->
                                                            assertThat(failed.reason())
                                                                    .isEqualTo(ExitReason.NOPROC)));
        });
    }

    @DisplayName("SM-22 only a machine's references wait for ever; a negative time is refused")
    @Test
    void other_references_keep_their_default() {
        onNode(() -> {
            ServerRef<Cue> robot = Robot.ready().start();
            Pid pid = robot.whereis().orElseThrow();

            assertThat(ServerRef.<Cue>of(pid).callTimeout()).isEqualTo(Duration.ofSeconds(5));
            assertThat(Name.<Cue>of("x").callTimeout()).isEqualTo(Duration.ofSeconds(5));
            assertThat(NAME.on(Node.current()).callTimeout()).isEqualTo(Timeouts.INFINITY);
            assertThat(robot).isEqualTo(ServerRef.of(pid));
            assertThatThrownBy(() -> robot.callTimeout(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("time must be >= 0, was PT-1S");
        });
    }

    @DisplayName("SM-23 a crash: terminate gets the last good state and data, then a report")
    @Test
    void a_crash_ends_in_order() {
        onNode(() -> {
            IllegalStateException broken = new IllegalStateException("broken");
            try (LogCapture log = LogCapture.of("dev.erloom.server")) {
                ServerRef<Cue> robot = seen(Robot.ready().start());
                Ref end = monitor(robot);
                robot.call(go("b"));
                receive();

                robot.cast(
                        tell((_, _, _) -> {
                            throw broken;
                        }));

                assertThat(receive()).isEqualTo(new Terminated(new Crash(broken), "b", "data"));
                assertThat(receive(end).reason()).isEqualTo(new Crash(broken));
                LogCapture.Entry report = log.await("terminating");
                assertThat(report.text()).contains("state: {b, data}", "Tell[");
                assertThat(report.thrown()).isSameAs(broken);
            }
        });
    }

    @DisplayName("SM-23 a crash in an enter call: terminate gets the state before the change")
    @Test
    void a_crash_in_an_enter_call_keeps_the_old_state() {
        onNode(() -> {
            ServerRef<Cue> robot =
                    Robot.ready(with ->
                                    with.entering((me, _, state, _) -> {
                                        if (state.equals("b")) {
                                            throw exit(BOO);
                                        }
                                        return me.keepStateAndData();
                                    }))
                            .start();
            seen(robot);

            robot.cast(tell((me, _, _) -> me.nextState("b", "new")));

            assertThat(receive()).isEqualTo(new Entered("a", "b"));
            assertThat(receive()).isEqualTo(new Terminated(BOO, "a", "data"));
        });
    }

    @DisplayName("SM-23 an exception in terminate replaces the reason")
    @Test
    void a_failing_terminate_replaces_the_reason() {
        onNode(() -> {
            ServerRef<Cue> robot =
                    Robot.ready(with ->
                                    with.ending((_, _, _, _) -> {
                                        throw exit(BOO);
                                    }))
                            .start();
            Ref end = monitor(robot);

            robot.cast(tell((me, _, _) -> me.stop(SHUTDOWN)));

            assertThat(receive(end).reason()).isEqualTo(BOO);
        });
    }

    @DisplayName("SM-23 silent ends are not reported")
    @Test
    void silent_ends_are_not_reported() {
        onNode(() -> {
            try (LogCapture log = LogCapture.of("dev.erloom.server", "dev.erloom.process")) {
                for (ExitReason reason : List.of(NORMAL, SHUTDOWN, ExitReason.shutdown("x"))) {
                    ServerRef<Cue> robot = Robot.ready().start();
                    robot.stop(reason, Timeouts.INFINITY);
                }
                assertThat(log.entries()).isEmpty();
            }
        });
    }

    @DisplayName(
            "SM-23 the parent's EXIT ends a machine that traps exits; others' are messages (oracle f: parent exit)")
    @Test
    void the_end_of_the_parent_ends_the_machine() {
        onNode(() -> {
            Pid observer = self();
            var parent =
                    spawnMonitor(() -> {
                        Robot robot =
                                new Robot(
                                        observer,
                                        Robot.trapping().starts(),
                                        Robot.trapping().enters(),
                                        Robot.trapping().ends());
                        observer.send(robot.startLink());
                        await("end");
                        throw exit(BOO);
                    });
            ServerRef<?> robot = receive(ServerRef.class);
            Pid pid = robot.whereis().orElseThrow();
            assertThat(receive()).isEqualTo(new Entered("a", "a"));
            Ref end = monitor(pid);

            pid.exit(SHUTDOWN);
            assertThat(receive()).isEqualTo(new Heard(new Exit(observer, SHUTDOWN), "a"));
            parent.pid().send("end");

            assertThat(receive(Terminated.class)).isEqualTo(new Terminated(BOO, "a", "data"));
            assertThat(receive(end).reason()).isEqualTo(BOO);
        });
    }

    @DisplayName("SM-23 HB-4 a signal that is not trapped ends it without terminate")
    @Test
    void a_signal_ends_it_without_terminate() {
        onNode(() -> {
            ServerRef<Cue> robot = seen(Robot.ready().start());
            robot.cast(tell((me, _, _) -> me.keepStateAndData(me.hibernate())));
            Ref end = monitor(robot);

            robot.whereis().orElseThrow().exit(BOO);

            assertThat(receive(end).reason()).isEqualTo(BOO);
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("SM-23 stop waits for the end, with its reason; terminate runs")
    @Test
    void stop_waits_for_the_end() {
        onNode(() -> {
            ServerRef<Cue> robot = seen(Robot.ready().start());

            robot.stop(BOO, Timeouts.INFINITY);

            assertThat(mailbox()).containsExactly(new Terminated(BOO, "a", "data"));
        });
    }

    @DisplayName("SM-23 sys: the state and the data are shown and replaced, without an enter call")
    @Test
    void the_state_can_be_looked_at_and_replaced() {
        onNode(() -> {
            ServerRef<Cue> robot = seen(Robot.ready().start());

            assertThat(Sys.getState(robot)).isEqualTo(new StateAndData<>("a", "data"));
            Sys.<StateAndData<String, String>>replaceState(
                    robot, old -> new StateAndData<>("b", old.data() + "!"));

            assertThat(Sys.getState(robot)).isEqualTo(new StateAndData<>("b", "data!"));
            robot.send("stray");
            assertThat(receive()).isEqualTo(new Heard("stray", "b"));
            assertThatThrownBy(() -> Sys.replaceState(robot, _ -> "no pair"))
                    .isInstanceOf(RuntimeException.class);
            assertThat(Sys.getState(robot)).isEqualTo(new StateAndData<>("b", "data!"));
        });
    }

    @DisplayName("SM-23 sys: suspend keeps events and time-outs waiting, resume goes on in order")
    @Test
    void a_machine_can_be_suspended() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot = seen(Robot.ready().start());
                    robot.cast(
                            tell((me, _, _) ->
                                    me.keepStateAndData(
                                            me.stateTimeout(
                                                    Duration.ofMillis(30), new Note("sto")))));
                    Sys.suspend(robot);
                    robot.send("first");
                    clock.advance(Duration.ofMillis(30));
                    robot.send("last");
                    assertThat(mailbox()).isEmpty();

                    Sys.resume(robot);

                    assertThat(receive()).isEqualTo(new Heard("first", "a"));
                    assertThat(receive()).isEqualTo(new Heard("sto", "a"));
                    assertThat(receive()).isEqualTo(new Heard("last", "a"));
                });
    }

    @DisplayName("SM-23 sys: a status shows state, data, what is postponed and the time-outs")
    @Test
    void a_status_shows_everything() {
        onNode(() -> {
            ServerRef<Cue> robot = seen(Robot.ready().start());
            Robot.Tell later = tell((me, _, _) -> me.keepStateAndData(me.postpone()));
            robot.cast(later);
            robot.cast(
                    tell((me, _, _) ->
                            me.keepStateAndData(
                                    me.timeout("g", Duration.ofDays(1), new Note("gto")))));

            assertThat(Sys.getStatus(robot).state())
                    .isEqualTo(
                            new MachineStatus(
                                    "a",
                                    "data",
                                    List.of(),
                                    List.of(later),
                                    Map.of("{timeout, g}", new Note("gto"))));
        });
    }

    /** Hides its data. */
    record Secretive() implements GenStatem<Cue, String, String> {
        @Override
        public Init<String, String> init() {
            return ok("a", "password");
        }

        @Override
        public Transition<String, String> handle(Cue message, String state, String data) {
            throw new IllegalStateException("broken");
        }

        @Override
        public FormatStatus formatStatus(FormatStatus status) {
            MachineStatus shown = (MachineStatus) status.state();
            return status.state(shown.data("hidden"));
        }
    }

    @DisplayName("SM-23 formatStatus hides what nobody must see, in a status and in a report")
    @Test
    void a_machine_can_hide_its_data() {
        onNode(() -> {
            try (LogCapture log = LogCapture.of("dev.erloom.server")) {
                ServerRef<Cue> machine = GenStatem.start(new Secretive()).orElseThrow();

                assertThat(Sys.getStatus(machine).state().toString())
                        .contains("{a, hidden}")
                        .doesNotContain("password");
                machine.cast(tell((me, _, _) -> me.keepStateAndData()));

                assertThat(log.await("terminating").text())
                        .contains("{a, hidden}")
                        .doesNotContain("password");
            }
        });
    }

    @DisplayName("SM-23 sys: a log tells what came in, what went out, and the changes of state")
    @Test
    void a_machine_can_be_debugged() {
        onNode(() -> {
            ServerRef<Cue> robot = seen(Robot.ready().start());
            Sys.log(robot, true);

            robot.call(go("b"));
            robot.cast(
                    tell((me, _, _) ->
                            me.keepStateAndData(
                                    me.postpone(),
                                    me.timeout("g", Duration.ofDays(1), new Note("gto")))));

            assertThat(Sys.log(robot).stream().map(Object::toString).map(StatemLifeTest::head))
                    .containsExactly(
                            "got call Ask[",
                            "sent gone to " + self() + ", new state a",
                            "enters b from a",
                            "consumed {call, " + self() + "} Ask[",
                            "got Tell[",
                            "postponed cast Tell[",
                            "starts {timeout, g} in PT24H");
        });
    }

    private static String head(String line) {
        int bracket = line.indexOf('[');
        return bracket < 0 ? line : line.substring(0, bracket + 1);
    }

    @DisplayName("SM-23 HB-2 HB-3 hibernateAfter is accepted, and changes nothing")
    @Test
    void hibernate_after_is_accepted() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot =
                            GenStatem.start(
                                            Robot.ready(),
                                            with -> with.hibernateAfter(Duration.ofMillis(1)))
                                    .orElseThrow();
                    clock.advance(Duration.ofDays(1));

                    assertThat(robot.call(echo("awake"))).isEqualTo("awake");
                    assertThat(Sys.getState(robot)).isEqualTo(new StateAndData<>("a", "data"));
                });
    }

    @DisplayName(
            "SM-23 LG-1 an unexpected message is logged and ignored, unless handleInfo is there")
    @Test
    void a_stray_message_is_logged() {
        onNode(() -> {
            try (LogCapture log = LogCapture.of("dev.erloom.statem")) {
                ServerRef<Cue> machine = GenStatem.start(new Secretive()).orElseThrow();

                machine.send("stray");

                LogCapture.Entry entry = log.await("unexpected message");
                assertThat(entry.text()).contains("Secretive", "stray");
                assertThat(entry.report())
                        .returns(Report.Kind.UNEXPECTED_MESSAGE, Report::kind)
                        .returns(Optional.of("stray"), report -> report.field("message"));
                assertThat(Sys.getState(machine)).isEqualTo(new StateAndData<>("a", "password"));
            }
        });
    }

    @DisplayName(
            "SM-23 enter_loop: a started process becomes a machine, with actions, under its name")
    @Test
    void a_process_becomes_a_machine() {
        onNode(() -> {
            Robot robot = Robot.ready();
            ProcLib.start(
                            ready -> {
                                ready.started("ready");
                                throw GenStatem.enterLoop(
                                        robot,
                                        robot.ok("b", "", robot.nextEvent(new Note("first"))),
                                        with -> with.name(NAME));
                            },
                            ProcLib.Options.linked("a test").name("robot"))
                    .orElseThrow();

            assertThat(receive()).isEqualTo(new Entered("b", "b"));
            assertThat(receive()).isEqualTo(new Heard("first", "b"));
            assertThat(NAME.call(echo("by name"))).isEqualTo("by name");
            NAME.stop();
            assertThat(receive()).isEqualTo(new Terminated(NORMAL, "b", ""));
        });
    }

    @DisplayName("SM-23 enter_loop needs ok, a process that was started so, and its name")
    @Test
    void a_process_may_not_become_a_machine() {
        onNode(() -> {
            Robot robot = Robot.ready();
            trapExits(true);

            assertThatThrownBy(() -> GenStatem.enterLoop(robot, robot.ignore(), with -> with))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a machine enters its loop with ok, was Ignore");
            Pid nameless =
                    ProcLib.start(
                                            ready -> {
                                                ready.started("ready");
                                                throw GenStatem.enterLoop(
                                                        robot,
                                                        robot.ok("a", ""),
                                                        with -> with.name(NAME));
                                            },
                                            ProcLib.Options.linked("a test"))
                                    instanceof StartResult.Started<?>(Pid pid, _)
                            ? pid
                            : self();
            assertThat(receive())
                    .isInstanceOfSatisfying(
                            Exit.class,
                            exit -> {
                                assertThat(exit.from()).isEqualTo(nameless);
                                assertThat(exit.reason()).hasToString("process_not_registered");
                            });
        });
    }

    @DisplayName("SM-3 startMonitor: the caller monitors it; nothing is left of a failed start")
    @Test
    void a_start_may_be_monitored() {
        onNode(() -> {
            var started = GenStatem.startMonitor(Robot.ready(), with -> with).orElseThrow();
            assertThat(started.server().callTimeout()).isEqualTo(Timeouts.INFINITY);

            started.server().stop();

            assertThat(receive(started.monitor()).reason()).isEqualTo(NORMAL);
            mailbox();
            assertThat(GenStatem.startMonitor(Robot.starting(me -> me.stop(BOO)), with -> with))
                    .isEqualTo(new StartResult.Failed<>(BOO));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("SY-3 SY-4 a machine shows its state and data as {State, Data}")
    @Test
    void a_machine_is_shown_as_a_pair() {
        assertThat(new GenStatem.StateAndData<>("locked", 4)).hasToString("{locked, 4}");
        assertThat(new MachineStatus("locked", 4, List.of(), List.of(), Map.of()))
                .hasToString("{locked, 4}");
        assertThat(new MachineStatus("open", 1, List.of(), List.of("key"), Map.of("timeout", "t")))
                .hasToString("{open, 1}, postponed [key], time-outs {timeout=t}");
    }
}
