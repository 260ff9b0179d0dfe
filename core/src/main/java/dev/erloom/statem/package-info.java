// SPDX-License-Identifier: Apache-2.0

/**
 * State machines: a process whose answer to a message depends on its state, OTP's {@code
 * gen_statem}.
 *
 * <p>Use one where there are states that one can name, with time-outs of their own, or where some
 * messages have to wait for another state ({@code postpone}). Where there is only data that
 * changes, a {@link dev.erloom.server.GenServer} is simpler.
 *
 * <p>Null is refused everywhere unless a type says otherwise.
 *
 * {@snippet :
 * record Switch() implements GenStatem<Message, State, Integer> {
 *     public Init<State, Integer> init() { return ok(State.OFF, 0); }
 *
 *     public Transition<State, Integer> handle(Message message, State state, Integer count) {
 *         return switch (state) {
 *             case OFF -> nextState(State.ON, count + 1, stateTimeout(ofMinutes(5), new Push()));
 *             case ON -> nextState(State.OFF, count);
 *         };
 *     }
 * }
 * }
 */
@NullMarked
package dev.erloom.statem;

import org.jspecify.annotations.NullMarked;
