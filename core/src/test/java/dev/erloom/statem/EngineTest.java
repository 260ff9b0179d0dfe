// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import static dev.erloom.process.ExitReason.SHUTDOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Timeouts;
import dev.erloom.statem.Answers.Action;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules without a process: what a machine does for which answers, and in which order. */
class EngineTest {
    private static final Duration NOW = Duration.ZERO;
    private static final Duration SOON = Duration.ofMillis(30);
    private static final Event.Timeout G = new Event.NamedTimeout("g");
    private static final Event.Timeout H = new Event.NamedTimeout("h");

    private final EngineRun run = new EngineRun();

    @DisplayName(
            "SM-6 the enter call comes first, then the actions of init (oracle f: initial enter then init actions)")
    @Test
    void init_actions_count_after_the_enter_call() {
        run.start(
                run.nextEvent("i1"),
                run.stateTimeout(NOW, "sto"),
                run.eventTimeout(NOW, "eto"),
                run.timeout("g", NOW, "gto"));

        assertThat(run.trace())
                .containsExactly(
                        "enter a to a data",
                        "internal i1 in a data",
                        "state_timeout sto in a data",
                        "{timeout, g} gto in a data");
    }

    @DisplayName("SM-6 there is nothing to postpone at the start")
    @Test
    void postponing_at_the_start_does_nothing() {
        run.start(run.postpone());

        assertThat(run.engine().postponed()).isEmpty();
    }

    @DisplayName(
            "SM-7 nextState with an equal state: no enter call, the state time-out goes on, nothing is retried")
    @Test
    void the_same_state_is_no_change() {
        run.on("arm", run.keepStateAndData(run.stateTimeout(SOON, "sto")))
                .on("later", run.keepStateAndData(run.postpone()))
                .on("same", run.nextState(new StringBuilder("a").toString(), "new"))
                .start();

        run.cast("arm").cast("later").trace();
        run.cast("same");

        assertThat(run.trace()).containsExactly("cast same in a data");
        assertThat(run.engine().postponed()).hasSize(1);
        assertThat(run.engine().timeouts()).containsOnlyKeys(Event.OF_STATE);
        assertThat(run.engine().data()).isEqualTo("new");
    }

    @DisplayName(
            "SM-8 repeatState: enter call, but no retry, and the state time-out goes on (oracle f: repeat_state)")
    @Test
    void repeating_a_state_only_enters_it() {
        run.on("arm", run.keepStateAndData(run.stateTimeout(SOON, "sto")))
                .on("later", run.keepStateAndData(run.postpone()))
                .on("repeat", run.repeatState("new"), run.repeatStateAndData())
                .start();
        run.cast("arm").cast("later").trace();

        run.cast("repeat").cast("repeat");

        assertThat(run.trace())
                .containsExactly(
                        "cast repeat in a data",
                        "enter a to a new",
                        "cast repeat in a new",
                        "enter a to a new");
        assertThat(run.engine().postponed()).hasSize(1);
        assertThat(run.engine().timeouts()).containsOnlyKeys(Event.OF_STATE);
    }

    @DisplayName("SM-8 an enter call may ask to be repeated")
    @Test
    void an_enter_call_can_repeat_itself() {
        run.onEnter("b", run.repeatState("once"), run.repeatStateAndData(), run.keepState("twice"))
                .on("go", run.nextState("b", "zero"))
                .start()
                .trace();

        run.cast("go");

        assertThat(run.trace())
                .containsExactly(
                        "cast go in a data",
                        "enter a to b zero",
                        "enter a to b once",
                        "enter a to b once");
        assertThat(run.engine().data()).isEqualTo("twice");
    }

    @DisplayName(
            "SM-5 SM-18 on a change of state: next events, then the postponed, oldest first, then what comes (oracle f: postponed before next_event)")
    @Test
    void next_events_come_before_postponed_ones() {
        run.on("p1", run.keepStateAndData(run.postpone()))
                .on("p2", run.keepState("seen", run.postpone()))
                .on("go", run.nextState("b", "moved", run.nextEvent("n1"), run.nextEvent("n2")))
                .start();
        run.cast("p1").cast("p2").trace();

        run.cast("go");

        assertThat(run.trace())
                .containsExactly(
                        "cast go in a seen",
                        "enter a to b moved",
                        "internal n1 in b moved",
                        "internal n2 in b moved",
                        "cast p1 in b moved",
                        "cast p2 in b moved");
    }

