// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Atom;
import dev.erloom.process.DoomError;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.GenCall;
import dev.erloom.process.GenCast;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Processes;
import dev.erloom.process.StartResult;
import dev.erloom.server.GenServer.Init;
import dev.erloom.server.GenServer.Next;
import dev.erloom.server.GenServer.StartOptions;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The generic part of a server: what {@code gen_server} is to its callback module. */
final class ServerLoop<M, S> implements ProcLib.Body<ServerRef<M>>, Gen.Protocol {

    /** A step of the callback module, run between its messages. */
    private interface Step<S> {
        @Nullable Next<S> run() throws Exception;
    }

    private static final Atom OK = new Atom("ok");

    private final GenServer<M, S> server;
    private final @Nullable Via via;
    private final boolean linked;
    private final Type protocol;
    private final Class<?> protocolClass;
    private @Nullable Object last;
    private @Nullable GenCall call;

    private ServerLoop(GenServer<M, S> server, @Nullable Via via, boolean linked) {
        this.server = server;
        this.via = via;
        this.linked = linked;
        this.protocol = Protocols.protocol(server.getClass());
        this.protocolClass = Protocols.rawClass(protocol);
    }

    static <M, S> StartResult<ServerRef<M>> start(
            GenServer<M, S> server, StartOptions<M> with, boolean linked) {
        Name<M> name = with.name();
        Via via = name == null ? null : name.via();
        String initialCall = ServerReports.nameOf(server) + ".init";
        ProcLib.Options options =
                (linked
                                ? ProcLib.Options.linked(initialCall)
                                : ProcLib.Options.unlinked(initialCall))
                        .name(name == null || via != null ? null : name.text())
                        .timeout(with.timeout());
        return ProcLib.start(new ServerLoop<>(server, via, linked), options);
    }

    /** {@return the call that the calling server is handling, which must be {@code request}} */
    static GenCall callOf(Object request) {
        if (ProcLib.body() instanceof ServerLoop<?, ?> loop
                && loop.call != null
                && isSame(loop.last, request)) {
            return loop.call;
        }
        throw new IllegalArgumentException(
                "only the request that is being handled can be answered so, was "
                        + request
                        + "; keep its from to answer later");
    }

    @SuppressWarnings("ReferenceEquality") // equal requests of two callers are two requests
    private static boolean isSame(@Nullable Object one, Object other) {
        return one == other;
    }

    @Override
    public void check(Object message) {
        if (!protocolClass.isInstance(message)) {
            throw new IllegalArgumentException(
                    message
                            + " is no message of "
                            + ServerReports.nameOf(server)
                            + ": its protocol is "
                            + protocolClass.getName());
        }
    }

    @Override
    public void run(ProcLib.Ready<ServerRef<M>> ready) throws Exception {
        Pid self = Processes.self();
        if (via != null && !via.register(self)) {
            Optional<Pid> owner = via.whereis();
            throw ready.failed(
                    owner.<StartResult<ServerRef<M>>>map(StartResult.AlreadyStarted::new)
                            .orElseGet(() -> new StartResult.Failed<>(ExitReason.NOPROC)),
                    ExitReason.NORMAL);
        }
        switch (init()) {
            case InitValue.Ready<S>(S state, Duration idle, var work) -> {
                ready.started(ServerRef.of(self));
                loop(new NextValue<>(null, null, state, idle, work));
            }
            case InitValue.Ignore<S>() ->
                    throw ready.failed(new StartResult.Ignored<>(), ExitReason.NORMAL);
            case InitValue.Stop<S>(ExitReason reason) ->
                    throw ready.failed(new StartResult.Failed<>(reason), reason);
            case InitValue.Failure<S>(ExitReason reason) ->
                    throw ready.failed(new StartResult.Failed<>(reason), ExitReason.NORMAL);
            case null -> throw new ExitException(new ExitReason.BadReturnValue("null"));
        }
    }

    /** A name in somebody else's table is free before the starter hears of the failure. */
    private @Nullable Init<S> init() throws Exception {
        Init<S> init = null;
        try {
            init = server.init();
            return init;
        } finally {
            if (via != null && !(init instanceof InitValue.Ready<S>)) {
                via.unregister();
            }
        }
    }

