// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import dev.erloom.statem.Answers.Action;
import dev.erloom.statem.Answers.Entered;
import dev.erloom.statem.Answers.Transition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs an {@link Engine} without a process, by answers that are given beforehand, and writes down
 * all that it wants done. What has no answer (left) is answered by keeping state and data.
 */
final class EngineRun implements GenStatem<String, String, String> {
    private final Map<String, Deque<Transition<String, String>>> answers = new HashMap<>();
    private final Map<String, Deque<Entered<String, String>>> enterAnswers = new HashMap<>();
    private final List<String> trace = new ArrayList<>();
    private final @Nullable String name;
    private Engine<String, String, String> engine = new Engine<>(this, "a", "data");

    EngineRun() {
        this.name = null;
    }

    /** A module of this name, for {@code changeCallbackModule}; it only shows in the trace. */
    EngineRun(String name) {
        this.name = name;
    }

    /** The answers to this message, in the order in which it is handled. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the answers are only read
    final EngineRun on(String message, Transition<String, String>... answers) {
        return on(message, List.of(answers));
    }

    /** The answers to this message. */
    EngineRun on(String message, List<Transition<String, String>> answers) {
        this.answers.put(message, new ArrayDeque<>(answers));
        return this;
    }

    /** The answers to the enter calls of this state. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the answers are only read
    final EngineRun onEnter(String state, Entered<String, String>... answers) {
        return onEnter(state, List.of(answers));
    }

    /** The answers to the enter calls of this state. */
    EngineRun onEnter(String state, List<Entered<String, String>> answers) {
        enterAnswers.put(state, new ArrayDeque<>(answers));
        return this;
    }

    /** Starts in state {@code a} with {@code data}. */
    EngineRun start(Action... actions) {
        return start("data", actions);
    }

    /** Starts in state {@code a}. */
    EngineRun start(String data, Action... actions) {
        engine = new Engine<>(this, "a", data);
        go(engine.start(List.of(actions)));
        return this;
    }

    EngineRun cast(String message) {
        return event(new Event(Event.CAST, message));
    }

    EngineRun event(Event event) {
        go(engine.received(event));
        return this;
    }

    /** Lets a timer go off. */
    EngineRun fire(Event.Timeout type, long id) {
        Event event = engine.fired(type, id);
        if (event == null) {
            trace.add("late " + type);
        } else {
            event(event);
        }
        return this;
    }

    Engine<String, String, String> engine() {
        return engine;
    }

    /** {@return what has happened since the last look} */
    List<String> trace() {
        List<String> seen = List.copyOf(trace);
        trace.clear();
        return seen;
    }

    private void go(List<Effect<String, String>> first) {
        List<Effect<String, String>> effects = first;
        while (true) {
            for (Effect<String, String> effect : effects.subList(0, effects.size() - 1)) {
                act(effect);
            }
            switch (effects.getLast()) {
                case Effect.Enter<String, String>(String from, String state, String data) -> {
                    trace.add(module() + "enter " + from + " to " + state + " " + data);
                    effects =
                            engine.entered(
                                    Objects.requireNonNullElse(
                                            poll(enterAnswers, state), keepStateAndData()));
                }
                case Effect.Handle<String, String>(Event event) -> {
                    trace.add(module() + event + " in " + engine.state() + " " + engine.data());
                    effects =
                            engine.handled(
                                    Objects.requireNonNullElse(
                                            poll(answers, (String) event.content()),
                                            keepStateAndData()));
                }
                case Effect.Receive<String, String>() -> {
                    return;
                }
                case Effect.End<String, String>(var reason, String state, String data) -> {
                    trace.add("end " + reason + " in " + state + " " + data);
                    return;
                }
                case Effect<String, String> other ->
                        throw new AssertionError("the last effect is a step, was " + other);
            }
        }
    }

    private String module() {
        String now = ((EngineRun) engine.module()).name;
        return now == null ? "" : now + ": ";
    }

    private static <T> @Nullable T poll(Map<String, Deque<T>> answers, String key) {
        return answers.getOrDefault(key, new ArrayDeque<>()).poll();
    }

    private void act(Effect<String, String> effect) {
        if (effect instanceof Effect.Handled<String, String>) {
            return;
        }
        trace.add(
                switch (effect) {
                    case Effect.Answer<String, String>(_, var value) -> "reply " + value;
                    case Effect.StartTimer<String, String>(var type, var id, var time, var at) ->
                            "start " + type + " #" + id + (at ? " at " : " in ") + time;
                    case Effect.CancelTimer<String, String>(var type) -> "cancel " + type;
                    case Effect.Handled<String, String> _, Effect.Step<String, String> _ ->
                            throw new AssertionError("a step comes last, was " + effect);
                });
    }

    @Override
    public Init<String, String> init() {
        throw new AssertionError("no process runs this");
    }

    @Override
    public Transition<String, String> handle(String message, String state, String data) {
        throw new AssertionError("no process runs this");
    }
}
