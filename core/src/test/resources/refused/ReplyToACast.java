// SPDX-License-Identifier: Apache-2.0
import dev.erloom.server.Cast;
import dev.erloom.server.GenServer;

/** Nobody waits for the answer to a cast. */
record ReplyToACast() implements GenServer<ReplyToACast.Message, Long> {
    sealed interface Message {}

    record Increment() implements Message, Cast<Message> {}

    @Override
    public Init<Long> init() {
        return ok(0L);
    }

    @Override
    public Next<Long> handle(Message message, Long count) {
        return switch (message) {
            // refused: cant.apply.symbol, because ReplyToACast.Increment, Call<
            case Increment increment -> reply(increment, count, count + 1);
        };
    }
}
