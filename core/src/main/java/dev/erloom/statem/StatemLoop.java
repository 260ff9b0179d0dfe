// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import dev.erloom.process.DoomError;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.GenCall;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.process.Timeouts;
import dev.erloom.server.Behaviour;
import dev.erloom.server.From;
import dev.erloom.server.GenServer;
import dev.erloom.server.ServerRef;
import dev.erloom.server.StartOptions;
import dev.erloom.statem.Answers.Action;
import dev.erloom.statem.Answers.Init;
import dev.erloom.statem.Answers.Transition;
import dev.erloom.statem.GenStatem.StateAndData;
import dev.erloom.sys.DebugEvent;
import dev.erloom.sys.FormatStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The process of a state machine: does what the {@link Engine} decides. */
final class StatemLoop<M, S, D> extends Behaviour<M, Effect.Step<S, D>> {

    /** A call of the callback module. */
    private interface Callback<S, D> {
        @Nullable Transition<S, D> run() throws Exception;
    }

    /** What a timer sends. */
    private record Fired(Event.Timeout type, long id) {}

    private final GenStatem<M, S, D> first;
    private final Map<Event.Timeout, Ref> timers = new HashMap<>();
    private List<Action> initial = List.of();
    private @Nullable Engine<M, S, D> started;

    private StatemLoop(GenStatem<M, S, D> machine, StartOptions<M> with, boolean linked) {
        super(GenStatem.class, machine, with, linked);
        this.first = machine;
    }

    static <M, S, D> StartResult<ServerRef<M>> start(
            GenStatem<M, S, D> machine, StartOptions<M> with, boolean linked) {
        return new StatemLoop<>(machine, with, linked)
                .start()
                .map(ref -> ref.callTimeout(Timeouts.INFINITY));
    }

    static <M, S, D> StartResult<GenServer.Monitored<M>> startMonitor(
            GenStatem<M, S, D> machine, StartOptions<M> with) {
        ProcLib.Monitored<ServerRef<M>> start =
                new StatemLoop<>(machine, with, false).startMonitor();
        if (!(start.result() instanceof StartResult.Started<ServerRef<M>>)) {
            Processes.receive(start.monitor()); // as gen_statem does
        }
        return start.result()
                .map(ref ->
                        new GenServer.Monitored<>(
                                ref.callTimeout(Timeouts.INFINITY), start.monitor()));
    }

    static <M, S, D> ExitException enter(
            GenStatem<M, S, D> machine, Init<S, D> first, StartOptions<M> with) {
        if (!(first
                instanceof TransitionValue.Ready<S, D>(S state, D data, List<Action> actions))) {
            throw new IllegalArgumentException("a machine enters its loop with ok, was " + first);
        }
        StatemLoop<M, S, D> loop = new StatemLoop<>(machine, with, true);
        loop.started = new Engine<>(machine, state, data);
        loop.initial = actions;
        throw loop.enter();
    }

    static GenCall call(From<?> from) {
        return callOf(from);
    }

    @Override
    protected Opening init() throws Exception {
        Init<S, D> answer = first.init();
        return switch (answer) {
            case TransitionValue.Ready<S, D>(S state, D data, List<Action> actions) -> {
                started = new Engine<>(first, state, data);
                initial = actions;
                yield new Opening.Ready();
            }
            case TransitionValue.Ignore<S, D>() ->
                    new Opening.Failed(new StartResult.Ignored<>(), ExitReason.NORMAL);
            case TransitionValue.StopKeepingData<S, D>(ExitReason reason, _) ->
                    new Opening.Failed(new StartResult.Failed<>(reason), reason);
            case TransitionValue.Failure<S, D>(ExitReason reason) ->
                    new Opening.Failed(new StartResult.Failed<>(reason), ExitReason.NORMAL);
            case null ->
                    throw new ExitException(ExitReason.of(new BadAnswer.BadReturnFromInit("null")));
        };
    }

    private Engine<M, S, D> engine() {
        return Objects.requireNonNull(started, "started");
    }

    @Override
    protected ExitException loop() {
        Effect.Step<S, D> step = perform(engine().start(initial));
        initial = List.of();
        while (true) {
            step =
                    step instanceof Effect.Handle<S, D>(Event event)
                            ? deliver(event)
                            : received(Processes.receive());
        }
    }

    private Effect.Step<S, D> received(Object message) {
        if (!(message instanceof Fired(Event.Timeout type, long id))) {
            return dispatch(message);
        }
        Event event = engine().fired(type, id);
        if (event == null) { // cancelled when it was in the mailbox already
            return stay();
        }
        timers.remove(type);
        return deliver(event);
    }

    /** Handles an event that does not come from the mailbox. */
    @SuppressWarnings("unchecked") // the machine itself has made it, or it was of the protocol
    private Effect.Step<S, D> deliver(Event event) {
        if (event.type() instanceof Event.Called(GenCall call)) {
            return again(call, (M) event.content());
        }
        heard(event.content());
        return handle(event);
    }

