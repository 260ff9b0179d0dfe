// SPDX-License-Identifier: Apache-2.0
package dev.erloom.event;

import dev.erloom.event.EventHandler.Next;
import org.jspecify.annotations.Nullable;

/** The answers of handlers. */
sealed interface HandlerNext<S> extends Next<S> {

    /** A reply and what it answers. */
    record Answer(Object request, @Nullable Object value) {}

    record Go<S>(S state, @Nullable Answer answer) implements HandlerNext<S> {}

    record Remove<S>(@Nullable Answer answer) implements HandlerNext<S> {}

    record Swap<S>(S state, HandlerId<?> id, EventHandler<?, ?, ?> successor)
            implements HandlerNext<S> {}
}
