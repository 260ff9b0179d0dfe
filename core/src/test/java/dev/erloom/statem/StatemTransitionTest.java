// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.statem.Robot.echo;
import static dev.erloom.statem.Robot.go;
import static dev.erloom.statem.Robot.leftWaiting;
import static dev.erloom.statem.Robot.tell;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Down;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.server.From;
import dev.erloom.server.ServerRef;
import dev.erloom.statem.Robot.Ask;
import dev.erloom.statem.Robot.Cue;
import dev.erloom.statem.Robot.Entered;
import dev.erloom.statem.Robot.Heard;
import dev.erloom.statem.Robot.Info;
import dev.erloom.statem.Robot.Note;
import dev.erloom.statem.Robot.Own;
import dev.erloom.statem.Robot.Terminated;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** State machines as processes: events, transitions, replies. */
class StatemTransitionTest {

    @DisplayName("SM-2 a call, a cast, a stray, a next event and a time-out reach the state")
    @Test
    void every_kind_of_event_reaches_the_state() {
        onNode(() -> {
            ServerRef<Cue> robot = Robot.ready().start();
            assertThat(receive()).isEqualTo(new Entered("a", "a"));

            assertThat(robot.call(echo("call"))).isEqualTo("call");
            robot.cast(
                    tell((me, _, _) ->
                            me.keepStateAndData(
                                    me.stateTimeout(Duration.ZERO, new Note("state timeout")),
                                    me.timeout("g", Duration.ZERO, new Note("generic timeout")),
                                    me.nextEvent(new Note("internal")))));
            assertThat(receive()).isEqualTo(new Heard("internal", "a"));
            assertThat(receive()).isEqualTo(new Heard("state timeout", "a"));
            assertThat(receive()).isEqualTo(new Heard("generic timeout", "a"));
            robot.cast(
                    tell((me, _, _) ->
                            me.keepStateAndData(
                                    me.eventTimeout(Duration.ZERO, new Note("event timeout")))));
            assertThat(receive()).isEqualTo(new Heard("event timeout", "a"));
            robot.send("info");
            assertThat(receive()).isEqualTo(new Heard("info", "a"));
        });
    }

    @DisplayName("SM-2 what a machine tells itself cannot be sent: it arrives as a stray message")
    @Test
    void an_internal_message_from_outside_is_a_stray() {
        onNode(() -> {
            ServerRef<Cue> robot = Robot.ready().start();
            receive(Entered.class);

            robot.send(new Note("forged"));

            assertThat(receive()).isEqualTo(new Heard(new Note("forged"), "a"));
        });
    }

    @DisplayName("SM-2 a next event can be a call, handed on with its caller")
    @Test
    void a_call_can_be_handled_once_more() {
        onNode(() -> {
            ServerRef<Cue> robot = Robot.ready().start();

            Object answer =
                    robot.call(
                            new Ask((me, cue, _) -> {
                                From<Object> from = me.from((Ask) cue);
                                return me.nextState("b", "", me.nextEvent(from, echo("handed on")));
                            }));

            assertThat(answer).isEqualTo("handed on");
        });
    }

    @DisplayName("SM-2 a next event can be a stray message")
    @Test
    void an_info_can_be_inserted() {
        onNode(() -> {
            ServerRef<Cue> robot = Robot.ready().start();
            receive(Entered.class);

            robot.cast(tell((me, _, _) -> me.nextState("b", "", me.nextInfo("stray"))));

            assertThat(receive()).isEqualTo(new Entered("a", "b"));
            assertThat(receive()).isEqualTo(new Heard("stray", "b"));
        });
    }

