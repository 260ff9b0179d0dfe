// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Timeouts;
import dev.erloom.server.Call;
import dev.erloom.server.From;
import java.time.Duration;
import java.util.List;

/**
 * What the callbacks of a state machine answer with: a transition and the actions that go with it,
 * done in the order in which they are written. Inherited by {@link GenStatem} and {@link
 * StateFunction}; not to be implemented otherwise.
 *
 * <p>All of it are values: nothing happens before the callback has returned, so that a callback can
 * be tested without a process.
 *
 * @param <M> the protocol
 * @param <S> the state
 * @param <D> the data
 */
public sealed interface Answers<M, S, D> permits GenStatem, StateFunction {

    /**
     * {@return an answer of {@code init}: the machine is in {@code state}} {@code onEnter} runs
     * first, before time-outs and next events of {@code actions} count; there is nothing to
     * postpone.
     */
    default Init<S, D> ok(S state, D data, Action... actions) {
        return new TransitionValue.Ready<>(state, data, List.of(actions));
    }

    /** {@return an answer of {@code init}: it will not run; the starter gets {@code Ignored}} */
    default Init<S, D> ignore() {
        return new TransitionValue.Ignore<>();
    }

    /**
     * {@return an answer of {@code init}: the start fails with {@code reason}, but the process ends
     * normally and silently}
     */
    default Init<S, D> error(ExitReason reason) {
        return new TransitionValue.Failure<>(reason);
    }

    /**
     * {@return goes to {@code state}} If that is another one, by {@code equals}, its state time-out
     * is cancelled, {@code onEnter} runs, and what was postponed is handled again.
     */
    default Transition<S, D> nextState(S state, D data, Action... actions) {
        return new TransitionValue.NextState<>(state, data, List.of(actions));
    }

    /** {@return stays in the state with other data} */
    default Transition<S, D> keepState(D data, Action... actions) {
        return new TransitionValue.KeepState<>(data, List.of(actions));
    }

    /** {@return stays in the state with other data; {@code onEnter} may answer so} */
    default Entered<S, D> keepState(D data, EnterAction... actions) {
        return new TransitionValue.KeepState<>(data, List.of(actions));
    }

    /** {@return stays in the state} */
    default Transition<S, D> keepStateAndData(Action... actions) {
        return new TransitionValue.KeepStateAndData<>(List.of(actions));
    }

    /** {@return stays in the state; {@code onEnter} may answer so} */
    default Entered<S, D> keepStateAndData(EnterAction... actions) {
        return new TransitionValue.KeepStateAndData<>(List.of(actions));
    }

    /**
     * {@return stays in the state with other data, and {@code onEnter} runs again} The state
     * time-out goes on, and what is postponed stays so.
     */
    default Transition<S, D> repeatState(D data, Action... actions) {
        return new TransitionValue.RepeatState<>(data, List.of(actions));
    }

    /** {@return runs {@code onEnter} once more with other data; {@code onEnter} may answer so} */
    default Entered<S, D> repeatState(D data, EnterAction... actions) {
        return new TransitionValue.RepeatState<>(data, List.of(actions));
    }

    /** {@return stays in the state, and {@code onEnter} runs again} */
    default Transition<S, D> repeatStateAndData(Action... actions) {
        return new TransitionValue.RepeatStateAndData<>(List.of(actions));
    }

    /** {@return runs {@code onEnter} once more; {@code onEnter} may answer so} */
    default Entered<S, D> repeatStateAndData(EnterAction... actions) {
        return new TransitionValue.RepeatStateAndData<>(List.of(actions));
    }

    /** {@return ends normally: {@code terminate} runs, and callers that wait get the reason} */
    default Stop<S, D> stop() {
        return stop(ExitReason.NORMAL);
    }

    /** {@return ends: {@code terminate} runs, and callers that wait get {@code reason}} */
    default Stop<S, D> stop(ExitReason reason) {
        return new TransitionValue.StopKeepingData<>(reason, List.of());
    }

    /** {@return ends with other data} */
    default Entered<S, D> stop(ExitReason reason, D data) {
        return new TransitionValue.StopWithData<>(reason, List.of(), data);
    }

    /** {@return ends: the replies go out, then {@code terminate} runs} */
    default Entered<S, D> stopAndReply(ExitReason reason, Reply... replies) {
        return new TransitionValue.StopKeepingData<>(reason, List.of(replies));
    }

    /** {@return ends with other data: the replies go out, then {@code terminate} runs} */
    default Entered<S, D> stopAndReply(ExitReason reason, D data, Reply... replies) {
        return new TransitionValue.StopWithData<>(reason, List.of(replies), data);
    }

    /**
     * {@return replies to {@code request}} It must be the very message that is being handled; to
     * answer later keep {@code from}.
     */
    default <R> Reply reply(Call<M, R> request, R value) {
        return ActionValue.reply(request, value);
    }

    /** {@return replies to a caller that was left waiting} */
    default <R> Reply reply(From<R> from, R value) {
        return ActionValue.reply(from, value);
    }

    /** {@return puts the event that is being handled off until the state has changed} */
    default Action postpone() {
        return new ActionValue.Postpone();
    }

    /**
     * {@return handles {@code message} next, before all that waits; several in their order}
     *
     * @throws IllegalArgumentException when it is a {@link Call}: that needs its caller
     */
    default Action nextEvent(M message) {
        return ActionValue.internal(message);
    }

