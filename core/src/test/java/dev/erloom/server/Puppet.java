// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;

/**
 * A server that does in each callback what the message says, and tells its observer what else it
 * sees; the {@code S} of {@code oracle/b.exs}.
 *
 * @param observer who is told
 * @param starts what {@code init} does
 * @param ends what {@code terminate} does
 */
record Puppet(Pid observer, Start starts, End ends) implements GenServer<Puppet.Cue, Object> {

    /** What a puppet understands. */
    sealed interface Cue {}

    /** A call that is answered as it says itself. */
    record Ask(Answer answer) implements Cue, Call<Cue, Object> {}

    /** A cast that is done as it says itself. */
    record Tell(Step step) implements Cue, Cast<Cue> {}

    /** No message of the protocol, but done as it says itself when {@code handleInfo} gets it. */
    record Info(Step step) {}

    /** Told to the observer: a message that {@code handleInfo} got. */
    record Heard(Object message) {}

    /** Told to the observer: {@code terminate} ran. */
    record Terminated(ExitReason reason, Object state) {}

    @FunctionalInterface
    interface Start {
        Init<Object> init(Puppet me) throws Exception;
    }

    @FunctionalInterface
    interface Answer {
        Next<Object> to(Puppet me, Ask ask, Object state) throws Exception;
    }

    @FunctionalInterface
    interface Step {
        Next<Object> run(Puppet me, Object state) throws Exception;
    }

    @FunctionalInterface
    interface End {
        void terminate(Puppet me, ExitReason reason, Object state) throws Exception;
    }

    /** {@return a puppet of the calling process that starts with the state {@code first}} */
    static Puppet ready() {
        return starting(me -> me.ok("first"));
    }

    /** {@return the same, and it traps exits} */
    static Puppet trapping() {
        return starting(me -> {
            Processes.trapExits(true);
            return me.ok("first");
        });
    }

    /** {@return a puppet of the calling process with a start of its own} */
    static Puppet starting(Start start) {
        return new Puppet(
                Processes.self(),
                start,
                (me, reason, state) -> me.observer.send(new Terminated(reason, state)));
    }

    /** Starts this puppet, linked to nobody. */
    ServerRef<Cue> start() {
        return GenServer.start(this).orElseThrow();
    }

    /** {@return this puppet with another end} */
    Puppet ending(End end) {
        return new Puppet(observer, starts, end);
    }

    @Override
    public Init<Object> init() throws Exception {
        return starts.init(this);
    }

    @Override
    public Next<Object> handle(Cue message, Object state) throws Exception {
        return switch (message) {
            case Ask ask -> ask.answer.to(this, ask, state);
            case Tell(Step step) -> step.run(this, state);
        };
    }

    @Override
    public Next<Object> handleInfo(Object message, Object state) throws Exception {
        if (message instanceof Info(Step step)) {
            return step.run(this, state);
        }
        observer.send(new Heard(message));
        return noReply(state);
    }

    @Override
    public void terminate(ExitReason reason, Object state) throws Exception {
        ends.terminate(this, reason, state);
    }

    /** {@return a call that is answered with {@code value}} */
    static Ask echo(Object value) {
        return new Ask((me, ask, state) -> me.reply(ask, value, state));
    }

    /** {@return a call that nobody ever answers} */
    static Ask unanswered() {
        return new Ask((me, _, state) -> me.noReply(state));
    }
}
