// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

/** The least that a server needs. */
record Plain() implements GenServer<Plain.Message, Long> {
    sealed interface Message {}

    record Get() implements Message, Call<Message, Long> {}

    @Override
    public Init<Long> init() {
        return ok(1L);
    }

    @Override
    public Next<Long> handle(Message message, Long state) {
        return switch (message) {
            case Get get -> reply(get, state, state);
        };
    }
}
