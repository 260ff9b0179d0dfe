// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.DoomError;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.GenCall;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.server.GenServer.Init;
import dev.erloom.server.GenServer.Next;
import dev.erloom.sys.DebugEvent;
import dev.erloom.sys.FormatStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The generic part of a server: what {@code gen_server} is to its callback module. */
final class ServerLoop<M, S> extends Behaviour<M, NextValue<S>> {

    /** A step of the callback module, run between its messages. */
    private interface Step<S> {
        @Nullable Next<S> run() throws Exception;
    }

    private final GenServer<M, S> server;

    /** What the last callback has said, with the last good state. */
    private @Nullable NextValue<S> now;

    private ServerLoop(GenServer<M, S> server, StartOptions<M> with, boolean linked) {
        super(GenServer.class, server, with, linked);
        this.server = server;
    }

    static <M, S> StartResult<ServerRef<M>> start(
            GenServer<M, S> server, StartOptions<M> with, boolean linked) {
        return new ServerLoop<>(server, with, linked).start();
    }

    static <M, S> StartResult<GenServer.Monitored<M>> startMonitor(
            GenServer<M, S> server, StartOptions<M> with) {
        ProcLib.Monitored<ServerRef<M>> started =
                new ServerLoop<>(server, with, false).startMonitor();
        Ref monitor = started.monitor();
        if (!(started.result() instanceof StartResult.Started<ServerRef<M>>)) {
            Processes.receive(
                    monitor); // as gen_server does; proc_lib leaves the DOWN to the caller
        }
        return started.result().map(ref -> new GenServer.Monitored<>(ref, monitor));
    }

    static <M, S> ExitException enter(GenServer<M, S> server, Init<S> first, StartOptions<M> with) {
        if (!(first instanceof InitValue.Ready<S>(S state, var idle, var work))) {
            throw new IllegalArgumentException("a server enters its loop with ok, was " + first);
        }
        ServerLoop<M, S> loop = new ServerLoop<>(server, with, true);
        loop.now = new NextValue<>(null, null, state, idle, work);
        throw loop.enter();
    }

    @Override
    protected Opening init() throws Exception {
        Init<S> answer = server.init();
        return switch (answer) {
            case InitValue.Ready<S>(S state, var idle, var work) -> {
                now = new NextValue<>(null, null, state, idle, work);
                yield new Opening.Ready();
            }
            case InitValue.Ignore<S>() ->
                    new Opening.Failed(new StartResult.Ignored<>(), ExitReason.NORMAL);
            case InitValue.Stop<S>(ExitReason reason) ->
                    new Opening.Failed(new StartResult.Failed<>(reason), reason);
            case InitValue.Failure<S>(ExitReason reason) ->
                    new Opening.Failed(new StartResult.Failed<>(reason), ExitReason.NORMAL);
            case null -> throw new ExitException(new ExitReason.BadReturnValue("null"));
        };
    }

    @Override
    protected ExitException loop() {
        while (true) {
            NextValue<S> last = stay();
            GenServer.Continuation<S> work = last.work();
            now = work != null ? resume(work) : next(last);
        }
    }

    private NextValue<S> resume(GenServer.Continuation<S> work) {
        S state = state();
        if (isDebugged()) {
            debug(new ServerContinues(work));
        }
        return after(() -> work.run(state));
    }

    private NextValue<S> next(NextValue<S> last) {
        Object message =
                last.idle() == null
                        ? Processes.receive()
                        : Processes.receive(last.idle()).orElse(null);
        if (message != null) {
            return dispatch(message);
        }
        GenServer.Timeout timeout = new GenServer.Timeout();
        heard(timeout);
        return handleInfo(timeout);
    }

    @Override
    protected NextValue<S> stay() {
        return Objects.requireNonNull(now, "now");
    }

    @Override
    protected NextValue<S> handleCall(GenCall call, M request) {
        return handleCast(request);
    }

    @Override
    protected NextValue<S> handleCast(M message) {
        S state = state();
        return after(() -> server.handle(message, state));
    }

    @Override
    protected NextValue<S> handleInfo(Object message) {
        S state = state();
        return after(() -> server.handleInfo(message, state));
    }

    /** Runs one callback and does what it says, short of waiting for the next message. */
    private NextValue<S> after(Step<S> step) {
        Next<S> answer;
        try {
            answer = step.run();
            if (answer instanceof NextValue<S> next && next.answer() != null) {
                GenCall asked = callOf(next.answer().request());
                if (next.stop() == null) {
                    asked.reply(next.answer().value());
                }
            }
        } catch (DoomError doom) {
            throw doom;
        } catch (ExitException exit) {
            throw end(exit.reason(), () -> {});
        } catch (Exception | Error crash) { // whatever a callback throws ends the server in order
            throw end(new ExitReason.Crash(crash), () -> {});
        }
        if (!(answer instanceof NextValue<S> next)) {
            throw end(new ExitReason.BadReturnValue("null"), () -> {});
        }
        if (next.stop() != null) {
            now = next;
            throw end(next.stop(), () -> reply(next.answer()));
        }
        if (isDebugged()) {
            debug(event(next));
        }
        return next;
    }

    private static void reply(NextValue.@Nullable Answer answer) {
        if (answer != null) {
            callOf(answer.request()).reply(answer.value());
        }
    }

    private static DebugEvent event(NextValue<?> next) {
        NextValue.Answer answer = next.answer();
        return answer == null
                ? new DebugEvent.NewState(next.state())
                : new DebugEvent.Out(
                        answer.value(), callOf(answer.request()).caller(), next.state());
    }

    @Override
    protected void cleanUp(ExitReason reason) throws Exception {
        server.terminate(reason, state());
    }

    @Override
    public S state() {
        return stay().state();
    }

    @Override
    @SuppressWarnings("unchecked") // whoever replaces a state vouches for its type
    public void replaceState(Object state) {
        NextValue<S> last = stay();
        now = new NextValue<>(last.answer(), null, (S) state, last.idle(), last.work());
    }

    @Override
    protected FormatStatus format(FormatStatus status) throws Exception {
        return server.formatStatus(status);
    }
}
