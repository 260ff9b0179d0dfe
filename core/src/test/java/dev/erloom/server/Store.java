// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import java.util.Map;
import java.util.Optional;

/** A server whose protocol is written in the two-line idiom. */
record Store() implements GenServer<Store.Message, Map<String, String>> {
    sealed interface Message {}

    sealed interface Asks<R> extends Message, Call<Message, R> {}

    sealed interface Tells extends Message, Cast<Message> {}

    record Get(String key) implements Asks<Optional<String>> {}

    record Size() implements Asks<Integer> {}

    record Put(String key, String value) implements Tells {}

    @Override
    public Init<Map<String, String>> init() {
        return ok(Map.of());
    }

    @Override
    public Next<Map<String, String>> handle(Message message, Map<String, String> entries) {
        return switch (message) {
            case Get get -> reply(get, Optional.ofNullable(entries.get(get.key)), entries);
            case Size size -> reply(size, entries.size(), entries);
            case Put(String key, String value) -> noReply(Map.of(key, value));
        };
    }
}
