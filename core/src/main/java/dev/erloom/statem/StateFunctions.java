// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

/**
 * A state machine whose states are its functions, OTP's callback mode {@code state_functions}: each
 * state handles its own messages.
 *
 * <p>{@link GenStatem} on its own is {@code handle_event_function}: one callback, which switches
 * over the state and the message. Choose that one where states share much; this one where they do
 * not.
 *
 * @param <M> the protocol
 * @param <S> the state
 * @param <D> the data
 */
public interface StateFunctions<M, S extends StateFunction<M, S, D>, D> extends GenStatem<M, S, D> {

    @Override
    default Transition<S, D> handle(M message, S state, D data) throws Exception {
        return state.handle(message, data);
    }

    @Override
    default Transition<S, D> handleInfo(Object message, S state, D data) throws Exception {
        return state.handleInfo(message, data);
    }

    @Override
    default Entered<S, D> onEnter(S from, S state, D data) throws Exception {
        return state.onEnter(from, data);
    }
}
