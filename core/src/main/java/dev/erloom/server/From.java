// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.GenCall;
import dev.erloom.process.Pid;
import org.jspecify.annotations.Nullable;

/**
 * A caller that waits for an {@code R}. It can be kept, passed on and answered once, from any
 * thread; a second answer, or one that comes after the caller's time-out or death, is dropped.
 *
 * @param <R> the type of the reply
 */
public final class From<R> {
    private final GenCall call;

    From(GenCall call) {
        this.call = call;
    }

    GenCall call() {
        return call;
    }

    /**
     * Answers the caller.
     *
     * @otp gen_server:reply/2
     */
    public void reply(R value) {
        call.reply(value);
    }

    /** {@return the calling process; for a thread that is none, the root of its node} */
    public Pid caller() {
        return call.caller();
    }

    /** {@return whether {@code other} stands for the same call} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof From<?> from && call == from.call;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(call);
    }

    @Override
    public String toString() {
        return "from " + caller();
    }
}
