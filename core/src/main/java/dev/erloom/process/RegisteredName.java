// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.Objects;

/**
 * A registered name on a node, OTP's {@code {Name, Node}}.
 *
 * @param name the name
 * @param node the node; empty for the node of whoever uses this address
 */
public record RegisteredName(String name, String node) implements Address {

    /** Makes a name; neither part may be null. */
    public RegisteredName {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(node, "node");
    }

    /** {@return the name on the node of whoever uses it} */
    public static RegisteredName local(String name) {
        return new RegisteredName(name, "");
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException when the calling thread is no process and there is no default
     *     node
     */
    @Override
    public void send(Object message) {
        NodeImpl.current().send(this, message);
    }
}
