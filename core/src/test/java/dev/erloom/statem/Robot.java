// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.From;
import dev.erloom.server.ServerRef;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A machine that does in each state what the message says, and tells its observer what else it
 * sees; the {@code M} of {@code oracle/f.exs}.
 *
 * @param observer who is told
 * @param starts what {@code init} does
 * @param enters what {@code onEnter} does
 * @param ends what {@code terminate} does
 */
record Robot(Pid observer, Start starts, Enter enters, End ends)
        implements GenStatem<Robot.Cue, String, String> {

    /** What a robot understands. */
    sealed interface Cue {}

    /** A call that is handled as it says itself. */
    record Ask(Step step) implements Cue, Call<Cue, Object> {}

    /** A cast that is handled as it says itself. */
    record Tell(Step step) implements Cue, Cast<Cue> {}

    /** From the robot itself, and handled as it says. */
    record Own(Step step) implements Cue {}

    /** From the robot itself; the observer is told. */
    record Note(String text) implements Cue {}

    /** No message of the protocol, but handled as it says itself. */
    record Info(Step step) {}

    /** Told to the observer: a note or a stray message. */
    record Heard(Object message, String state) {}

    /** Told to the observer: an enter call. */
    record Entered(String from, String state) {}

    /** Told to the observer: {@code terminate} ran. */
    record Terminated(ExitReason reason, String state, String data) {}

    @FunctionalInterface
    interface Start {
        Init<String, String> init(Robot me) throws Exception;
    }

    @FunctionalInterface
    interface Step {
        Transition<String, String> run(Robot me, Cue cue, String data) throws Exception;
    }

    @FunctionalInterface
    interface Enter {
        Answers.Entered<String, String> enter(Robot me, String from, String state, String data)
                throws Exception;
    }

    @FunctionalInterface
    interface End {
        void terminate(Robot me, ExitReason reason, String state, String data) throws Exception;
    }

    /** {@return a robot of the calling process that starts in state {@code a}} */
    static Robot ready(UnaryOperator<Robot> with) {
        return with.apply(starting(me -> me.ok("a", "data")));
    }

    /** {@return a robot of the calling process that starts in state {@code a}} */
    static Robot ready() {
        return ready(with -> with);
    }

    /** {@return the same, and it traps exits} */
    static Robot trapping() {
        return starting(me -> {
            Processes.trapExits(true);
            return me.ok("a", "data");
        });
    }

    /** {@return a robot of the calling process with a start of its own} */
    static Robot starting(Start start) {
        return new Robot(
                Processes.self(),
                start,
                (me, _, _, _) -> me.keepStateAndData(),
                (me, reason, state, data) -> me.observer.send(new Terminated(reason, state, data)));
    }

    Robot entering(Enter enter) {
        return new Robot(observer, starts, enter, ends);
    }

    Robot ending(End end) {
        return new Robot(observer, starts, enters, end);
    }

    /** Starts this robot, linked to nobody. */
    ServerRef<Cue> start() {
        return GenStatem.start(this).orElseThrow();
    }

    /** Starts this robot, linked to the caller. */
    ServerRef<Cue> startLink() {
        return GenStatem.startLink(this).orElseThrow();
    }

    /** {@return a cast that is handled so} */
    static Tell tell(Step step) {
        return new Tell(step);
    }

    /** {@return a call that is answered with {@code value} in whatever state} */
    static Ask echo(Object value) {
        return new Ask((me, cue, _) -> me.keepStateAndData(me.reply((Ask) cue, value)));
    }

    /** {@return a call that is left waiting; the observer is told} */
    static Ask leftWaiting() {
        return new Ask((me, cue, _) -> {
            Processes.put("from", me.from((Ask) cue));
            me.observer.send("waiting");
            return me.keepStateAndData();
        });
    }

    /** {@return the reply to the call that was left waiting} */
    @SuppressWarnings("unchecked") // leftWaiting has put it there
    Reply late(Object value) {
        return reply((From<Object>) Objects.requireNonNull(Processes.get("from")), value);
    }

    /** {@return a call that goes to {@code state} and is answered then} */
    static Ask go(String state) {
        return new Ask((me, cue, data) -> me.nextState(state, data, me.reply((Ask) cue, "gone")));
    }

    @Override
    public Init<String, String> init() throws Exception {
        return starts.init(this);
    }

    @Override
    public Transition<String, String> handle(Cue message, String state, String data)
            throws Exception {
        return switch (message) {
            case Ask(Step step) -> step.run(this, message, data);
            case Tell(Step step) -> step.run(this, message, data);
            case Own(Step step) -> step.run(this, message, data);
            case Note(String text) -> {
                observer.send(new Heard(text, state));
                yield keepStateAndData();
            }
        };
    }

    @Override
    public Transition<String, String> handleInfo(Object message, String state, String data)
            throws Exception {
        if (message instanceof Info(Step step)) {
            return step.run(this, new Note("info"), data);
        }
        observer.send(new Heard(message, state));
        return keepStateAndData();
    }

    @Override
    public Answers.Entered<String, String> onEnter(String from, String state, String data)
            throws Exception {
        observer.send(new Entered(from, state));
        return enters.enter(this, from, state, data);
    }

    @Override
    public void terminate(ExitReason reason, String state, String data) throws Exception {
        ends.terminate(this, reason, state, data);
    }
}