    @Override
    protected Effect.Step<S, D> handleCall(GenCall call, M request) {
        return handle(new Event(new Event.Called(call), request));
    }

    @Override
    protected Effect.Step<S, D> handleCast(M message) {
        return handle(new Event(Event.CAST, message));
    }

    @Override
    protected Effect.Step<S, D> handleInfo(Object message) {
        return handle(new Event(Event.INFO, message));
    }

    @Override
    protected Effect.Step<S, D> stay() {
        return new Effect.Receive<>();
    }

    @SuppressWarnings("unchecked") // an event that is no info is of the protocol
    private Effect.Step<S, D> handle(Event event) {
        Engine<M, S, D> engine = engine();
        GenStatem<M, S, D> module = engine.module();
        S state = engine.state();
        D data = engine.data();
        engine.received(event);
        return perform(
                engine.handled(
                        run(
                                event.type() instanceof Event.Stray
                                        ? () -> module.handleInfo(event.content(), state, data)
                                        : () -> module.handle((M) event.content(), state, data))));
    }

    private @Nullable Transition<S, D> run(Callback<S, D> callback) {
        try {
            return callback.run();
        } catch (DoomError doom) {
            throw doom;
        } catch (ExitException exit) {
            throw end(exit.reason(), () -> {});
        } catch (Exception | Error crash) { // whatever a callback throws ends the machine in order
            throw end(new ExitReason.Crash(crash), () -> {});
        }
    }

    /** Does what a callback has led to, enter calls included, until there is an event to handle. */
    private Effect.Step<S, D> perform(List<Effect<S, D>> decided) {
        List<Effect<S, D>> effects = decided;
        while (true) {
            for (Effect<S, D> effect : effects.subList(0, effects.size() - 1)) {
                act(effect);
            }
            switch (effects.getLast()) {
                case Effect.Enter<S, D>(S from, S state, D data) ->
                        effects = engine().entered(enter(from, state, data));
                case Effect.End<S, D>(ExitReason reason, S state, D data) -> {
                    engine().replace(state, data);
                    throw end(reason, () -> {});
                }
                case Effect.Handle<S, D> step -> {
                    return step;
                }
                case Effect.Receive<S, D> step -> {
                    return step;
                }
                case Effect<S, D> other -> throw new IllegalStateException("no step: " + other);
            }
        }
    }

    private @Nullable Transition<S, D> enter(S from, S state, D data) {
        if (isDebugged()) {
            debug(new StatemEvent.EntersState(from, state));
        }
        return run(() -> engine().module().onEnter(from, state, data));
    }

    private void act(Effect<S, D> effect) {
        switch (effect) {
            case Effect.Answer<S, D>(GenCall call, var value) -> {
                call.reply(value);
                if (isDebugged()) {
                    debug(new DebugEvent.Out(value, call.caller(), engine().state()));
                }
            }
            case Effect.StartTimer<S, D> timer -> start(timer);
            case Effect.CancelTimer<S, D>(Event.Timeout type) ->
                    Processes.cancelTimer(Objects.requireNonNull(timers.remove(type)));
            case Effect.Handled<S, D>(Event event, boolean postponed, S from, S to) -> {
                if (isDebugged()) {
                    debug(new StatemEvent.HasHandled(event, postponed, from, to));
                }
            }
            case Effect.Step<S, D> step -> throw new IllegalStateException("not last: " + step);
        }
    }

    private void start(Effect.StartTimer<S, D> timer) {
        Fired fired = new Fired(timer.type(), timer.id());
        Ref ref =
                timer.absolute()
                        ? Processes.sendAt(timer.time(), Processes.self(), fired)
                        : Processes.sendAfter(timer.time(), fired);
        timers.put(timer.type(), ref);
        if (isDebugged()) {
            debug(new StatemEvent.StartsTimer(timer.type(), timer.time(), timer.absolute()));
        }
    }

    @Override
    protected void cleanUp(ExitReason reason) throws Exception {
        Engine<M, S, D> engine = engine();
        engine.module().terminate(reason, engine.state(), engine.data());
    }

    @Override
    public Object state() {
        return new StateAndData<>(engine().state(), engine().data());
    }

    @Override
    @SuppressWarnings("unchecked") // whoever replaces a state vouches for its type
    public void replaceState(Object state) {
        StateAndData<S, D> other = (StateAndData<S, D>) state;
        engine().replace(Objects.requireNonNull(other.state(), "state"), other.data());
    }

    @Override
    protected FormatStatus format(FormatStatus status) throws Exception {
        Engine<M, S, D> engine = engine();
        Map<String, Object> timeouts = new HashMap<>();
        engine.timeouts().forEach((type, content) -> timeouts.put(type.toString(), content));
        return engine.module()
                .formatStatus(
                        status.state(
                                new MachineStatus(
                                        engine.state(),
                                        engine.data(),
                                        contents(engine.queued()),
                                        contents(engine.postponed()),
                                        timeouts)));
    }

    private static List<Object> contents(List<Event> events) {
        return events.stream().map(Event::content).collect(Collectors.toList());
    }
}
