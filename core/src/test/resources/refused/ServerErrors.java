// SPDX-License-Identifier: Apache-2.0
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.GenServer;

/** A reply of another type, a state of another type, and the caller of a cast. */
record ServerErrors() implements GenServer<ServerErrors.Message, Long> {
    sealed interface Message {}

    record Get() implements Message, Call<Message, Long> {}

    record Increment() implements Message, Cast<Message> {}

    @Override
    public Init<Long> init() {
        // refused: cant.apply.symbol, because inconvertible.types: String, Long
        return ok("zero");
    }

    @Override
    public Next<Long> handle(Message message, Long count) {
        return switch (message) {
            // refused: cant.apply.symbol, because lower.bounds: String
            case Get get -> reply(get, "five", count);
            case Increment increment -> {
                // refused: cant.apply.symbol, because ServerErrors.Increment, Call<
                from(increment);
                // refused: cant.apply.symbol, because inconvertible.types: String, Long
                yield noReply("more");
            }
        };
    }
}