    /** Never returns: a server ends by an exit. */
    private void loop(NextValue<S> first) {
        NextValue<S> now = first;
        while (true) {
            S state = now.state();
            GenServer.Continuation<S> work = now.work();
            now = work != null ? after(state, () -> work.run(state)) : next(state, now.idle());
        }
    }

    private NextValue<S> next(S state, @Nullable Duration idle) {
        Object message = idle == null ? Processes.receive() : Processes.receive(idle).orElse(null);
        if (message == null) {
            return info(new GenServer.Timeout(), state);
        }
        return switch (message) {
            case GenCall asked -> called(asked, state);
            case GenCast cast -> told(cast, state);
            case Exit(Pid from, ExitReason reason) when isParent(from) -> {
                last = message;
                throw terminate(reason, state, null);
            }
            default -> isCast(message) ? handle(message, state) : info(message, state);
        };
    }

    private boolean isParent(Pid from) {
        return linked && Processes.parent().filter(from::equals).isPresent();
    }

    private NextValue<S> called(GenCall asked, S state) {
        if (asked.request() instanceof Gen.Terminate(ExitReason reason)) {
            last = asked.request();
            asked.reply(OK);
            throw terminate(reason, state, null);
        }
        Object request;
        try {
            request = asked.request(protocol);
        } catch (IllegalArgumentException unfit) {
            asked.fail(ExitReason.of(new BadRequest(String.valueOf(unfit.getMessage()))));
            return going(state);
        }
        if (!(request instanceof Call<?, ?>) || !protocolClass.isInstance(request)) {
            return info(asked, state);
        }
        call = asked;
        NextValue<S> next = handle(request, state);
        call = null;
        return next;
    }

    /** A cast from another node; one that does not fit is any other message. */
    private NextValue<S> told(GenCast cast, S state) {
        Object message = cast.messageOrNull(protocol);
        return message != null && isCast(message)
                ? handle(message, state)
                : info(cast.message(), state);
    }

    private boolean isCast(Object message) {
        return message instanceof Cast<?> && protocolClass.isInstance(message);
    }

    @SuppressWarnings("unchecked") // an instance of the protocol's class was asked for
    private NextValue<S> handle(Object message, S state) {
        last = message;
        return after(state, () -> server.handle((M) message, state));
    }

    private NextValue<S> info(Object message, S state) {
        last = message;
        return after(state, () -> server.handleInfo(message, state));
    }

    private static <S> NextValue<S> going(S state) {
        return new NextValue<>(null, null, state, null, null);
    }

    /** Runs one callback and does what it says, short of waiting for the next message. */
    private NextValue<S> after(S state, Step<S> step) {
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
            throw terminate(exit.reason(), state, null);
        } catch (Exception | Error crash) { // whatever a callback throws ends the server in order
            throw terminate(new ExitReason.Crash(crash), state, null);
        }
        if (!(answer instanceof NextValue<S> next)) {
            throw terminate(new ExitReason.BadReturnValue("null"), state, null);
        }
        if (next.stop() != null) {
            throw terminate(next.stop(), next.state(), next.answer());
        }
        return next;
    }

    /**
     * Lets the callback module clean up, then reports, replies and ends. A signal that was not
     * trapped may have interrupted the callback, or interrupt the clean-up: then there is none.
     */
    private ExitException terminate(ExitReason reason, S state, NextValue.@Nullable Answer answer) {
        ProcLib.checkSignals();
        ExitReason end = reason;
        try {
            server.terminate(reason, state);
        } catch (DoomError doom) {
            throw doom;
        } catch (ExitException exit) {
            end = exit.reason();
        } catch (Exception | Error crash) { // a failing clean-up replaces the reason, no more
            end = new ExitReason.Crash(crash);
        }
        ProcLib.checkSignals();
        ServerReports.terminated(server, end, last, state, call);
        if (answer != null && call != null) {
            call.reply(answer.value());
        }
        return new ExitException(end);
    }
}
