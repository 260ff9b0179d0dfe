// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Machine.ended;
import static dev.erloom.oracle.Machine.rest;
import static dev.erloom.oracle.Machine.started;
import static dev.erloom.oracle.Trace.caught;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.next;
import static dev.erloom.oracle.Trace.other;
import static dev.erloom.oracle.Trace.reason;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.self;

import dev.erloom.oracle.Machine.Ask;
import dev.erloom.oracle.Machine.Cue;
import dev.erloom.oracle.Machine.Do;
import dev.erloom.oracle.Machine.Note;
import dev.erloom.oracle.Machine.Step;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import dev.erloom.server.From;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import dev.erloom.statem.Answers.Action;
import dev.erloom.statem.GenStatem;
import dev.erloom.sys.Sys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Section 16. */
final class MachineProbes {
    private static final Duration NOW = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(1);

    private MachineProbes() {}

    static void add(Section section) {
        section.probe("SM-6 SM-10 SM-17", MachineProbes::start);
        section.probe(
                "SM-17",
                trace -> {
                    ServerRef<Cue> machine = started(trace);
                    cast(
                            machine,
                            (me, _) ->
                                    me.keep(
                                            me.timeout("g", NOW, new Note("gto")),
                                            me.stateTimeout(NOW, new Note("sto"))));
                    trace.say(several(2));
                    trace.say(rest(machine));
                });
        section.probe(
                "SM-7",
                trace -> {
                    ServerRef<Cue> machine = started(trace);
                    cast(
                            machine,
                            (me, _) ->
                                    me.nextState(
                                            "a",
                                            "data",
                                            me.stateTimeout(millis(30), new Note("sto"))));
                    unchanged(trace, machine, (me, _) -> me.nextState("a", "data"));
                });
        section.probe(
                "SM-8",
                trace -> {
                    ServerRef<Cue> machine = started(trace);
                    cast(machine, (me, _) -> me.keep(me.stateTimeout(millis(30), new Note("sto"))));
                    unchanged(trace, machine, (me, _) -> me.repeatStateAndData(new Action[0]));
                });
        section.probe("SM-5 SM-18", MachineProbes::postponed);
        section.probe("SM-18 a call", MachineProbes::postponedCall);
        section.probe("SM-10", MachineProbes::eventTimeouts);
        section.probe("SM-11 SM-12", MachineProbes::timeouts);
        section.probe("SM-13", MachineProbes::cancelled);
        section.probe(
                "SM-13 nothing to update",
                trace -> {
                    cast(
                            started(trace),
                            (me, _) -> me.keep(me.updateTimeout("h", new Note("new"))));
                    trace.say(next());
                });
        section.probe("SM-22", MachineProbes::calls);
        ends(section);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    private static void cast(ServerRef<Cue> machine, Step step) {
        machine.cast(new Do(step));
    }

    private static List<Object> several(int count) {
        List<Object> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(Trace.next());
        }
        return messages;
    }

    private static void start(Trace trace) {
        ServerRef<Cue> machine =
                Machine.with(
                                false,
                                me ->
                                        new Action[] {
                                            me.nextEvent(new Note("i1")),
                                            me.stateTimeout(NOW, new Note("sto")),
                                            me.eventTimeout(NOW, new Note("eto")),
                                            me.timeout("g", NOW, new Note("gto"))
                                        })
                        .start(trace);
        trace.say(several(4));
        trace.say(rest(machine));
    }

    /** The state time-out goes on, and what is postponed is not tried again. */
    private static void unchanged(Trace trace, ServerRef<Cue> machine, Step step) {
        cast(machine, tried("tried"));
        cast(machine, step);
        trace.say(rest(machine));
        trace.advanceMillis(30);
        trace.say(next());
        trace.say(rest(machine));
    }

    private static Step tried(String what) {
        return (me, state) -> {
            me.observer().send(Tuple.of(what, state));
            return me.keep(me.postpone());
        };
    }

    private static void postponed(Trace trace) {
        ServerRef<Cue> machine = started(trace);
        for (int i = 1; i <= 2; i++) {
            int number = i;
            cast(
                    machine,
                    (me, state) -> {
                        me.observer().send(Tuple.of("tried", number, state));
                        return state.equals("a") ? me.keep(me.postpone()) : me.keep();
                    });
        }
        cast(
                machine,
                (me, _) ->
                        me.nextState(
                                "b",
                                "data",
                                me.nextEvent(new Note("n1")),
                                me.nextEvent(new Note("n2")),
                                me.stateTimeout(NOW, new Note("sto"))));
        machine.send("newer");
        trace.say(several(9));
        trace.say(rest(machine));
    }

