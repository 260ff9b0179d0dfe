// SPDX-License-Identifier: Apache-2.0
import dev.erloom.server.Call;
import dev.erloom.server.ServerRef;
import dev.erloom.statem.GenStatem;

/** What a machine tells itself cannot be sent to it, and has nobody to reply to. */
record CallOfAnInternalMessage()
        implements GenStatem<CallOfAnInternalMessage.Message, String, String> {
    sealed interface Message {}

    record Ask() implements Message, Call<Message, Long> {}

    record Close() implements Message {}

    static void use(ServerRef<Message> door) {
        // refused: cant.apply.symbol, because CallOfAnInternalMessage.Close
        door.cast(new Close());
    }

    @Override
    public Init<String, String> init() {
        return ok("a", "");
    }

    @Override
    public Transition<String, String> handle(Message message, String state, String data) {
        return switch (message) {
            // refused: cant.apply.symbols, because reply, CallOfAnInternalMessage.Close,long
            case Close close -> keepState(data, reply(close, 1L));
            // refused: cant.apply.symbols, because incompatible.bounds: R, (compiler.misc.eq.bounds: Long)
            case Ask ask -> keepState(data, reply(ask, "one"));
        };
    }
}