    @DisplayName("SM-5 what is left to handle stays behind what a later change puts in front")
    @Test
    void later_events_go_in_front() {
        run.on("p1", run.keepStateAndData(run.postpone()))
                .on("go", run.nextState("b", "", run.nextEvent("n1"), run.nextEvent("n2")))
                .on("n1", run.nextState("c", "", run.nextEvent("m1"), run.postpone()))
                .start();
        run.cast("p1").trace();

        run.cast("go");

        assertThat(run.trace())
                .containsExactly(
                        "cast go in a data",
                        "enter a to b ",
                        "internal n1 in b ",
                        "enter b to c ",
                        "internal m1 in c ",
                        "internal n1 in c ",
                        "internal n2 in c ",
                        "cast p1 in c ");
    }

    @DisplayName("SM-5 postponing while the state changes: the event is handled again at once")
    @Test
    void postponed_with_a_change_is_retried_at_once() {
        run.on("go", run.nextState("b", "", run.postpone())).start().trace();

        run.cast("go");

        assertThat(run.trace())
                .containsExactly("cast go in a data", "enter a to b ", "cast go in b ");
    }

    @DisplayName("SM-26 every kind of event can be postponed, and comes back as the same kind")
    @Test
    void all_kinds_of_events_can_be_postponed() {
        Action[] none = {run.postpone()};
        for (String content : List.of("internal", "cast", "info", "event", "state", "named")) {
            run.on(content, run.keepStateAndData(none));
        }
        run.on("go", run.nextState("b", "")).start();
        run.on("more", run.keepStateAndData(run.nextEvent("internal"), run.nextInfo("info")));
        run.cast("more").cast("cast");
        run.on("arm", run.keepStateAndData(run.stateTimeout(NOW, "state"))).cast("arm");
        run.on("arm", run.keepStateAndData(run.eventTimeout(NOW, "event"))).cast("arm");
        run.on("arm", run.keepStateAndData(run.timeout("g", NOW, "named"))).cast("arm");
        run.trace();

        run.cast("go");

        assertThat(run.trace())
                .containsExactly(
                        "cast go in a data",
                        "enter a to b ",
                        "internal internal in b ",
                        "info info in b ",
                        "cast cast in b ",
                        "state_timeout state in b ",
                        "timeout event in b ",
                        "{timeout, g} named in b ");
    }

    @DisplayName(
            "SM-10 any event cancels the event time-out, also an inserted or a retried one; and of zero")
    @Test
    void any_event_cancels_the_event_timeout() {
        run.on("arm", run.keepStateAndData(run.eventTimeout(SOON, "eto"))).start().trace();
        run.cast("arm").cast("any");
        assertThat(run.trace())
                .containsExactly(
                        "cast arm in a data",
                        "start timeout #1 in PT0.03S",
                        "cast any in a data",
                        "cancel timeout");

        run.on("arm", run.keepStateAndData(run.eventTimeout(NOW, "eto"), run.nextEvent("n")));
        run.cast("arm");
        assertThat(run.trace()).containsExactly("cast arm in a data", "internal n in a data");

        run.on("later", run.keepStateAndData(run.postpone()))
                .on("arm", run.nextState("b", "", run.eventTimeout(NOW, "eto")));
        run.cast("later").cast("arm");
        assertThat(run.trace())
                .containsExactly(
                        "cast later in a data",
                        "cast arm in a data",
                        "enter a to b ",
                        "cast later in b ");
        assertThat(run.engine().timeouts()).isEmpty();
    }

    @DisplayName(
            "SM-11 SM-12 a change of state cancels the state time-out, not a named one (oracle f: state change cancels)")
    @Test
    void a_change_of_state_cancels_the_state_timeout() {
        run.on(
                        "arm",
                        run.keepStateAndData(
                                run.stateTimeout(SOON, "s"),
                                run.timeout("g", SOON, "g"),
                                run.eventTimeout(SOON, "e")))
                .on("go", run.nextState("b", ""))
                .start()
                .trace();

        run.cast("arm").cast("go").fire(Event.OF_STATE, 3).fire(Event.OF_EVENT, 1).fire(G, 2);

        assertThat(run.trace())
                .containsExactly(
                        "cast arm in a data",
                        "start timeout #1 in PT0.03S",
                        "start {timeout, g} #2 in PT0.03S",
                        "start state_timeout #3 in PT0.03S",
                        "cast go in a data",
                        "enter a to b ",
                        "cancel timeout",
                        "cancel state_timeout",
                        "late state_timeout",
                        "late timeout",
                        "{timeout, g} g in b ");
    }

