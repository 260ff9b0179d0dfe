// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * Where a message can be sent: a pid, a registered name, an alias or a typed server reference, here
 * or on another node.
 *
 * <p>An address stays usable for ever. When nobody is behind it, what is sent to it is dropped.
 */
public interface Address {

    /**
     * Sends {@code message}. Never blocks on the receiver and is silent when nobody is there,
     * except for a local name that is not registered. Any thread may send.
     *
     * @throws IllegalArgumentException when this is a local name that nobody has registered
     * @otp erlang:send/2
     */
    void send(Object message);

    /**
     * {@return what signals are really sent to: a {@link Pid}, a {@link Ref} or a {@link
     * RegisteredName}}
     */
    default Address target() {
        return this;
    }
}
