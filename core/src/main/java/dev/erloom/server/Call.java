// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

/**
 * A request of the protocol {@code M} that is answered with an {@code R}, as in {@code record
 * Get(String key) implements Message, Call<Message, Optional<String>> {}}.
 *
 * @param <M> the protocol
 * @param <R> the type of the reply
 */
public interface Call<M, R> {}
