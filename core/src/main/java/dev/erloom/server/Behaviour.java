// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Atom;
import dev.erloom.process.DoomError;
import dev.erloom.process.Excerpt;
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
import dev.erloom.sys.DebugEvent;
import dev.erloom.sys.DebugOptions;
import dev.erloom.sys.FormatStatus;
import dev.erloom.sys.SystemMessages;
import dev.erloom.sys.SystemProcess;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is the same in every behaviour, for those who write one: the start with its name, the
 * protocol and its checks, system messages and debugging, the end of the parent, the orderly end
 * with its report. {@link GenServer} is made of it; programs use that, or another behaviour.
 *
 * <p>A subclass is one process. Its {@link #loop} takes messages from the mailbox and gives each to
 * {@link #dispatch}, which calls {@link #handleCall}, {@link #handleCast} or {@link #handleInfo}.
 * All runs in that process.
 *
 * @param <M> the protocol
 * @param <N> what a callback of the module has told the loop to do next
 */
public abstract class Behaviour<M, N>
        implements ProcLib.Body<ServerRef<M>>, Gen.Protocol, SystemProcess {

    /** How {@link #init} has ended. */
    public sealed interface Opening {

        /** It runs. */
        record Ready() implements Opening {}

        /**
         * The start failed.
         *
         * @param result what the starter gets when the process is gone; no {@code Started}
         * @param exit the exit reason of the process
         */
        record Failed(StartResult<Object> result, ExitReason exit) implements Opening {}
    }

    /** One text for all processes of a module. */
    private static final ClassValue<String> INITIAL_CALLS =
            new ClassValue<>() {
                @Override
                protected String computeValue(Class<?> module) {
                    return module.getName() + ".init";
                }
            };

    private final Object module;
    private final StartOptions<M> options;
    private final boolean linked;
    private final Type protocol;
    private final Class<?> protocolClass;
    private @Nullable Object last;
    private @Nullable GenCall call;

    /** Null as long as nobody has asked: an idle process has none. */
    private @Nullable SystemMessages system;

    /**
     * Makes the process of a callback module.
     *
     * @param behaviour the generic interface of the module, whose first argument is the protocol
     * @param module the callback module
     * @param linked whether it is to be linked to who starts it
     */
    protected <B> Behaviour(Class<B> behaviour, B module, StartOptions<M> options, boolean linked) {
        this.module = module;
        this.options = options;
        this.linked = linked;
        this.protocol = Protocols.protocol(behaviour, module.getClass());
        this.protocolClass = Protocols.rawClass(protocol);
    }

    // What a behaviour is

    /**
     * Calls the module's {@code init}. Whatever it throws fails the start.
     *
     * @throws Exception fails the start with a crash
     */
    protected abstract Opening init() throws Exception;

    /**
     * Handles messages until the end, after {@link #init} was ready; never returns.
     *
     * @return nothing; it throws what {@link #end} makes
     */
    protected abstract ExitException loop();

    /** Handles a request of the protocol; {@link #from} answers it later. */
    protected abstract N handleCall(GenCall call, M request);

    /** Handles a message of the protocol that is not answered. */
    protected abstract N handleCast(M message);

    /** Handles any other message. */
    protected abstract N handleInfo(Object message);

    /**
     * {@return what to do after a message that the module never saw: wait as before, for the whole
     * of its idle time}
     */
    protected abstract N stay();

    /**
     * Calls the module's {@code terminate}.
     *
     * @throws Exception replaces the exit reason
     */
    protected abstract void cleanUp(ExitReason reason) throws Exception;

    /**
     * Calls the module's {@code formatStatus}.
     *
     * @throws Exception a note takes the place of the state then
     */
    protected abstract FormatStatus format(FormatStatus status) throws Exception;

    // Start

    /** Starts this process and waits until it is ready, as {@link GenServer#startLink} does. */
    protected final StartResult<ServerRef<M>> start() {
        return ProcLib.start(this, procLibOptions());
    }

    /** Starts this process as {@link ProcLib#startMonitor} does. */
    protected final ProcLib.Monitored<ServerRef<M>> startMonitor() {
        return ProcLib.startMonitor(this, procLibOptions());
    }

    private ProcLib.Options procLibOptions() {
        Name<M> name = options.name();
        return ProcLib.Options.unlinked(INITIAL_CALLS.get(module.getClass()))
                .name(name == null || name.via() != null ? null : name.text())
                .timeout(options.timeout())
                .spawn(linked ? options.spawn().link() : options.spawn());
    }

    /**
     * Makes the calling process, which {@link ProcLib} has started, this one: {@link #loop} runs,
     * {@link #init} does not.
     *
     * @return nothing, as {@link #loop}
     * @throws IllegalStateException when it was not started so
     * @throws ExitException with {@code process_not_registered} when it does not have the name of
     *     the options
     */
    protected final ExitException enter() {
        Name<M> name = options.name();
        if (name != null && name.whereis().filter(Processes.self()::equals).isEmpty()) {
            throw new ExitException(ExitReason.of(new Atom("process_not_registered")));
        }
        ProcLib.become(this);
        prepare();
        throw loop();
    }

    private void prepare() {
        if (!options.debug().equals(DebugOptions.NONE)) {
            system = new SystemMessages(this, options.debug());
        }
    }

    @Override
    public final void check(Object message) {
        if (!protocolClass.isInstance(message)) {
            throw new IllegalArgumentException(
                    Excerpt.of(message)
                            + " is no message of "
                            + module()
                            + ": its protocol is "
                            + protocolClass.getName());
        }
    }

    @Override
    public final void run(ProcLib.Ready<ServerRef<M>> ready) throws Exception {
        Pid self = Processes.self();
        Via via = options.name() == null ? null : options.name().via();
        if (via != null && !via.register(self)) {
            Optional<Pid> owner = via.whereis();
            throw ready.failed(
                    owner.<StartResult<ServerRef<M>>>map(StartResult.AlreadyStarted::new)
                            .orElseGet(() -> new StartResult.Failed<>(ExitReason.NOPROC)),
                    ExitReason.NORMAL);
        }
        prepare();
        switch (init(via)) {
            case Opening.Ready() -> {
                ready.started(ServerRef.of(self));
                throw loop();
            }
            case Opening.Failed(StartResult<Object> result, ExitReason exit) ->
                    throw ready.failed(result.map(_ -> ServerRef.of(self)), exit);
        }
    }

    /** A name in somebody else's table is free before the starter hears of the failure. */
    private Opening init(@Nullable Via via) throws Exception {
        Opening opening = null;
        try {
            opening = init();
            return opening;
        } finally {
            if (via != null && !(opening instanceof Opening.Ready)) {
                via.unregister();
            }
        }
    }

    // Messages

    /** Gives a message to the one method that it is for. */
    protected final N dispatch(Object message) {
        return switch (message) {
            case GenCall asked -> called(asked);
            case GenCast cast -> told(cast);
            case Exit(Pid from, ExitReason reason) when isParent(from) -> {
                throw terminate(reason, message);
            }
            default -> isCast(message) ? cast(message) : info(message);
        };
    }

    private boolean isParent(Pid from) {
        return linked && Processes.parent().filter(from::equals).isPresent();
    }

    private N called(GenCall asked) {
        if (SystemMessages.isSystem(asked)) {
            return serve(asked);
        }
        Object request;
        try {
            request = asked.request(protocol);
        } catch (IllegalArgumentException unfit) {
            asked.fail(ExitReason.of(new BadRequest(String.valueOf(unfit.getMessage()))));
            return stay();
        }
        return request instanceof Call<?, ?> && protocolClass.isInstance(request)
                ? answer(asked, request)
                : info(asked);
    }

    private N serve(GenCall asked) {
        if (system == null) {
            system = new SystemMessages(this);
        }
        system.handle(asked);
        return stay();
    }

    @SuppressWarnings("unchecked") // an instance of the protocol's class was asked for
    private N answer(GenCall asked, Object request) {
        if (isDebugged()) {
            debug(new DebugEvent.In(request, Optional.of(asked.caller())));
        }
        return again(asked, (M) request);
    }

    /**
     * Gives a call to {@link #handleCall}, also one that was put off; meanwhile {@link #from} knows
     * its caller.
     */
    protected final N again(GenCall asked, M request) {
        last = request;
        call = asked;
        N next = handleCall(asked, request);
        call = null;
        return next;
    }

    /** A cast from another node; one that does not fit is any other message. */
    private N told(GenCast cast) {
        Object message = cast.messageOrNull(protocol);
        return message != null && isCast(message) ? cast(message) : info(cast.message());
    }

    private boolean isCast(Object message) {
        return message instanceof Cast<?> && protocolClass.isInstance(message);
    }

    @SuppressWarnings("unchecked") // an instance of the protocol's class was asked for
    private N cast(Object message) {
        heard(message);
        return handleCast((M) message);
    }

    private N info(Object message) {
        heard(message);
        return handleInfo(message);
    }

    /** Notes a message, or what counts as one, as the last one; those who debug hear of it. */
    protected final void heard(Object message) {
        last = message;
        if (isDebugged()) {
            debug(new DebugEvent.In(message, Optional.empty()));
        }
    }

    /**
     * Returns the call that the calling behaviour is handling.
     *
     * @throws IllegalArgumentException when {@code request} is not the very message of it
     */
    protected static GenCall callOf(Object request) {
        if (ProcLib.body() instanceof Behaviour<?, ?> me
                && me.call != null
                && isSame(me.last, request)) {
            return me.call;
        }
        throw new IllegalArgumentException(
                "only the request that is being handled can be answered so, was "
                        + Excerpt.of(request)
                        + "; keep its from to answer later");
    }

    /** {@return the call that {@code from} stands for, to put it off or to hand it on} */
    protected static GenCall callOf(From<?> from) {
        return from.call();
    }

    @SuppressWarnings("ReferenceEquality") // equal requests of two callers are two requests
    private static boolean isSame(@Nullable Object one, Object other) {
        return one == other;
    }

    /**
     * Returns who sent {@code request}, to answer later; for the {@code from} of a behaviour's
     * interface.
     *
     * @throws IllegalArgumentException when it is not the very message that the calling behaviour
     *     is handling
     */
    public static <R> From<R> from(Call<?, R> request) {
        return new From<>(callOf(request));
    }

    // Debugging

    /** {@return whether {@link #debug} does anything} Ask before an event is made. */
    protected final boolean isDebugged() {
        return system != null && system.isDebugged();
    }

    /** Tells who debugs this process what happens. */
    protected final void debug(DebugEvent event) {
        if (system != null) {
            system.debug(event);
        }
    }

    /** {@return the name of the callback module's class} */
    @Override
    public final String module() {
        return module.getClass().getName();
    }

    @Override
    public final Optional<Pid> parent() {
        return linked ? Processes.parent() : Optional.empty();
    }

    /** Never fails: a note takes the place of the state when the module fails. */
    @Override
    public final FormatStatus formatStatus(FormatStatus status) {
        try {
            return Objects.requireNonNull(format(status), "its answer");
        } catch (DoomError doom) {
            throw doom;
        } catch (Exception | Error failed) { // a failing formatter changes nothing else
            return status.state(module() + ".formatStatus crashed: " + Excerpt.of(failed));
        }
    }

    // End

    @Override
    public final ExitException terminate(ExitReason reason, Object message) {
        last = message;
        call = null;
        throw end(reason, () -> {});
    }

    /**
     * Lets the module clean up, then reports, then runs {@code replies}. A signal that was not
     * trapped may have interrupted a callback, or interrupt the clean-up: then there is none.
     *
     * @param replies answers who is to be answered before the end
     * @return the exception to throw
     */
    protected final ExitException end(ExitReason reason, Runnable replies) {
        ProcLib.checkSignals();
        ExitReason end = reason;
        try {
            cleanUp(reason);
        } catch (DoomError doom) {
            throw doom;
        } catch (ExitException exit) {
            end = exit.reason();
        } catch (Exception | Error crash) { // a failing clean-up replaces the reason, no more
            end = new ExitReason.Crash(crash);
        }
        ProcLib.checkSignals();
        report(end);
        replies.run();
        return new ExitException(end);
    }

    private void report(ExitReason reason) {
        if (ServerReports.isReported(reason)) {
            List<DebugEvent> log = system == null ? List.of() : system.log();
            ServerReports.terminated(
                    module(),
                    reason,
                    formatStatus(new FormatStatus(state(), last, reason, log)),
                    call);
        }
    }
}