    @DisplayName("SM-11 SM-12 keeping and repeating the state cancels neither; setting replaces")
    @Test
    void setting_a_timeout_again_replaces_it() {
        run.on(
                        "arm",
                        run.keepStateAndData(
                                run.stateTimeout(SOON, "s1"), run.timeout("g", SOON, "g1")),
                        run.repeatStateAndData(
                                run.stateTimeout(SOON, "s2"), run.timeout("g", SOON, "g2")))
                .start();
        run.cast("arm").cast("any").trace();

        run.cast("arm").fire(G, 1).fire(Event.OF_STATE, 2).fire(G, 3).fire(Event.OF_STATE, 4);

        assertThat(run.trace())
                .containsExactly(
                        "cast arm in a data",
                        "enter a to a data",
                        "cancel {timeout, g}",
                        "start {timeout, g} #3 in PT0.03S",
                        "cancel state_timeout",
                        "start state_timeout #4 in PT0.03S",
                        "late {timeout, g}",
                        "late state_timeout",
                        "{timeout, g} g2 in a data",
                        "state_timeout s2 in a data");
    }

    @DisplayName(
            "SM-13 infinity and cancel cancel; update changes what it says (oracle f: timeout infinity cancels, cancel action, update)")
    @Test
    void timeouts_can_be_cancelled_and_updated() {
        run.on(
                        "arm",
                        run.keepStateAndData(
                                run.stateTimeout(SOON, "s"),
                                run.timeout("g", SOON, "g"),
                                run.timeout("h", SOON, "h")))
                .on(
                        "change",
                        run.keepStateAndData(
                                run.cancelStateTimeout(),
                                run.timeout("g", Timeouts.INFINITY, "x"),
                                run.updateTimeout("h", "hnew")))
                .start()
                .trace();

        run.cast("arm").trace();
        run.cast("change").fire(H, 1).fire(G, 2).fire(Event.OF_STATE, 3);

        assertThat(run.trace())
                .containsExactly(
                        "cast change in a data",
                        "cancel {timeout, g}",
                        "cancel state_timeout",
                        "{timeout, h} hnew in a data",
                        "late {timeout, g}",
                        "late state_timeout");
    }

    @DisplayName(
            "SM-13 update without one that runs acts at once (oracle f: update w/o running); cancel does nothing")
    @Test
    void an_update_without_a_timeout_acts_at_once() {
        run.on(
                        "change",
                        run.keepStateAndData(
                                run.cancelTimeout("g"),
                                run.cancelEventTimeout(),
                                run.updateTimeout("h", "hnew"),
                                run.updateStateTimeout("snew")))
                .start()
                .trace();

        run.cast("change");

        assertThat(run.trace())
                .containsExactly(
                        "cast change in a data",
                        "{timeout, h} hnew in a data",
                        "state_timeout snew in a data");
    }

    @DisplayName("SM-13 a time-out of zero that has not fired can be updated, cancelled, replaced")
    @Test
    void a_zero_timeout_can_be_changed() {
        run.on(
                        "arm",
                        run.keepStateAndData(
                                run.timeout("g", NOW, "g"),
                                run.timeout("h", NOW, "h"),
                                run.stateTimeout(NOW, "s"),
                                run.timeout("i", NOW, "i"),
                                run.nextEvent("n")))
                .on(
                        "n",
                        run.keepStateAndData(
                                run.updateTimeout("h", "hnew"),
                                run.cancelTimeout("g"),
                                run.stateTimeout(NOW, "again"),
                                run.timeout("i", SOON, "later")))
                .start()
                .trace();

        run.cast("arm").fire(new Event.NamedTimeout("i"), 1);

        assertThat(run.trace())
                .containsExactly(
                        "cast arm in a data",
                        "internal n in a data",
                        "start {timeout, i} #1 in PT0.03S",
                        "{timeout, h} hnew in a data",
                        "state_timeout again in a data",
                        "{timeout, i} later in a data");
    }

    @DisplayName("SM-14 a time-out at a point in time, of each kind")
    @Test
    void a_timeout_can_be_absolute() {
        run.on(
                        "arm",
                        run.keepStateAndData(
                                run.stateTimeoutAt(SOON, "s"),
                                run.eventTimeoutAt(NOW, "e"),
                                run.timeoutAt("g", SOON, "g")))
                .start()
                .trace();

        run.cast("arm");

        assertThat(run.trace())
                .containsExactly(
                        "cast arm in a data",
                        "start {timeout, g} #1 at PT0.03S",
                        "start timeout #2 at PT0S",
                        "start state_timeout #3 at PT0.03S");
    }

    @DisplayName("SM-16 of several settings of one time-out in a list the last one counts")
    @Test
    void the_last_setting_counts() {
        run.on(
                        "arm",
                        run.keepStateAndData(
                                run.timeout("g", NOW, "g1"),
                                run.timeout("h", NOW, "h"),
                                run.timeout("g", NOW, "g2"),
                                run.stateTimeout(SOON, "s"),
                                run.cancelStateTimeout()))
                .start()
                .trace();

        run.cast("arm");

        assertThat(run.trace())
                .containsExactly(
                        "cast arm in a data",
                        "{timeout, h} h in a data",
                        "{timeout, g} g2 in a data");
    }

