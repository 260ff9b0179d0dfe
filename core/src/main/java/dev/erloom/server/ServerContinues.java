// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Excerpt;
import dev.erloom.sys.DebugEvent;

/** A server goes on with what its last callback has left to do, OTP's {@code {continue, Term}}. */
record ServerContinues(GenServer.Continuation<?> work) implements DebugEvent {
    @Override
    public Direction direction() {
        return Direction.NEITHER;
    }

    @Override
    public String toString() {
        return "continues with " + Excerpt.of(work);
    }
}
