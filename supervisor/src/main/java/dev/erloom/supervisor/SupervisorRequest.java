// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.Starter;
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import java.util.List;
import java.util.Optional;

/** What a static supervisor is asked; the names are those of OTP's requests. */
sealed interface SupervisorRequest {

    /** A request that is answered with an {@code R}. */
    sealed interface Asks<R> extends SupervisorRequest, Call<SupervisorRequest, R> {}

    record StartChild<T>(ChildSpec spec, Starter<T> start) implements Asks<StartChildReply<T>> {}

    record TerminateChild(String id) implements Asks<TerminateChildResult> {}

    record RestartChild(String id) implements Asks<RestartChildResult> {}

    record DeleteChild(String id) implements Asks<DeleteChildResult> {}

    record GetChildspec(String id) implements Asks<Optional<ChildSpec>> {}

    record WhichChildren() implements Asks<List<ChildInfo>> {}

    record CountChildren() implements Asks<ChildCounts> {}

    /** From a supervisor to itself, so that others have their turn between two attempts. */
    record TryAgainRestart(String id) implements SupervisorRequest, Cast<SupervisorRequest> {}

    /** The supervisor's side of {@link StartChildResult}. */
    sealed interface StartChildReply<T> {

        record Answered<T>(StartChildResult<T> result) implements StartChildReply<T> {}

        /** The specification does not fit this supervisor: the caller's mistake. */
        record Refused<T>(String why) implements StartChildReply<T> {}
    }
}
