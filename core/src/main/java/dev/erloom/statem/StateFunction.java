// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

/**
 * A state that handles its own messages; the constants of an enum, or sealed records.
 *
 * @param <M> the protocol
 * @param <S> the state, that is the type that implements this
 * @param <D> the data
 * @see StateFunctions
 */
public non-sealed interface StateFunction<M, S, D> extends Answers<M, S, D> {

    /**
     * Handles one message of the protocol in this state.
     *
     * @return a transition
     * @throws Exception ends the machine
     */
    Transition<S, D> handle(M message, D data) throws Exception;

    /**
     * Handles every other message in this state. Unless overridden it logs the message and goes on.
     *
     * @return a transition
     * @throws Exception ends the machine
     */
    default Transition<S, D> handleInfo(Object message, D data) throws Exception {
        StatemReports.unexpected(getClass(), message);
        return keepStateAndData();
    }

    /**
     * Runs when this state is entered, or repeated. Unless overridden it does nothing.
     *
     * @param from the state before; this one at the start and after a repeat
     * @return a transition that stays in this state
     * @throws Exception ends the machine
     */
    default Entered<S, D> onEnter(S from, D data) throws Exception {
        return keepStateAndData();
    }
}