    /** {@return handles a call next, for {@code from}} */
    default <R> Action nextEvent(From<R> from, Call<M, R> request) {
        return ActionValue.call(from, request);
    }

    /** {@return lets {@code handleInfo} handle {@code message} next} */
    default Action nextInfo(Object message) {
        return ActionValue.info(message);
    }

    /**
     * {@return handles {@code message} when the machine has been in one state for {@code time}}
     * Ends with the state; setting it again replaces it. Zero: once nothing is left to handle, but
     * before what comes from outside. {@link Timeouts#INFINITY} cancels.
     *
     * @throws IllegalArgumentException when {@code time} is negative, or {@code message} is a call
     */
    default EnterAction stateTimeout(Duration time, M message) {
        return ActionValue.start(Event.OF_STATE, time, message);
    }

    /** {@return the same at a time of {@link dev.erloom.process.Processes#monotonicTime}} */
    default EnterAction stateTimeoutAt(Duration time, M message) {
        return ActionValue.startAt(Event.OF_STATE, time, message);
    }

    /** {@return gives a running state time-out another message; without one it acts at once} */
    default EnterAction updateStateTimeout(M message) {
        return ActionValue.update(Event.OF_STATE, message);
    }

    /** {@return cancels the state time-out} */
    default EnterAction cancelStateTimeout() {
        return ActionValue.cancel(Event.OF_STATE);
    }

    /**
     * {@return handles {@code message} when no event has come for {@code time}} Ends with any
     * event, also a next or a postponed one.
     *
     * @throws IllegalArgumentException when {@code time} is negative, or {@code message} is a call
     */
    default EnterAction eventTimeout(Duration time, M message) {
        return ActionValue.start(Event.OF_EVENT, time, message);
    }

    /** {@return the same at a time of {@link dev.erloom.process.Processes#monotonicTime}} */
    default EnterAction eventTimeoutAt(Duration time, M message) {
        return ActionValue.startAt(Event.OF_EVENT, time, message);
    }

    /** {@return takes back an event time-out of the same transition} */
    default EnterAction cancelEventTimeout() {
        return ActionValue.cancel(Event.OF_EVENT);
    }

    /**
     * {@return handles {@code message} in {@code time}, in whatever state} Any number by name, in
     * the sense of {@code equals}; setting one again replaces it.
     *
     * @throws IllegalArgumentException when {@code time} is negative, or {@code message} is a call
     */
    default EnterAction timeout(Object name, Duration time, M message) {
        return ActionValue.start(ActionValue.named(name), time, message);
    }

    /** {@return the same at a time of {@link dev.erloom.process.Processes#monotonicTime}} */
    default EnterAction timeoutAt(Object name, Duration time, M message) {
        return ActionValue.startAt(ActionValue.named(name), time, message);
    }

    /** {@return gives a running time-out another message; without one it acts at once} */
    default EnterAction updateTimeout(Object name, M message) {
        return ActionValue.update(ActionValue.named(name), message);
    }

    /** {@return cancels the time-out of this name} */
    default EnterAction cancelTimeout(Object name) {
        return ActionValue.cancel(ActionValue.named(name));
    }

    /**
     * {@return a hint that nothing is expected soon, for when no event is left; changes nothing
     * that can be seen}
     */
    default EnterAction hibernate() {
        return new ActionValue.Hibernate();
    }

    /** {@return goes on with the callbacks of {@code module} in the place of these} */
    default Action changeCallbackModule(GenStatem<M, S, D> module) {
        return new ActionValue.ChangeModule(module);
    }

    /** {@return goes on with the callbacks of {@code module} until it is popped} */
    default Action pushCallbackModule(GenStatem<M, S, D> module) {
        return new ActionValue.PushModule(module);
    }

    /**
     * {@return goes back to the callbacks of before {@link #pushCallbackModule}; with nothing to go
     * back to it ends the machine}
     */
    default Action popCallbackModule() {
        return new ActionValue.PopModule();
    }

    /**
     * How a machine starts; made by {@code ok}, {@code ignore}, {@code stop} and {@code error}.
     *
     * @param <S> the state
     * @param <D> the data
     */
    sealed interface Init<S, D> permits TransitionValue.InitValue, Stop {}

    /**
     * What a machine does next.
     *
     * @param <S> the state
     * @param <D> the data
     */
    sealed interface Transition<S, D> permits Entered, TransitionValue {}

    /**
     * A transition that {@code onEnter} may answer with: it stays in the state that is being
     * entered.
     *
     * @param <S> the state
     * @param <D> the data
     */
    sealed interface Entered<S, D> extends Transition<S, D>
            permits Stop,
                    TransitionValue.KeepState,
                    TransitionValue.KeepStateAndData,
                    TransitionValue.RepeatState,
                    TransitionValue.RepeatStateAndData,
                    TransitionValue.StopWithData {}

    /**
     * The end, an answer of every callback.
     *
     * @param <S> the state
     * @param <D> the data
     */
    sealed interface Stop<S, D> extends Init<S, D>, Entered<S, D>
            permits TransitionValue.StopKeepingData {}

    /** Something that goes with a transition. */
    sealed interface Action permits EnterAction, ActionValue {}

    /** An action that {@code onEnter} may take: no postponing, no next event, no other module. */
    sealed interface EnterAction extends Action
            permits Reply, ActionValue.Hibernate, ActionValue.SetTimeout {}

    /** A reply to a caller. */
    sealed interface Reply extends EnterAction permits ActionValue.ReplyTo, ActionValue.ReplyFrom {}
}