    @DisplayName("SM-2 what a machine tells itself is no call, and no time-out is negative")
    @Test
    void impossible_actions_are_refused_where_they_are_made() {
        onNode(() -> {
            Robot me = Robot.ready();

            assertThatThrownBy(() -> me.nextEvent(echo("x")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a call needs its caller, was Ask");
            assertThatThrownBy(() -> me.stateTimeout(Duration.ZERO, echo("x")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> me.timeout("g", Duration.ofMillis(-1), new Note("x")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("time must be >= 0, was PT-0.001S");
            assertThatThrownBy(() -> me.from(echo("x")))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }

    @DisplayName("SM-4 each transition does what it says")
    @Test
    void transitions_change_state_and_data() {
        onNode(() -> {
            ServerRef<Cue> robot = Robot.ready().start();

            robot.cast(tell((me, _, _) -> me.nextState("b", "1")));
            assertThat(robot.call(data())).isEqualTo("1");
            robot.cast(tell((me, _, data) -> me.keepState(data + "2")));
            assertThat(robot.call(data())).isEqualTo("12");
            robot.cast(tell((me, _, _) -> me.keepStateAndData()));
            assertThat(robot.call(data())).isEqualTo("12");
            robot.cast(tell((me, _, data) -> me.repeatState(data + "3")));
            robot.cast(tell((me, _, _) -> me.repeatStateAndData()));
            assertThat(robot.call(data())).isEqualTo("123");

            assertThat(mailbox())
                    .containsExactly(
                            new Entered("a", "a"),
                            new Entered("a", "b"),
                            new Entered("b", "b"),
                            new Entered("b", "b"));
        });
    }

    private static Ask data() {
        return new Ask((me, cue, data) -> me.keepStateAndData(me.reply((Ask) cue, data)));
    }

    @DisplayName(
            "SM-5 replies go out as they are met, before the enter call; what is inserted comes after it")
    @Test
    void replies_come_before_the_enter_call() {
        onNode(() -> {
            ServerRef<Cue> robot = Robot.ready().start();
            receive(Entered.class);
            Pid observer = self();
            spawn(() -> {
                Object answer =
                        robot.call(
                                new Ask((me, cue, _) ->
                                        me.nextState(
                                                "b",
                                                "",
                                                me.nextEvent(new Note("n")),
                                                me.reply((Ask) cue, "first"),
                                                me.reply((Ask) cue, "second"))));
                observer.send(answer);
                robot.send("from the caller");
            });

            assertThat(receive(Entered.class)).isEqualTo(new Entered("a", "b"));
            assertThat(receive(String.class)).isEqualTo("first");
            assertThat(receive()).isEqualTo(new Heard("n", "b"));
            assertThat(receive()).isEqualTo(new Heard("from the caller", "b"));
        });
    }

    @DisplayName("SM-5 an enter call that never returns holds the machine up, but not the reply")
    @Test
    void the_reply_is_there_while_the_state_is_entered() {
        onNode(() -> {
            ServerRef<Cue> robot =
                    Robot.ready(with ->
                                    with.entering((me, from, _, _) -> {
                                        if (!from.equals("a")) {
                                            await("go on");
                                        }
                                        return me.keepStateAndData();
                                    }))
                            .start();
            robot.call(go("b"));

            Object answer = robot.call(go("c"));

            assertThat(answer).isEqualTo("gone");
            robot.send("go on");
            assertThat(robot.call(echo("c"))).isEqualTo("c");
        });
    }

    private static void await(Object message) {
        receive(Object.class, message::equals);
    }

    @DisplayName("SM-9 an enter call may reply, to a caller that was left waiting")
    @Test
    void an_enter_call_may_reply() {
        onNode(() -> {
            Pid observer = self();
            ServerRef<Cue> robot =
                    Robot.ready(with ->
                                    with.entering((me, _, state, _) -> {
                                        if (!state.equals("b")) {
                                            return me.keepStateAndData();
                                        }
                                        return me.keepState("entered", me.late("late"));
                                    }))
                            .start();
            spawn(() -> observer.send(robot.call(leftWaiting())));
            await("waiting");

            robot.cast(tell((me, _, _) -> me.nextState("b", "")));

            assertThat(receive(String.class)).isEqualTo("late");
            assertThat(robot.call(data())).isEqualTo("entered");
        });
    }

    @DisplayName("SM-9 an enter call may set time-outs")
    @Test
    void an_enter_call_may_set_a_timeout() {
        onNode(() -> {
            ServerRef<Cue> robot =
                    Robot.ready(with ->
                                    with.entering((me, _, _, _) ->
                                            me.keepStateAndData(
                                                    me.stateTimeout(
                                                            Duration.ZERO, new Note("at once")))))
                            .start();

            robot.cast(tell((me, _, _) -> me.nextState("b", "")));

            assertThat(receive(Entered.class)).isEqualTo(new Entered("a", "a"));
            assertThat(receive()).isEqualTo(new Heard("at once", "a"));
            assertThat(receive()).isEqualTo(new Entered("a", "b"));
            assertThat(receive()).isEqualTo(new Heard("at once", "b"));
        });
    }

    @DisplayName("SM-18 a postponed call is answered after the change, before newer messages")
    @Test
    void a_postponed_call_is_answered_later() {
        onNode(() -> {
            ServerRef<Cue> robot = Robot.ready().start();
            receive(Entered.class);
            Pid observer = self();
            spawn(() -> {
                observer.send(
                        robot.call(
                                new Ask((me, cue, data) -> {
                                    if (data.equals("data")) {
                                        observer.send("postponed");
                                        return me.keepStateAndData(me.postpone());
                                    }
                                    return me.keepState(data, me.reply((Ask) cue, "answered in b"));
                                })));
            });
            await("postponed");

            robot.cast(tell((me, _, _) -> me.nextState("b", "changed")));
            robot.send("newer");

            assertThat(receive()).isEqualTo(new Entered("a", "b"));
            assertThat(List.of(receive(), receive()))
                    .containsExactlyInAnyOrder("answered in b", new Heard("newer", "b"));
        });
    }

    @DisplayName("SM-18 SM-5 the mailbox comes last")
    @Test
    void the_mailbox_comes_last() {
        onNode(() -> {
            ServerRef<Cue> robot = Robot.ready().start();
            receive(Entered.class);
            robot.cast(
                    tell((me, _, data) -> {
                        me.observer().send("handled in " + data);
                        return data.equals("data")
                                ? me.keepStateAndData(me.postpone())
                                : me.keepStateAndData();
                    }));
            robot.cast(
                    tell((me, _, _) -> {
                        await("the mailbox is full");
                        return me.nextState(
                                "b",
                                "new",
                                me.stateTimeout(Duration.ZERO, new Note("timeout")),
                                me.nextEvent(new Note("next")));
                    }));
            robot.send("in the mailbox");
            robot.send("the mailbox is full");

            assertThat(receive()).isEqualTo("handled in data");
            assertThat(receive()).isEqualTo(new Entered("a", "b"));
            assertThat(receive()).isEqualTo(new Heard("next", "b"));
            assertThat(receive()).isEqualTo("handled in new");
            assertThat(receive()).isEqualTo(new Heard("timeout", "b"));
            assertThat(receive()).isEqualTo(new Heard("in the mailbox", "b"));
        });
    }

    @DisplayName("SM-19 stopAndReply: the replies first, then terminate")
    @Test
    void replies_come_before_terminate() {
        onNode(() -> {
            Pid observer = self();
            ServerRef<Cue> robot =
                    Robot.ready(with ->
                                    with.ending((me, reason, state, data) -> {
                                        await("go on");
                                        me.observer().send(new Terminated(reason, state, data));
                                    }))
                            .start();
            receive(Entered.class);

            Object answer =
                    robot.call(
                            new Ask((me, cue, _) ->
                                    me.stopAndReply(SHUTDOWN, "last", me.reply((Ask) cue, "bye"))));

            assertThat(answer).isEqualTo("bye");
            assertThat(observer).isEqualTo(self());
            robot.send("go on");
            assertThat(receive()).isEqualTo(new Terminated(SHUTDOWN, "a", "last"));
        });
    }

    @DisplayName("SM-19 several callers can get a last reply; without data it stays as it was")
    @Test
    void all_callers_get_a_last_reply() {
        onNode(() -> {
            ServerRef<Cue> robot = Robot.ready().start();
            Pid observer = self();
            spawn(() -> observer.send(robot.call(leftWaiting())));
            await("waiting");

            Object answer =
                    robot.call(
                            new Ask((me, cue, _) -> {
                                return me.stopAndReply(
                                        NORMAL, me.late("one"), me.reply((Ask) cue, "two"));
                            }));

            assertThat(answer).isEqualTo("two");
            assertThat(receive(String.class)).isEqualTo("one");
            assertThat(receive(Terminated.class)).isEqualTo(new Terminated(NORMAL, "a", "data"));
        });
    }

    @DisplayName("SM-4 SM-19 stop without a reply: the caller exits with the reason")
    @Test
    void a_caller_without_a_reply_gets_the_reason() {
        onNode(() -> {
            ServerRef<Cue> robot = Robot.ready().start();
            Ask ask = new Ask((me, _, _) -> me.stop(SHUTDOWN));

            Down down = receive(spawnMonitor(() -> robot.call(ask)).ref());

            assertThat(down.reason().root()).isEqualTo(SHUTDOWN);
        });
    }

    @DisplayName("SM-20 a reply to a request that is not being handled is a bad action")
    @Test
    void a_reply_to_another_request_is_a_bad_action() {
        onNode(() -> {
            Ask other = echo("other");
            assertEnds(
                    tell((me, _, _) -> me.nextState("b", "new", me.reply(other, "x"))),
                    new BadAnswer.BadActionFromStateFunction("{reply, " + other + ", x}"),
                    "b",
                    "new");
            assertEnds(
                    tell((me, _, _) -> me.stopAndReply(SHUTDOWN, me.reply(other, "x"))),
                    new BadAnswer.BadReplyActionFromStateFunction("{reply, " + other + ", x}"),
                    "a",
                    "data");
        });
    }

    @DisplayName(
            "SM-20 null from a state, an info or an enter call is a bad return (oracle f: bad return / bad action)")
    @Test
    @SuppressWarnings("NullAway") // as code without checks would
    void null_is_a_bad_return() {
        onNode(() -> {
            Robot.Step nothing = (_, _, _) -> null;
            assertEnds(
                    tell(nothing), new BadAnswer.BadReturnFromStateFunction("null"), "a", "data");
            assertEnds(
                    tell((me, _, _) -> me.keepState("new", me.nextInfo(new Info(nothing)))),
                    new BadAnswer.BadReturnFromStateFunction("null"),
                    "a",
                    "new");
        });
    }

    private static void assertEnds(Cue cue, BadAnswer why, String state, String data) {
        ServerRef<Cue> robot = Robot.ready().start();
        receive(Entered.class);
        var monitor = Processes.monitor(robot);

        robot.cast((Robot.Tell) cue);

        while (true) {
            if (receive() instanceof Terminated ended) {
                assertThat(ended).isEqualTo(new Terminated(ExitReason.of(why), state, data));
                break;
            }
        }
        assertThat(receive(monitor).reason()).isEqualTo(ExitReason.of(why));
    }

    @DisplayName("SM-21 SM-1 other callbacks take over, also for terminate, and give back")
    @Test
    void callback_modules_take_over() {
        onNode(() -> {
            ServerRef<Cue> robot = Robot.ready().start();
            receive(Entered.class);
            Robot other =
                    Robot.ready(with ->
                            with.ending((me, _, state, _) -> me.observer().send("other " + state))
                                    .entering((me, _, state, _) -> {
                                        me.observer().send("other enters " + state);
                                        return me.keepStateAndData();
                                    }));

            robot.cast(tell((me, _, _) -> me.nextState("b", "", me.pushCallbackModule(other))));
            robot.cast(tell((me, _, _) -> me.nextState("c", "", me.popCallbackModule())));
            robot.cast(tell((me, _, _) -> me.nextState("d", "", me.changeCallbackModule(other))));
            robot.stop();

            assertThat(mailbox())
                    .containsExactly(
                            new Entered("a", "b"),
                            "other enters b",
                            new Entered("b", "c"),
                            new Entered("c", "d"),
                            "other enters d",
                            "other d");
        });
    }

    @DisplayName("SM-21 popping too many is an error")
    @Test
    void popping_too_many_is_an_error() {
        onNode(() ->
                assertEnds(
                        tell((me, _, _) -> me.keepStateAndData(me.popCallbackModule())),
                        new BadAnswer.BadActionFromStateFunction("pop_callback_module"),
                        "a",
                        "data"));
    }

    @DisplayName("SM-25 hibernate is a hint that changes nothing, with and without waiting events")
    @Test
    void hibernating_changes_nothing() {
        onNode(() -> {
            ServerRef<Cue> robot = Robot.ready().start();
            receive(Entered.class);

            robot.cast(
                    tell((me, _, _) ->
                            me.keepStateAndData(me.hibernate(), me.nextEvent(new Note("next")))));
            robot.cast(tell((me, _, _) -> me.keepStateAndData(me.hibernate())));

            assertThat(receive()).isEqualTo(new Heard("next", "a"));
            assertThat(robot.call(echo("awake"))).isEqualTo("awake");
        });
    }

    @DisplayName("SM-5 a next event may insert further ones")
    @Test
    void next_events_can_go_on() {
        onNode(() -> {
            ServerRef<Cue> robot = Robot.ready().start();
            receive(Entered.class);
            Own second =
                    new Own((me, _, _) -> me.keepStateAndData(me.nextEvent(new Note("third"))));

            robot.cast(
                    tell((me, _, _) ->
                            me.keepStateAndData(
                                    me.nextEvent(new Note("first")),
                                    me.nextEvent(second),
                                    me.nextEvent(new Note("fourth")))));

            assertThat(receive()).isEqualTo(new Heard("first", "a"));
            assertThat(receive()).isEqualTo(new Heard("third", "a"));
            assertThat(receive()).isEqualTo(new Heard("fourth", "a"));
        });
    }
}
