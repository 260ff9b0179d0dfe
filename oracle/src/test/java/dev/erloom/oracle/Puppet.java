// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import dev.erloom.process.StartResult;
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.GenServer;
import dev.erloom.server.ServerRef;

/**
 * A server that does what a message says, and tells its observer what else it sees; the {@code
 * Puppet} of {@code start.exs}.
 *
 * @param observer who is told
 * @param starts what {@code init} does
 * @param ends what {@code terminate} does
 */
record Puppet(Pid observer, Start starts, End ends) implements GenServer<Puppet.Cue, Object> {

    /** What a puppet understands. */
    sealed interface Cue {}

    record Ask(Answer answer) implements Cue, Call<Cue, Object> {}

    record Tell(Step step) implements Cue, Cast<Cue> {}

    /** No message of the protocol, but done as it says when {@code handleInfo} gets it. */
    record Info(Step step) {}

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
        void terminate(Puppet me, ExitReason reason) throws Exception;
    }

    /** {@return a puppet of the calling process} */
    static Puppet ready() {
        return starting(me -> me.ok("state"));
    }

    /** {@return the same, and it traps exits} */
    static Puppet trapping() {
        return starting(me -> {
            Processes.trapExits(true);
            return me.ok("state");
        });
    }

    static Puppet starting(Start start) {
        return new Puppet(
                Processes.self(),
                start,
                (me, reason) -> me.observer.send(Tuple.of("terminate", reason)));
    }

    Puppet ending(End end) {
        return new Puppet(observer, starts, end);
    }

    /** {@return how starting this puppet, linked to nobody, ends} */
    StartResult<ServerRef<Cue>> start() {
        return GenServer.start(this);
    }

    /** Starts this puppet, linked to nobody, in the role of the server. */
    ServerRef<Cue> start(Trace trace) {
        ServerRef<Cue> server = start().orElseThrow();
        trace.role(server.whereis().orElseThrow(), "server");
        return server;
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
        observer.send(Tuple.of("info", message));
        return noReply(state);
    }

    @Override
    public void terminate(ExitReason reason, Object state) throws Exception {
        ends.terminate(this, reason);
    }

    /** A step that changes nothing. */
    static Next<Object> goOn(Puppet me, Object state) {
        return me.noReply(state);
    }

    /** {@return a bad return value} */
    @SuppressWarnings("NullAway") // that it is one is the point
    static Next<Object> badReturn() {
        return null;
    }

    static Ask echo() {
        return new Ask((me, ask, state) -> me.reply(ask, "echo", state));
    }

    /** {@return a call that nobody ever answers} */
    static Ask unanswered() {
        return new Ask((me, _, state) -> me.noReply(state));
    }

    /** {@return a step that runs {@code body} and goes on} */
    static Step doing(ProcessBody body) {
        return (me, state) -> {
            body.run();
            return me.noReply(state);
        };
    }
}
