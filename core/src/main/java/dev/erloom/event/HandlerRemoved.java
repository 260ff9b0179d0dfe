// SPDX-License-Identifier: Apache-2.0
package dev.erloom.event;

import dev.erloom.process.ExitReason;

/**
 * Tells the process that has added a supervised handler that it is gone, OTP's {@code
 * {gen_event_EXIT, Handler, Reason}}.
 *
 * @param handler the handler
 * @param reason {@code normal} when it was deleted or has removed itself, {@code shutdown} when the
 *     manager stops, {@link Swapped} when another took its place, else its crash
 */
public record HandlerRemoved(HandlerId<?> handler, ExitReason reason) {

    /**
     * {@code {swapped, NewHandler, Pid}} as the term of a reason.
     *
     * @param successor the handler that took its place, and is supervised in its stead
     */
    public record Swapped(HandlerId<?> successor) {}
}
