// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Timeouts;
import dev.erloom.server.GenServer.Continuation;
import dev.erloom.server.GenServer.Next;
import java.time.Duration;
import java.util.Objects;
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
    record Answer(Object request, @Nullable Object value) {
        Answer {
            Objects.requireNonNull(request, "request");
        }
    }

    @Override
    public Next<S> timeout(Duration idle) {
        checkGoesOn("timeout");
        checkOne(work);
        return new NextValue<>(answer, null, state, Timeouts.check(idle, "timeout"), work);
    }

    @Override
    public Next<S> thenContinue(Continuation<S> work) {
        checkGoesOn("continuation");
        checkOne(idle);
        return new NextValue<>(answer, null, state, idle, Objects.requireNonNull(work, "work"));
    }

    /** OTP has one place for both; a continuation says itself how long to wait after it. */
    static void checkOne(@Nullable Object other) {
        if (other != null) {
            throw new IllegalStateException(
                    "an answer takes a timeout or a continuation, not both");
        }
    }

    private void checkGoesOn(String what) {
        if (stop != null) {
            throw new IllegalStateException("what stops takes no " + what + ", was " + this);
        }
    }
}
