// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Address;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

    /** {@return whether {@code other} is the same address} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerAddress<?> address && target.equals(address.target);
    }

    @Override
    public int hashCode() {
        return target.hashCode();
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
