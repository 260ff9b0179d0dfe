// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import dev.erloom.process.ExitReason;

public non-sealed interface GenStatem<M, S, D> extends Answers<M, S, D> {

    Init<S, D> init() throws Exception;

    Transition<S, D> handle(M message, S state, D data) throws Exception;

    default Transition<S, D> handleInfo(Object message, S state, D data) throws Exception {
        StatemReports.unexpected(getClass(), message);
        return keepStateAndData();
    }

    default Entered<S, D> onEnter(S from, S state, D data) throws Exception {
        return keepStateAndData();
    }

    default void terminate(ExitReason reason, S state, D data) throws Exception {}
}
