// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import static dev.erloom.process.Processes.receive;
import static dev.erloom.statem.Robot.echo;
import static dev.erloom.statem.Robot.go;
import static dev.erloom.statem.Robot.tell;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Node;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import dev.erloom.process.TimerFired;
import dev.erloom.server.ServerRef;
import dev.erloom.statem.Answers.Action;
import dev.erloom.statem.Robot.Cue;
import dev.erloom.statem.Robot.Entered;
import dev.erloom.statem.Robot.Heard;
import dev.erloom.statem.Robot.Note;
import dev.erloom.sys.Sys;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The time-outs of state machines, on a clock that is moved by hand. */
class StatemTimeoutTest {
    private static final Duration SOON = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofDays(1);

    private final ManualClock clock = new ManualClock();

    /** A robot in state {@code a} whose enter call has been seen. */
    private static ServerRef<Cue> robot() {
        ServerRef<Cue> robot = Robot.ready().start();
        assertThat(receive()).isEqualTo(new Entered("a", "a"));
        return robot;
    }

    @SafeVarargs
    private static void set(ServerRef<Cue> robot, Function<Robot, Action>... actions) {
        robot.call(
                new Robot.Ask((me, cue, _) -> {
                    Action[] all = new Action[actions.length + 1];
                    for (int i = 0; i < actions.length; i++) {
                        all[i] = actions[i].apply(me);
                    }
                    all[actions.length] = me.reply((Robot.Ask) cue, "set");
                    return me.keepStateAndData(all);
                }));
        Sys.getState(robot); // replies go out before time-outs start; this is no event
    }

    private static void nothingElse(ServerRef<Cue> robot) {
        assertThat(robot.call(echo("barrier"))).isEqualTo("barrier");
        assertThat(mailbox()).isEmpty();
    }

    @DisplayName("SM-11 a state time-out fires in time, not before, once, through other events")
    @Test
    void a_state_timeout_fires_in_time() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot = robot();
                    set(robot, me -> me.stateTimeout(SOON, new Note("sto")));
                    clock.advance(SOON.minusNanos(1));
                    nothingElse(robot);

                    clock.advance(Duration.ofNanos(1));

