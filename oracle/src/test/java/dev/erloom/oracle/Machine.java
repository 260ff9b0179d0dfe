// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.ServerRef;
import dev.erloom.statem.GenStatem;
import java.util.List;
import java.util.function.Function;

/**
 * A machine that does what an event says, and tells its observer of the others; the {@code Machine}
 * of {@code machines.exs}.
 *
 * @param observer who is told
 * @param traps whether it traps exits
 * @param actions of its start
 */
record Machine(Pid observer, boolean traps, Function<Machine, Action[]> actions)
        implements GenStatem<Machine.Cue, String, String> {

    /** What a machine understands. */
    sealed interface Cue {}

    record Sync() implements Cue, Call<Cue, String> {}

    record Ask(Answer answer) implements Cue, Call<Cue, String> {}

    record Do(Step step) implements Cue, Cast<Cue> {}

    /** An event that is told. */
    record Note(String text) implements Cue {}

    @FunctionalInterface
    interface Answer {
        Transition<String, String> to(Machine me, Ask ask, String state);
    }

    @FunctionalInterface
    interface Step {
        Transition<String, String> run(Machine me, String state);
    }

    static Machine plain() {
        return with(false, _ -> new Action[0]);
    }

    static Machine with(boolean traps, Function<Machine, Action[]> actions) {
        return new Machine(Processes.self(), traps, actions);
    }

    ServerRef<Cue> start(Trace trace) {
        ServerRef<Cue> machine = GenStatem.start(this).orElseThrow();
        trace.role(machine.whereis().orElseThrow(), "machine");
        return machine;
    }

    /** {@return one that has told of its start} */
    static ServerRef<Cue> started(Trace trace) {
        ServerRef<Cue> machine = plain().start(trace);
        rest(machine);
        return machine;
    }

    /** {@return what the observer heard, once the machine has done what it had to do till now} */
    static List<Object> rest(ServerRef<Cue> machine) {
        machine.call(new Sync());
        return Trace.mailbox();
    }

    /** {@return how it ended, and what the observer heard} */
    static List<Object> ended(ServerRef<Cue> machine, Step step) {
        Ref ref = Processes.monitor(machine);
        machine.cast(new Do(step));
        return List.of(Trace.reason(ref), Trace.mailbox());
    }

    @Override
    public Init<String, String> init() {
        Processes.trapExits(traps);
        return ok("a", "data", actions.apply(this));
    }

    @Override
    public Entered<String, String> onEnter(String from, String state, String data) {
        observer.send(Tuple.of("enter", from, state));
        return keepState(data);
    }

    @Override
    public Transition<String, String> handle(Cue message, String state, String data) {
        return switch (message) {
            case Sync sync -> keepState(data, reply(sync, "synced"));
            case Ask ask -> ask.answer.to(this, ask, state);
            case Do(Step step) -> step.run(this, state);
            case Note(String text) -> told(text, state);
        };
    }

    @Override
    public Transition<String, String> handleInfo(Object message, String state, String data) {
        return told(message, state);
    }

    private Transition<String, String> told(Object what, String state) {
        observer.send(Tuple.of("event", what, state));
        return keep();
    }

    @Override
    public void terminate(ExitReason reason, String state, String data) {
        observer.send(Tuple.of("terminate", reason, state));
    }

    Transition<String, String> keep(Action... actions) {
        return keepStateAndData(actions);
    }

    /** {@return a bad return value} */
    @SuppressWarnings("NullAway") // that it is one is the point
    static Transition<String, String> badReturn() {
        return null;
    }
}
