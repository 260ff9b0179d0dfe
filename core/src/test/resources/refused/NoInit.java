// SPDX-License-Identifier: Apache-2.0
import dev.erloom.server.Cast;
import dev.erloom.server.GenServer;

/** A server without an init. */
// refused: does.not.override.abstract, because NoInit, init(), GenServer
record NoInit() implements GenServer<NoInit.Message, Long> {
    sealed interface Message {}

    record Tick() implements Message, Cast<Message> {}

    @Override
    public Next<Long> handle(Message message, Long ticks) {
        return switch (message) {
            case Tick() -> noReply(ticks + 1);
        };
    }
}
