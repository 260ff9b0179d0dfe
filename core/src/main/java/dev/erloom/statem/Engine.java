// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import dev.erloom.process.ExitReason;
import dev.erloom.statem.ActionValue.SetTimeout;
import dev.erloom.statem.ActionValue.Setting;
import dev.erloom.statem.Answers.Action;
import dev.erloom.statem.Answers.Reply;
import dev.erloom.statem.Answers.Transition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a state machine without its process: which event is next, and what a transition
 * does, in OTP's order. It does nothing itself; what it returns is to be done by the caller.
 */
final class Engine<M, S, D> {
    /*
     * The order of one transition, as in gen_statem.erl: actions in the order of their list, with
     * replies as they are met; the enter call, whose actions come after those; the postponed event;
     * on a change of state the postponed events, oldest first, in front of the queue; next events
     * in front of those; time-outs, the last of each type and the last one first; then the queue,
     * the time-outs of zero, and the mailbox.
     */

    /** A time-out of zero waits in {@link #zeros} and has no timer. */
    private static final long ZERO = 0;

    /** A time-out that runs. */
    private record Running(long id, Object content) {}

    /** What is left to do of the transition that is under way. */
    private static final class Pending<S, D> {
        S state;
        D data;
        boolean postpone;
        final List<Event> next = new ArrayList<>();
        final List<SetTimeout> timeouts = new ArrayList<>();

        Pending(S state, D data) {
            this.state = state;
            this.data = data;
        }
    }

    private final Deque<GenStatem<M, S, D>> modules = new ArrayDeque<>();
    private final Deque<Event> queue = new ArrayDeque<>();
    private final List<Event> postponed = new ArrayList<>();
    private final Map<Event.Timeout, Running> timeouts = new HashMap<>();
    private final Set<Event.Timeout> zeros = new LinkedHashSet<>();
    private S state;
    private D data;
    private Pending<S, D> pending;
    private @Nullable Event current;
    private long lastId = ZERO;

    Engine(GenStatem<M, S, D> module, S state, D data) {
        this.modules.push(module);
        this.state = state;
        this.data = data;
        this.pending = new Pending<>(state, data);
    }

    /** {@return the callbacks to use now} */
    GenStatem<M, S, D> module() {
        return modules.element();
    }

    S state() {
        return state;
    }

    D data() {
        return data;
    }

    /** Puts another state and other data in place; nothing else happens. */
    void replace(S state, D data) {
        this.state = state;
        this.data = data;
    }

    /** {@return the event that is being handled} */
    @Nullable Event current() {
        return current;
    }

    /** {@return what is postponed, oldest first} */
    List<Event> postponed() {
        return List.copyOf(postponed);
    }

    /** {@return what is still to be handled before the mailbox} */
    List<Event> queued() {
        return List.copyOf(queue);
    }

    /** {@return what the time-outs that run will say} */
    Map<Event.Timeout, Object> timeouts() {
        Map<Event.Timeout, Object> contents = new HashMap<>();
        timeouts.forEach((type, running) -> contents.put(type, running.content));
        return contents;
    }

    /** Begins with the actions of {@code init}. */
    List<Effect<S, D>> start(List<Action> actions) {
        List<Effect<S, D>> effects = new ArrayList<>();
        if (act(actions, effects)) {
            pending.postpone = false;
            effects.add(new Effect.Enter<>(state, state, data));
        }
        return effects;
    }

    /** Takes an event from outside; possible after {@link Effect.Receive} only. */
    List<Effect<S, D>> received(Event event) {
        return List.of(handle(event));
    }

    /** {@return the event of a timer; null when it was cancelled or replaced meanwhile} */
    @Nullable Event fired(Event.Timeout type, long id) {
        Running running = timeouts.get(type);
        if (running == null || running.id != id) {
            return null;
        }
        timeouts.remove(type);
        return new Event(type, running.content);
    }

    /** Goes on with the answer of the callback that has handled an event. */
    List<Effect<S, D>> handled(@Nullable Transition<S, D> answer) {
        List<Effect<S, D>> effects = new ArrayList<>();
        answered(answer, effects);
        return effects;
    }

    /** Goes on with the answer of an enter call. */
    List<Effect<S, D>> entered(@Nullable Transition<S, D> answer) {
        return handled(answer);
    }

    private void answered(@Nullable Transition<S, D> answer, List<Effect<S, D>> effects) {
        switch (answer) {
            case TransitionValue.NextState<S, D>(S next, D newData, List<Action> actions) -> {
                boolean enter = !next.equals(pending.state);
                pending.state = next;
                pending.data = newData;
                transit(actions, enter, effects);
            }
            case TransitionValue.KeepState<S, D>(D newData, List<Action> actions) -> {
                pending.data = newData;
                transit(actions, false, effects);
            }
            case TransitionValue.KeepStateAndData<S, D>(List<Action> actions) ->
                    transit(actions, false, effects);
            case TransitionValue.RepeatState<S, D>(D newData, List<Action> actions) -> {
                pending.data = newData;
                transit(actions, true, effects);
            }
            case TransitionValue.RepeatStateAndData<S, D>(List<Action> actions) ->
                    transit(actions, true, effects);
            case TransitionValue.StopKeepingData<S, D>(ExitReason reason, List<Reply> replies) ->
                    end(reason, replies, effects);
            case TransitionValue.StopWithData<S, D>(
                            ExitReason reason,
                            List<Reply> replies,
                            D newData) -> {
                pending.data = newData;
                end(reason, replies, effects);
            }
            case null -> fail(new BadAnswer.BadReturnFromStateFunction("null"), effects);
        }
    }

