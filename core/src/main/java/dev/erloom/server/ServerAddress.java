// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Address;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import java.util.Optional;
import java.util.function.Supplier;

/** A server at a fixed address: a pid, or a name on a node. */
record ServerAddress<M>(Address target, Supplier<Optional<Pid>> lookup) implements ServerRef<M> {

    ServerAddress(Pid pid) {
        this(pid, () -> Optional.of(pid));
    }

    ServerAddress(Node node, String name) {
        this(node.address(name), () -> node.whereis(name));
    }

    /** A name on another node. */
    ServerAddress(Address target) {
        this(target, Optional::empty);
    }

    @Override
    public Optional<Pid> whereis() {
        return lookup.get();
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
