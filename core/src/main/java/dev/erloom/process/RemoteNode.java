// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a node that is reached through the transport of {@code via}.
 *
 * <p>Two nodes of this JVM that know the same peer have equal homes for it.
 */
final class RemoteNode implements Home {
    private final NodeImpl via;
    private final String name;
    private final int creation;

    RemoteNode(NodeImpl via, String name, int creation) {
        this.via = via;
        this.name = name;
        this.creation = creation;
    }

    /** {@return the node of this JVM that knows this peer} */
    NodeImpl via() {
        return via;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int creation() {
        return creation;
    }

    @Override
    public void send(@Nullable ProcessImpl from, Address to, Object message) {
        via(from).remote.send(from, name, to, message);
    }

    @Override
    public void exit(@Nullable ProcessImpl from, Pid to, ExitReason reason) {
        NodeImpl node = via(from);
        node.remote.signal(name, new Signal.Exit(node.senderOf(from), to, reason));
    }

    @Override
    public boolean isAlive(Pid pid) {
        throw new IllegalArgumentException("isAlive takes a local pid, was " + pid);
    }

    /**
     * A process sends through its own node, also when it got the pid from a neighbour in the same
     * JVM.
     */
    private NodeImpl via(@Nullable ProcessImpl from) {
        return from == null ? via : from.node;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RemoteNode remote
                && creation == remote.creation
                && name.equals(remote.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + creation;
    }
}
