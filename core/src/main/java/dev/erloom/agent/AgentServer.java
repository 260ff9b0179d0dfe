// SPDX-License-Identifier: Apache-2.0
package dev.erloom.agent;

import dev.erloom.agent.Agent.Change;
import dev.erloom.agent.Agent.Got;
import dev.erloom.agent.Agent.Read;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.GenServer;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The process of an agent: runs the functions that it is sent. */
record AgentServer<S>(Callable<? extends S> state) implements GenServer<AgentServer.Message<S>, S> {

    /** Everything an agent understands. */
    sealed interface Message<S> {}

    /** Hands out what {@code read} makes of the state. */
    record Get<S>(Read<? super S, ?> read) implements Message<S>, Call<Message<S>, Object> {}

    /** Replaces the state. */
    record Update<S>(Read<? super S, ? extends S> change)
            implements Message<S>, Call<Message<S>, Object> {}

    /** Changes the state in place. */
    record InPlace<S>(Change<? super S> change) implements Message<S>, Call<Message<S>, Object> {}

    /** Hands out a value and replaces the state. */
    record GetAndUpdate<S>(Read<? super S, ? extends Got<?, ? extends S>> change)
            implements Message<S>, Call<Message<S>, Object> {}

    /** Replaces the state while nobody waits. */
    record Later<S>(Read<? super S, ? extends S> change) implements Message<S>, Cast<Message<S>> {}

    /** Changes the state in place while nobody waits. */
    record LaterInPlace<S>(Change<? super S> change) implements Message<S>, Cast<Message<S>> {}

    private static final String DONE = "ok";

    @Override
    public Init<S> init() throws Exception {
        return ok(checked(state.call()));
    }

    @Override
    public Next<S> handle(Message<S> message, S state) throws Exception {
        return switch (message) {
            case Get<S> get -> answer(get, get.read.apply(state), state);
            case Update<S> update -> reply(update, DONE, checked(update.change.apply(state)));
            case InPlace<S> inPlace -> {
                inPlace.change.accept(state);
                yield reply(inPlace, DONE, state);
            }
            case GetAndUpdate<S> both -> {
                Got<?, ? extends S> got = both.change.apply(state);
                yield got == null
                        ? stop(badReturnValue(), state)
                        : answer(both, got.value(), checked(got.state()));
            }
            case Later<S>(var change) -> noReply(checked(change.apply(state)));
            case LaterInPlace<S>(var change) -> {
                change.accept(state);
                yield noReply(state);
            }
        };
    }

    /** What a function hands out may be null. */
    @SuppressWarnings("NullAway")
    private Next<S> answer(Call<Message<S>, Object> request, @Nullable Object value, S state) {
        return reply(request, value, state);
    }

    private static <S> S checked(@Nullable S state) {
        if (state == null) {
            throw new ExitException(badReturnValue());
        }
        return state;
    }

    private static ExitReason badReturnValue() {
        return new ExitReason.BadReturnValue("null");
    }
}