    private static void postponedCall(Trace trace) {
        ServerRef<Cue> machine = started(trace);
        Pid me = self();
        Ask ask =
                new Ask((puppet, request, state) -> {
                    if (state.equals("a")) {
                        me.send("postponed");
                        return puppet.keep(puppet.postpone());
                    }
                    return puppet.keep(puppet.reply(request, state));
                });
        Actor.start().tell(() -> me.send(Tuple.of("got", machine.call(ask))));
        trace.say(next());
        trace.say(rest(machine));
        cast(machine, (puppet, _) -> puppet.nextState("b", "data"));
        trace.say(several(2));
    }

    private static void eventTimeouts(Trace trace) {
        ServerRef<Cue> machine = started(trace);
        cast(machine, (me, _) -> me.keep(me.eventTimeout(millis(20), new Note("eto"))));
        machine.send("event");
        trace.say(rest(machine));
        cast(machine, (me, _) -> me.keep(me.eventTimeout(millis(20), new Note("fires"))));
        Sys.getState(machine); // no event, and after the time-out is set
        trace.advanceMillis(20);
        trace.say(next());
    }

    private static void timeouts(Trace trace) {
        ServerRef<Cue> machine = started(trace);
        cast(
                machine,
                (me, _) ->
                        me.keep(
                                me.stateTimeout(millis(20), new Note("s")),
                                me.timeout("g", millis(30), new Note("g"))));
        cast(machine, (me, _) -> me.nextState("b", "data"));
        Object entered = next();
        trace.advanceMillis(30);
        trace.say(List.of(entered, next()));
        cast(
                machine,
                (me, _) ->
                        me.keep(
                                me.stateTimeout(LONG, new Note("old")),
                                me.timeout("g", LONG, new Note("old"))));
        cast(machine, (me, _) -> me.keep(me.stateTimeout(millis(20), new Note("new"))));
        trace.elapse(20);
        trace.say(next());
        cast(machine, (me, _) -> me.keep(me.timeout("g", millis(20), new Note("new"))));
        trace.elapse(20);
        trace.say(next());
    }

    private static void cancelled(Trace trace) {
        ServerRef<Cue> machine = started(trace);
        cast(
                machine,
                (me, _) ->
                        me.keep(
                                me.stateTimeout(millis(30), new Note("s")),
                                me.timeout("g", millis(30), new Note("g")),
                                me.timeout("h", millis(30), new Note("h"))));
        cast(
                machine,
                (me, _) ->
                        me.keep(
                                me.cancelStateTimeout(),
                                me.timeout("g", Timeouts.INFINITY, new Note("x")),
                                me.updateTimeout("h", new Note("new"))));
        machine.call(new Machine.Sync());
        trace.advanceMillis(30);
        trace.say(next());
        trace.say(rest(machine));
    }

    private static void calls(Trace trace) {
        Name<Cue> nobody = GenStatem.name("nobody_here");
        trace.say(caught(() -> nobody.call(new Machine.Sync())));
        ServerRef<Cue> machine = started(trace);
        Pid me = self();
        Ask kept =
                new Ask((puppet, request, _) -> {
                    me.send(puppet.from(request));
                    trace.elapse(20);
                    return puppet.keep();
                });
        trace.say(caught(() -> machine.call(kept, millis(20))));
        @SuppressWarnings("unchecked") // the message of `kept`
        From<String> from = (From<String>) next();
        from.reply("late");
        trace.say(rest(machine));
    }

    private static void ends(Section section) {
        ends(section, "SM-20", (_, _) -> Machine.badReturn());
        ends(section, "SM-23 stop", (me, _) -> me.stop(other("boo")));
        ends(section, "SM-23 normal", (me, _) -> me.stop());
        ends(
                section,
                "SM-23 raise",
                (_, _) -> {
                    throw new IllegalStateException("x");
                });
        ends(
                section,
                "SM-23 exit",
                (_, _) -> {
                    throw exit(other("zz"));
                });
        section.probe(
                "SM-23 info",
                trace -> {
                    ServerRef<Cue> machine = started(trace);
                    machine.send("plain");
                    trace.say(rest(machine));
                });
        parentEnds(section, "trapped", true);
        parentEnds(section, "not trapped", false);
    }

    private static void ends(Section section, String key, Step step) {
        section.probe(key, trace -> trace.say(ended(started(trace), step)));
    }

    private static void parentEnds(Section section, String title, boolean traps) {
        section.probe(
                "SM-23 the parent ends, " + title,
                trace -> {
                    Actor parent = Actor.start();
                    Machine linked = Machine.with(traps, _ -> new Action[0]);
                    ServerRef<Cue> machine =
                            parent.ask(() -> GenStatem.startLink(linked)).orElseThrow();
                    Ref ref = monitor(machine);
                    rest(machine);
                    parent.tell(() -> {
                        throw exit(other("pp"));
                    });
                    trace.say(reason(ref));
                    trace.say(mailbox());
                });
    }
}
