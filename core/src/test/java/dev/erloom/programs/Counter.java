// SPDX-License-Identifier: Apache-2.0
package dev.erloom.programs;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.sendAfter;

import dev.erloom.process.Address;
import dev.erloom.process.Down;
import dev.erloom.process.Pid;
import dev.erloom.process.StartResult;
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.From;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts, tells the count once a minute, and knows its members as long as they live.
 *
 * @param first the count it starts with
 */
public record Counter(long first) implements GenServer<Counter.Message, Counter.State> {

    /** What a counter understands. */
    public sealed interface Message {}

    /** Asks for the count. */
    public record Get() implements Message, Call<Message, Long> {}

    /** Adds {@code by} to the count. */
    public record Increment(long by) implements Message, Cast<Message> {}

    /** Asks for the count after the next increment. */
    public record Change() implements Message, Call<Message, Long> {}

    /** Makes {@code member} one, until it ends; answers whether it was none before. */
    public record Join(Pid member) implements Message, Call<Message, Boolean> {}

    /** Ends the counter; answers the last count. */
    public record Close() implements Message, Call<Message, Long> {}

    /** Where a counter is found, also after a restart. */
    public static final Name<Message> COUNTER = Name.of("counter");

    /** Starts the counter of the node. */
    public static StartResult<ServerRef<Message>> startLink() {
        return GenServer.startLink(new Counter(0), COUNTER);
    }

    /** Mutable, since one process only ever sees it. */
    static final class State {
        private final List<From<Long>> waiting = new ArrayList<>();
        private final Map<Address, Long> members = new HashMap<>();
        private long count;
    }

    private record Tick() {}

    @Override
    public Init<State> init() {
        var state = new State();
        state.count = first;
        return ok(state).thenContinue(this::tick);
    }

    @Override
    public Next<State> handle(Message message, State state) {
        return switch (message) {
            case Get get -> reply(get, state.count, state);
            case Change change -> {
                state.waiting.add(from(change));
                yield noReply(state);
            }
            case Increment(long by) -> {
                state.count += by;
                state.waiting.forEach(caller -> caller.reply(state.count));
                state.waiting.clear();
                yield noReply(state);
            }
            case Join join -> {
                monitor(join.member);
                yield reply(join, state.members.merge(join.member, 1L, Long::sum) == 1, state);
            }
            case Close close -> stop(NORMAL, close, state.count, state);
        };
    }

    @Override
    public Next<State> handleInfo(Object message, State state) throws Exception {
        return switch (message) {
            case Tick() -> tick(state);
            case Down down -> {
                state.members.remove(down.object());
                yield noReply(state);
            }
            default -> GenServer.super.handleInfo(message, state);
        };
    }

    private Next<State> tick(State state) {
        IO.println("count: " + state.count);
        sendAfter(Duration.ofMinutes(1), new Tick());
        return noReply(state);
    }
}