    @DisplayName("SM-16 SM-5 what an enter call sets comes after what led there")
    @Test
    void enter_actions_come_last() {
        run.on("go", run.nextState("b", "", run.stateTimeout(SOON, "from a")))
                .onEnter("b", run.keepState("entered", run.stateTimeout(NOW, "of b")))
                .start()
                .trace();

        run.cast("go");

        assertThat(run.trace())
                .containsExactly(
                        "cast go in a data", "enter a to b ", "state_timeout of b in b entered");
    }

    @DisplayName(
            "SM-17 time-outs of zero fire in their order, behind inserted and retried events, and each unless what comes before cancels it")
    @Test
    void zero_timeouts_keep_their_order() {
        run.on("later", run.keepStateAndData(run.postpone()))
                .on(
                        "go",
                        run.nextState(
                                "b",
                                "",
                                run.timeout("h", NOW, "h"),
                                run.stateTimeout(NOW, "s"),
                                run.timeout("g", NOW, "g"),
                                run.nextEvent("n")))
                .on("h", run.nextState("c", ""))
                .start();
        run.cast("later").trace();

        run.cast("go");

        assertThat(run.trace())
                .containsExactly(
                        "cast go in a data",
                        "enter a to b ",
                        "internal n in b ",
                        "cast later in b ",
                        "{timeout, h} h in b ",
                        "enter b to c ",
                        "{timeout, g} g in c ");
    }

    @DisplayName("SM-4 stop, with and without data")
    @Test
    void stop_ends() {
        run.on("end", run.stop(), run.stop(SHUTDOWN), run.stop(SHUTDOWN, "last")).start().trace();

        run.cast("end").cast("end").cast("end");

        assertThat(run.trace())
                .containsExactly(
                        "cast end in a data",
                        "end normal in a data",
                        "cast end in a data",
                        "end shutdown in a data",
                        "cast end in a data",
                        "end shutdown in a last");
    }

    @DisplayName("SM-4 an enter call that stops ends in the state that was being entered")
    @Test
    void an_enter_call_can_stop() {
        run.on("go", run.nextState("b", "moved"))
                .onEnter("b", run.stop(SHUTDOWN, "last"))
                .start()
                .trace();

        run.cast("go");

        assertThat(run.trace())
                .containsExactly(
                        "cast go in a data", "enter a to b moved", "end shutdown in b last");
    }

    @DisplayName("SM-20 an answer of null is a bad return, in a state and in an enter call")
    @Test
    void null_is_a_bad_return() {
        run.start().trace();
        run.engine().received(new Event(Event.CAST, "x"));

        assertThat(run.engine().handled(null))
                .containsExactly(
                        new Effect.End<>(
                                dev.erloom.process.ExitReason.of(
                                        new BadAnswer.BadReturnFromStateFunction("null")),
                                "a",
                                "data"));
    }

    @DisplayName("SM-21 the callbacks can be changed, pushed and popped, from the next call on")
    @Test
    void callback_modules_can_change() {
        EngineRun other = new EngineRun("other");
        run.on("change", run.nextState("b", "", run.changeCallbackModule(other)))
                .on("push", run.keepStateAndData(run.pushCallbackModule(new EngineRun("third"))))
                .on("pop", run.keepStateAndData(run.popCallbackModule()))
                .start()
                .trace();

        run.cast("change").cast("push").cast("pop").cast("any");

        assertThat(run.trace())
                .containsExactly(
                        "cast change in a data",
                        "other: enter a to b ",
                        "other: cast push in b ",
                        "third: cast pop in b ",
                        "other: cast any in b ");
    }

    @DisplayName("SM-21 popping too many is an error")
    @Test
    void popping_too_many_ends_the_machine() {
        run.on("pop", run.nextState("b", "new", run.popCallbackModule())).start().trace();

        run.cast("pop");

        assertThat(run.trace())
                .containsExactly(
                        "cast pop in a data",
                        "end {bad_action_from_state_function, pop_callback_module} in b new");
    }

    @DisplayName("SM-5 a state that was replaced from outside is no change of state")
    @Test
    void replacing_the_state_changes_nothing_else() {
        run.on("later", run.keepStateAndData(run.postpone()))
                .on("arm", run.keepStateAndData(run.stateTimeout(SOON, "s")))
                .start();
        run.cast("later").cast("arm").trace();

        run.engine().replace("b", "new");
        run.cast("any");

        assertThat(run.trace()).containsExactly("cast any in b new");
        assertThat(run.engine().postponed()).hasSize(1);
        assertThat(run.engine().timeouts()).hasSize(1);
    }
}
