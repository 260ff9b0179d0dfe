// SPDX-License-Identifier: Apache-2.0
import dev.erloom.server.Call;
import dev.erloom.server.GenServer;

/** A request that is typed for the protocol but forgot to be one of its messages. */
record NotInTheProtocol() implements GenServer<NotInTheProtocol.Message, Long> {
    sealed interface Message {}

    record Get() implements Message, Call<Message, Long> {}

    record Lost() implements Call<Message, Long> {}

    @Override
    public Init<Long> init() {
        return ok(0L);
    }

    @Override
    public Next<Long> handle(Message message, Long count) {
        return switch (message) {
            case Get get -> reply(get, count, count);
            // refused: prob.found.req, because NotInTheProtocol.Message, NotInTheProtocol.Lost
            case Lost lost -> reply(lost, count, count);
        };
    }
}
