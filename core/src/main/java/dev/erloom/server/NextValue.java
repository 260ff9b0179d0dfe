// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Timeouts;
import dev.erloom.server.GenServer.Continuation;
import dev.erloom.server.GenServer.Next;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The answers of the callbacks.
 *
 * @param answer the reply to send, or null
 * @param stop the reason to end with, or null to go on
 */
record NextValue<S>(
        @Nullable Answer answer,
        @Nullable ExitReason stop,
        S state,
        @Nullable Duration idle,
        @Nullable Continuation<S> work)
        implements Next<S> {

    /** A reply and what it answers. */
    record Answer(Object request, @Nullable Object value) {}

    @Override
    public Next<S> timeout(Duration idle) {
        return new NextValue<>(answer, stop, state, Timeouts.check(idle, "timeout"), work);
    }

    @Override
    public Next<S> thenContinue(Continuation<S> work) {
        return new NextValue<>(answer, stop, state, idle, work);
    }
}