    private void transit(List<Action> actions, boolean enter, List<Effect<S, D>> effects) {
        if (!act(actions, effects)) {
            return;
        }
        if (enter) {
            effects.add(new Effect.Enter<>(state, pending.state, pending.data));
        } else {
            commit(effects);
        }
    }

    /** {@return whether all went well; if not, the effects end with the end} */
    private boolean act(List<Action> actions, List<Effect<S, D>> effects) {
        for (Action action : actions) {
            if (!act(action, effects)) {
                fail(new BadAnswer.BadActionFromStateFunction(action.toString()), effects);
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked") // made by a machine of these types
    private boolean act(Action action, List<Effect<S, D>> effects) {
        switch (action) {
            case Reply reply -> {
                return answer(reply, effects);
            }
            case ActionValue.Hibernate() -> {}
            case ActionValue.Postpone() -> pending.postpone = true;
            case ActionValue.NextEvent(Event event) -> pending.next.add(event);
            case SetTimeout timeout -> pending.timeouts.add(timeout);
            case ActionValue.ChangeModule(var module) -> {
                modules.pop();
                modules.push((GenStatem<M, S, D>) module);
            }
            case ActionValue.PushModule(var module) -> modules.push((GenStatem<M, S, D>) module);
            case ActionValue.PopModule() -> {
                if (modules.size() == 1) {
                    return false;
                }
                modules.pop();
            }
        }
        return true;
    }

    /** A request is answered as long as it is being handled, also in the enter call after it. */
    private boolean answer(Reply reply, List<Effect<S, D>> effects) {
        switch (reply) {
            case ActionValue.ReplyFrom(var call, var value) ->
                    effects.add(new Effect.Answer<>(call, value));
            case ActionValue.ReplyTo(Object request, var value) -> {
                if (current == null
                        || !(current.type() instanceof Event.Called(var call))
                        || !isSame(current.content(), request)) {
                    return false;
                }
                effects.add(new Effect.Answer<>(call, value));
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // equal requests of two callers are two requests
    private static boolean isSame(Object one, Object other) {
        return one == other;
    }

    private void end(ExitReason reason, List<Reply> replies, List<Effect<S, D>> effects) {
        for (Reply reply : replies) {
            if (!answer(reply, effects)) {
                fail(new BadAnswer.BadReplyActionFromStateFunction(reply.toString()), effects);
                return;
            }
        }
        effects.add(new Effect.End<>(reason, pending.state, pending.data));
    }

    private void fail(BadAnswer why, List<Effect<S, D>> effects) {
        effects.add(new Effect.End<>(ExitReason.of(why), pending.state, pending.data));
    }

    private void commit(List<Effect<S, D>> effects) {
        if (current != null) {
            effects.add(new Effect.Handled<>(current, pending.postpone, state, pending.state));
            if (pending.postpone) {
                postponed.add(current);
            }
        }
        cancel(Event.OF_EVENT, effects);
        if (!pending.state.equals(state)) {
            cancel(Event.OF_STATE, effects);
            putInFront(postponed);
            postponed.clear();
        }
        putInFront(pending.next);
        state = pending.state;
        data = pending.data;
        set(pending.timeouts, effects);
        effects.add(next());
    }

    private void putInFront(List<Event> events) {
        events.reversed().forEach(queue::addFirst);
    }

    /** Sets the last time-out of each type, and the last one first; OTP starts them so. */
    private void set(List<SetTimeout> settings, List<Effect<S, D>> effects) {
        Set<Event.Timeout> seen = new HashSet<>();
        List<Event.Timeout> immediate = new ArrayList<>();
        for (SetTimeout setting : settings.reversed()) {
            if (seen.add(setting.type()) && set(setting, effects)) {
                immediate.add(setting.type());
            }
        }
        zeros.addAll(immediate.reversed());
    }

    /** {@return whether it is a new time-out of zero} */
    private boolean set(SetTimeout setting, List<Effect<S, D>> effects) {
        Event.Timeout type = setting.type();
        switch (setting.setting()) {
            case Setting.In(var time, Object content) -> {
                cancel(type, effects);
                if (time.isZero()) {
                    timeouts.put(type, new Running(ZERO, content));
                    return true;
                }
                startTimer(type, content, time, false, effects);
            }
            case Setting.At(var time, Object content) -> {
                cancel(type, effects);
                startTimer(type, content, time, true, effects);
            }
            case Setting.Cancel() -> cancel(type, effects);
            case Setting.Update(Object content) -> {
                Running running = timeouts.get(type);
                timeouts.put(type, new Running(running == null ? ZERO : running.id, content));
                return running == null;
            }
        }
        return false;
    }

    private void startTimer(
            Event.Timeout type,
            Object content,
            Duration time,
            boolean absolute,
            List<Effect<S, D>> effects) {
        lastId++;
        timeouts.put(type, new Running(lastId, content));
        effects.add(new Effect.StartTimer<>(type, lastId, time, absolute));
    }

    private void cancel(Event.Timeout type, List<Effect<S, D>> effects) {
        Running running = timeouts.remove(type);
        if (running != null && !zeros.remove(type)) {
            effects.add(new Effect.CancelTimer<>(type));
        }
    }

    private Effect.Step<S, D> next() {
        Event event = queue.poll();
        if (event != null) {
            return handle(event);
        }
        if (zeros.isEmpty()) {
            current = null;
            return new Effect.Receive<>();
        }
        Event.Timeout first = zeros.iterator().next();
        zeros.remove(first);
        return handle(new Event(first, Objects.requireNonNull(timeouts.remove(first)).content));
    }

    private Effect.Step<S, D> handle(Event event) {
        current = event;
        pending = new Pending<>(state, data);
        return new Effect.Handle<>(event);
    }
}
