// SPDX-License-Identifier: Apache-2.0
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.GenServer;

/** A new message breaks the build where nobody handles it. */
record NotHandled() implements GenServer<NotHandled.Message, Long> {
    sealed interface Message {}

    record Get() implements Message, Call<Message, Long> {}

    record Reset() implements Message, Cast<Message> {}

    @Override
    public Init<Long> init() {
        return ok(0L);
    }

    @Override
    public Next<Long> handle(Message message, Long count) {
        // refused: not.exhaustive
        return switch (message) {
            case Get get -> reply(get, count, count);
        };
    }
}
