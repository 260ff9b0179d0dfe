// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import dev.erloom.process.GenCall;
import dev.erloom.process.Timeouts;
import dev.erloom.server.Call;
import dev.erloom.server.From;
import dev.erloom.statem.Answers.Action;
import dev.erloom.statem.Answers.EnterAction;
import dev.erloom.statem.Answers.Reply;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The actions, as data for the {@link Engine}. */
sealed interface ActionValue extends Action {

    /** Answers the call that is being handled, which must be {@code request}. */
    record ReplyTo(Object request, @Nullable Object value) implements ActionValue, Reply {
        @Override
        public String toString() {
            return "{reply, " + request + ", " + value + "}";
        }
    }

    /** Answers a caller. */
    record ReplyFrom(GenCall call, @Nullable Object value) implements ActionValue, Reply {
        @Override
        public String toString() {
            return "{reply, " + call + ", " + value + "}";
        }
    }

    /** Hints that nothing is expected. */
    record Hibernate() implements ActionValue, EnterAction {
        @Override
        public String toString() {
            return "hibernate";
        }
    }

    /** Starts, changes or cancels a time-out. */
    record SetTimeout(Event.Timeout type, Setting setting) implements ActionValue, EnterAction {
        @Override
        public String toString() {
            return "{" + type + ", " + setting + "}";
        }
    }

    /** What becomes of a time-out. */
    sealed interface Setting {
        /** In a while; zero as soon as nothing is left to handle. */
        record In(Duration time, Object content) implements Setting {}

        /** At a monotonic time. */
        record At(Duration time, Object content) implements Setting {}

        /** Never. */
        record Cancel() implements Setting {}

        /** When it was set to, with another content. */
        record Update(Object content) implements Setting {}
    }

    /** Puts the current event off. */
    record Postpone() implements ActionValue {
        @Override
        public String toString() {
            return "postpone";
        }
    }

    /** Handles an event before all others. */
    record NextEvent(Event event) implements ActionValue {
        @Override
        public String toString() {
            return "{next_event, " + event + "}";
        }
    }

    /** Replaces the callbacks. */
    record ChangeModule(GenStatem<?, ?, ?> module) implements ActionValue {
        public ChangeModule {
            Objects.requireNonNull(module, "module");
        }
    }

    /** Replaces the callbacks for a while. */
    record PushModule(GenStatem<?, ?, ?> module) implements ActionValue {
        public PushModule {
            Objects.requireNonNull(module, "module");
        }
    }

    /** Goes back to the callbacks of before. */
    record PopModule() implements ActionValue {
        @Override
        public String toString() {
            return "pop_callback_module";
        }
    }

    static Reply reply(Call<?, ?> request, @Nullable Object value) {
        return new ReplyTo(Objects.requireNonNull(request, "request"), value);
    }

    static Reply reply(From<?> from, @Nullable Object value) {
        return new ReplyFrom(StatemLoop.call(from), value);
    }

    static Action internal(Object message) {
        return new NextEvent(new Event(Event.INTERNAL, own(message)));
    }

    static Action call(From<?> from, Call<?, ?> request) {
        return new NextEvent(
                new Event(
                        new Event.Called(StatemLoop.call(from)),
                        Objects.requireNonNull(request, "request")));
    }

    static Action info(Object message) {
        return new NextEvent(new Event(Event.INFO, Objects.requireNonNull(message, "message")));
    }

    static EnterAction start(Event.Timeout type, Duration time, Object message) {
        Timeouts.check(time, "time");
        return new SetTimeout(
                type,
                time.equals(Timeouts.INFINITY)
                        ? new Setting.Cancel()
                        : new Setting.In(time, own(message)));
    }

    static EnterAction startAt(Event.Timeout type, Duration time, Object message) {
        return new SetTimeout(type, new Setting.At(Timeouts.check(time, "time"), own(message)));
    }

    static EnterAction update(Event.Timeout type, Object message) {
        return new SetTimeout(type, new Setting.Update(own(message)));
    }

    static EnterAction cancel(Event.Timeout type) {
        return new SetTimeout(type, new Setting.Cancel());
    }

    static Event.Timeout named(Object name) {
        return new Event.NamedTimeout(Objects.requireNonNull(name, "name"));
    }

    /** What a machine tells itself is no call: there is nobody to answer. */
    private static Object own(Object message) {
        if (Objects.requireNonNull(message, "message") instanceof Call<?, ?>) {
            throw new IllegalArgumentException(
                    "a call needs its caller, was "
                            + message
                            + "; use nextEvent(from, request) or a message that is none");
        }
        return message;
    }
}
