// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.counter;

import dev.erloom.process.Node;
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.GenServer;
import dev.erloom.server.ServerRef;

// @start region="program"
public record Counter(long first) implements GenServer<Counter.Message, Long> {
    public sealed interface Message {}

    public record Get() implements Message, Call<Message, Long> {}

    public record Increment(long by) implements Message, Cast<Message> {}

    @Override
    public Init<Long> init() {
        return ok(first);
    }

    @Override
    public Next<Long> handle(Message message, Long count) {
        return switch (message) {
            case Get get -> reply(get, count, count);
            case Increment(long by) -> noReply(Math.addExact(count, by));
        };
    }

    static void main() {
        Node.main(() -> {
            ServerRef<Message> counter = GenServer.startLink(new Counter(40)).orElseThrow();
            counter.cast(new Increment(2));
            IO.println("The counter is at " + counter.call(new Get()));
        });
    }
}
// @end region="program"
