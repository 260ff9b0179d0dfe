// SPDX-License-Identifier: Apache-2.0
package dev.erloom.sys;

import dev.erloom.process.Atom;
import dev.erloom.process.DoomError;
import dev.erloom.process.Excerpt;
import dev.erloom.process.Exit;
import dev.erloom.process.Gen;
import dev.erloom.process.GenCall;
import dev.erloom.process.Match;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Processes;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of a process that serves system messages and is debugged. Every behaviour has it; a
 * process of one's own makes one, gives it each call that {@link #isSystem}, and tells it what
 * happens:
 *
 * {@snippet :
 * switch (receive()) {
 *     case GenCall call when SystemMessages.isSystem(call) -> system.handle(call);
 *     case Object message -> {
 *         system.debug(new DebugEvent.In(message, Optional.empty()));
 *         work(message);
 *     }
 * }
 * }
 *
 * <p>Used by its process only.
 */
public final class SystemMessages {
    private static final System.Logger LOG = System.getLogger("dev.erloom.sys");
    private static final Atom OK = new Atom("ok");

    private final SystemProcess process;
    private Status.Phase phase = Status.Phase.RUNNING;
    private @Nullable DebugState debug;

    /** Makes the part of {@code process}; nothing is debugged. */
    public SystemMessages(SystemProcess process) {
        this(process, DebugOptions.NONE);
    }

    /** Makes the part of {@code process} with what is debugged from the start. */
    public SystemMessages(SystemProcess process, DebugOptions options) {
        this.process = Objects.requireNonNull(process, "process");
        if (!options.equals(DebugOptions.NONE)) {
            debug = new DebugState(options, Processes.monotonicTime());
        }
    }

    /** {@return whether {@code call} is for {@link #handle}} */
    public static boolean isSystem(GenCall call) {
        return call.request() instanceof Gen.SystemMessage;
    }

    /** {@return whether anybody wants to hear of events} */
    public boolean isDebugged() {
        return debug != null;
    }

    /**
     * Tells who debugs this process what happens.
     *
     * @otp sys:handle_debug/4
     */
    public void debug(DebugEvent event) {
        DebugState now = debug;
        if (now == null) {
            return;
        }
        if (now.isTraced()) {
            LOG.log(
                    Level.INFO,
                    () ->
                            "*DBG* "
                                    + ProcLib.describe()
                                    + " "
                                    + process.module()
                                    + " "
                                    + Excerpt.of(event));
        }
        now.see(event);
        forgetIdle();
    }

    /**
     * {@return the events that are kept, oldest first}
     *
     * @otp sys:get_log/1
     */
    public List<DebugEvent> log() {
        return debug == null ? List.of() : debug.log();
    }

    /**
     * Serves a system message, and if that suspends the process all that follow until it is
     * resumed; other messages stay in the mailbox. Returns when the process is to go on, and waits
     * for the next message as if there had been none; {@link SystemProcess#terminate} ends it
     * instead.
     *
     * @throws dev.erloom.process.ExitException when the process is to end
     * @otp sys:handle_system_msg/6
     */
    public void handle(GenCall message) {
        serve(message);
        while (phase == Status.Phase.SUSPENDED) {
            switch (Processes.receive(this::whenSuspended)) {
                case GenCall next -> serve(next);
                case Exit exit -> throw process.terminate(exit.reason(), exit);
                case Object other -> throw new AssertionError(other);
            }
        }
    }

    private Match<Object> whenSuspended(Object message) {
        boolean taken =
                switch (message) {
                    case GenCall call -> isSystem(call);
                    case Exit(Pid from, _) -> process.parent().filter(from::equals).isPresent();
                    default -> false;
                };
        return taken ? Match.take(message) : Match.skip();
    }

    private void serve(GenCall message) {
        switch (message.request()) {
            case Gen.Terminate stop -> {
                message.reply(OK);
                throw process.terminate(stop.reason(), stop);
            }
            case SystemRequest request -> message.reply(answer(request));
            case Object unknown ->
                    message.reply(
                            new SystemRequest.CallbackFailed(
                                    new IllegalArgumentException(
                                            "unknown system message: " + Excerpt.of(unknown))));
        }
        forgetIdle();
    }

    private Object answer(SystemRequest request) {
        try {
            return switch (request) {
                case SystemRequest.GetState() -> process.state();
                case SystemRequest.ReplaceState(var change) -> {
                    Object state =
                            Objects.requireNonNull(change.apply(process.state()), "the new state");
                    process.replaceState(state);
                    yield state;
                }
                case SystemRequest.GetStatus() -> status();
                case SystemRequest.Suspend() -> in(Status.Phase.SUSPENDED);
                case SystemRequest.Resume() -> in(Status.Phase.RUNNING);
                case SystemRequest.GetLog() -> log();
                case SystemRequest.GetStatistics() ->
                        debug == null
                                ? Optional.empty()
                                : debug.statistics(Processes.monotonicTime());
                case SystemRequest.Trace(boolean on) -> change(state -> state.trace(on));
                case SystemRequest.Log(int events) -> change(state -> state.log(events));
                case SystemRequest.Count(boolean on) ->
                        change(state -> state.count(on ? Processes.monotonicTime() : null));
                case SystemRequest.Install(var function) ->
                        change(state -> state.install(function));
                case SystemRequest.Remove(String id) -> change(state -> state.remove(id));
                case SystemRequest.NoDebug() -> {
                    debug = null;
                    yield OK;
                }
            };
        } catch (DoomError doom) {
            throw doom;
        } catch (Exception
                | Error failed) { // user code: the asker hears of it, the process goes on
            return new SystemRequest.CallbackFailed(failed);
        }
    }

    private Atom in(Status.Phase next) {
        phase = next;
        return OK;
    }

    private Atom change(Consumer<DebugState> step) {
        DebugState state = debug;
        if (state == null) {
            state = new DebugState(DebugOptions.NONE, Processes.monotonicTime());
            debug = state;
        }
        step.accept(state);
        return OK;
    }

    /** So that a process which nobody debugs any more pays nothing for it. */
    private void forgetIdle() {
        if (debug != null && debug.isIdle()) {
            debug = null;
        }
    }

    private Status status() throws Exception {
        FormatStatus shown =
                process.formatStatus(new FormatStatus(process.state(), null, null, log()));
        return new Status(
                Processes.self(),
                process.module(),
                Processes.dictionary(),
                phase,
                process.parent(),
                debug == null ? List.of() : debug.active(),
                shown.log(),
                shown.state());
    }
}
