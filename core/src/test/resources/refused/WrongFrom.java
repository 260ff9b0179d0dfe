// SPDX-License-Identifier: Apache-2.0
import dev.erloom.server.Call;
import dev.erloom.server.From;
import dev.erloom.server.GenServer;
import java.util.List;

/** A caller that is kept can be answered with its type only. */
record WrongFrom() implements GenServer<WrongFrom.Message, List<From<Long>>> {
    sealed interface Message {}

    record Get() implements Message, Call<Message, Long> {}

    record Who() implements Message, Call<Message, String> {}

    @Override
    public Init<List<From<Long>>> init() {
        return ok(List.of());
    }

    @Override
    public Next<List<From<Long>>> handle(Message message, List<From<Long>> callers) {
        return switch (message) {
            case Get get -> {
                // refused: cant.apply.symbol, because inconvertible.types: String, Long
                from(get).reply("five");
                yield noReply(List.of(from(get)));
            }
            // refused: cant.apply.symbol, because incompatible.eq.bounds: R, Long,String
            case Who who -> noReply(List.of(from(who)));
        };
    }
}
