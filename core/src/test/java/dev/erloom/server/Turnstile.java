// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Pid;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps its callers waiting, then answers each with its place.
 *
 * @param observer is told of each caller
 */
record Turnstile(Pid observer) implements GenServer<Turnstile.Message, List<From<Long>>> {
    sealed interface Message {}

    record Enter() implements Message, Call<Message, Long> {}

    record Open() implements Message, Cast<Message> {}

    /** The request of every caller. */
    static final Enter ENTER = new Enter();

    @Override
    public Init<List<From<Long>>> init() {
        return ok(new ArrayList<>());
    }

    @Override
    public Next<List<From<Long>>> handle(Message message, List<From<Long>> callers) {
        return switch (message) {
            case Enter enter -> {
                callers.add(from(enter));
                observer.send("entered");
                yield noReply(callers);
            }
            case Open() -> {
                for (int i = 0; i < callers.size(); i++) {
                    callers.get(i).reply((long) i);
                }
                yield noReply(new ArrayList<>());
            }
        };
    }
}