                    assertThat(receive()).isEqualTo(new Heard("sto", "a"));
                    clock.advance(LONG);
                    nothingElse(robot);
                });
    }

    @DisplayName("SM-11 a change of state cancels the state time-out, SM-12 not a named one")
    @Test
    void a_change_of_state_cancels_it() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot = robot();
                    set(
                            robot,
                            me -> me.stateTimeout(SOON, new Note("sto")),
                            me -> me.timeout("g", SOON, new Note("gto")));

                    robot.call(go("b"));
                    clock.advance(SOON);

                    assertThat(receive()).isEqualTo(new Entered("a", "b"));
                    assertThat(receive()).isEqualTo(new Heard("gto", "b"));
                    nothingElse(robot);
                });
    }

    @DisplayName("SM-11 setting it anew replaces; nextState to the same state keeps it")
    @Test
    void setting_anew_replaces() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot = robot();
                    set(robot, me -> me.stateTimeout(SOON, new Note("first")));
                    set(robot, me -> me.stateTimeout(SOON.plus(SOON), new Note("second")));
                    robot.call(go("a"));

                    clock.advance(SOON);
                    nothingElse(robot);
                    clock.advance(SOON);

                    assertThat(receive()).isEqualTo(new Heard("second", "a"));
                });
    }

    @DisplayName("SM-10 an event time-out fires when nothing comes; any event cancels it")
    @Test
    void an_event_cancels_the_event_timeout() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot = robot();
                    set(robot, me -> me.eventTimeout(SOON, new Note("eto")));
                    clock.advance(SOON);
                    assertThat(receive()).isEqualTo(new Heard("eto", "a"));

                    set(robot, me -> me.eventTimeout(SOON, new Note("eto")));
                    robot.send("stray");
                    assertThat(receive()).isEqualTo(new Heard("stray", "a"));
                    clock.advance(LONG);
                    nothingElse(robot);
                });
    }

    @DisplayName("SM-12 any number of named time-outs, each fires; the same name replaces")
    @Test
    void named_timeouts_are_independent() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot = robot();
                    set(
                            robot,
                            me -> me.timeout("g", SOON, new Note("g")),
                            me -> me.timeout(42, SOON.plus(SOON), new Note("42")));
                    set(robot, me -> me.timeout("g", SOON.multipliedBy(3), new Note("g again")));

                    clock.advance(LONG);

                    assertThat(receive()).isEqualTo(new Heard("42", "a"));
                    assertThat(receive()).isEqualTo(new Heard("g again", "a"));
                    nothingElse(robot);
                });
    }

    @DisplayName("SM-13 infinity and cancel cancel; update changes the message, not the time")
    @Test
    void timeouts_can_be_changed() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot = robot();
                    set(
                            robot,
                            me -> me.stateTimeout(SOON, new Note("s")),
                            me -> me.timeout("g", SOON, new Note("g")),
                            me -> me.timeout("h", SOON, new Note("h")));
                    clock.advance(SOON.minusMillis(1));

                    set(
                            robot,
                            Answers::cancelStateTimeout,
                            me -> me.timeout("g", Timeouts.INFINITY, new Note("x")),
                            me -> me.updateTimeout("h", new Note("new")));
                    clock.advance(Duration.ofMillis(1));

                    assertThat(receive()).isEqualTo(new Heard("new", "a"));
                    clock.advance(LONG);
                    nothingElse(robot);
                });
    }

    @DisplayName("SM-13 update without one that runs acts at once")
    @Test
    void an_update_of_nothing_acts_at_once() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot = robot();

                    set(robot, me -> me.updateTimeout("h", new Note("new")));

                    assertThat(receive()).isEqualTo(new Heard("new", "a"));
                });
    }

    @DisplayName("SM-14 a time-out at a point in time, in the future and in the past")
    @Test
    void a_timeout_can_be_absolute() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot = robot();
                    clock.advance(LONG);
                    Duration now = Processes.monotonicTime();
                    set(
                            robot,
                            me -> me.stateTimeoutAt(now.plus(SOON), new Note("later")),
                            me -> me.timeoutAt("g", now.minus(SOON), new Note("past")));
                    clock.advance(Duration.ZERO);

                    assertThat(receive()).isEqualTo(new Heard("past", "a"));
                    clock.advance(SOON.minusNanos(1));
                    nothingElse(robot);
                    set(robot, me -> me.eventTimeoutAt(now.plus(SOON), new Note("event")));
                    clock.advance(Duration.ofNanos(1));

                    assertThat(receive()).isEqualTo(new Heard("later", "a"));
                    nothingElse(robot);
                });
    }

    @DisplayName("SM-15 a time-out that was cancelled while its message waited never fires")
    @Test
    void a_cancelled_timeout_in_the_mailbox_does_not_fire() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot = robot();
                    set(
                            robot,
                            me -> me.stateTimeout(SOON, new Note("cancelled")),
                            me -> me.timeout("g", SOON, new Note("replaced")));
                    robot.cast(
                            tell((me, _, _) -> {
                                receive(String.class, "both are in the mailbox"::equals);
                                return me.keepStateAndData(
                                        me.cancelStateTimeout(),
                                        me.timeout("g", SOON, new Note("new")));
                            }));

                    clock.advance(SOON);
                    robot.send("both are in the mailbox");

                    nothingElse(robot);
                    clock.advance(SOON);
                    assertThat(receive()).isEqualTo(new Heard("new", "a"));
                    nothingElse(robot);
                });
    }

    @DisplayName("SM-15 somebody else's timer is a stray message")
    @Test
    void a_foreign_timer_is_info() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot = robot();
                    set(robot, me -> me.stateTimeout(LONG, new Note("own")));

                    Ref timer = Processes.startTimer(SOON, robot, "foreign");
                    clock.advance(SOON);

                    assertThat(receive())
                            .isEqualTo(new Heard(new TimerFired(timer, "foreign"), "a"));
                    nothingElse(robot);
                });
    }

    @DisplayName("SM-16 SM-17 the last setting counts, and those of zero fire in their order")
    @Test
    void zero_timeouts_fire_in_their_order() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot = robot();

                    set(
                            robot,
                            me -> me.timeout("g", Duration.ZERO, new Note("first setting")),
                            me -> me.stateTimeout(Duration.ZERO, new Note("sto")),
                            me -> me.eventTimeout(Duration.ZERO, new Note("cancelled by sto")),
                            me -> me.timeout("g", Duration.ZERO, new Note("gto")),
                            me -> me.timeout("h", LONG, new Note("never")));

                    assertThat(receive()).isEqualTo(new Heard("sto", "a"));
                    assertThat(receive()).isEqualTo(new Heard("gto", "a"));
                    nothingElse(robot);
                });
    }

    @DisplayName("SM-12 the timers of a machine end with it")
    @Test
    void timers_end_with_the_machine() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot = robot();
                    set(
                            robot,
                            me -> me.stateTimeout(LONG, new Note("s")),
                            me -> me.timeout("g", LONG, new Note("g")));
                    int pending = Node.current().pendingTimers();
                    assertThat(pending).isGreaterThanOrEqualTo(2);

                    robot.stop();

                    assertThat(Node.current().pendingTimers()).isEqualTo(pending - 2);
                });
    }

    @DisplayName("SM-26 a time-out can be postponed, and comes back after the change of state")
    @Test
    void a_timeout_can_be_postponed() {
        onNode(
                clock,
                () -> {
                    ServerRef<Cue> robot = robot();
                    set(
                            robot,
                            me ->
                                    me.stateTimeout(
                                            SOON,
                                            new Robot.Own((it, _, data) -> {
                                                it.observer().send("handled with " + data);
                                                return data.equals("data")
                                                        ? it.keepStateAndData(it.postpone())
                                                        : it.keepStateAndData();
                                            })));
                    clock.advance(SOON);
                    assertThat(receive()).isEqualTo("handled with data");

                    robot.cast(tell((me, _, _) -> me.nextState("b", "new")));

                    assertThat(receive()).isEqualTo(new Entered("a", "b"));
                    assertThat(receive()).isEqualTo("handled with new");
                });
    }
}
