// SPDX-License-Identifier: Apache-2.0
package dev.erloom.event;

import java.util.Objects;
import java.util.Optional;

/**
 * The address of a handler in its manager: its class, and an id where there are several of one
 * class; OTP's {@code Module | {Module, Id}}.
 *
 * @param handler the class of the handler
 * @param id what tells handlers of one class apart
 * @param <Q> the requests that the handler answers
 */
@SuppressWarnings("UnusedTypeParameter") // it types the requests of GenEvent.call
public record HandlerId<Q>(Class<?> handler, Optional<Object> id) {

    /** Makes an address. */
    public HandlerId {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(id, "id");
    }

    /** {@return the address of the handler of this class} */
    public static <Q> HandlerId<Q> of(Class<? extends EventHandler<?, Q, ?>> handler) {
        return new HandlerId<>(handler, Optional.empty());
    }

    /** {@return the address of the handler of this class with this id} */
    public static <Q> HandlerId<Q> of(Class<? extends EventHandler<?, Q, ?>> handler, Object id) {
        return new HandlerId<>(handler, Optional.of(id));
    }

    @Override
    public String toString() {
        return id.map(it -> "{" + handler.getName() + ", " + it + "}").orElseGet(handler::getName);
    }
}
